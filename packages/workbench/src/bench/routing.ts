/**
 * `npm run bench routing -- [--rounds 100] [--requests 25]`: what `read` costs over the bare driver on the same statement,
 * directly and through PgBouncer, with Drizzle's `withReplicas` beside it; and how many round trips each takes until its
 * answer, counted over a link on which one takes 10 ms. One client; the ways take turns, in an order that
 * changes from round to round.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Actor, type Database, openDatabase } from '@namc/db';
import { addMember } from '@namc/db/members/factory';
import { type Client, connect } from '@namc/db/testing/direct-client';
import { startTopology } from '@namc/db/testing/test-topology';
import { eq, sql as text } from 'drizzle-orm';
import { pgTable, text as textColumn, uuid, withReplicas } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import { openSlowLink } from './routing/slow-link.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '100' }, requests: { type: 'string', default: '25' } },
});
const rounds = Number(values.rounds);
const requests = Number(values.requests);
const oneWayMs = 5;
const pooledBare = 'PgBouncer: bare driver';
const median = (numbers: number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
/** PostgreSQL's own number for the type `uuid`. */
const uuidType = 2950;
const users = pgTable('users', { id: uuid('id').primaryKey(), bio: textColumn('bio') });

interface Way {
  name: string;
  ask(): Promise<unknown>;
  close(): Promise<void>;
}

const topology = await startTopology({ replicas: 1, poolsOwner: true });
try {
  const setUp = openDatabase({ ...topology.directLogins(0), maxConnections: 1 });
  const userId = await addMember(setUp);
  await setUp.close();
  const actor: Actor = { kind: 'member', userId };

  /** `BEGIN`, the statement, `COMMIT`, as the owner, whom no policy concerns. */
  const bare = (name: string, url: string, preparedStatements = true): Way => {
    const client = connect(url, { max: 1, applicationName: 'bench', preparedStatements });
    return {
      name,
      ask: () => client.begin('read only', (sql) => sql`select id, bio from users where id = ${userId}`),
      close: () => client.end(),
    };
  };
  type Config = Omit<Parameters<typeof openDatabase>[0], 'maxConnections'>;
  const ours = (
    name: string,
    config: Config,
    ask: (db: Database) => Promise<unknown> = (db) =>
      db.read(actor, ({ sql }) => sql`select id, bio from users where id = ${userId}`),
  ): Way => {
    const db = openDatabase({ ...config, maxConnections: 1 });
    return { name, ask: () => ask(db), close: () => db.close() };
  };
  const write = (db: Database) =>
    db.write(actor, ({ sql }) => sql`update users set bio = 'written' where id = ${userId}`);
  /** The driver need not ask for the type of the parameter. */
  const readTold = (db: Database) =>
    db.read(
      actor,
      ({ sql }) => sql`select id, bio from users where id = ${sql.typed(userId as never, uuidType)}`,
    );
  const beside = (name: string, inTransaction: boolean, urls: string[]): Way => {
    const clients = urls.map((url): Client => connect(url, { max: 1, applicationName: 'bench' }));
    const [primary, replica] = clients.map((client) => drizzle({ client: client as never }));
    if (!primary || !replica) throw new Error('Two servers are needed.');
    const db = withReplicas(primary, [replica]);
    return {
      name,
      ask: () =>
        inTransaction
          ? // withReplicas always sends it to the primary.
            db.transaction(
              async (tx) => {
                await tx.execute(
                  text`select set_config('role', 'application_role', true), set_config('app.current_user_id', ${userId}, true)`,
                );
                return tx.select().from(users).where(eq(users.id, userId));
              },
              { accessMode: 'read only' },
            )
          : db.select().from(users).where(eq(users.id, userId)),
      close: async () => void (await Promise.all(clients.map((client) => client.end()))),
    };
  };

  const waysOver = (through: (url: string) => string): Way[] => {
    const owner = through(topology.directUrl(0, 'portal_owner'));
    const direct = [0, 1].map((server) => through(topology.directUrl(server, 'portal_public')));
    const pooled = [0, 1].map((server) => through(topology.pooledUrl(server, 'portal_public')));
    const control = [0, 1].map((server) => topology.directUrl(server, 'portal_control'));
    const [url = '', replica = ''] = direct;
    const [pooledUrl = '', pooledReplica = ''] = pooled;
    const routed = { replicaUrls: [replica], directUrls: control };
    return [
      bare('bare driver: BEGIN, statement, COMMIT', owner),
      ours('read, one server', { url }),
      ours('read, primary and replica', { url, ...routed }),
      ours('read, positions in Redis', { url, ...routed, redisUrl: topology.redisUrl }),
      ours('write, one server', { url }, write),
      ours('write, primary and replica', { url, ...routed }, write),
      beside('withReplicas, one statement, no actor', false, [
        owner,
        through(topology.directUrl(1, 'portal_owner')),
      ]),
      beside('withReplicas, transaction with actor', true, [url, replica]),
      bare(pooledBare, through(topology.pooledUrl(0, 'portal_owner')), false),
      ours('PgBouncer: read, one server', { url: pooledUrl, preparedStatements: false }),
      ours('PgBouncer: read, type told', { url: pooledUrl, preparedStatements: false }, readTold),
      ours('PgBouncer: read, primary and replica', {
        url: pooledUrl,
        replicaUrls: [pooledReplica],
        directUrls: control,
        preparedStatements: false,
      }),
    ];
  };

  const ways = waysOver((url) => url);
  // The first answers of each open its connections; those with replicas wait until they know them.
  for (const way of ways) await way.ask();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const taken = ways.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const at of ways
      .keys()
      .toArray()
      .toSorted(() => Math.random() - 0.5)) {
      for (let request = 0; request < requests; request += 1) {
        const began = performance.now();
        await ways[at]?.ask();
        taken[at]?.push(performance.now() - began);
      }
    }
  }
  for (const way of ways) await way.close();

  const links = new Map<string, Awaited<ReturnType<typeof openSlowLink>>>();
  for (const port of [...topology.servers.map((server) => server.port), topology.pooler.port]) {
    links.set(String(port), await openSlowLink(port, oneWayMs));
  }
  const slow = waysOver((url) => {
    const place = new URL(url);
    place.port = String(links.get(place.port)?.port);
    return place.href;
  });
  const slower: number[] = [];
  for (const [at, way] of slow.entries()) {
    await way.ask();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const waits: number[] = [];
    for (let turn = 0; turn < 30; turn += 1) {
      const began = performance.now();
      await way.ask();
      waits.push(performance.now() - began);
      // The answer to COMMIT may still be on its way.
      await pause(6 * oneWayMs);
    }
    slower.push(median(waits) - median(taken[at] ?? []));
    await way.close();
  }
  for (const link of links.values()) await link.close();

  // The bare driver takes three: what a timer makes of 10 ms is not 10 ms.
  const oneTrip = (slower[0] ?? Number.NaN) / 3;
  console.log(`p50 in ms of ${rounds * requests}; over the bare driver of its kind; round trips`);
  const base = {
    direct: median(taken[0] ?? []),
    pooled: median(taken[ways.findIndex(({ name }) => name === pooledBare)] ?? []),
  };
  for (const [at, way] of ways.entries()) {
    const p50 = median(taken[at] ?? []);
    const over = p50 - (way.name.startsWith('PgBouncer') ? base.pooled : base.direct);
    console.log(
      `${way.name.padEnd(42)} ${p50.toFixed(3).padStart(7)}  ${`${over < 0 ? '−' : '+'}${Math.abs(over).toFixed(3)}`.padStart(7)}  ${((slower[at] ?? Number.NaN) / oneTrip).toFixed(1).padStart(5)}`,
    );
  }
} finally {
  await topology.remove();
}
