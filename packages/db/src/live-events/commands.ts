import { lt, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import { liveEvents } from './tables.ts';

/** Deletes the news of more than a day ago, and returns the number of rows. For the system. */
export async function forgetOldNews({ orm }: WriteTransaction): Promise<number> {
  const { count } = await orm
    .delete(liveEvents)
    .where(lt(liveEvents.createdAt, sql`now() - interval '1 day'`));
  return count;
}
