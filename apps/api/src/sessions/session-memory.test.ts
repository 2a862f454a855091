import { rmSync } from 'node:fs';
import { type Actor, type Database, openDatabase } from '@namc/db';
import { addApplication } from '@namc/db/applications/factory';
import { freePort } from '@namc/db/free-port';
import { redisServer } from '@namc/db/local-servers/redis-server';
import { suspendMember } from '@namc/db/members/commands';
import { addMember } from '@namc/db/members/factory';
import { hashSecret } from '@namc/db/sign-in/commands/links';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { temporaryServerFolder } from '@namc/db/testing/temporary-servers';
import { testDatabase } from '@namc/db/testing/test-database';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { sessionMemory } from './session-memory.ts';
import { makeSessions } from './sessions.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
let directory = '';
let server: Awaited<ReturnType<typeof redisServer>>;
const clients: Redis[] = [];
/** The number of questions to PostgreSQL. */
let asked = 0;
let counted: Database;

async function connectRedis(): Promise<Redis> {
  const redis = new Redis(server.port, '127.0.0.1', {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 500,
    retryStrategy: () => 50,
  });
  redis.on('error', () => undefined);
  clients.push(redis);
  await ready(redis);
  return redis;
}

const ready = (redis: Redis) => vi.waitFor(() => expect(redis.status).toBe('ready'), { timeout: 5_000 });

/** The sessions of one process of the portal. */
async function openProcess(redis?: Redis) {
  const own = redis ?? (await connectRedis());
  const sessions = makeSessions(sessionMemory(own), false);
  // Answers from the millisecond in which Redis connected are not trusted.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    redis: own,
    sessions,
    find: async (token: string) => (await sessions.check(counted, token, {}))?.signedIn,
    end: (token: string) => sessions.end(counted, token),
  };
}

beforeAll(async () => {
  directory = await temporaryServerFolder();
  server = await redisServer({ directory, port: await freePort() });
  await server.start();
  counted = openDatabase({
    ...portal.urls,
    onTransaction: ({ name }) => {
      if (name === 'findSession') asked += 1;
    },
  });
});

afterAll(async () => {
  for (const redis of clients) redis.disconnect();
  await counted.close();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

const tokenOf = (cookie: string) => /^portal_session=(\w+)/.exec(cookie)?.[1] ?? '';
const keyOf = (token: string) => `portal:session:${hashSecret(token)}`;

async function newSession(): Promise<{ token: string; userId: string }> {
  const userId = await addMember(portal.db);
  return { token: tokenOf(await addSignedIn(portal.db, userId)), userId };
}

async function timesAsked(act: () => Promise<unknown>): Promise<number> {
  const before = asked;
  await act();
  return asked - before;
}

it('asks PostgreSQL once, and Redis after that', async () => {
  const { redis, sessions, find } = await openProcess();
  const userId = await addMember(portal.db);
  const token = tokenOf(
    await sessions.begin(counted, userId, { isKept: true, twoFactorAt: null, securityVersion: 0 }),
  );
  expect(await timesAsked(() => find(token))).toBe(1);
  expect(
    await timesAsked(async () => {
      for (let at = 0; at < 5; at += 1) {
        const signedIn = await find(token);
        expect(signedIn?.account.userId).toBe(userId);
        expect(signedIn?.session.expiresAt).toBeInstanceOf(Date);
      }
    }),
  ).toBe(0);
  // Redis holds nothing that grants access: neither a token nor a password.
  const kept = await redis.get(keyOf(token));
  expect(kept).toContain(userId);
  expect(kept).not.toContain(token);
  expect(kept).not.toContain('password');
});

it('asks PostgreSQL for a token from before tokens named their account', async () => {
  const { find } = await openProcess();
  const { token, userId } = await newSession();
  const old = token.slice(0, 41);
  await portal.owner`update sessions set token_hash = ${hashSecret(old)} where user_id = ${userId}`;
  expect((await find(old))?.account.userId).toBe(userId);
  expect(await timesAsked(() => find(old))).toBe(1);
});

it('never trusts the account that a token names', async () => {
  const { find } = await openProcess();
  const [one, two] = [await newSession(), await newSession()];
  await Promise.all([find(one.token), find(two.token)]);
  expect(await find(one.token.slice(0, 41) + two.token.slice(41))).toBeUndefined();
});

it('ignores cached data after another process ends or changes a session', async () => {
  const [here, there] = [await openProcess(), await openProcess()];
  const ended = await newSession();
  await there.find(ended.token);
  await here.end(ended.token);
  expect(await there.find(ended.token)).toBeUndefined();

  const suspended = await newSession();
  await there.find(suspended.token);
  await portal.db.write(system, (tx) => suspendMember(tx, { userId: suspended.userId, reason: 'Unpaid.' }));
  await here.sessions.forgetAccounts([suspended.userId]);
  expect(await there.find(suspended.token)).toBeUndefined();
});

it('keeps the cache of other accounts when one account changes', async () => {
  const { sessions, find } = await openProcess();
  const [one, two] = [await newSession(), await newSession()];
  await Promise.all([find(one.token), find(two.token)]);
  await sessions.forgetAccounts([one.userId]);
  expect(await timesAsked(() => find(two.token))).toBe(0);
  expect(await timesAsked(() => find(one.token))).toBe(1);
});

describe('a change by staff takes effect at the next request in every process', () => {
  const reason = 'Because.';
  type Person = { userId: string; applicationId?: string; sessionId?: string };
  const newMember = async (sample: object = {}): Promise<Person> => ({
    userId: await addMember(portal.db, sample),
  });
  const applicant = async (): Promise<Person> => {
    const { id, userId } = await addApplication(portal.db);
    return { userId, applicationId: id };
  };
  /** Each staff act that changes a session's rights, with its target and its input. */
  const acts: Record<string, [make: () => Promise<Person>, input: (person: Person) => object]> = {
    'members.suspend': [newMember, ({ userId }) => ({ userId, reason })],
    'members.reinstate': [() => newMember({ status: 'SUSPENDED' }), ({ userId }) => ({ userId, reason })],
    'members.endTwoFactor': [newMember, ({ userId }) => ({ userId, reason })],
    'members.endSession': [newMember, ({ userId, sessionId }) => ({ userId, sessionId, reason })],
    'roles.grant': [newMember, ({ userId }) => ({ userId, roleCode: 'support', reason })],
    'roles.take': [
      () => newMember({ roles: ['support'] }),
      ({ userId }) => ({ userId, roleCode: 'support', reason }),
    ],
    'roles.setPermissions': [
      () => newMember({ roles: ['support'] }),
      () => ({ roleCode: 'support', permissions: ['support.read'], reason }),
    ],
    'applications.approve': [applicant, ({ applicationId }) => ({ ids: [applicationId] })],
    'applications.decline': [applicant, ({ applicationId }) => ({ ids: [applicationId], reason })],
  };

  it.for(Object.entries(acts))('%s', async ([path, [make, inputFor]]) => {
    const open = async () => testApp({ db: portal.db, redis: await connectRedis() });
    const [here, there] = [await open(), await open()];
    await new Promise((resolve) => setTimeout(resolve, 20));
    const administrator = await addMember(portal.db, { roles: ['administrator'] });
    const person = await make();
    const Cookie = await addSignedIn(portal.db, person.userId, { hasSecondStep: true });
    const [session] = await portal.owner`select id from sessions where user_id = ${person.userId}`;
    const me = async (): Promise<unknown> => {
      const answer = await there.request('/trpc/accounts.findMe', { headers: { Cookie } });
      return ((await answer.json()) as { result: { data: unknown } }).result.data;
    };
    if (path === 'members.endTwoFactor') {
      await portal.owner.begin(async (sql) => {
        await sql`set local role admin_role`;
        await sql`select set_config('app.actor', 'system:test', true)`;
        await sql`insert into two_factor_secrets (user_id, encrypted_secret, confirmed_at) values (${person.userId}, '\\x00', now())`;
      });
    }
    const before = await me();
    const done = await here.request(`/trpc/${path}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Cookie: await addSignedIn(portal.db, administrator, { hasSecondStep: true }),
      },
      body: JSON.stringify(inputFor({ ...person, sessionId: session?.id })),
    });
    expect(done.status, await done.text()).toBe(200);
    expect(await me()).not.toEqual(before);
  });
});

it('does not cache an answer that was in flight during a change', async () => {
  const { find, end } = await openProcess();
  const { token } = await newSession();
  const slow = find(token);
  await end(token);
  await slow;
  expect(await find(token)).toBeUndefined();
});

it('signs nobody out when Redis stops, and ignores what Redis held before', async () => {
  const [here, there] = [await openProcess(), await openProcess()];
  const [stays, goes] = [await newSession(), await newSession()];
  for (const { token } of [stays, goes]) await there.find(token);
  // Breaks only the connection to Redis; its content survives.
  const held = (await there.redis.get(keyOf(goes.token))) ?? '';
  expect(held).toContain(goes.userId);
  await server.kill();
  await vi.waitFor(() => expect([here.redis.status, there.redis.status]).not.toContain('ready'));
  expect((await there.find(stays.token))?.account.userId).toBe(stays.userId);
  await here.end(goes.token);
  expect(await there.find(goes.token)).toBeUndefined();
  await server.start();
  await Promise.all([ready(here.redis), ready(there.redis)]);
  // The edition that could not be changed while Redis was down is changed now, for processes that never lost Redis.
  const edition = () => there.redis.get(`portal:account-edition:${goes.userId}`);
  await vi.waitFor(async () => expect(await edition()).not.toBeNull());
  await there.redis.set(keyOf(goes.token), held);
  expect(await there.find(goes.token)).toBeUndefined();
  // The answer is not trusted even if the edition happens to match the earlier one.
  await there.redis.set(keyOf(goes.token), held.replace('"edition":null', `"edition":"${await edition()}"`));
  expect(await there.find(goes.token)).toBeUndefined();
  expect((await there.find(stays.token))?.account.userId).toBe(stays.userId);
});
