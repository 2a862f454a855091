import { type RoughDistance, roughDistance } from '@namc/inputs/miles';
import type { RowTable } from '@namc/inputs/row-table';
import type { Transaction } from '../../engine/database.ts';
import type { Kind } from '../../engine/memory.ts';
import { californiaDay } from '../standing/california-day.ts';
import { type ContractorListItem, toListItem, unpacked } from './list-items.ts';

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
  'standing',
  'isNamcMember',
  'location',
] as const satisfies (keyof ContractorListItem)[];
const allKeys = [...keys, 'distance' as const];
/** The keys of a row that the table lacks: none. */
type Missing = Exclude<keyof ContractorListItem, (typeof allKeys)[number]>;

/** A row as the table holds it, but for its end: the distance, which differs from search to search. */
interface Written {
  values: string;
  zipCode: string | null;
  /** The day of its standing. */
  on: string;
}

/** Rows repeat from search to search. A row of the same text has the same words on the same day. */
const writtenRows: Kind<Written> = { most: 8_000 };

/** Packed rows as a table of list items, with their standing on the day `on` (`YYYY-MM-DD`). */
export function listTable(
  tx: Transaction,
  rows: { packed: string; distanceMeters: number | null }[],
  on: string,
): RowTable<ContractorListItem> & Record<Missing, never> {
  const known = tx.memory.of(writtenRows);
  const isToday = on === californiaDay(new Date());
  const written = rows.map(({ packed, distanceMeters }) => {
    let row = isToday ? known.get(packed) : undefined;
    if (row?.on !== on) {
      row = write(packed, on);
      // A copy, because a piece of the text of a whole page would keep all of that in memory.
      if (isToday) known.set(Buffer.from(packed).toString(), row);
    }
    return `${row.values},${distanceText(distanceMeters, row.zipCode)}]`;
  });
  return { keys: allKeys, rows: `[${written.join()}]` };
}

function write(packed: string, on: string): Written {
  const row = unpacked(packed);
  const item = toListItem(row, on, null);
  return { values: JSON.stringify(keys.map((key) => item[key])).slice(0, -1), zipCode: row.zipCode, on };
}

const distanceText = (meters: number | null, zipCode: string | null): string =>
  meters === null ? 'null' : JSON.stringify(roughDistance(meters, zipCode) satisfies RoughDistance);
