import { setTimeout as pause } from 'node:timers/promises';
import { type Database, openDatabase } from '@namc/db';
import { Busy, Canceled, Unavailable } from '@namc/db/errors';
import { addMember } from '@namc/db/testing/factories';
import { startTopology, type TestTopology } from '@namc/db/testing/test-topology';
import { emptyTold, type Load, memberActor, startLoad, type Told } from './load.ts';

export interface Fault {
  name: string;
  /** What may fail while it lasts: nothing, writes, or the requests that are meant to. */
  mayFail: 'nothing' | 'writes' | 'refused requests';
  run(scene: Scene): Promise<Outcome>;
}

export interface Outcome {
  told: Told;
  /** Milliseconds from the end of the fault (or what the fault says) until all is as before. */
  recoveredMs: number | undefined;
  /** What cannot be read off the numbers. */
  remark?: string;
}

/** Real servers, two processes' worth of connections to them, and members who use both. */
export interface Scene {
  topology: TestTopology;
  processes: [Database, Database];
  members: string[];
  /** How much of everything: 1 is the whole measurement. */
  scale: number;
}

const standbys = 'ANY 1 (postgres_2, postgres_3)';

/** Primary, two replicas of which one confirms each commit, PgBouncer and Redis. */
export async function setScene(scale: number): Promise<Scene & { leave(): Promise<void> }> {
  const topology = await startTopology();
  const replicas = [1, 2];
  for (const server of [0, ...replicas]) {
    await topology.ask(server, `alter system set synchronous_standby_names = '${standbys}'`);
    await topology.ask(server, 'select pg_reload_conf()');
  }
  const open = () => openDatabase(throughPooler(topology));
  const processes: [Database, Database] = [open(), open()];
  const members = [];
  for (let count = 0; count < 50; count += 1) members.push(await addMember(processes[0]));
  const scene = { topology, processes, members, scale };
  await settled(scene);
  return {
    ...scene,
    leave: async () => {
      for (const db of processes) await db.close(1_000);
      await topology.remove();
    },
  };
}

export function throughPooler(topology: TestTopology, replicas: number[] = [1, 2]) {
  return {
    url: topology.pooledUrl(0, 'portal_application'),
    replicaUrls: replicas.map((server) => topology.pooledUrl(server, 'portal_application')),
    directUrls: [0, ...replicas].map((server) => topology.directUrl(server, 'portal_control')),
    redisUrl: topology.redisUrl,
    // Debian's PgBouncer is older than 1.21.
    preparedStatements: false,
    maxConnections: 8,
  };
}

const rolesOf = (db: Database) => db.servers().map(({ role }) => role);

async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 20_000,
): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > limitMs) throw new Error(`${what}: not within ${limitMs / 1000} s.`);
    await pause(10);
  }
  return performance.now() - began;
}

/** Until each process sees a primary and as many replicas as it knows of, all of them level. */
function settled({ processes }: Scene): Promise<number> {
  return until('Every server is back', () =>
    processes.every((db) => {
      const [first, ...others] = db.servers();
      return (
        first?.role === 'primary' &&
        others.every(({ role, lagBytes }) => role === 'replica' && lagBytes !== null && lagBytes < 1_000_000)
      );
    }),
  );
}

/** The load goes on while `act` happens, which ends the fault and says how long it took until all was as before. */
async function underLoad(scene: Scene, act: (load: Load) => Promise<number | undefined>): Promise<Outcome> {
  const load = startLoad(scene.processes, scene.members.slice(0, 12));
  await pause(300);
  try {
    const recoveredMs = await act(load);
    await pause(200);
    return { told: await load.end(), recoveredMs };
  } catch (error) {
    await load.end().catch(() => undefined);
    throw error;
  }
}

const whileItLasts = 2_000;

/** A server that is taken away, noticed, and given back. */
function replicaFault(
  name: string,
  take: (scene: Scene) => Promise<void>,
  giveBack: (scene: Scene) => Promise<void>,
): Fault {
  return {
    name,
    mayFail: 'nothing',
    run: (scene) =>
      underLoad(scene, async () => {
        await take(scene);
        await pause(whileItLasts);
        if (!scene.processes.every((db) => rolesOf(db)[1] === 'gone')) throw new Error('Nobody noticed.');
        await giveBack(scene);
        return until('The replica serves again', () =>
          scene.processes.every((db) => rolesOf(db)[1] === 'replica'),
        );
      }),
  };
}

const server = (scene: Scene, number: number) => {
  const found = scene.topology.servers[number];
  if (!found) throw new RangeError(`There is no server ${number}.`);
  return found;
};

/** In this order: the last ones leave the servers other than they were. */
export const faults: Fault[] = [
  {
    name: 'replay paused and resumed at random',
    mayFail: 'nothing',
    run: async ({ topology, processes, members, scale }) => {
      const told = emptyTold();
      let isOver = false;
      const meddling = [1, 2].map(async (replica) => {
        while (!isOver) {
          await topology.pauseReplay(replica);
          await pause(Math.random() * 150);
          await topology.resumeReplay(replica);
          await pause(Math.random() * 150);
        }
      });
      const pairsEach = Math.ceil((10_000 * scale) / members.length);
      await Promise.all(
        members.map(async (userId) => {
          for (let turn = 1; turn <= pairsEach; turn += 1) {
            const text = String(turn);
            // Written by one process and read by another, which knows of it by Redis alone.
            const [writer, reader] = Math.random() < 0.5 ? processes : processes.toReversed();
            await writer?.write(
              memberActor(userId),
              ({ sql }) => sql`update users set bio = ${text} where id = ${userId}`,
            );
            told.writes += 1;
            await pause(Math.random() * (turn % 3 === 0 ? 500 : 20));
            const rows = await reader?.read(
              memberActor(userId),
              ({ sql }) =>
                sql<
                  { bio: string; replica: boolean }[]
                >`select bio, pg_is_in_recovery() as replica from users where id = ${userId}`,
            );
            told.reads += 1;
            if (rows?.[0]?.bio !== text) told.stale += 1;
            if (rows?.[0]?.replica) told.onReplicas += 1;
          }
        }),
      );
      isOver = true;
      await Promise.all(meddling);
      return { told, recoveredMs: undefined };
    },
  },
  replicaFault(
    'replica killed (SIGKILL)',
    (scene) => server(scene, 1).kill(),
    (scene) => server(scene, 1).start(),
  ),
  replicaFault(
    'replica frozen (accepts, never answers)',
    async (scene) => server(scene, 1).freeze(),
    async (scene) => server(scene, 1).thaw(),
  ),
  replicaFault(
    'replica stopped (refuses connections)',
    (scene) => server(scene, 1).stop(),
    (scene) => server(scene, 1).start(),
  ),
  {
    name: 'both replicas lag',
    mayFail: 'nothing',
    run: (scene) =>
      underLoad(scene, async (load) => {
        const { topology, processes } = scene;
        for (const replica of [1, 2]) await topology.pauseReplay(replica);
        await processes[0].write(
          { kind: 'system', name: 'bench' },
          ({ sql }) => sql`
          insert into announcements (title, body, audience)
          select 'News', (select string_agg(md5(n::text || part::text), '') from generate_series(1, 250) part), 'STAFF'
          from generate_series(1, 3000) n`,
        );
        await until('Nobody reads from them', () =>
          processes.every((db) =>
            db
              .servers()
              .slice(1)
              .every(({ lagBytes }) => (lagBytes ?? 0) > 16 * 1024 * 1024),
          ),
        );
        const before = load.told.onReplicas;
        await pause(500);
        // Those that had begun.
        if (load.told.onReplicas - before > 24) throw new Error('They were read from all the same.');
        for (const replica of [1, 2]) await topology.resumeReplay(replica);
        const began = performance.now();
        await load.next('read from a replica');
        return performance.now() - began;
      }),
  },
  {
    name: 'replica taken from the list, and added',
    mayFail: 'nothing',
    run: (scene) =>
      underLoad(scene, async () => {
        const { topology, processes } = scene;
        const change = (replicas: number[]) => {
          const { replicaUrls, directUrls } = throughPooler(topology, replicas);
          return Promise.all(processes.map((db) => db.changeReplicas(replicaUrls, directUrls)));
        };
        await change([2]);
        await pause(whileItLasts / 4);
        await change([]);
        await pause(whileItLasts / 4);
        await change([1, 2]);
        return settled(scene);
      }),
  },
  {
    name: 'PgBouncer restarted',
    // A write whose connection was cut may have been kept or not: only its person can tell.
    mayFail: 'writes',
    run: (scene) =>
      underLoad(scene, async (load) => {
        await scene.topology.pooler.stop();
        await pause(300);
        await scene.topology.pooler.start();
        const began = performance.now();
        await Promise.all([load.next('write'), load.next('read from a replica')]);
        const recovered = performance.now() - began;
        await pause(whileItLasts / 2);
        return recovered;
      }),
  },
  {
    name: 'Redis killed, and back without its data',
    mayFail: 'nothing',
    run: (scene) =>
      underLoad(scene, async (load) => {
        await scene.topology.redis.kill();
        await pause(whileItLasts);
        await scene.topology.redis.start();
        const began = performance.now();
        await load.next('write');
        await pause(500);
        return performance.now() - began - 500;
      }),
  },
  {
    name: 'pool exhausted',
    mayFail: 'refused requests',
    run: async ({ topology }) => {
      const { replicaUrls: _, ...one } = throughPooler(topology);
      const db = openDatabase({ ...one, maxConnections: 2, acquireTimeoutMs: 200 });
      const told = emptyTold();
      try {
        const holding = [1, 2].map(() =>
          db.read({ kind: 'visitor' }, ({ sql }) => sql`select pg_sleep(1.5)`),
        );
        const asked = Array.from({ length: 50 }, async () => {
          try {
            await db.read({ kind: 'visitor' }, ({ sql }) => sql`select 1`);
          } catch (error) {
            if (!(error instanceof Busy)) throw error;
            told.failedReads.push(error.message);
          } finally {
            told.reads += 1;
          }
        });
        const began = performance.now();
        await Promise.all(asked);
        const refusedMs = performance.now() - began;
        await Promise.all(holding);
        const free = performance.now();
        await db.read({ kind: 'visitor' }, ({ sql }) => sql`select 1`);
        return {
          told,
          recoveredMs: performance.now() - free,
          remark: `told so after ${refusedMs.toFixed(0)} ms`,
        };
      } finally {
        await db.close();
      }
    },
  },
  {
    name: 'client gone in the middle of a query',
    mayFail: 'refused requests',
    run: async ({ topology, processes }) => {
      const told = emptyTold();
      const gone = new AbortController();
      const asked = processes[0].read({ kind: 'visitor' }, ({ sql }) => sql`select pg_sleep(10)`, {
        signal: gone.signal,
      });
      told.reads = 1;
      const runs = async () =>
        (
          await Promise.all(
            [0, 1, 2].map((one) =>
              topology.ask(
                one,
                `select 1 from pg_stat_activity where state = 'active' and query like '%pg_sleep(10)%' and pid <> pg_backend_pid()`,
              ),
            ),
          )
        ).flat().length > 0;
      await until('The query runs', runs);
      gone.abort();
      const began = performance.now();
      await asked.catch((error) => {
        if (!(error instanceof Canceled)) throw error;
        told.failedReads.push(error.message);
      });
      await until('The server has stopped it', async () => !(await runs()));
      return { told, recoveredMs: performance.now() - began };
    },
  },
  {
    name: 'transaction left open',
    mayFail: 'refused requests',
    run: async ({ topology, members }) => {
      const { replicaUrls: _, ...one } = throughPooler(topology);
      const db = openDatabase({ ...one, maxConnections: 1, idleTimeoutMs: 300 });
      const told = emptyTold();
      const userId = members[0] ?? '';
      try {
        const left = db.write(memberActor(userId), async ({ sql }) => {
          await sql`update users set bio = 'left open' where id = ${userId}`;
          await pause(800);
          await sql`select 1`;
        });
        await left.catch((error) => {
          if (!(error instanceof Unavailable)) throw error;
          told.failedWrites.push(error.message);
        });
        const began = performance.now();
        const [row] = await db.read(
          memberActor(userId),
          ({ sql }) => sql<{ bio: string }[]>`select bio from users where id = ${userId}`,
        );
        told.reads = 1;
        if (row?.bio === 'left open') throw new Error('Half of it was kept.');
        return { told, recoveredMs: performance.now() - began };
      } finally {
        await db.close();
      }
    },
  },
  {
    name: 'primary stopped, nothing to promote',
    mayFail: 'writes',
    run: async (scene) => {
      let slowest = 0;
      const outcome = await underLoad(scene, async (load) => {
        await server(scene, 0).stop();
        await pause(4_000);
        const before = load.told.onReplicas;
        // After the grace a write is refused at once.
        const began = performance.now();
        await scene.processes[0]
          .write({ kind: 'visitor' }, ({ sql }) => sql`select 1`)
          .catch((error) => {
            if (!(error instanceof Unavailable)) throw error;
          });
        slowest = performance.now() - began;
        await until('Reads go on', () => load.told.onReplicas > before + 20);
        await server(scene, 0).start();
        const back = performance.now();
        await load.next('write');
        return performance.now() - back;
      });
      await settled(scene);
      return { ...outcome, remark: `a write refused in ${slowest.toFixed(0)} ms` };
    },
  },
  {
    name: 'primary killed, a replica promoted',
    mayFail: 'writes',
    run: async (scene) => {
      const { topology, processes } = scene;
      const outcome = await underLoad(scene, async (load) => {
        await server(scene, 0).kill();
        await pause(1_000);
        const received = await Promise.all(
          [1, 2].map(
            async (one) =>
              (
                await topology.ask<{ at: number }>(
                  one,
                  `select pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0')::float8 as at`,
                )
              )[0]?.at ?? 0,
          ),
        );
        // Whichever has confirmed last has everything that was acknowledged.
        const [heir, other] = (received[0] ?? 0) >= (received[1] ?? 0) ? [1, 2] : [2, 1];
        const before = load.told.onReplicas;
        const began = performance.now();
        const written = load.next('write');
        await topology.promote(heir);
        await topology.follow(other, heir);
        await written;
        const recovered = performance.now() - began;
        await until('Reads went on', () => load.told.onReplicas > before);
        await until('The other one follows', () =>
          processes.every(
            (db) =>
              db.servers()[other]?.role === 'replica' &&
              db.servers()[heir]?.role === 'primary' &&
              db.servers()[other]?.lagBytes !== null,
          ),
        );
        await load.next('read from a replica');
        return recovered;
      });
      return outcome;
    },
  },
];

/** Whether the fault did only what it may. */
export function judge({ mayFail }: Fault, { told }: Outcome): string[] {
  const wrong: string[] = [];
  if (told.stale > 0) wrong.push(`${told.stale} reads were stale`);
  if (told.lost > 0) wrong.push(`${told.lost} acknowledged writes were lost`);
  if (mayFail !== 'refused requests' && told.failedReads.length > 0)
    wrong.push(`${told.failedReads.length} reads failed: ${told.failedReads[0]}`);
  if (mayFail === 'nothing' && told.failedWrites.length > 0)
    wrong.push(`${told.failedWrites.length} writes failed: ${told.failedWrites[0]}`);
  return wrong;
}

const widths = [40, 9, 12, 13, 6, 5, 10];
const line = (cells: string[]) =>
  cells
    .map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)))
    .join(' ');

export const heading = line([
  'fault',
  'requests',
  'reads failed',
  'writes failed',
  'stale',
  'lost',
  'back in ms',
]);

export function describeOutcome(fault: Fault, outcome: Outcome): string {
  const { told, recoveredMs, remark } = outcome;
  const requests =
    told.reads +
    told.writes +
    (fault.mayFail === 'refused requests' ? 0 : told.failedReads.length) +
    told.failedWrites.length;
  const text = line([
    fault.name,
    String(requests),
    String(told.failedReads.length),
    String(told.failedWrites.length),
    String(told.stale),
    String(told.lost),
    recoveredMs === undefined ? '–' : recoveredMs.toFixed(0),
  ]);
  return remark ? `${text}  ${remark}` : text;
}
