import type { SearchContractorsInput } from '@namc/inputs/contractors';
import type { Transaction } from '../../engine/database.ts';
import type { Place } from '../../places/queries.ts';
import { type ContractorListItem, listColumns, listShape, toListItem } from './list-items.ts';
import { findPage } from './page.ts';
import type { Correction } from './spelling.ts';

export interface ContractorPage {
  contractors: ContractorListItem[];
  /** Hand it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
  /** The words are so common that only this many, the first by standing and age or the nearest, were ranked. */
  rankedAmongTop: number | null;
  /** The words that were searched instead of those typed, when nothing was spelt that way. */
  corrections: Correction[];
  /** The place that `near` named; null without `near`. */
  place: Place | null;
  /** `near` was given and names no place that is known: the search went without it. */
  placeUnknown: boolean;
  /** The day on which each `standing` was judged. */
  on: string;
}

/**
 * One page of the contractors that match. Distances are meters on the spheroid. Without words the order is that
 * of standing and of the license's age, or of distance where a place is given; two firms whose distances differ by
 * less than 0.3 % may stand the wrong way round, because the order is that of California Albers.
 * @throws InvalidInput for a cursor that no page of this search returned.
 */
export async function searchContractors(
  tx: Transaction,
  input: SearchContractorsInput,
): Promise<ContractorPage> {
  const { rows, nextCursor, rankedAmongTop, meaning } = await findPage(
    tx,
    input,
    listShape,
    listColumns(tx.sql),
  );
  return {
    contractors: rows.map((row) => toListItem(row, meaning.on, row.distanceMeters)),
    nextCursor,
    rankedAmongTop,
    corrections: meaning.corrections,
    place: meaning.place,
    placeUnknown: meaning.placeUnknown,
    on: meaning.on,
  };
}
