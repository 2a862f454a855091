import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { addMember } from '../../members/factory.ts';
import { type LoginUrls, loginUrls } from '../../tools/local-servers/logins.ts';
import { pgBouncerServer } from '../../tools/local-servers/pgbouncer-server.ts';
import { temporaryServerFolder } from '../../tools/testing/temporary-servers.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { startTopology, type TestTopology } from '../../tools/testing/test-topology.ts';
import { type Actor, visitor } from '../actors.ts';
import { connect } from '../connection.ts';
import { type Database, openDatabase, type Transaction } from '../database.ts';
import { Busy } from '../errors.ts';
import { freePort } from '../free-port.ts';
import { checkServer } from '../migrations/check-server.ts';
import { openRedis } from '../redis.ts';
import { makeSlots } from '../transactions/slots.ts';
import { freshnessKey, furthestFreshness, readFreshness, writeFreshness } from './freshness.ts';
import { readPosition } from './log-position.ts';
import { furthest, memoryPositions } from './positions.ts';
import { preparedStatementsWork } from './prepared-statements.ts';
import { redisPositions } from './redis-positions.ts';

describe('a position', () => {
  it('is read as PostgreSQL writes it, and compared as a number', () => {
    expect(readPosition('16/B374D848')).toBe(0x16_b374_d848n);
    expect(readPosition('2/0') > readPosition('1/FFFFFFFF')).toBe(true);
    expect(() => readPosition('16-B3')).toThrow(RangeError);
  });

  it('is remembered for a user, the furthest whatever comes last, and forgotten in time', async () => {
    let now = 0;
    const store = memoryPositions(() => now);
    await store.remember('a', { timeline: 1, position: 9n });
    await store.remember('a', { timeline: 1, position: 5n });
    expect(store.known('a')).toEqual({ timeline: 1, position: 9n });
    await store.remember('a', { timeline: 2, position: 1n });
    expect(store.known('a')).toEqual({ timeline: 2, position: 1n });
    now = 61_000;
    expect(store.known('a')).toBeUndefined();
    expect(furthest(undefined, undefined)).toBeUndefined();
  });

  it('goes into a cookie and back, and what a browser made up is worth nothing', () => {
    const written = { timeline: 3, position: readPosition('16/B374D848') };
    expect(readFreshness(writeFreshness(written))).toEqual(written);
    const later = writeFreshness({ timeline: 4, position: 1n });
    expect(furthestFreshness(writeFreshness(written), null, later, 'zzz')).toBe(later);
    expect(furthestFreshness(undefined, 'zzz')).toBeUndefined();
    for (const text of [
      undefined,
      null,
      '',
      '1',
      "00000001/0000000000000000'; drop table users",
      '00000001/0000000000000000/0',
      '-0000001/0000000000000000',
      '00000001/00000000000000000',
    ]) {
      expect(readFreshness(text)).toBeUndefined();
    }
  });
});

describe('slots', () => {
  it('are given in turn, and whoever waits too long is told that the portal is busy', async () => {
    const slots = makeSlots(1, 30);
    await slots.take();
    const second = slots.take();
    const third = slots.take();
    slots.free();
    await second;
    await expect(third).rejects.toThrow(Busy);
    expect([slots.taken, slots.waiting]).toEqual([1, 0]);
    slots.free();
    expect(slots.taken).toBe(0);
  });
});

describe('on one connection of PgBouncer for each login', () => {
  const portal = testDatabase();
  let directory = '';
  let pooler: Awaited<ReturnType<typeof pgBouncerServer>>;
  const passwords = { portal_public: 'secret', portal_staff: 'secret', portal_system: 'secret' };
  let urls: LoginUrls;

  beforeAll(async () => {
    directory = await temporaryServerFolder();
    const database = new URL(portal.ownerUrl).pathname.slice(1);
    pooler = await pgBouncerServer({
      directory,
      port: await freePort(),
      databases: { portal: { port: inject('portalCluster').port, database } },
      passwords,
      settings: {
        default_pool_size: 1,
        reserve_pool_size: 0,
        max_db_connections: 3,
        query_wait_timeout: 1,
        log_disconnections: 0,
      },
    });
    await pooler.start();
    urls = loginUrls((login) => `postgres://${login}:secret@127.0.0.1:${pooler.port}/portal`);
  });

  afterAll(async () => {
    await pooler.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('nobody is taken for somebody else, and nothing stays behind', async () => {
    const db = openDatabase({ ...urls, maxConnections: 12, preparedStatements: false });
    try {
      const members = await Promise.all([1, 2, 3].map(() => addMember(portal.db)));
      const actors: Actor[] = [
        visitor,
        ...members.map((userId): Actor => ({ kind: 'member', userId })),
        ...members.map((userId): Actor => ({ kind: 'staff', userId })),
        { kind: 'system', name: String.raw`o'neil\', true), set_config('role', 'portal_owner` },
      ];
      const look = async (actor: Actor) => {
        const [row] = await db[Math.random() < 0.5 ? 'read' : 'write'](
          actor,
          ({ sql }) => sql<
            { user: string; actor: string; role: string; pid: number }[]
          >`select current_setting('app.current_user_id', true) as user, current_setting('app.actor', true) as actor,
                 current_user as role, pg_backend_pid() as pid, pg_sleep(random() * 0.002)::text as slept`,
        );
        return { ...row, wanted: actor };
      };
      const roles = {
        visitor: 'application_role',
        member: 'application_role',
        staff: 'admin_role',
        system: 'system_role',
      };
      const anybody = () => actors[Math.floor(Math.random() * actors.length)] ?? visitor;
      // As many side by side as there are connections: nobody waits for one until it is too late.
      const seen = (
        await Promise.all(
          Array.from({ length: 6 }, async () => {
            const own: Awaited<ReturnType<typeof look>>[] = [];
            for (let turn = 0; turn < 50; turn += 1) own.push(await look(anybody()));
            return own;
          }),
        )
      ).flat();
      expect(new Set(seen.map(({ pid }) => pid)).size).toBe(3);
      for (const { user, actor, role, wanted } of seen) {
        expect(actor).toBe(wanted.kind === 'system' ? `system:${wanted.name}` : wanted.kind);
        expect(user).toBe('userId' in wanted ? wanted.userId : '');
        expect(role).toBe(roles[wanted.kind]);
      }
      for (const [login, url] of Object.entries({
        portal_public: urls.url,
        portal_staff: urls.staffUrl,
        portal_system: urls.systemUrl,
      })) {
        const after = connect(url, { max: 1, applicationName: 'test', preparedStatements: false });
        expect(
          await after`select coalesce(current_setting('app.current_user_id', true), '') as user, current_user as role,
                           current_setting('statement_timeout') as "limit"`.finally(() => after.end()),
        ).toEqual([{ user: '', role: login, limit: '0' }]);
      }
    } finally {
      await db.close();
    }
  });

  it('a rollback leaves nothing behind either', async () => {
    const db = openDatabase({ ...urls, maxConnections: 4, preparedStatements: false });
    const userId = await addMember(portal.db);
    try {
      await expect(db.write({ kind: 'staff', userId }, ({ sql }) => sql`select 1 / 0`)).rejects.toThrow(
        'division by zero',
      );
      expect(await db.read(visitor, ({ sql }) => sql`select current_user as role`)).toEqual([
        { role: 'application_role' },
      ]);
    } finally {
      await db.close();
    }
  });

  it('a full pooler is waited for once, and told as busy', async () => {
    const log = join(directory, 'pgbouncer.log');
    const waits = () => readFileSync(log, 'utf8').match(/pooler error: query_wait_timeout/g)?.length ?? 0;
    const config = { ...urls, maxConnections: 4, preparedStatements: false };
    const [known, fresh] = [openDatabase(config), openDatabase(config)];
    const holder = connect(urls.url, { max: 1, applicationName: 'test', preparedStatements: false });
    const answer = ({ sql }: Transaction) => sql`select 1 as one`;
    try {
      await known.read(visitor, answer);
      await holder.begin(async (sql) => {
        await sql`select 1`;
        for (const [name, db] of Object.entries({ known, fresh })) {
          for (const verb of ['read', 'write'] as const) {
            const before = waits();
            await expect(db[verb](visitor, answer)).rejects.toBeInstanceOf(Busy);
            expect(waits() - before, `${name} ${verb}`).toBe(1);
          }
        }
      });
      expect(await known.read(visitor, answer)).toEqual([{ one: 1 }]);
      expect(await fresh.write(visitor, answer)).toEqual([{ one: 1 }]);
    } finally {
      await Promise.all([known.close(), fresh.close(), holder.end()]);
    }
  });

  it('prepared statements are found out to work or not, whatever the setting says', async () => {
    expect(await preparedStatementsWork(portal.urls.url)).toBe(true);
    const other = await temporaryServerFolder();
    const database = new URL(portal.ownerUrl).pathname.slice(1);
    const two = await pgBouncerServer({
      directory: other,
      port: await freePort(),
      databases: { portal: { port: inject('portalCluster').port, database } },
      passwords,
    });
    await two.start();
    try {
      const wide = loginUrls((login) => `postgres://${login}:secret@127.0.0.1:${two.port}/portal`);
      expect(await preparedStatementsWork(wide.url)).toBe(false);
      const { problems } = await checkServer({ ...wide, production: true, preparedStatements: true });
      expect(problems).toEqual([
        expect.stringContaining('DATABASE_PREPARED_STATEMENTS is true, and the pooler'),
      ]);
      expect(await checkServer({ ...wide, production: true, preparedStatements: false })).toEqual({
        problems: [],
        warnings: [],
      });
      const direct = await checkServer({ ...portal.urls, production: true, preparedStatements: false });
      expect(direct.warnings).toEqual([expect.stringContaining('DATABASE_PREPARED_STATEMENTS is false')]);
    } finally {
      await two.stop();
      rmSync(other, { recursive: true, force: true });
    }
  });
});

describe('over a primary, two replicas, PgBouncer and Redis', () => {
  let topology: TestTopology;
  let db: Database;
  let members: string[] = [];

  const addresses = () => ({
    ...topology.pooledLogins(0),
    replicaUrls: [1, 2].map((server) => topology.pooledUrl(server, 'portal_public')),
    directUrls: [0, 1, 2].map((server) => topology.directUrl(server, 'portal_control')),
  });
  const open = (redis = true) =>
    openDatabase({
      ...addresses(),
      ...(redis ? { redisUrl: topology.redisUrl } : {}),
      preparedStatements: false,
      maxConnections: 8,
    });
  const member = (userId: string): Actor => ({ kind: 'member', userId });
  const write = (userId: string, text: string, to = db) =>
    to.write(member(userId), ({ sql }) => sql`update users set bio = ${text} where id = ${userId}`);
  const read = async (userId: string, from = db, options = {}) => {
    const [row] = await from.read(
      member(userId),
      ({ sql }) =>
        sql<{ bio: string; replica: boolean }[]>`select bio, pg_is_in_recovery() as replica from users`,
      options,
    );
    return row;
  };
  const allServe = (one = db) =>
    vi.waitFor(
      () => expect(one.servers().map(({ role }) => role)).toEqual(['primary', 'replica', 'replica']),
      {
        timeout: 10_000,
      },
    );

  beforeAll(async () => {
    topology = await startTopology();
    db = open();
    members = await Promise.all(Array.from({ length: 3 }, () => addMember(db)));
    await allServe();
  });

  afterAll(async () => {
    await db.close(1_000);
    await topology.remove();
  });

  afterEach(async () => {
    for (const replica of [1, 2]) await topology.resumeReplay(replica);
  });

  it('reads go to the replicas, in one READ ONLY transaction; writes go to the primary', async () => {
    const where = () =>
      db.read(
        visitor,
        ({ sql }) => sql<{ port: number; replica: boolean; ro: string }[]>`
        select inet_server_port() as port, pg_is_in_recovery() as replica, current_setting('transaction_read_only') as ro`,
      );
    const seen = (await Promise.all(Array.from({ length: 20 }, where))).flat();
    expect(seen.every(({ replica, ro }) => replica && ro === 'on')).toBe(true);
    expect(new Set(seen.map(({ port }) => port)).size).toBe(2);
    const [row] = await db.write(visitor, ({ sql }) => sql`select pg_is_in_recovery() as replica`);
    expect(row?.replica).toBe(false);
    const latest = await read(members[0] ?? '', db, { freshness: 'latest' });
    expect(latest?.replica).toBe(false);
  });

  it('another process does not miss a write: Redis tells it, or a cookie where Redis does not', async () => {
    const userId = members[0] ?? '';
    const [told, alone] = [open(), open(false)];
    const redis = openRedis(topology.redisUrl);
    try {
      await allServe(told);
      await allServe(alone);
      for (const replica of [1, 2]) await topology.pauseReplay(replica);
      await write(userId, 'told');
      const after = await db.freshnessOf(member(userId));
      // As the API does with the person's session: one question to Redis, and its answer as it is.
      const fromRedis = (await redis.get(freshnessKey(userId))) ?? undefined;
      expect(await read(userId, told, { afterHint: fromRedis })).toEqual({ bio: 'told', replica: false });
      // Nobody vouches for what Redis tells, so it does not get into a signed cookie.
      expect(await told.freshnessOf(member(userId))).toBeUndefined();
      expect((await read(userId, alone))?.bio).not.toBe('told');
      expect(await read(userId, alone, { after })).toEqual({ bio: 'told', replica: false });
    } finally {
      redis.disconnect();
      await told.close();
      await alone.close();
    }
  });

  it('in Redis the furthest position wins, whoever comes last', async () => {
    const [one, two] = [redisPositions(topology.redisUrl), redisPositions(topology.redisUrl)];
    const redis = openRedis(topology.redisUrl);
    const find = async (userId: string) => readFreshness(await redis.get(freshnessKey(userId)));
    try {
      for (const store of [one, two]) {
        await vi.waitFor(async () => {
          await redis.del(freshnessKey('probe'));
          await store.remember('probe', { timeline: 1, position: 1n });
          expect(await find('probe')).toBeDefined();
        });
      }
      const tellings = Array.from({ length: 200 }, (_, at) => BigInt(at));
      const shuffled = tellings.toSorted(() => Math.random() - 0.5);
      await Promise.all(
        shuffled.map((position, at) => (at % 2 ? one : two).remember('racer', { timeline: 2, position })),
      );
      await one.remember('racer', { timeline: 1, position: 1_000n });
      expect(await find('racer')).toEqual({ timeline: 2, position: 199n });
      // A text that is no position does not stay.
      for (const text of ['zzzz', 'ffffffff/fffffffffffffffff', '']) {
        await redis.set(freshnessKey('racer'), text);
        await one.remember('racer', { timeline: 1, position: 1n });
        expect(await find('racer'), text).toEqual({ timeline: 1, position: 1n });
      }
    } finally {
      redis.disconnect();
      await Promise.all([one.close(), two.close()]);
    }
  });

  it('whatever Redis tells costs time at most: with a primary the read goes there, without one it is ignored', async () => {
    const userId = members[0] ?? '';
    const reader = open(false);
    try {
      await allServe(reader);
      const wrong = [
        writeFreshness({ timeline: 0xffffffff, position: (1n << 64n) - 1n }),
        writeFreshness({ timeline: 1, position: (1n << 64n) - 1n }),
        'ffffffff/zzzzzzzzzzzzzzzz',
        '',
        '\0',
        'x'.repeat(100_000),
      ];
      for (const afterHint of wrong) {
        expect(await read(userId, reader, { afterHint }), afterHint.slice(0, 40)).toBeDefined();
      }
      await topology.servers[0]?.stop('immediate');
      await vi.waitFor(() => expect(reader.servers()[0]?.role).toBe('gone'), { timeout: 10_000 });
      for (const afterHint of wrong) {
        expect(await read(userId, reader, { afterHint }), afterHint.slice(0, 40)).toMatchObject({
          replica: true,
        });
      }
    } finally {
      await topology.servers[0]?.start();
      await allServe(reader);
      await allServe();
      await reader.close();
    }
  });

  it('a wrong statement is wrong at once, and is not tried elsewhere; nor is a write inside a read', async () => {
    for (const statement of ['select nonsense', 'update users set bio = null']) {
      let runs = 0;
      await expect(
        db.read(visitor, ({ sql }) => {
          runs += 1;
          return sql.unsafe(statement);
        }),
      ).rejects.toThrow(/nonsense|read-only/);
      expect(runs).toBe(1);
    }
  });

  it('reads that no replica can serve leave half of the primary to those who write', async () => {
    const small = openDatabase({
      ...topology.pooledLogins(0),
      replicaUrls: [],
      preparedStatements: false,
      maxConnections: 8,
      acquireTimeoutMs: 300,
    });
    try {
      await vi.waitFor(() => expect(small.servers()[0]?.role).toBe('primary'));
      const reads = Array.from({ length: 4 }, () =>
        small.read(visitor, ({ sql }) => sql`select pg_sleep(0.6)`),
      );
      const ended = Promise.allSettled(reads);
      expect(await small.write(visitor, ({ sql }) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
      const outcomes = await ended;
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Busy);
    } finally {
      await small.close();
    }
  });

  it('those who queue for a replica that freezes are read to elsewhere', async () => {
    const small = openDatabase({ ...addresses(), preparedStatements: false, maxConnections: 1 });
    try {
      await allServe(small);
      const frozen = topology.servers[1];
      frozen?.freeze();
      const reads = Array.from({ length: 6 }, () => read(members[2] ?? '', small));
      expect(await Promise.all(reads).finally(() => frozen?.thaw())).toHaveLength(6);
      await allServe(small);
    } finally {
      await small.close();
    }
  });

  it('long after the primary has gone, reads still wait for replicas that are away for a moment', async () => {
    const [primary, ...replicas] = topology.servers;
    await primary?.stop();
    try {
      // Later than that, writes are refused at once.
      await vi.waitFor(
        () => expect(write(members[2] ?? '', 'x')).rejects.toThrow('accepts no writes right now'),
        { timeout: 30_000 },
      );
      // A read that only the primary can serve is as hopeless. The other reads may wait for two seconds.
      const latest = read(members[2] ?? '', db, { freshness: 'latest' }).catch(String);
      expect(await Promise.race([latest, pause(1_500, 'It waits.')])).toContain('its primary server is away');
      for (const replica of replicas) replica.freeze();
      await vi.waitFor(() => expect(db.servers().map(({ role }) => role)).toEqual(['gone', 'gone', 'gone']), {
        timeout: 10_000,
      });
      const reads = Promise.all(Array.from({ length: 6 }, () => read(members[2] ?? '')));
      for (const replica of replicas) replica.thaw();
      expect((await reads).map((row) => row?.replica)).toEqual(Array.from({ length: 6 }, () => true));
    } finally {
      for (const replica of replicas) replica.thaw();
      await primary?.start();
    }
    await allServe();
  });

  it('a write whose connection is lost before its end runs once more, and is there once', async () => {
    const userId = members[1] ?? '';
    let runs = 0;
    await db.write(member(userId), async ({ sql }) => {
      runs += 1;
      const [row] = await sql<{ pid: number }[]>`
        update users set bio = coalesce(bio, '') || 'x' where id = ${userId} returning pg_backend_pid() as pid`;
      if (runs === 1) await topology.ask(0, `select pg_terminate_backend(${row?.pid})`);
      await sql`select 1`;
    });
    expect(runs).toBe(2);
    expect((await read(userId))?.bio).toBe('x');
  });
});
