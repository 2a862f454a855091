import type {
  DirectoryFilters,
  FindPreviewInput,
  GetFirmInput,
  SearchDirectoryInput,
} from '@namc/inputs/directory';
import { type RoughDistance, roughDistance, toMeters } from '@namc/inputs/miles';
import { findTrades } from '@namc/inputs/trade-suggestions';
import { z } from 'zod';
import { companies } from '../companies/tables.ts';
import { optional, pick } from '../engine/columns/pick.ts';
import { computed, json, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { ranked, rankedPages, readKeyset, toPage } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { parseText, type TextPart, toTsquery } from '../engine/text-query.ts';
import { cityCase } from '../places/city-case.ts';
import { albersPointOf, findWantedPlace } from '../places/queries.ts';

const listed = pick(companies, ['id', 'name'], 'f');
/** The functions of the directory leave out what the reader may not see. */
const shown = optional(
  pick(
    companies,
    [
      'story',
      'phone',
      'email',
      'website',
      'street',
      'city',
      'zipCode',
      'county',
      'licenseNumber',
      'crewSize',
      'bondingSingleCents',
      'bondingAggregateCents',
      'serviceRadiusMeters',
    ],
    'f',
  ),
);
const certification = z.object({
  kind: z.string(),
  name: z.string(),
  issuer: z.string().nullable(),
  /** For members alone. */
  number: z.string().nullable(),
  /** The last day on which it is good: `YYYY-MM-DD`. */
  expiresOn: z.string().nullable(),
  isVerified: z.boolean(),
});
const lists = computed({
  /** The codes of the license’s classes. */
  trades: 'string[]',
  /** Those that are good today. Visitors see the verified ones. */
  certifications: json(z.array(certification)),
  languages: 'string[]',
  serviceCounties: 'string[]',
});
const columns = (sql: TransactionClient): Fragment => sql`
  ${listed(sql)}, ${shown(sql)}, f.trades, f.certifications, f.languages, f.service_counties as "serviceCounties"`;

/** A member firm as its reader may see it. */
export type Firm = RowOf<typeof listed> & RowOf<typeof shown> & RowOf<typeof lists>;
/** A firm of a list. */
export type DirectoryItem = Firm & {
  /** From the place of the search; null without one. */
  distance: RoughDistance | null;
};

/** The license board writes cities in capitals. */
const inCase = <Row extends { city: string | null }>(row: Row): Row => ({
  ...row,
  city: row.city === null ? null : cityCase(row.city),
});

/** The words as the database takes them: each that has to be found, and the trades that it may mean. */
function wordsOf(sql: TransactionClient, q: string) {
  const text = parseText(q);
  const groups: TextPart[][] = [];
  for (const part of text.parts) {
    if (part.or) groups.at(-1)?.push(part);
    else groups.push([part]);
  }
  const queries = groups.map((parts, number) =>
    toTsquery(sql, { parts, lastIsPrefix: text.lastIsPrefix && number === groups.length - 1 }),
  );
  const trades = groups.map((parts) => parts.flatMap(tradesOf).join(' '));
  const list = queries.reduce<Fragment>(
    (before, query, number) => (number === 0 ? sql`${query}` : sql`${before}, ${query}`),
    sql``,
  );
  return { words: sql`array[${list}]::tsquery[]`, trades };
}

/** A short word begins too many names of trades. */
const tradesOf = ({ words, excluded }: TextPart): string[] =>
  excluded || words.join('').length < 3 ? [] : [...findTrades(words.join(' '))];

/** The arguments of `search_directory`, without its last ones. They are in an object: awaited alone, they would run. */
async function searchOf(tx: Transaction, input: DirectoryFilters): Promise<{ filters: Fragment }> {
  const { sql } = tx;
  const place = await findWantedPlace(tx, input.near);
  const { words, trades } = wordsOf(sql, input.q);
  const filters = sql`
    ${words}, ${trades}::text[], ${input.trade ?? null}::text, ${input.certification ?? null}::text,
    coalesce(${input.on ?? null}::date, (now() at time zone 'America/Los_Angeles')::date), ${input.county ?? null}::text,
    ${input.city || null}::text, ${place ? albersPointOf(sql, place) : null}, ${toMeters(input.miles)}::float8`;
  return { filters };
}

const measured = computed({ meters: 'number | null', nameKey: 'string' });
const keys = z.tuple([z.string(), z.uuid()]);

/**
 * One page of the member firms that match, as the acting person may see them: by distance with a place, else by relevance with
 * words, else by name. By name a list has no end; otherwise a search finds at most 500 firms.
 * @throws InvalidInput for an unknown place, and for a cursor that no page of this list returned.
 */
export async function searchDirectory(
  tx: Transaction,
  input: SearchDirectoryInput,
): Promise<Page<DirectoryItem>> {
  const { sql } = tx;
  const isByName = input.sort === 'name' || (input.near === '' && parseText(input.q).parts.length === 0);
  const { filters } = await searchOf(tx, input);
  const after = isByName ? readKeyset('directory by name', keys, input.cursor) : undefined;
  const pages = rankedPages('directory', { ...input, cursor: isByName ? undefined : input.cursor });
  const rows = await rowsOf(sql, listed, shown, lists, measured, ranked)`
    with found as materialized (
      select id, meters, ordinality as position
      from search_directory(${filters}, ${isByName}, ${isByName ? input.limit + 1 : pages.limit},
        ${after?.[0] ?? null}::text, ${after?.[1] ?? null}::uuid) with ordinality
    )
    select ${columns(sql)}, found.meters, f.name_key as "nameKey", found.position
    from firms_in_directory(array(select id from found where position > ${pages.skip})) f join found on found.id = f.id
    order by found.position`;
  const page = isByName
    ? toPage('directory by name', rows, input.limit, (row) => [row.nameKey, row.id])
    : pages.page(rows);
  return {
    rows: page.rows.map((row) => {
      const { meters, nameKey: _, position: _position, ...firm } = { position: 0, ...row };
      return {
        ...inCase(firm),
        distance: meters === null ? null : roughDistance(meters, firm.zipCode),
      };
    }),
    nextCursor: page.nextCursor,
  };
}

const counted = computed({ count: 'number' });
/** Numbers up to here are exact. */
const cap = 1_000;

/** The number of firms that match, counted up to a limit. @throws InvalidInput for an unknown place. */
export async function countDirectory(
  tx: Transaction,
  input: DirectoryFilters,
): Promise<{ count: number; capped: boolean }> {
  const { filters } = await searchOf(tx, input);
  const [row] = await rowsOf(tx.sql, counted)`
    select count(*) from search_directory(${filters}, true, ${cap + 1}, null, null)`;
  const count = row?.count ?? 0;
  return { count: Math.min(count, cap), capped: count > cap };
}

/** A firm of the directory as the acting person may see it. @throws NotFound for one that the person may not see. */
export async function getFirm({ sql }: Transaction, { companyId }: GetFirmInput): Promise<Firm> {
  const [firm] = await rowsOf(sql, listed, shown, lists)`
    select ${columns(sql)} from firms_in_directory(array[${companyId}::uuid]) f`;
  if (!firm) throw new NotFound('firm', companyId);
  return inCase(firm);
}

/**
 * A company of the acting person as a visitor or a member sees it. Undefined if such a reader doesn’t find it, and for any
 * other company.
 */
export async function findFirmPreview(
  { sql }: Transaction,
  { companyId, reader }: FindPreviewInput,
): Promise<Firm | undefined> {
  const [firm] = await rowsOf(sql, listed, shown, lists)`
    select ${columns(sql)} from own_firm_as_seen(${companyId}, ${reader === 'MEMBER' ? 1 : 0}) f`;
  return firm && inCase(firm);
}
