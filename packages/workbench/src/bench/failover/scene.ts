import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Database, openDatabase } from '@namc/db';
import { type HaTopology, makeHaTopology } from '@namc/db/local-servers/high-availability/ha-topology';
import type { PatroniServer } from '@namc/db/local-servers/high-availability/patroni-server';
import { untilTrue } from '@namc/db/local-servers/high-availability/until-true';
import { addMember } from '@namc/db/members/factory';
import { migrate } from '@namc/db/migrate';
import { temporaryServerFolder } from '@namc/db/testing/temporary-servers';
import { type Load, startLoad, type Told } from './load.ts';

/** Three servers under Patroni with etcd, PgBouncer and Redis, and the connections of two processes of the portal. */
export interface Scene {
  topology: HaTopology;
  processes: [Database, Database];
}

export interface Fault {
  name: string;
  /**
   * The failures that may be told: none, or a COMMIT that was cut as unknown and a refusal after 12 s. The goal is no refusal, but a
   * busy machine may need longer until there is a new primary.
   */
  mayBe: 'nothing' | 'unknown or refused';
  /** Seconds that pass at most until writes are back, on a machine that is not busy. */
  mostSeconds: number;
  /** Makes the fault, waits until writes are back, and brings every server back. */
  run(scene: Scene, load: Load): Promise<Times>;
}

/** In milliseconds. */
export interface Times {
  untilWrites: number;
  /** From the moment that Patroni names a new primary. */
  afterPromotion?: number | undefined;
}

export interface Outcome extends Times {
  told: Told;
}

/** Starts the servers. `rewind` needs full pages, so durability is off except for these. */
export async function setScene(say: (message: string) => void): Promise<Scene & { leave(): Promise<void> }> {
  const directory = await temporaryServerFolder();
  const topology = await makeHaTopology(directory, {
    settings: { fsync: 'off', shared_buffers: '64MB' },
    onProgress: say,
  });
  const primary = (await topology.primary()) ?? 0;
  await migrate({ ownerUrl: topology.directUrl(primary, 'portal_owner'), embedded: false });
  const open = () =>
    openDatabase({
      ...topology.pooledLogins(0),
      replicaUrls: [1, 2].map((server) => topology.pooledUrl(server, 'portal_public')),
      directUrls: [0, 1, 2].map((server) => topology.directUrl(server, 'portal_control')),
      redisUrl: topology.redisUrl,
      preparedStatements: false,
      maxConnections: 8,
    });
  const processes: [Database, Database] = [open(), open()];
  return {
    topology,
    processes,
    leave: async () => {
      for (const db of processes) await db.close(1_000);
      for (const server of topology.servers) {
        server.thaw();
        if (server.isRunning()) await server.kill();
      }
      await topology.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Every server is back, and every process sees a primary and two replicas near it. */
export async function settled({ topology, processes }: Scene): Promise<void> {
  await topology.whole(120);
  await untilTrue(
    'Every process sees all servers',
    () =>
      processes.every((db) => {
        const servers = db.servers();
        return (
          servers.filter(({ role }) => role === 'primary').length === 1 &&
          servers.every(({ role, lagBytes }) => role !== 'gone' && (lagBytes ?? 0) < 1_000_000)
        );
      }),
    60,
  );
}

/** Runs a fault while eight members write and read. */
export async function underLoad(scene: Scene, fault: Fault): Promise<Outcome> {
  await settled(scene);
  const members = [];
  for (let count = 0; count < 8; count += 1) members.push(await addMember(scene.processes[0]));
  const load = startLoad(scene.processes, members);
  await load.nextWrite();
  await pause(500);
  try {
    const times = await fault.run(scene, load);
    await settled(scene);
    await load.nextWrite();
    return { ...times, told: await load.end() };
  } catch (error) {
    await load.end().catch(() => undefined);
    throw error;
  }
}

/** The server that is the primary now. */
export async function primaryOf({ topology }: Scene): Promise<PatroniServer> {
  const at = await topology.primary();
  const found = at === undefined ? undefined : topology.servers[at];
  if (!found) throw new Error('There is no primary.');
  return found;
}

/** Waits for the next write after a fault that takes the primary `old` away. */
export async function recovery(scene: Scene, load: Load, old: PatroniServer): Promise<Times> {
  const began = performance.now();
  let promoted: number | undefined;
  let isOver = false;
  const watching = (async () => {
    while (!isOver && promoted === undefined) {
      const at = await scene.topology.primary();
      if (at !== undefined && scene.topology.servers[at] !== old) promoted = performance.now();
      await pause(50);
    }
  })();
  await load.nextWrite();
  const back = performance.now();
  isOver = true;
  await watching;
  return {
    untilWrites: back - began,
    afterPromotion: promoted === undefined ? undefined : Math.max(0, back - promoted),
  };
}
