import { type Bounds, readBounds } from '@namc/inputs/bounds';
import type { DirectoryFilters, MapDirectoryInput, SearchDirectoryInput } from '@namc/inputs/directory';
import { foldedWords } from '@namc/inputs/fold';
import { roughDistance, toMeters } from '@namc/inputs/miles';
import { readClassAt } from '@namc/inputs/trade-reading';
import { findTrades } from '@namc/inputs/trade-suggestions';
import { z } from 'zod';
import { boxWithin } from '../../contractors/queries/conditions.ts';
import { cellMeters, type PointFeature, pointOf, shortDegrees } from '../../contractors/queries/map.ts';
import type { Position } from '../../engine/columns/geography.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { rankedPages, readKeyset, toPage } from '../../engine/keyset.ts';
import type { Page } from '../../engine/page.ts';
import { parseText, type TextPart, toTsquery } from '../../engine/text-query.ts';
import { albersPointOf, findWantedPlace, type Place } from '../../places/queries.ts';
import { columns, type Firm, inCase, listed, lists, shown } from './firm.ts';
import { type ListedFirm, listedColumns, listedShapes, toListedFirm } from './listed-firm.ts';

/** Words of which one has to be found, or one of the trades that they may mean. */
interface WordGroup {
  parts: TextPart[];
  trades: string[];
}

/** The words as the database takes them: each that has to be found, and the trades that it may mean. */
export function wordsOf(sql: TransactionClient, q: string) {
  const text = parseText(q);
  const groups: WordGroup[] = [];
  for (let at = 0; at < text.parts.length; ) {
    const { or, taken, ...found } = readPartAt(text.parts, at);
    const last = groups.at(-1);
    if (or && last) groups[groups.length - 1] = joined(last, found);
    else groups.push(found);
    at += taken;
  }
  const queries = groups.map(({ parts }, number) =>
    toTsquery(sql, { parts, lastIsPrefix: text.lastIsPrefix && number === groups.length - 1 }),
  );
  const list = queries.reduce<Fragment>(
    (before, query, number) => (number === 0 ? sql`${query}` : sql`${before}, ${query}`),
    sql``,
  );
  return { words: sql`array[${list}]::tsquery[]`, trades: groups.map(({ trades }) => trades.join(' ')) };
}

const joined = (one: WordGroup, other: WordGroup): WordGroup => ({
  parts: [...one.parts, ...other.parts],
  trades: [...one.trades, ...other.trades],
});

/** The word from `at` on, or the several words that are the code of a class: “C-10” is one thing in every spelling. */
function readPartAt(parts: TextPart[], at: number): WordGroup & { or: boolean; taken: number } {
  const part = parts[at] as TextPart;
  const isPlain = ({ excluded, isPhrase }: TextPart) => !excluded && !isPhrase;
  const ends = parts.findIndex((one, place) => place >= at && (!isPlain(one) || (one.or && place > at)));
  const run = parts.slice(at, ends === -1 ? undefined : ends).flatMap(({ words }) => words);
  const read = readClassAt(run, 0);
  if (!read) return { or: part.or, taken: 1, parts: [part], trades: tradesOf(part) };
  const [code = ''] = read.codes;
  const words = foldedWords(code.includes('-') ? code : read.words.join(' '));
  const said: TextPart = { ...part, words, isPhrase: true };
  return {
    or: part.or,
    taken: read.length,
    parts: [said, { ...said, words: [words.join('')], or: true }],
    trades: [...new Set([...read.codes, ...tradesOf(said)])],
  };
}

/** A short word begins too many names of trades. */
const tradesOf = ({ words, excluded }: TextPart): string[] =>
  excluded || words.join('').length < 3 ? [] : [...findTrades(words.join(' '))];

/** The arguments of `search_directory`, without its last ones. They are in an object: awaited alone, they would run. */
async function searchOf(
  tx: Transaction,
  input: DirectoryFilters,
): Promise<{ filters: Fragment; place: Place | undefined }> {
  const { sql } = tx;
  const place = await findWantedPlace(tx, input.near);
  const { words, trades } = wordsOf(sql, input.q);
  const filters = sql`
    ${words}, ${trades}::text[], ${input.trade ?? null}::text, ${input.certification ?? null}::text,
    coalesce(${input.on ?? null}::date, (now() at time zone 'America/Los_Angeles')::date), ${input.county ?? null}::text,
    ${input.city || null}::text, ${input.skill ?? null}::text, ${input.isInOwnArea}::boolean, ${place ? albersPointOf(sql, place) : null}, ${toMeters(input.miles)}::float8,
    ${boxWithin(sql, input.bounds && readBounds(input.bounds))}`;
  return { filters, place };
}

const measured = computed({ meters: 'number | null', nameKey: 'string', position: 'number' });
const keys = z.tuple([z.string(), z.uuid()]);

/** A page of a search: the statement that finds its firms, in order (`found`), and what makes the page from their rows. */
async function pageOf(tx: Transaction, input: SearchDirectoryInput) {
  const { sql } = tx;
  const isByName = input.sort === 'name' || (input.near === '' && parseText(input.q).parts.length === 0);
  const { filters } = await searchOf(tx, input);
  const after = isByName ? readKeyset('directory by name', keys, input.cursor) : undefined;
  const pages = rankedPages('directory', { ...input, cursor: isByName ? undefined : input.cursor });
  const found = sql`
    found as materialized (
      select id, meters, ordinality as position
      from search_directory(${filters}, ${isByName}, ${isByName ? input.limit + 1 : pages.limit},
        ${after?.[0] ?? null}::text, ${after?.[1] ?? null}::uuid) with ordinality
    ), ids as (select array(select id from found where position > ${pages.skip}) as ids)`;
  return {
    found,
    page: <Row extends RowOf<typeof measured> & { id: string }>(rows: Row[]): Page<Row> =>
      isByName
        ? toPage('directory by name', rows, input.limit, (row) => [row.nameKey, row.id])
        : toPage('directory', rows, input.limit, (row) => [row.position]),
  };
}

const spot = computed({ longitude: 'number | null', latitude: 'number | null' });

/** A firm of the list, and its place on the map of the same search. */
export type DirectoryRow = ListedFirm & {
  /** Null if the reader may not see it. */
  spot: Position | null;
};

/**
 * One page of the member firms that match, as the acting person may see them: by distance with a place, else by relevance with
 * words, else by name. By name a list has no end; otherwise a search finds at most 500 firms.
 * @throws InvalidInput for an unknown place, and for a cursor that no page of this list returned.
 */
export async function searchDirectory(
  tx: Transaction,
  input: SearchDirectoryInput,
): Promise<Page<DirectoryRow>> {
  const { found, page } = await pageOf(tx, input);
  const rows = await tx.last(
    rowsOf(tx.sql, ...listedShapes, measured, spot)`
    with ${found}
    select ${listedColumns(tx.sql)}, found.meters, f.name_key as "nameKey", found.position, s.longitude, s.latitude
    from ids join listed_firms(ids.ids) f on true join found on found.id = f.id
    left join spots_of_firms((select ids from ids)) s on s.id = f.id
    order by found.position`,
  );
  const { rows: shown, nextCursor } = page(rows);
  return {
    rows: shown.map((row) => ({ ...toListedFirm(row, row.meters), spot: spotOf(row) })),
    nextCursor,
  };
}

const spotOf = ({ longitude, latitude }: RowOf<typeof spot>): Position | null =>
  longitude === null || latitude === null
    ? null
    : { longitude: shortDegrees(longitude), latitude: shortDegrees(latitude) };

/** A firm of a search with all that its page shows. */
export type FoundFirm = Firm & Pick<ListedFirm, 'distance'>;

/**
 * The same page as `searchDirectory` with all that the reader may see of each firm, for an export.
 * @throws InvalidInput for an unknown place, and for a cursor that no page of this list returned.
 */
export async function exportDirectory(
  tx: Transaction,
  input: SearchDirectoryInput,
): Promise<Page<FoundFirm>> {
  const { found, page } = await pageOf(tx, input);
  const rows = await tx.last(
    rowsOf(tx.sql, listed, shown, lists, measured)`
    with ${found}
    select ${columns(tx.sql)}, found.meters, f.name_key as "nameKey", found.position
    from ids, firms_in_directory(ids.ids) f join found on found.id = f.id
    order by found.position`,
  );
  const { rows: firms, nextCursor } = page(rows);
  return {
    rows: firms.map(({ meters, nameKey: _, position: _position, ...firm }) => ({
      ...inCase(firm),
      distance: meters === null ? null : roughDistance(meters, firm.zipCode),
    })),
    nextCursor,
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
  const [row] = await tx.last(
    rowsOf(tx.sql, counted)`select count(*) from search_directory(${filters}, true, ${cap + 1}, null, null)`,
  );
  const count = row?.count ?? 0;
  return { count: Math.min(count, cap), capped: count > cap };
}

const cell = computed({
  id: 'string',
  /** A firm of the cell, and its name: they fit together where it is alone. */
  firmId: 'string',
  name: 'string',
  count: 'number',
  longitude: 'number',
  latitude: 'number',
  west: 'number',
  south: 'number',
  east: 'number',
  north: 'number',
  /** The number of firms examined in total. */
  seen: 'number',
});
export type DirectoryMapFeature = PointFeature<'firm'>;
export interface DirectoryMapView {
  /** At most 500. */
  features: DirectoryMapFeature[];
  /** True if more firms match than were examined: the counts cover the first ones only. */
  capped: boolean;
}

/** The number of firms examined for one map. */
const mostOnMap = 2_000;

/**
 * The firms of a search that show their place, in the area that a map shows: clusters on a grid that fits the zoom, and single
 * firms where a cell has only one. With a place the nearest, else the first by name.
 * @throws InvalidInput for an unknown place.
 */
export async function mapDirectory(tx: Transaction, input: MapDirectoryInput): Promise<DirectoryMapView> {
  const { sql } = tx;
  const { filters } = await searchOf(tx, input);
  const meters = cellMeters(input.zoom);
  const rows = await tx.last(
    rowsOf(sql, cell)`
    with found as materialized (
      select s.* from spots_of_firms(array(
        select id from search_directory(${filters}, ${input.near === ''}, ${mostOnMap + 1}, null, null))) s
      where s.x between ST_XMin(${boxWithin(sql, input.window)}) and ST_XMax(${boxWithin(sql, input.window)})
        and s.y between ST_YMin(${boxWithin(sql, input.window)}) and ST_YMax(${boxWithin(sql, input.window)})
    )
    select floor(x / ${meters}) || ':' || floor(y / ${meters}) as id, min(id::text) as "firmId", min(name) as name,
           count(*) as count, avg(longitude) as longitude, avg(latitude) as latitude, min(longitude) as west,
           min(latitude) as south, max(longitude) as east, max(latitude) as north, (select count(*) from found) as seen
    from found group by 1 order by count(*) desc, 1 limit 500`,
  );
  return {
    features: rows.map((row) => pointOf(row, input.zoom, { kind: 'firm', id: row.firmId, name: row.name })),
    capped: (rows[0]?.seen ?? 0) > mostOnMap,
  };
}

export interface DirectoryExtent {
  bounds: Bounds | null;
  /** The firms that no map shows. */
  elsewhere: { count: number; capped: boolean };
  /** The place of the search. */
  place: { latitude: number; longitude: number } | null;
}
const extent = computed({
  west: 'number | null',
  south: 'number | null',
  east: 'number | null',
  north: 'number | null',
  found: 'number',
  placed: 'number',
});

/**
 * The rectangle around the firms of a search that a map shows, of at most 2,000, and the number of those that it does not show,
 * because they show no place. @throws InvalidInput for an unknown place.
 */
export async function findDirectoryExtent(
  tx: Transaction,
  input: DirectoryFilters,
): Promise<DirectoryExtent> {
  const { sql } = tx;
  const { filters, place } = await searchOf(tx, input);
  const [row] = await tx.last(
    rowsOf(sql, extent)`
    with found as materialized (
      select id from search_directory(${filters}, ${input.near === ''}, ${mostOnMap}, null, null)
    )
    select min(longitude) as west, min(latitude) as south, max(longitude) as east, max(latitude) as north,
           (select count(*) from found) as found, count(*) as placed
    from spots_of_firms(array(select id from found))`,
  );
  const { west = null, south = null, east = null, north = null, found: all = 0, placed = 0 } = row ?? {};
  const isNowhere = west === null || south === null || east === null || north === null;
  return {
    bounds: isNowhere ? null : [west, south, east, north],
    elsewhere: { count: all - placed, capped: all >= mostOnMap },
    place: place ? { longitude: place.longitude, latitude: place.latitude } : null,
  };
}
