import { setTimeout as pause } from 'node:timers/promises';
import type { Actor, Database } from '@namc/db';

/** The counts by which a fault is judged. */
export interface Told {
  reads: number;
  onReplicas: number;
  writes: number;
  failedReads: string[];
  failedWrites: string[];
  /** Reads that lacked an earlier write of the same actor. */
  stale: number;
  /** Acknowledged writes that are missing at the end. */
  lost: number;
}

export interface Load {
  readonly told: Told;
  /** Resolves with the next acknowledged write, or the next read from a replica. */
  next(what: 'write' | 'read from a replica'): Promise<void>;
  /** Ends the load and counts lost writes. */
  end(): Promise<Told>;
}

/** A member with a number in their own row. Each write adds one to it. */
interface Person {
  userId: string;
  attempted: number;
  acknowledged: number;
}

export const memberActor = (userId: string): Actor => ({ kind: 'member', userId });

export function emptyTold(): Told {
  return { reads: 0, onReplicas: 0, writes: 0, failedReads: [], failedWrites: [], stale: 0, lost: 0 };
}

const describeFailure = (error: unknown) =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/**
 * Starts members who write and read their own rows without a pause. Each uses the connections of two processes, and
 * carries the position of a write from one to the other in a cookie, as a browser does.
 */
export function startLoad(processes: [Database, Database], members: string[]): Load {
  const told = emptyTold();
  const people: Person[] = members.map((userId) => ({ userId, attempted: 0, acknowledged: 0 }));
  const waiting: { what: string; resolve: () => void }[] = [];
  const happened = (what: string) => {
    for (const one of waiting.filter((entry) => entry.what === what)) {
      waiting.splice(waiting.indexOf(one), 1);
      one.resolve();
    }
  };
  let isOver = false;
  const cookies = new Map<string, string | undefined>();

  async function writeAs(person: Person): Promise<void> {
    const db = processes[Math.random() < 0.5 ? 0 : 1];
    person.attempted += 1;
    const number = person.attempted;
    try {
      await db.write(
        memberActor(person.userId),
        ({ sql }) => sql`update users set bio = ${String(number)} where id = ${person.userId}`,
      );
      cookies.set(person.userId, await db.freshnessOf(memberActor(person.userId)));
      person.acknowledged = number;
      told.writes += 1;
      happened('write');
    } catch (error) {
      told.failedWrites.push(describeFailure(error));
    }
  }

  async function readAs(person: Person): Promise<void> {
    const db = processes[Math.random() < 0.5 ? 0 : 1];
    const least = person.acknowledged;
    try {
      const [row] = await db.read(
        memberActor(person.userId),
        ({ sql }) => sql<{ bio: string | null; replica: boolean }[]>`
          select bio, pg_is_in_recovery() as replica from users where id = ${person.userId}`,
        { after: cookies.get(person.userId) },
      );
      told.reads += 1;
      if (Number(row?.bio ?? 0) < least) told.stale += 1;
      if (row?.replica) {
        told.onReplicas += 1;
        happened('read from a replica');
      }
    } catch (error) {
      told.failedReads.push(describeFailure(error));
    }
  }

  const workers = people.map(async (person) => {
    while (!isOver) {
      if (Math.random() < 0.3) await writeAs(person);
      await readAs(person);
      await pause(Math.random() * 20);
    }
  });

  return {
    told,
    next: (what) => new Promise((resolve) => waiting.push({ what, resolve })),
    end: async () => {
      isOver = true;
      await Promise.all(workers);
      for (const person of people) {
        const [row] = await processes[0].read(
          memberActor(person.userId),
          ({ sql }) => sql<{ bio: string | null }[]>`select bio from users where id = ${person.userId}`,
          { freshness: 'latest' },
        );
        told.lost += Math.max(0, person.acknowledged - Number(row?.bio ?? 0));
      }
      return told;
    },
  };
}
