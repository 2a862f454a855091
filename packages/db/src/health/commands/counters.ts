import { lt, notInArray, or, sql as text } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { serverCounters } from '../tables.ts';

/** What a server had counted at a moment, by its own words. */
export type CounterReading = Omit<typeof serverCounters.$inferInsert, 'takenAt'>;

/** Differences over a few hours are asked for at most. */
const countersAreKept = '3 hours';

/**
 * Stores a reading of each server that could be read, for the differences, and removes old ones and those of servers that nobody
 * watches any more. For the system.
 */
export async function recordCounters(
  { orm }: WriteTransaction,
  { readings, watched }: { readings: CounterReading[]; watched: string[] },
): Promise<void> {
  if (readings.length > 0) await orm.insert(serverCounters).values(readings).onConflictDoNothing();
  await orm
    .delete(serverCounters)
    .where(
      or(
        notInArray(serverCounters.server, watched),
        lt(serverCounters.takenAt, text`now() - ${countersAreKept}::text::interval`),
      ),
    );
}
