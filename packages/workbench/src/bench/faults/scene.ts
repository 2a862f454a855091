import { setTimeout as pause } from 'node:timers/promises';
import { type Database, openDatabase } from '@namc/db';
import { freshnessKey } from '@namc/db/freshness';
import { addMember } from '@namc/db/members/factory';
import { openRedis } from '@namc/db/redis';
import { startTopology, type TestTopology } from '@namc/db/testing/test-topology';
import { type Load, startLoad, type Told } from './load.ts';

export interface Fault {
  name: string;
  /** The operations that may fail during the fault: none, writes, or the requests that are meant to fail. */
  mayFail: 'nothing' | 'writes' | 'refused requests';
  run(scene: Scene): Promise<Outcome>;
}

export interface Outcome {
  told: Told;
  /** Milliseconds from the end of the fault, or from the moment that the fault names, until all servers serve again. */
  recoveredMs: number | undefined;
  /** An observation that the numbers do not show. */
  remark?: string;
}

/** Real servers, the connections of two processes, and members who use both. */
export interface Scene {
  topology: TestTopology;
  processes: [Database, Database];
  members: string[];
  /** Redis' word on a member's last write, as the session's question finds it. */
  hintOf(userId: string): Promise<string | undefined>;
  /** The size of the measurement: 1 is the whole. */
  scale: number;
}

const standbys = 'ANY 1 (postgres_2, postgres_3)';

/** Starts a primary, two replicas of which one confirms each commit, PgBouncer and Redis. */
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
  // The measurement waits for its answer, however busy the machine is.
  const redis = openRedis(topology.redisUrl, 10_000);
  const hintOf = async (userId: string) => (await redis.get(freshnessKey(userId))) ?? undefined;
  const scene = { topology, processes, members, hintOf, scale };
  await settled(scene);
  return {
    ...scene,
    leave: async () => {
      for (const db of processes) await db.close(1_000);
      redis.disconnect();
      await topology.remove();
    },
  };
}

export function throughPooler(topology: TestTopology, replicas: number[] = [1, 2]) {
  return {
    ...topology.pooledLogins(0),
    replicaUrls: replicas.map((server) => topology.pooledUrl(server, 'portal_public')),
    directUrls: [0, ...replicas].map((server) => topology.directUrl(server, 'portal_control')),
    redisUrl: topology.redisUrl,
    // Debian's PgBouncer is older than 1.21 and cannot prepare statements.
    preparedStatements: false,
    maxConnections: 8,
  };
}

export const rolesOf = (db: Database) => db.servers().map(({ role }) => role);

export async function until(
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

/** Waits until each process sees a primary and all its replicas, with no lag. */
export function settled({ processes }: Scene): Promise<number> {
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

/** Keeps the load running during `act`. `act` ends the fault and returns how long the recovery took. */
export async function underLoad(
  scene: Scene,
  act: (load: Load) => Promise<number | undefined>,
): Promise<Outcome> {
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

export const server = (scene: Scene, number: number) => {
  const found = scene.topology.servers[number];
  if (!found) throw new RangeError(`There is no server ${number}.`);
  return found;
};
