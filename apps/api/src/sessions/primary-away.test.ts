import { type Database, openDatabase, systemActor } from '@namc/db';
import { suspendMember } from '@namc/db/members/commands';
import { addMember } from '@namc/db/members/factory';
import { openRedis } from '@namc/db/redis';
import { raiseSecurityVersion } from '@namc/db/sign-in/commands/sessions';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { startTopology, type TestTopology } from '@namc/db/testing/test-topology';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { databaseClock } from './database-clock.ts';
import { sessionMemory } from './session-memory.ts';
import { makeSessions } from './sessions.ts';

const secret = 'the secret that the processes share';
let topology: TestTopology;
const databases: Database[] = [];
const clients: Redis[] = [];

/** The sessions of one of the portal's processes. */
function openProcess() {
  const db = openDatabase({
    ...topology.pooledLogins(0),
    replicaUrls: [topology.pooledUrl(1, 'portal_public')],
    directUrls: [0, 1].map((server) => topology.directUrl(server, 'portal_control')),
    preparedStatements: false,
    redisUrl: topology.redisUrl,
  });
  const redis = openRedis(topology.redisUrl, 5_000);
  databases.push(db);
  clients.push(redis);
  const clock = databaseClock();
  const memory = sessionMemory(redis, { secret, clock });
  const sessions = makeSessions({ memory, clock, isSecure: false });
  const isIn = async (cookie: string) =>
    (await sessions.check(db, cookie.replace('portal_session=', ''), {})) !== undefined;
  return { db, redis, sessions, isIn };
}

const roles = ({ db }: ReturnType<typeof openProcess>) => db.servers().map(({ role }) => role);

beforeAll(async () => {
  topology = await startTopology({ replicas: 1 });
});

afterAll(async () => {
  for (const redis of clients) redis.disconnect();
  await Promise.all(databases.map((db) => db.close(500)));
  await topology.remove();
});

it('what a replica answers while the primary is away is not believed once it is back', async () => {
  const [owners, thiefs] = [openProcess(), openProcess()];
  for (const process of [owners, thiefs]) {
    await vi.waitFor(() => expect(process.redis.status).toBe('ready'), { timeout: 10_000 });
    await vi.waitFor(() => expect(roles(process)).toEqual(['primary', 'replica']), { timeout: 10_000 });
  }
  const userId = await addMember(owners.db);
  const other = await addMember(owners.db);
  const manager = await addMember(owners.db, { roles: ['membership_manager'] });
  const [stolen, suspended] = [await addSignedIn(owners.db, userId), await addSignedIn(owners.db, other)];
  const cookies = [stolen, suspended];
  for (const cookie of cookies) expect(await thiefs.isIn(cookie)).toBe(true);
  await vi.waitFor(async () => {
    const [replica] = await topology.ask<{ count: string }>(1, 'select count(*) from sessions', 'portal');
    expect(Number(replica?.count)).toBe(2);
  });

  // The replica receives nothing from now on, and does not know that it is behind.
  await topology.ask(1, `alter system set primary_conninfo = ''`);
  await topology.ask(1, 'select pg_reload_conf()');
  await vi.waitFor(async () =>
    expect(await topology.ask(1, 'select from pg_stat_wal_receiver')).toHaveLength(0),
  );
  const owner = systemActor('test', userId);
  await owners.db.write(owner, (tx) => raiseSecurityVersion(tx, { userId }));
  await owners.db.write({ kind: 'staff', userId: manager }, (tx) =>
    suspendMember(tx, { userId: other, reason: 'Asked for it.' }),
  );
  await owners.sessions.forgetAccounts([userId, other]);
  for (const cookie of cookies) expect(await thiefs.isIn(cookie)).toBe(false);

  const [primary] = topology.servers;
  await primary?.kill();
  for (const process of [owners, thiefs]) {
    await vi.waitFor(() => expect(roles(process)).toEqual(['gone', 'replica']), { timeout: 10_000 });
  }
  // Until then people read what the replica has.
  for (const process of [owners, thiefs]) {
    for (const cookie of cookies) expect(await process.isIn(cookie)).toBe(true);
  }

  await primary?.start();
  for (const process of [owners, thiefs]) {
    await vi.waitFor(() => expect(roles(process)[0]).toBe('primary'), { timeout: 20_000 });
    for (const cookie of cookies) expect(await process.isIn(cookie)).toBe(false);
  }
});
