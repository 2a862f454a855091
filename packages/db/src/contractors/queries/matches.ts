import type { ContractorFilters } from '@namc/inputs/contractors';
import { wordsLeftOut } from '@namc/inputs/words-left-out';
import { pick } from '../../engine/columns/pick.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { californiaContractors } from '../tables/register.ts';
import { matching, withinRadius } from './conditions.ts';
import { readMeaning } from './meaning.ts';

const license = pick(californiaContractors, ['licenseNumber']);

/** Everything that a search finds, and what its words ask for in vain. */
export interface Matches {
  /** License numbers in no order; none for an unknown place. Undefined if there are more than the asked number. */
  licenses: string[] | undefined;
  /** Typed words that the search does not search for. */
  leftOut: string[];
}

/** The license numbers of everything that a search finds, up to `most`. */
export async function listMatches(
  tx: Transaction,
  filters: ContractorFilters,
  most: number,
): Promise<Matches> {
  const meaning = await readMeaning(tx, filters);
  const leftOut = wordsLeftOut(meaning.understood, meaning);
  if (meaning.placeUnknown) return { licenses: [], leftOut };
  const { sql } = tx;
  const rows = await rowsOf(sql, license)`
    select ${license(sql)} from california_contractors
    where ${matching(sql, filters, meaning)} and ${withinRadius(sql, meaning)}
    limit ${most + 1}`;
  const licenses = rows.length > most ? undefined : rows.map(({ licenseNumber }) => licenseNumber);
  return { licenses, leftOut };
}
