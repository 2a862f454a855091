import type { SearchContractorsInput } from '@namc/inputs/contractors';
import { toMeters } from '@namc/inputs/miles';
import { pick, present } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf, type Shape, together } from '../../engine/columns/shape.ts';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import type { Page } from '../../engine/page.ts';
import { californiaContractors } from '../tables.ts';
import {
  isPlaceAlone,
  matching,
  metersFrom,
  nearness,
  pointNearness,
  presentAround,
  withinRadius,
} from './conditions.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { type Meaning, readMeaning } from './meaning.ts';
import { rankOf } from './text-clauses.ts';

/**
 * A common word matches tens of thousands. Only this many candidates, the first in the unranked order, are ranked.
 */
const rankedCandidates = 300;
export interface SearchPage<Row> extends Page<Row & { distanceMeters: number | null }> {
  rankedAmongTop: number | null;
  meaning: Meaning;
}

/** The order of a search without ranking, from which ranking also takes its candidates. */
interface Order {
  kind: 'license' | 'name' | 'precedence' | 'distance';
  key: Fragment;
}

/**
 * One page of a search. `columns` is its select list, and `shape` describes the rows of `columns`. Each page
 * continues from the sort keys of the last row, never from an offset.
 */
export async function findPage<Row extends { licenseNumber: string }>(
  tx: Transaction,
  input: SearchContractorsInput,
  shape: Shape<Row>,
  columns: Fragment,
): Promise<SearchPage<Row>> {
  const meaning = await readMeaning(tx, input);
  const search = { tx, input, meaning, shape, columns, order: orderOf(tx, input, meaning) };
  const isRanked = input.sort === 'best' && meaning.text !== null;
  const cursor = readCursor(input.cursor, isRanked ? ['rank', search.order.kind] : [search.order.kind]);
  if (isRanked && (cursor === undefined || cursor[0] === 'rank')) {
    return rankedPage(search, cursor ? [cursor[1], cursor[2]] : undefined);
  }
  if (cursor?.[0] === 'rank') throw new Error('A rank cursor leads to a ranked page.');
  return orderedPage(search, cursor && [cursor[1], cursor.at(-1) as string]);
}

interface Search<Row = unknown> {
  tx: Transaction;
  input: SearchContractorsInput;
  meaning: Meaning;
  shape: Shape<Row>;
  columns: Fragment;
  order: Order;
}

function orderOf({ sql }: Transaction, input: SearchContractorsInput, meaning: Meaning): Order {
  if (meaning.licensePrefix !== null) return { kind: 'license', key: sql`license_number` };
  if (input.sort === 'name') return { kind: 'name', key: sql`name_key` };
  if (meaning.place) {
    const isAlone = isPlaceAlone(input, meaning);
    return {
      kind: 'distance',
      key: isAlone ? pointNearness(sql, meaning.place) : nearness(sql, meaning.place),
    };
  }
  return { kind: 'precedence', key: sql`precedence` };
}

const meters = computed({ meters: 'number | null' });
/** The sort key that an ordered page selects beside its columns. */
const orderedShapes: Record<Order['kind'], Shape<{ meters: number | null; sortKey: string | number }>> = {
  license: together(meters, present(pick(californiaContractors, { sortKey: 'licenseNumber' }))),
  name: together(meters, present(pick(californiaContractors, { sortKey: 'nameKey' }))),
  precedence: together(meters, present(pick(californiaContractors, { sortKey: 'precedence' }))),
  distance: together(meters, computed({ sortKey: 'number' })),
};

async function orderedPage<Row extends { licenseNumber: string }>(
  search: Search<Row>,
  after: After | undefined,
): Promise<SearchPage<Row>> {
  const { tx, input, meaning, shape, columns, order } = search;
  const { sql } = tx;
  const { place } = meaning;
  const rows = await rowsOf(sql, shape, orderedShapes[order.kind])`
    select ${columns}, sort_key as "sortKey", ${place ? metersFrom(sql, place) : sql`null::float8`} as meters
    from (${inOrder(search, input.limit + 1, after)}) page join california_contractors using (license_number)
    order by sort_key, license_number`;
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const isWithin = (meters: number | null) =>
    order.kind !== 'distance' || (meters !== null && meters <= toMeters(input.miles));
  return {
    rows: page.filter((row) => isWithin(row.meters)).map((row) => ({ ...row, distanceMeters: row.meters })),
    // The plane and the spheroid differ slightly: a page may hold rows on both sides of the radius. Once its last row
    // is past the radius by that margin, so are all later rows.
    nextCursor:
      rows.length > input.limit && last && (isWithin(last.meters) || isWithin((last.meters ?? 0) * 0.997))
        ? cursorAfter(order, last.sortKey, last.licenseNumber)
        : null,
    rankedAmongTop: null,
    meaning,
  };
}

/** The sort key and the license number of the last row on the previous page. */
type After = [key: string | number, licenseNumber: string];

/**
 * License numbers and sort keys of the first `count` contractors after a row, through an index in that order.
 */
function inOrder({ tx, input, meaning, order }: Search, count: number, after: After | undefined): Fragment {
  const { sql } = tx;
  const rest = after ? afterKey(tx, order, after) : sql`true`;
  if (order.kind !== 'distance') {
    return sql`
      select license_number, ${order.key} as sort_key from california_contractors
      where ${matching(sql, input, meaning)} and ${withinRadius(sql, input, meaning)} and ${rest}
      order by ${order.key}, license_number limit ${count}`;
  }
  const { place } = meaning;
  const found =
    place && isPlaceAlone(input, meaning)
      ? presentAround(sql, place, toMeters(input.miles))
      : matching(sql, input, meaning);
  // A spatial index returns rows by distance and by nothing else, and hundreds share the center of one ZIP code. So
  // all rows at the distance of the last one are read, and sorted here. The caller checks the radius, so that the
  // index scan can stop early.
  return sql`
    select license_number, sort_key from (
      select license_number, ${order.key} as sort_key from california_contractors
      where ${found} and ${rest}
      order by ${order.key} fetch first ${count} rows with ties
    ) nearest
    order by sort_key, license_number limit ${count}`;
}

function afterKey(
  { sql }: Transaction,
  order: Order,
  [key, licenseNumber]: [string | number, string],
): Fragment {
  switch (order.kind) {
    case 'license':
      return sql`license_number > ${licenseNumber}`;
    case 'name':
      return sql`(name_key, license_number) > (${key}::text collate "C", ${licenseNumber})`;
    case 'precedence':
      return sql`(precedence, license_number) > (${key}::integer, ${licenseNumber})`;
    case 'distance':
      return sql`(${order.key}, license_number) > (${key}::float8, ${licenseNumber})`;
  }
}

function cursorAfter(order: Order, key: string | number, licenseNumber: string): string {
  switch (order.kind) {
    case 'license':
      return writeCursor(['license', licenseNumber]);
    case 'name':
      return writeCursor(['name', String(key), licenseNumber]);
    case 'precedence':
      return writeCursor(['precedence', Number(key), licenseNumber]);
    case 'distance':
      return writeCursor(['distance', Number(key), licenseNumber]);
  }
}

const ranks = together(
  meters,
  computed({ rank: 'number', position: 'number', candidates: 'number', lastLicense: 'string | null' }),
);
const textRanks = together(ranks, computed({ lastKey: 'string | null' }));
const numberRanks = together(ranks, computed({ lastKey: 'number | null' }));
/**
 * The sort keys that a ranked page selects beside its columns. The last candidate is null if there are fewer
 * candidates than the limit.
 */
const rankedShapes: Record<
  Order['kind'],
  Shape<RowOf<typeof ranks> & { lastKey: string | number | null }>
> = {
  license: textRanks,
  name: textRanks,
  precedence: numberRanks,
  distance: numberRanks,
};

/**
 * The best match first among the candidates. After the last candidate the search continues in the order from which
 * they were taken.
 */
async function rankedPage<Row extends { licenseNumber: string }>(
  search: Search<Row>,
  after: [rank: number, position: number] | undefined,
): Promise<SearchPage<Row>> {
  const { tx, input, meaning, shape, columns, order } = search;
  const { sql } = tx;
  const { place } = meaning;
  const rows = await rowsOf(sql, shape, rankedShapes[order.kind])`
    with taken as (${inOrder(search, rankedCandidates + 1, undefined)}),
    candidates as materialized (
      select license_number, search_vector, classifications, name_key, sort_key,
             ${place ? metersFrom(sql, place) : sql`null::float8`} as meters,
             row_number() over (order by sort_key, license_number) as position
      from taken join california_contractors using (license_number)
    ), ranked as (
      select license_number, position, meters,
             (${meaning.text ? rankOf(sql, meaning.text) : sql`0`}
              + case when name_key = ${input.q.toLowerCase()} then 10 else 0 end)::float8 as rank
      from candidates
      where position <= ${rankedCandidates} and ${place ? sql`meters <= ${toMeters(input.miles)}::float8` : sql`true`}
    ), page as (
      select * from ranked
      where ${after ? sql`(-rank, position) > (${-after[0]}::float8, ${after[1]}::bigint)` : sql`true`}
      order by rank desc, position
      limit ${input.limit + 1}
    )
    select ${columns}, rank, position, meters,
           (select count(*) from candidates) as candidates,
           (select sort_key from candidates where position = ${rankedCandidates}) as "lastKey",
           (select license_number from candidates where position = ${rankedCandidates}) as "lastLicense"
    from page join california_contractors using (license_number)
    order by rank desc, position`;
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const isMany = (last?.candidates ?? 0) > rankedCandidates;
  let nextCursor: string | null = null;
  if (last && rows.length > input.limit) nextCursor = writeCursor(['rank', last.rank, last.position]);
  else if (isMany && last && last.lastKey !== null && last.lastLicense !== null) {
    nextCursor = cursorAfter(order, last.lastKey, last.lastLicense);
  }
  return {
    rows: page.map((row) => ({ ...row, distanceMeters: row.meters })),
    nextCursor,
    rankedAmongTop: isMany ? rankedCandidates : null,
    meaning,
  };
}
