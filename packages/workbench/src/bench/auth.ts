/**
 * `npm run bench auth -- [--requests 2000] [--samples 1000]`: the cost of identifying the caller, with Redis and with PostgreSQL alone, and its
 * share of a cheap request. Then the latency of other requests while 20 people sign in within a fifth of a second, and
 * while 20 people ask for a mailed link, which compares no password. The variants take turns. Last, whether times tell which
 * addresses have an account.
 */
import { parseArgs } from 'node:util';
import { createApp } from '@namc/api/app';
import { databaseClock } from '@namc/api/sessions/database-clock';
import { sessionMemory } from '@namc/api/sessions/session-memory';
import { makeSessions } from '@namc/api/sessions/sessions';
import { hashPassword } from '@namc/api/sign-in/passwords';
import { openDatabase, systemActor } from '@namc/db';
import { searchContractors } from '@namc/db/contractors/queries/search';
import { addMember } from '@namc/db/members/factory';
import { openRedis } from '@namc/db/redis';
import { loadDemonstration } from '@namc/db/seed/load-demonstration';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testBidKeys, testKeys } from '@namc/db/testing/test-keys';
import { startTopology } from '@namc/db/testing/test-topology';
import { searchContractorsInput } from '@namc/inputs/contractors';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { compareAddresses } from './auth/alike.ts';
import { latenciesOf } from './measure/latencies.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '2000' },
    samples: { type: 'string', default: '1000' },
  },
});
const requests = Number(values.requests);
const system = systemActor('bench');
const logger = pino({ level: 'silent' });
const people = 20;
const password = 'a password for the bench';

const topology = await startTopology({ replicas: 0 });
try {
  const owner = topology.directUrl(0, 'portal_owner');
  await loadDemonstration({ ownerUrl: owner, embedded: false });
  const db = openDatabase({ ...topology.directLogins(0), maxConnections: 8 });
  const redis = openRedis(topology.redisUrl);
  await new Promise((resolve) => redis.once('ready', resolve));
  const userId = await addMember(db, { roles: ['administrator'] });
  const Cookie = await addSignedIn(db, userId, { hasSecondStep: true });
  const token = Cookie.slice(Cookie.indexOf('=') + 1);
  const openSessions = (store: Redis | undefined) => {
    const clock = databaseClock();
    const memory = sessionMemory(store, { secret: 'x'.repeat(32), clock });
    return makeSessions({ memory, clock, isSecure: false });
  };
  const make = (store: Redis | undefined) => ({
    sessions: openSessions(store),
    app: createApp({
      db,
      logger,
      webRoot: '/nowhere',
      publicOrigin: undefined,
      keys: testKeys,
      bidKey: testBidKeys.current,
      cookieSecret: 'x'.repeat(32),
      redis: store,
      isProxied: true,
    }),
  });
  const ways = { redis: make(redis), postgres: make(undefined) };
  const input = (value: object) => encodeURIComponent(JSON.stringify(value));
  const { contractors } = await db.read({ kind: 'visitor' }, (tx) =>
    searchContractors(tx, searchContractorsInput.parse({ limit: 1 })),
  );
  const path = `/trpc/contractors.getLicense?input=${input({ licenseNumber: contractors[0]?.licenseNumber })}`;
  let asked = 0;
  const request = async (app: typeof ways.redis.app, headers: Record<string, string> = {}) => {
    // Each request comes from a network of its own, so that no limit on visitors counts.
    asked += 1;
    const network = `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`;
    const answer = await app.request(path, { headers: { 'X-Forwarded-For': network, ...headers } });
    await answer.text();
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}.`);
  };
  const asks: Record<string, () => Promise<unknown>> = {
    'session check, Redis': () => ways.redis.sessions.check(db, token, {}),
    'session check, PostgreSQL': () => ways.postgres.sessions.check(db, token, {}),
    'request of a visitor': () => request(ways.redis.app),
    'request with a session, Redis': () => request(ways.redis.app, { Cookie }),
    'request with a session, PostgreSQL': () => request(ways.postgres.app, { Cookie }),
  };
  const taken = Object.fromEntries(Object.keys(asks).map((name): [string, number[]] => [name, []]));
  for (const ask of Object.values(asks)) for (let at = 0; at < 100; at += 1) await ask();
  for (let round = 0; round < requests / 25; round += 1) {
    for (const name of Object.keys(asks).toSorted(() => Math.random() - 0.5)) {
      for (let at = 0; at < 25; at += 1) {
        const began = performance.now();
        await asks[name]?.();
        taken[name]?.push(performance.now() - began);
      }
    }
  }
  const p50 = (name: string) => latenciesOf(taken[name] ?? [], 1).p50;
  console.log(`p50 in ms of ${requests}`);
  for (const name of Object.keys(asks)) console.log(`${name.padEnd(38)} ${p50(name).toFixed(3).padStart(7)}`);
  const share = (check: string, whole: string) => `${((p50(check) / p50(whole)) * 100).toFixed(0)} %`;
  console.log(
    `share of a request, Redis             ${share('session check, Redis', 'request with a session, Redis').padStart(8)}`,
  );
  console.log(
    `share of a request, PostgreSQL        ${share('session check, PostgreSQL', 'request with a session, PostgreSQL').padStart(8)}`,
  );

  const passwordHash = await hashPassword(password);
  const emails: string[] = [];
  for (let one = 0; one < people; one += 1) {
    const id = await addMember(db);
    emails.push(`${id}@example.org`);
    await db.write(
      system,
      ({ sql }) => sql`insert into user_credentials (user_id, password_hash) values (${id}, ${passwordHash})`,
    );
  }
  const tell = async (app: typeof ways.redis.app, act: 'begin' | 'requestPasswordReset', email: string) => {
    const answer = await app.request(`/trpc/signIn.${act}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, ...(act === 'begin' ? { password } : {}) }),
    });
    if (answer.status !== 200) throw new Error(`${act} answered ${answer.status}: ${await answer.text()}`);
    await answer.text();
  };
  /** Other people's requests while something else runs. Each is sent some milliseconds after the last answer. */
  async function others(during: Promise<unknown> | undefined, least: number): Promise<number[]> {
    let isOver = during === undefined;
    void during?.finally(() => {
      isOver = true;
    });
    const all: number[] = [];
    while (!isOver || all.length < least) {
      const began = performance.now();
      await request(ways.redis.app, { Cookie });
      all.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (isOver && during) break;
    }
    return all;
  }
  const quiet: number[] = [];
  // A request for a mailed link writes as much as signing in, and compares no password.
  const during: Record<'begin' | 'requestPasswordReset', number[]> = { begin: [], requestPasswordReset: [] };
  let signInMs = 0;
  const rounds = 10;
  for (let round = 0; round < rounds; round += 1) {
    quiet.push(...(await others(undefined, 150)));
    for (const act of ['begin', 'requestPasswordReset'] as const) {
      // Each round counts attempts anew, because all of them come from one address.
      const { app } = make(undefined);
      const began = performance.now();
      // They arrive within a fifth of a second and queue for the password comparison.
      const all = Promise.all(
        emails.map(async (email, at) => {
          await new Promise((resolve) => setTimeout(resolve, at * 10));
          await tell(app, act, email);
        }),
      );
      during[act].push(...(await others(all, 1)));
      await all;
      if (act === 'begin') signInMs += (performance.now() - began) / rounds;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const before = latenciesOf(quiet, 1);
  console.log(
    `\n${people} sign in within a fifth of a second (${signInMs.toFixed(0)} ms until the last is in); the others’ requests, ms`,
  );
  for (const [name, all] of [
    ['quiet', quiet],
    ['while they sign in', during.begin],
    ['while they ask for a mailed link', during.requestPasswordReset],
  ] as const) {
    const { p50: median, p95 } = latenciesOf(all, 1);
    console.log(
      `${name.padEnd(34)} p50 ${median.toFixed(2)}  p95 ${p95.toFixed(2)}  (${all.length})  p95 ${(p95 / before.p95).toFixed(2)} ×`,
    );
  }
  await compareAddresses(
    createApp({
      db,
      logger,
      webRoot: '/nowhere',
      publicOrigin: undefined,
      keys: testKeys,
      bidKey: testBidKeys.current,
      cookieSecret: 'x'.repeat(32),
      isProxied: true,
    }),
    db,
    { samples: Number(values.samples), passwordHash },
  );
  redis.disconnect();
  await db.close();
} finally {
  await topology.remove();
}
