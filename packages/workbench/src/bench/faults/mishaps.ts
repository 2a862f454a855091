import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '@namc/db';
import { Busy, Canceled, Unavailable } from '@namc/db/errors';
import { emptyTold, memberActor } from './load.ts';
import { type Fault, throughPooler, until } from './scene.ts';

/** Faults that clients cause. */
export const mishaps: Fault[] = [
  {
    name: 'pool exhausted',
    mayFail: 'refused requests',
    run: async ({ topology }) => {
      const { replicaUrls: _, ...one } = throughPooler(topology);
      // Two of four connections are for visitors and members.
      const db = openDatabase({ ...one, maxConnections: 4, acquireTimeoutMs: 200 });
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
        if (row?.bio === 'left open') throw new Error('A part of the transaction was kept.');
        return { told, recoveredMs: performance.now() - began };
      } finally {
        await db.close();
      }
    },
  },
];
