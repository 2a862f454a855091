import type { ContractorFilters } from '@namc/inputs/contractors';
import { pick } from '../../engine/columns/pick.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { californiaContractors } from '../tables/register.ts';
import { matching, withinRadius } from './conditions.ts';
import { readMeaning } from './meaning.ts';

const license = pick(californiaContractors, ['licenseNumber']);

/**
 * The license numbers of everything that a search finds, in no order; none for an unknown place. Undefined if there are
 * more than `most`.
 */
export async function listMatches(
  tx: Transaction,
  filters: ContractorFilters,
  most: number,
): Promise<string[] | undefined> {
  const meaning = await readMeaning(tx, filters);
  if (meaning.placeUnknown) return [];
  const { sql } = tx;
  const rows = await rowsOf(sql, license)`
    select ${license(sql)} from california_contractors
    where ${matching(sql, filters, meaning)} and ${withinRadius(sql, filters, meaning)}
    limit ${most + 1}`;
  return rows.length > most ? undefined : rows.map(({ licenseNumber }) => licenseNumber);
}
