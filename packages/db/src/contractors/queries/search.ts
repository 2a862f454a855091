import type { SearchContractorsInput } from '@namc/inputs/contractors';
import type { Transaction } from '../../engine/database.ts';
import type { Place, PlaceSuggestion } from '../../places/queries.ts';
import { type ContractorListItem, packedColumns, packedShape, toListItem, unpacked } from './list-items.ts';
import { findPage, type SearchOrder } from './page.ts';
import type { Correction } from './spelling.ts';
import type { Understood } from './understood.ts';

export interface ContractorPage {
  contractors: ContractorListItem[];
  /** Pass it back as `cursor` to get the next page; null on the last page. */
  nextCursor: string | null;
  /**
   * True if the words are so common that only this many contractors, the first by standing and age or the nearest,
   * were ranked.
   */
  rankedAmongTop: number | null;
  /** The order of the contractors; `match` is the best match with the words first. */
  order: SearchOrder;
  /** The corrected words, if no contractor's name is spelled as typed. */
  corrections: Correction[];
  /** The meaning of each stretch of the typed text, in order. */
  understood: Understood[];
  /** True if the typed text holds nothing to search for, such as signs alone. Nobody is found then. */
  nothingRead: boolean;
  /** The place that `near` or the typed text names; null without one, and for a county. */
  place: Place | null;
  /** The county or the area of several that `near` or the typed text names, for a sentence: `the Bay Area`. */
  area: string | null;
  /** True if `near` or the typed text names an unknown place. Then there are no contractors, */
  placeUnknown: boolean;
  /** and these are places that it may have meant. */
  nearestPlaces: PlaceSuggestion[];
  /** The day for which each `standing` holds. */
  on: string;
}

/**
 * One page of matching contractors. Distances are meters on the spheroid. Without words the order is by standing
 * and the license's age, or by distance if a place is given. The distance order is that of California Albers, so
 * two firms whose distances differ by less than 0.3 % may be swapped.
 * @throws InvalidInput for a cursor that no page of this search returned.
 */
export async function searchContractors(
  tx: Transaction,
  input: SearchContractorsInput,
): Promise<ContractorPage> {
  const { rows, nextCursor, rankedAmongTop, order, meaning } = await findPage(
    tx,
    input,
    packedShape,
    packedColumns(tx.sql),
  );
  return {
    contractors: rows.map((row) => toListItem(unpacked(row), meaning.on, row.distanceMeters)),
    nextCursor,
    rankedAmongTop,
    order,
    corrections: meaning.corrections,
    understood: meaning.understood,
    nothingRead: meaning.nothingRead,
    place: meaning.place,
    area: meaning.area,
    placeUnknown: meaning.placeUnknown,
    nearestPlaces: meaning.nearestPlaces,
    on: meaning.on,
  };
}
