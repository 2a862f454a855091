import { type RoughDistance, roughDistance } from '@namc/inputs/miles';
import { type RowTable, swapQuotes } from '@namc/inputs/row-table';
import type { Transaction } from '../../engine/database.ts';
import { type ContractorListItem, type ListRow, toListItem } from './list-items.ts';
import type { PackedRow, Placed } from './page-rows.ts';
import { type MadeOfRows, recallRows } from './recalled-rows.ts';

/** Firms of one ZIP code share their place, and most firms their standing. A distance differs from search to search. */
const sharedKeys = [
  ['standing', 'primaryStatus'],
  ['location', 'city', 'state', 'county'],
  ['businessType'],
  ['distance'],
] as const satisfies (keyof ContractorListItem)[][];
const keys = [
  'licenseNumber',
  'name',
  'doingBusinessAs',
  'otherNames',
  'phone',
  'classifications',
  'certifications',
  'expirationDate',
  'isNamcMember',
] as const satisfies Exclude<keyof ContractorListItem, (typeof sharedKeys)[number][number]>[];
type Written = (typeof keys)[number] | (typeof sharedKeys)[number][number];

/** A row as JSON with swapped quotes, but for the distance. */
interface WrittenRow {
  /** The values of `keys`, without the closing bracket. */
  own: string;
  /** The values of the groups of `sharedKeys`. */
  standing: string;
  place: string;
  business: string;
  zipCode: string | null;
}

const writtenRows: MadeOfRows<WrittenRow> = { most: 8_000 };

/** Packed rows as a table of list items, with their standing on the day `on` (`YYYY-MM-DD`). */
export function toListTable(
  tx: Transaction,
  rows: (PackedRow & Placed)[],
  on: string,
): RowTable<Pick<ContractorListItem, Written>> {
  const writtenOf = recallRows(tx, writtenRows, on, (row) => write(row, on));
  const distanceOf = writeDistances();
  const groups = [new Shared(), new Shared(), new Shared(), new Shared()] as const;
  const [standings, places, businesses, distances] = groups;
  const written = rows.map((row) => {
    const { own, standing, place, business, zipCode } = writtenOf(row);
    const distance = distances.at(distanceOf(row.distanceMeters, zipCode));
    return `${own},${standings.at(standing)},${places.at(place)},${businesses.at(business)},${distance}]`;
  });
  const shared = groups.map((values) => `[${values.all()}]`).join();
  return {
    keys: [...keys],
    sharedKeys: sharedKeys.map((group) => [...group]),
    text: `{'shared':[${shared}],'rows':[${written.join()}]}`,
  };
}

/** Writes distances. Neighbors in a list by distance often share the middle of a ZIP code, and so the distance. */
function writeDistances(): (meters: number | null, zipCode: string | null) => string {
  let last: { meters: number; zipCode: string | null; text: string } | undefined;
  return (meters, zipCode) => {
    if (meters === null) return '[null]';
    if (last?.meters !== meters || last.zipCode !== zipCode) {
      last = { meters, zipCode, text: distanceText(roughDistance(meters, zipCode)) };
    }
    return last.text;
  };
}

/** Whole miles as they were written before. There are as many as lie between two places on Earth. */
const writtenMiles = new Map<number, string>();

function distanceText(distance: RoughDistance): string {
  if (!('miles' in distance)) return asciiJson([distance]);
  const known = writtenMiles.get(distance.miles);
  if (known !== undefined) return known;
  const text = asciiJson([distance]);
  writtenMiles.set(distance.miles, text);
  return text;
}

/** Values that are written once. */
class Shared {
  readonly #positions = new Map<string, number>();

  at(value: string): number {
    const known = this.#positions.get(value);
    if (known !== undefined) return known;
    this.#positions.set(value, this.#positions.size);
    return this.#positions.size - 1;
  }

  all(): string {
    return [...this.#positions.keys()].join();
  }
}

function write(row: ListRow, on: string): WrittenRow {
  const item = toListItem(row, on, null);
  const valuesOf = (some: readonly (keyof ContractorListItem)[]) => asciiJson(some.map((key) => item[key]));
  const [standing, place, business] = sharedKeys;
  return {
    own: valuesOf(keys).slice(0, -1),
    standing: valuesOf(standing),
    place: valuesOf(place),
    business: valuesOf(business),
    zipCode: row.zipCode,
  };
}

/**
 * JSON with swapped quotes and signs of ASCII alone. One other sign would make V8 keep two bytes for each sign of the whole
 * answer, and encode it anew. It keeps them for what is left of such a text too, so the text is made from bytes.
 */
function asciiJson(value: unknown): string {
  const json = swapQuotes(JSON.stringify(value));
  if (!beyondAscii.test(json)) return json;
  const escaped = json.replace(
    /[^\0-\x7f]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Buffer.from(escaped, 'latin1').toString('latin1');
}

const beyondAscii = /[^\0-\x7f]/;
