import type { SearchContractorsInput } from '@namc/inputs/contractors';
import { roughDistance } from '@namc/inputs/miles';
import type { RowTable } from '@namc/inputs/row-table';
import type { Transaction } from '../../engine/database.ts';
import type { Place, PlaceSuggestion } from '../../places/queries.ts';
import { type ContractorListItem, type ListRow, toListItem } from './list-items.ts';
import { toListTable } from './list-table.ts';
import { findPage, type SearchOrder } from './page.ts';
import { type PackedRow, type Placed, readPacked } from './page-rows.ts';
import { recallMeaning } from './recalled-meaning.ts';
import { type MadeOfRows, recallRows } from './recalled-rows.ts';
import type { Correction } from './spelling.ts';
import type { Understood } from './understood.ts';

/** One page of a search, its rows in the form `Rows`. */
interface SearchPageOf<Rows> {
  contractors: Rows;
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

export type ContractorPage = SearchPageOf<ContractorListItem[]>;
/** The same with its rows as a table, for a browser: `readTable` gives the rows. */
export type ContractorTablePage = SearchPageOf<RowTable<ContractorListItem>>;

/**
 * One page of matching contractors. Distances are meters on the spheroid. Without words the order is by standing
 * and the license's age, or by distance if a place is given. The distance order is that of California Albers, so
 * two firms whose distances differ by less than 0.3 % may be swapped.
 * @throws InvalidInput for a cursor that no page of this search returned.
 */
export function searchContractors(tx: Transaction, input: SearchContractorsInput): Promise<ContractorPage> {
  return searchFor(tx, input, (rows, on) => {
    const itemOf = recallRows(tx, knownItems, on, (row) => knownItem(row, on));
    return rows.map((row) => {
      const { item, zipCode } = itemOf(row);
      const { distanceMeters } = row;
      return { ...item, distance: distanceMeters === null ? null : roughDistance(distanceMeters, zipCode) };
    });
  });
}

/** An item but for its distance, which differs from search to search. */
interface KnownItem {
  item: ContractorListItem;
  zipCode: string | null;
}

const knownItems: MadeOfRows<KnownItem> = { most: 8_000 };

/** The lists within an item are shared by all pages that it is on. */
function knownItem(row: ListRow, on: string): KnownItem {
  const item = toListItem(row, on, null);
  for (const part of Object.values(item)) if (typeof part === 'object' && part !== null) Object.freeze(part);
  return { item, zipCode: row.zipCode };
}

/**
 * The same as `searchContractors` with the rows as a table.
 * @throws InvalidInput for a cursor that no page of this search returned.
 */
export function searchContractorTable(
  tx: Transaction,
  input: SearchContractorsInput,
): Promise<ContractorTablePage> {
  return searchFor(tx, input, (rows, on) => toListTable(tx, rows, on));
}

async function searchFor<Rows>(
  tx: Transaction,
  input: SearchContractorsInput,
  write: (rows: (PackedRow & Placed)[], on: string) => Rows,
): Promise<SearchPageOf<Rows>> {
  const { rows, nextCursor, rankedAmongTop, order, meaning } = await findPage(
    tx,
    input,
    await recallMeaning(tx, input),
    readPacked(tx),
  );
  return {
    contractors: write(rows, meaning.on),
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
