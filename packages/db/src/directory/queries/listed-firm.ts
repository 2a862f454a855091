import { type RoughDistance, roughDistance } from '@namc/inputs/miles';
import { z } from 'zod';
import { companies } from '../../companies/tables.ts';
import { optional, pick } from '../../engine/columns/pick.ts';
import { computed, json, type RowOf } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import { cityCase } from '../../places/city-case.ts';

const identity = pick(companies, ['id', 'name'], 'f');
/** `listed_firms` leaves out what the reader may not see. */
const facts = optional(pick(companies, ['story', 'phone', 'city', 'county', 'zipCode'], 'f'));
const heldKind = z.object({ kind: z.string(), name: z.string(), isVerified: z.boolean() });
const lists = computed({
  /** The codes of the license’s classes. */
  trades: 'string[]',
  /** The kinds of certifications that are good today, each once. Visitors see the verified ones. */
  certifications: json(z.array(heldKind)),
});

/** The shapes of `listedColumns`, for `rowsOf`. */
export const listedShapes = [identity, facts, lists] as const;
export const listedColumns = (sql: TransactionClient): Fragment => sql`
  ${identity(sql)}, ${facts(sql)}, f.trades, f.certifications`;

/** A row of `listed_firms`. */
export type ListedRow = RowOf<typeof identity> & RowOf<typeof facts> & RowOf<typeof lists>;

/** A firm as a list shows it. The story is cut to 400 characters. */
export type ListedFirm = Omit<ListedRow, 'zipCode'> & {
  /** From the place of the search; null without one. */
  distance: RoughDistance | null;
};

/** A row as a list shows it, at so many meters from the place of the search. Each object is written out: copies of rows are slow. */
export const toListedFirm = (
  { id, name, story, phone, city, county, zipCode, trades, certifications }: ListedRow,
  meters: number | null,
): ListedFirm => ({
  id,
  name,
  story,
  phone,
  city: city === null ? null : cityCase(city),
  county,
  trades,
  certifications,
  distance: meters === null ? null : roughDistance(meters, zipCode),
});
