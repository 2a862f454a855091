import type { WriteTransaction } from '../engine/database.ts';
import { countMonths } from './commands.ts';

/** Counts the months before this one, so that the chart has its two years at once. */
export async function countDemoMonths(tx: WriteTransaction): Promise<void> {
  await countMonths(tx);
}
