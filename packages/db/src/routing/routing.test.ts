import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Actor, type Database, openDatabase, visitor } from '../database.ts';
import { Busy, Unavailable } from '../errors.ts';
import { type Cluster, startCluster } from '../testing/cluster.ts';
import { addMember } from '../testing/factories.ts';
import { type Replica, startReplica } from '../testing/replica.ts';
import { buildTemplate } from '../testing/template.ts';
import { readPosition, writePosition } from './log-position.ts';
import { furthest, memoryPositions } from './positions.ts';
import { makeSlots } from './slots.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a position', () => {
  it('is read and written as PostgreSQL writes it, and compared as a number', () => {
    expect(writePosition(readPosition('16/B374D848'))).toBe('16/B374D848');
    expect(readPosition('2/0') > readPosition('1/FFFFFFFF')).toBe(true);
    expect(() => readPosition('16-B3')).toThrow(RangeError);
  });

  it('is remembered for a user, the furthest whatever comes last, and forgotten in time', async () => {
    let now = 0;
    const store = memoryPositions(() => now);
    await store.remember('a', { timeline: 1, position: 9n });
    await store.remember('a', { timeline: 1, position: 5n });
    expect(await store.find('a')).toEqual({ timeline: 1, position: 9n });
    await store.remember('a', { timeline: 2, position: 1n });
    expect(await store.find('a')).toEqual({ timeline: 2, position: 1n });
    now = 61_000;
    expect(await store.find('a')).toBeUndefined();
    expect(furthest(undefined, undefined)).toBeUndefined();
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

describe('over a primary and two replicas', () => {
  let cluster: Cluster;
  let replicas: Replica[] = [];
  let database: string;
  let db: Database;
  let members: string[] = [];

  const open = () =>
    openDatabase({
      url: cluster.applicationUrl(database),
      replicaUrls: replicas.map((replica) => replica.applicationUrl(database)),
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
  const roles = () => db.servers().map(({ role }) => role);
  const allServe = () =>
    vi.waitFor(() => expect(roles()).toEqual(['primary', 'replica', 'replica']), { timeout: 10_000 });
  const [first, second] = [() => replicas[0] as Replica, () => replicas[1] as Replica];

  /** Reads and writes without a break while `act` happens, and what came of them. */
  async function under(act: () => Promise<void>) {
    const told = { reads: 0, onReplicas: 0, failed: [] as string[] };
    let isOver = false;
    let turn = 0;
    const load = Array.from({ length: 8 }, async (_, worker) => {
      const userId = members[worker] ?? '';
      while (!isOver) {
        turn += 1;
        const text = `${worker} ${turn}`;
        try {
          if (turn % 4 === 0) await write(userId, text);
          const row = await read(userId);
          told.reads += 1;
          if (row?.replica) told.onReplicas += 1;
        } catch (error) {
          told.failed.push(String(error));
        }
      }
    });
    await act();
    isOver = true;
    await Promise.all(load);
    return told;
  }

  beforeAll(async () => {
    cluster = await startCluster();
    database = await buildTemplate(cluster);
    replicas = [await startReplica(cluster), await startReplica(cluster)];
    db = open();
    members = await Promise.all(Array.from({ length: 50 }, () => addMember(db)));
    await allServe();
  }, 60_000);

  afterAll(async () => {
    await db.close(1_000);
    for (const replica of replicas) await replica.stop();
    await cluster.stop();
  });

  afterEach(async () => {
    for (const replica of replicas) await replica.resumeReplay().catch(() => undefined);
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

  it('nobody misses his own write, with replay paused and resumed at random on each replica', async () => {
    const stop = new AbortController();
    const meddling = replicas.map(async (replica) => {
      while (!stop.signal.aborted) {
        await replica.pauseReplay();
        await pause(Math.random() * 150);
        await replica.resumeReplay();
        await pause(Math.random() * 150);
      }
    });
    const last = new Map<string, string>();
    let [stale, onReplicas] = [0, 0];
    await Promise.all(
      members.map(async (userId) => {
        for (let turn = 0; turn < 40; turn += 1) {
          const text = `write ${turn}`;
          await write(userId, text);
          last.set(userId, text);
          // Long enough, now and then, for a replica to be known to have it.
          await pause(Math.random() * (turn % 3 === 0 ? 500 : 20));
          const row = await read(userId);
          if (row?.bio !== text) stale += 1;
          if (row?.replica) onReplicas += 1;
        }
      }),
    );
    stop.abort();
    await Promise.all(meddling);
    expect(stale).toBe(0);
    expect(onReplicas).toBeGreaterThan(100);
    expect(last.size).toBe(50);
  }, 60_000);

  it('another process, told where the write stands, does not miss it either', async () => {
    const userId = members[0] ?? '';
    const other = open();
    try {
      await expect
        .poll(() => other.servers().map(({ role }) => role))
        .toEqual(['primary', 'replica', 'replica']);
      for (const replica of replicas) await replica.pauseReplay();
      await write(userId, 'told');
      const after = await db.freshnessOf(member(userId));
      expect((await read(userId, other))?.bio).not.toBe('told');
      expect(await read(userId, other, { after })).toEqual({ bio: 'told', replica: false });
      // What a browser made up is worth nothing, and does no harm.
      expect((await read(userId, other, { after: "1:0/0'; drop table users" }))?.bio).not.toBe('told');
    } finally {
      await other.close();
    }
  });

  it('no read fails when a replica is killed, and it serves again when it is back', async () => {
    const told = await under(async () => {
      await pause(300);
      await first().kill();
      await pause(1_500);
    });
    expect(told.failed).toEqual([]);
    expect(told.onReplicas).toBeGreaterThan(0);
    expect(roles()).toEqual(['primary', 'gone', 'replica']);
    await first().start();
    await allServe();
  }, 30_000);

  it('no read fails when a replica accepts and never answers', async () => {
    const told = await under(async () => {
      await pause(300);
      second().freeze();
      await pause(2_500);
    });
    expect(told.failed).toEqual([]);
    expect(roles()).toEqual(['primary', 'replica', 'gone']);
    second().thaw();
    await allServe();
  }, 30_000);

  it('a replica that lags is not read from until it has caught up', async () => {
    await first().pauseReplay();
    await second().pauseReplay();
    await db.write(
      { kind: 'system', name: 'test' },
      ({ sql }) => sql`
      insert into announcements (title, body, audience) select 'News', repeat(md5(n::text), 500), 'STAFF' from generate_series(1, 3000) n`,
    );
    const where = async () =>
      (
        await db.read(
          visitor,
          ({ sql }) => sql<{ replica: boolean }[]>`select pg_is_in_recovery() as replica`,
        )
      )[0]?.replica;
    await expect.poll(where, { timeout: 10_000 }).toBe(false);
    await first().resumeReplay();
    await second().resumeReplay();
    await expect.poll(where, { timeout: 20_000 }).toBe(true);
  }, 40_000);

  it('a wrong statement is wrong at once, and is not tried elsewhere', async () => {
    let runs = 0;
    await expect(
      db.read(visitor, ({ sql }) => {
        runs += 1;
        return sql`select nonsense`;
      }),
    ).rejects.toThrow(/nonsense/);
    expect(runs).toBe(1);
  });

  it('a full pool answers busy, and is itself again afterwards', async () => {
    const small = openDatabase({
      url: cluster.applicationUrl(database),
      maxConnections: 2,
      acquireTimeoutMs: 100,
    });
    try {
      const slow = [1, 2].map(() => small.read(visitor, ({ sql }) => sql`select pg_sleep(0.5)`));
      await expect(small.read(visitor, ({ sql }) => sql`select 1`)).rejects.toThrow(Busy);
      await Promise.all(slow);
      expect(await small.read(visitor, ({ sql }) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
      expect(small.servers()).toMatchObject([{ inUse: 0, waiting: 0 }]);
    } finally {
      await small.close();
    }
  });

  it('a transaction left open is ended by the server, and its connection is replaced', async () => {
    const small = openDatabase({
      url: cluster.applicationUrl(database),
      maxConnections: 1,
      idleTimeoutMs: 200,
    });
    const userId = members[3] ?? '';
    try {
      const left = small.write(member(userId), async ({ sql }) => {
        await sql`update users set bio = 'left open' where id = ${userId}`;
        await pause(600);
        await sql`select 1`;
      });
      await expect(left).rejects.toThrow(Unavailable);
      expect((await read(userId, small))?.bio).not.toBe('left open');
    } finally {
      await small.close();
    }
  });

  // The last one: the cluster is not itself afterwards.
  it('when the primary dies reads go on, writes are refused, and go on once a replica is promoted', async () => {
    const userId = members[1] ?? '';
    await write(userId, 'before');
    await expect.poll(async () => (await read(userId))?.replica, { timeout: 5_000 }).toBe(true);
    await cluster.stop();
    expect((await read(userId))?.bio).toBe('before');
    await expect(write(userId, 'nowhere')).rejects.toThrow('takes no writes just now');
    expect((await read(userId))?.bio).toBe('before');
    const waiting = write(userId, 'after');
    await first().promote();
    await waiting;
    expect((await read(userId))?.bio).toBe('after');
    expect(roles()[1]).toBe('primary');
    // The other one still follows the dead primary: it is not read from.
    for (let turn = 0; turn < 10; turn += 1) {
      const seen = await db.read(
        visitor,
        ({ sql }) => sql<{ port: number }[]>`select inet_server_port() as port`,
      );
      expect(seen[0]?.port).toBe(first().port);
    }
  }, 30_000);
});
