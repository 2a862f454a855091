import { setTimeout as pause } from 'node:timers/promises';
import type { Actor, Database } from '@namc/db';
import { OutcomeUnknown } from '@namc/db/errors';

/** The counts by which a fault is judged. */
export interface Told {
  writes: number;
  reads: number;
  /** Acknowledged writes that the primary does not have at the end. */
  lost: number;
  /** Writes that were told as failed and are there all the same. */
  falselyFailed: number;
  /** Reads that lacked an earlier write of the same person. */
  stale: number;
  failedWrites: string[];
  failedReads: string[];
  /** Writes whose COMMIT was cut, and that were told so. */
  unknown: number;
  /** The longest time between two acknowledged writes, in milliseconds. */
  longestGapMs: number;
}

export interface Load {
  readonly told: Told;
  /** Resolves once a write was acknowledged that began after this call. */
  nextWrite(): Promise<void>;
  /** Ends the load and looks for every write. */
  end(): Promise<Told>;
}

interface Person {
  userId: string;
  /** Each write adds its number to the row, so that none can hide another. */
  numbers: Map<number, 'acknowledged' | 'failed' | 'unknown'>;
  next: number;
}

const memberActor = (userId: string): Actor => ({ kind: 'member', userId });
const inWords = (error: unknown) =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** Members who write to their own rows and read them again, each through the connections of two processes. */
export function startLoad(processes: [Database, Database], members: string[]): Load {
  const told: Told = {
    ...{ writes: 0, reads: 0, lost: 0, falselyFailed: 0, stale: 0, unknown: 0, longestGapMs: 0 },
    failedWrites: [],
    failedReads: [],
  };
  const people: Person[] = members.map((userId) => ({ userId, numbers: new Map(), next: 1 }));
  const cookies = new Map<string, string | undefined>();
  let waiting: { since: number; resolve: () => void }[] = [];
  let lastWrite = performance.now();
  let isOver = false;
  const anyProcess = () => processes[Math.random() < 0.5 ? 0 : 1];

  async function writeAs(person: Person): Promise<void> {
    const db = anyProcess();
    const number = person.next;
    person.next += 1;
    const began = performance.now();
    try {
      await db.write(
        memberActor(person.userId),
        ({ sql }) => sql`
          update users set bio = coalesce(bio, '') || ${`${number};`} where id = ${person.userId}`,
      );
      cookies.set(person.userId, await db.freshnessOf(memberActor(person.userId)));
      person.numbers.set(number, 'acknowledged');
      told.writes += 1;
      const now = performance.now();
      told.longestGapMs = Math.max(told.longestGapMs, now - lastWrite);
      lastWrite = now;
      for (const one of waiting.filter(({ since }) => since <= began)) one.resolve();
      waiting = waiting.filter(({ since }) => since > began);
    } catch (error) {
      if (error instanceof OutcomeUnknown) told.unknown += 1;
      else told.failedWrites.push(inWords(error));
      person.numbers.set(number, error instanceof OutcomeUnknown ? 'unknown' : 'failed');
    }
  }

  async function readAs(person: Person): Promise<void> {
    const known = [...person.numbers].filter(([, outcome]) => outcome === 'acknowledged');
    const newest = known.at(-1)?.[0];
    try {
      const [row] = await anyProcess().read(
        memberActor(person.userId),
        ({ sql }) => sql<{ bio: string | null }[]>`select bio from users where id = ${person.userId}`,
        { after: cookies.get(person.userId) },
      );
      told.reads += 1;
      if (newest !== undefined && !numbersIn(row?.bio).includes(newest)) told.stale += 1;
    } catch (error) {
      told.failedReads.push(inWords(error));
    }
  }

  const workers = people.map(async (person) => {
    while (!isOver) {
      if (Math.random() < 0.4) await writeAs(person);
      await readAs(person);
      await pause(10 + Math.random() * 30);
    }
  });

  return {
    told,
    nextWrite: () =>
      new Promise((resolve) => waiting.push({ since: performance.now(), resolve: () => resolve() })),
    end: async () => {
      isOver = true;
      await Promise.all(workers);
      for (const { userId, numbers } of people) {
        const [row] = await processes[0].read(
          memberActor(userId),
          ({ sql }) => sql<{ bio: string | null }[]>`select bio from users where id = ${userId}`,
          { freshness: 'latest' },
        );
        const kept = numbersIn(row?.bio);
        // A number that is there twice was written twice.
        told.falselyFailed += kept.length - new Set(kept).size;
        for (const [number, outcome] of numbers) {
          if (outcome === 'acknowledged' && !kept.includes(number)) told.lost += 1;
          if (outcome === 'failed' && kept.includes(number)) told.falselyFailed += 1;
        }
      }
      return told;
    },
  };
}

const numbersIn = (bio: string | null | undefined) => (bio ?? '').split(';').filter(Boolean).map(Number);
