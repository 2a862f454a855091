import { roughDistance } from '@namc/inputs/miles';
import type { RowTable } from '@namc/inputs/row-table';
import type { Transaction } from '../../engine/database.ts';
import type { Kind } from '../../engine/memory.ts';
import { californiaDay } from '../standing/california-day.ts';
import { type ContractorListItem, toListItem, unpacked } from './list-items.ts';
import type { PackedRow, Placed } from './page-rows.ts';

const sharedKeys = ['standing', 'location', 'distance'] as const satisfies (keyof ContractorListItem)[];
const keys = [
  'licenseNumber',
  'name',
  'doingBusinessAs',
  'otherNames',
  'city',
  'state',
  'county',
  'phone',
  'businessType',
  'classifications',
  'certifications',
  'primaryStatus',
  'expirationDate',
  'isNamcMember',
] as const satisfies Exclude<keyof ContractorListItem, (typeof sharedKeys)[number]>[];
type Written = (typeof keys)[number] | (typeof sharedKeys)[number];

/** A row as JSON, but for the distance, which differs from search to search. */
interface WrittenRow {
  /** The values of `keys`, without the closing bracket. */
  own: string;
  standing: string;
  location: string;
  zipCode: string | null;
  /** The day of the standing. */
  on: string;
}

/** Rows repeat from search to search. A row of the same text has the same words on the same day. */
const writtenRows: Kind<WrittenRow> = { most: 8_000 };

/** Packed rows as a table of list items, with their standing on the day `on` (`YYYY-MM-DD`). */
export function toListTable(
  tx: Transaction,
  rows: (PackedRow & Placed)[],
  on: string,
): RowTable<Pick<ContractorListItem, Written>> {
  const known = tx.memory.of(writtenRows);
  const isToday = on === californiaDay(new Date());
  const [standings, locations, distances] = [new Shared(), new Shared(), new Shared()];
  const written = rows.map(({ packed, digest, distanceMeters }) => {
    let row = isToday ? known.get(digest) : undefined;
    if (row?.on !== on) {
      row = write(packed, on);
      // A copy, because a piece of the text of a whole page would keep all of that in memory.
      if (isToday) known.set(Buffer.from(digest).toString(), row);
    }
    const distance = distanceMeters === null ? 'null' : asciiJson(roughDistance(distanceMeters, row.zipCode));
    return `${row.own},${standings.at(row.standing)},${locations.at(row.location)},${distances.at(distance)}]`;
  });
  const shared = [standings, locations, distances].map((values) => `[${values.all()}]`).join();
  return {
    keys: [...keys],
    sharedKeys: [...sharedKeys],
    text: `{"shared":[${shared}],"rows":[${written.join()}]}`,
  };
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

function write(packed: string, on: string): WrittenRow {
  const row = unpacked(packed);
  const item = toListItem(row, on, null);
  return {
    own: asciiJson(keys.map((key) => item[key])).slice(0, -1),
    standing: asciiJson(item.standing),
    location: asciiJson(item.location),
    zipCode: row.zipCode,
    on,
  };
}

/**
 * JSON with signs of ASCII alone. One other sign would make V8 keep two bytes for each sign of the whole answer, and encode it
 * anew. It keeps them for what is left of such a text too, so the text is made from bytes.
 */
function asciiJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!beyondAscii.test(json)) return json;
  const escaped = json.replace(
    /[^\0-\x7f]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Buffer.from(escaped, 'latin1').toString('latin1');
}

const beyondAscii = /[^\0-\x7f]/;
