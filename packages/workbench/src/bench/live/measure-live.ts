import { setTimeout as pause } from 'node:timers/promises';
import { type Database, openDatabase, systemActor } from '@namc/db';
import { makeKey } from '@namc/db/keys';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { startTopology } from '@namc/db/testing/test-topology';
import { latenciesOf } from '../measure/latencies.ts';
import { type PortalProcess, startPortal } from './portal-process.ts';
import { type Reader, startReader } from './reader.ts';

export interface LiveFigures {
  /** Megabytes of both processes before and with the streams, and the CPU of both while nothing happens, in percent. */
  memory: { before: number; open: number };
  idleCpuPercent: number;
  /** From the call of the write until the reader has it, in milliseconds, and the CPU of both for one. */
  seen: { p50: number; p95: number; most: number; cpuMs: number };
  /** All streams cut at once: milliseconds until all are open again, and until all have what was written meanwhile. */
  storm: { openMs: number; toldMs: number; cpuMs: number };
  /** One process killed: milliseconds until its readers have what was written since. */
  kill: { toldMs: number };
  /** The events that a reader missed, got twice, or got in another order than they were written. */
  lost: number;
  twice: number;
  disordered: number;
}

const system = systemActor('bench');

/** Subscribers on two API processes behind one PgBouncer, with Redis for sessions. */
export async function measureLive(size: {
  subscribers: number;
  writes: number;
  /** How long nothing happens. */
  idleSeconds: number;
}): Promise<LiveFigures> {
  const topology = await startTopology({ replicas: 0 });
  const db = openDatabase({ ...topology.directLogins(0), maxConnections: 8 });
  let portals: PortalProcess[] = [];
  const readers: Reader[] = [];
  try {
    const people: { userId: string; cookie: string }[] = [];
    for (let at = 0; at < size.subscribers; at += 1) {
      const userId = await addMember(db);
      people.push({ userId, cookie: await addSignedIn(db, userId) });
    }
    const logins = topology.pooledLogins(0);
    const environment = {
      DATABASE_URL: logins.url,
      DATABASE_STAFF_URL: logins.staffUrl,
      DATABASE_SYSTEM_URL: logins.systemUrl,
      DATABASE_DIRECT_URLS: topology.directUrl(0, 'portal_control'),
      DATABASE_PREPARED_STATEMENTS: 'false',
      REDIS_URL: topology.redisUrl,
      PORTAL_KEYS: makeKey(),
      PORTAL_BID_PUBLIC_KEY: makeKey(),
    };
    portals = await Promise.all([startPortal(environment), startPortal(environment)]);
    const run = watchReaders(db, portals, people, readers);
    const before = await total(portals);
    await run.openAll();
    await pause(1_000);
    const open = await total(portals);
    await pause(size.idleSeconds * 1_000);
    const idle = await total(portals);

    const seen = await run.writeMany(size.writes);
    const written = await total(portals);

    const stormBegan = performance.now();
    const opened = readers.map((reader) => reader.opened());
    for (const reader of readers) reader.cut();
    await run.writeToAll();
    await Promise.all(opened);
    const openMs = performance.now() - stormBegan;
    await run.allTold();
    const toldMs = performance.now() - stormBegan;
    const stormed = await total(portals);

    const killed = performance.now();
    await portals[0]?.kill();
    run.loseFirst();
    await run.writeToAll();
    await run.allTold();
    const kill = { toldMs: performance.now() - killed };
    // An event that comes twice comes now.
    await pause(500);
    return {
      memory: { before: before.megabytes, open: open.megabytes },
      idleCpuPercent: ((idle.cpuSeconds - open.cpuSeconds) / size.idleSeconds) * 100,
      seen: { ...seen, cpuMs: ((written.cpuSeconds - idle.cpuSeconds) / size.writes) * 1000 },
      storm: { openMs, toldMs, cpuMs: (stormed.cpuSeconds - written.cpuSeconds) * 1000 },
      kill,
      ...run.mistakes(),
    };
  } finally {
    for (const reader of readers) reader.close();
    await Promise.all(portals.map((portal) => portal.stop()));
    await db.close();
    await topology.remove();
  }
}

async function total(portals: PortalProcess[]) {
  const all = await Promise.all(portals.map((portal) => portal.figures()));
  const sum = (of: (figures: (typeof all)[number]) => number) =>
    all.reduce((whole, one) => whole + of(one), 0);
  return { cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds), megabytes: sum(({ megabytes }) => megabytes) };
}

/** Readers on both processes in turn, what was written to each of them, and when it was seen. */
function watchReaders(
  db: Database,
  portals: PortalProcess[],
  people: { userId: string; cookie: string }[],
  readers: Reader[],
) {
  const written = new Map<string, string[]>();
  const seenAt = new Map<string, number>();
  let isFirstThere = true;

  async function write(userId: string): Promise<string> {
    const [row] = await db.write(
      system,
      ({ sql }) =>
        sql<{ id: string }[]>`select notify_account(${userId}, 'sample', 'For the bench', '/home') as id`,
    );
    const id = row?.id ?? '';
    written.set(userId, [...(written.get(userId) ?? []), id]);
    return id;
  }

  async function allTold(): Promise<void> {
    const until = performance.now() + 60_000;
    const isTold = ({ userId, told }: Reader) => told.length >= (written.get(userId)?.length ?? 0);
    while (!readers.every(isTold) && performance.now() < until) await pause(2);
  }

  return {
    allTold,
    openAll: async () => {
      for (const [at, person] of people.entries()) {
        const portOf = () => portals[isFirstThere ? at % 2 : 1]?.port ?? 0;
        readers.push(startReader(person, portOf, (id) => seenAt.set(id, performance.now())));
      }
      await Promise.all(readers.map((reader) => reader.opened()));
    },
    /** One write after another, each to somebody else. */
    writeMany: async (count: number) => {
      const began = new Map<string, number>();
      for (let at = 0; at < count; at += 1) {
        const reader = readers[(at * 7) % readers.length];
        if (!reader) break;
        const start = performance.now();
        began.set(await write(reader.userId), start);
        await pause(5);
      }
      await allTold();
      const taken = [...began].map(([id, start]) => (seenAt.get(id) ?? Number.NaN) - start);
      const { p50, p95 } = latenciesOf(taken, 1);
      return { p50, p95, most: Math.max(...taken) };
    },
    writeToAll: async () => {
      // A person's own notifications have an order. Those of several people have none.
      for (let turn = 0; turn < 2; turn += 1) await Promise.all(people.map(({ userId }) => write(userId)));
    },
    loseFirst: () => {
      isFirstThere = false;
    },
    mistakes: () => {
      let [lost, twice, disordered] = [0, 0, 0];
      for (const { userId, told } of readers) {
        const all = written.get(userId) ?? [];
        const once = [...new Set(told)];
        lost += all.filter((id) => !once.includes(id)).length;
        twice += told.length - once.length;
        disordered += once.filter((id, at) => id !== all[at]).length;
      }
      return { lost, twice, disordered };
    },
  };
}
