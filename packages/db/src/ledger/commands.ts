import type { WriteTransaction } from '../engine/database.ts';
import { listUncountedMonths } from './queries/overview.ts';
import { ledgerMonths } from './tables.ts';

/**
 * Counts the months that are over, once each, and returns how many it added. A counted month stays, so that the chart of a month
 * that is over never changes. For the system; any number of processes may call it, any number of times.
 */
export async function countMonths(tx: WriteTransaction): Promise<number> {
  const months = await listUncountedMonths(tx);
  if (months.length === 0) return 0;
  const { count } = await tx.orm.insert(ledgerMonths).values(months).onConflictDoNothing();
  return count;
}
