import type { ContractorFilters } from '@namc/inputs/contractors';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { matching, withinRadius } from './conditions.ts';
import { readMeaning } from './meaning.ts';

const counted = computed({ count: 'number' });

export interface ContractorCount {
  /** At most `cap`. */
  count: number;
  /** True if there are more than `cap`: show "1,000+". */
  capped: boolean;
  cap: number;
}

/** Numbers up to here are exact. */
export const cap = 1_000;

/** The number of matching contractors, counted up to a limit. */
export async function countContractors(tx: Transaction, input: ContractorFilters): Promise<ContractorCount> {
  const meaning = await readMeaning(tx, input);
  const { sql } = tx;
  // The order of counting is of no interest: it only leads the planner to an index.
  const order = meaning.place ? sql`` : sql`order by precedence, license_number`;
  const [row] = await rowsOf(sql, counted)`
    select count(*) from (
      select from california_contractors
      where ${matching(sql, input, meaning)} and ${withinRadius(sql, meaning)}
      ${order} limit ${cap + 1}
    ) found`;
  return { ...toCount(row?.count ?? 0), cap };
}

/** A number up to the limit, and whether it is really greater. */
export const toCount = (count: number): { count: number; capped: boolean } => ({
  count: Math.min(count, cap),
  capped: count > cap,
});
