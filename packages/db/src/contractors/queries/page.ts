import type { SearchContractorsInput } from '@namc/inputs/contractors';
import { toMeters } from '@namc/inputs/miles';
import type { Transaction } from '../../engine/database.ts';
import type { Page } from '../../engine/page.ts';
import { metersFrom } from './conditions.ts';
import { type Cursor, readCursor, writeCursor } from './cursor.ts';
import type { Meaning } from './meaning.ts';
import { inOrder, orderOf } from './order.ts';
import type { Order, Ordered, Position } from './ordered.ts';
import type { PageReader, PageRows } from './page-rows.ts';
import type { CheckedMeaning } from './recalled-meaning.ts';
import { rankOf } from './text-clauses.ts';

/**
 * A common word matches tens of thousands. Only this many candidates, the first in the unranked order, are ranked.
 */
const rankedCandidates = 300;
/** Later pages have the candidates of the first, and those that came since, for example with an import. */
const mostLaterCandidates = 2_000;

/** The order of a search: by the match with the words, or by a column. */
export type SearchOrder = 'match' | Order['kind'];

export interface SearchPage<Row> extends Page<Row & { distanceMeters: number | null }> {
  rankedAmongTop: number | null;
  order: SearchOrder;
  meaning: Meaning;
}

/**
 * One page of a search with this meaning, its rows as `reader` reads them. Each page continues from the sort keys of the last
 * row, never from an offset.
 */
export async function findPage<Row>(
  tx: Transaction,
  input: SearchContractorsInput,
  { meaning, confirm }: CheckedMeaning,
  reader: PageReader<Row>,
): Promise<SearchPage<Row>> {
  const search = { tx, input, meaning, confirm, reader, order: orderOf(tx, input, meaning) };
  const isRanked = input.sort === 'best' && meaning.text !== null;
  const cursor = readCursor(input.cursor, { kind: search.order.kind, isRanked });
  if (cursor?.[0] === 'rank') {
    const [, , rank, key, licenseNumber, last] = cursor;
    return rankedPage(search, { rank, after: [key, licenseNumber], last });
  }
  if (isRanked && !cursor) return rankedPage(search, undefined);
  const page = await orderedPage(search, cursor && [cursor[1], cursor[2]]);
  return isRanked ? { ...page, order: 'match' } : page;
}

interface Search<Row> extends Ordered, CheckedMeaning {
  reader: PageReader<Row>;
}

/** A page that relied on the meaning. */
function confirmed<Row>({ confirm }: CheckedMeaning, page: PageRows<Row>): PageRows<Row> {
  if (page.edition !== undefined) confirm(page.edition);
  return page;
}

async function orderedPage<Row>(search: Search<Row>, after: Position | undefined): Promise<SearchPage<Row>> {
  const { tx, input, meaning, reader, order } = search;
  const { sql } = tx;
  const { place } = meaning;
  const select = sql`
    select ${reader.columns}, sort_key as "sortKey", ${place ? metersFrom(sql, place) : sql`null::float8`} as "distanceMeters"
    from (${inOrder(search, input.limit + 1, { after })}) page join california_contractors using (license_number)
    order by sort_key, license_number`;
  const { limit } = input;
  const { rows, hasMore, end } = confirmed(
    search,
    await reader.ordered({ select, limit, isLast: true }, order),
  );
  const last = rows.at(-1);
  const isWithin = (meters: number | null) =>
    order.kind !== 'distance' || (meters !== null && meters <= toMeters(meaning.miles));
  return {
    rows: rows.filter((row) => isWithin(row.distanceMeters)),
    // The plane and the spheroid differ slightly: a page may hold rows on both sides of the radius. Once its last row
    // is past the radius by that margin, so are all later rows.
    nextCursor:
      hasMore &&
      end &&
      last &&
      (isWithin(last.distanceMeters) || isWithin((last.distanceMeters ?? 0) * 0.997))
        ? cursorAfter(order, [end.sortKey, end.licenseNumber])
        : null,
    rankedAmongTop: null,
    order: order.kind,
    meaning,
  };
}

function cursorAfter({ kind }: Order, [key, licenseNumber]: Position): string {
  return writeCursor([kind, key, licenseNumber] as Cursor);
}

/** The end of a ranked page. */
interface RankedEnd {
  rank: number;
  after: Position;
  /** The last candidate; null if every match is one. */
  last: Position | null;
}

/**
 * The best match first among the candidates. After the last candidate the search continues in the order from which
 * they were taken. The first page says which candidate is the last: whoever comes before it later is one too, and nobody
 * moves up past it when another goes.
 */
async function rankedPage<Row>(search: Search<Row>, end: RankedEnd | undefined): Promise<SearchPage<Row>> {
  const { tx, input, meaning, reader, order } = search;
  const { sql } = tx;
  const { place } = meaning;
  const most = end ? mostLaterCandidates : rankedCandidates;
  const select = sql`
    with taken as materialized (
      select license_number, sort_key, row_number() over (order by sort_key, license_number) as position
      from (${inOrder(search, most + 1, { upTo: end?.last ?? undefined })}) found
    ), boundary as (
      select sort_key as key, license_number from taken
      where position = ${most} and exists (select from taken where position > ${most})
    ), candidates as materialized (
      select license_number, search_vector, classifications, name_key, shown_name_key, sort_key,
             ${place ? metersFrom(sql, place) : sql`null::float8`} as meters
      from taken join california_contractors using (license_number)
      where position <= ${most}
    ), ranked as (
      select license_number, sort_key, meters,
             (${meaning.text ? rankOf(sql, meaning.text) : sql`0`}
              + case when ${input.q.toLowerCase()} in (name_key, shown_name_key) then 10 else 0 end)::float8 as rank
      from candidates
      where ${place ? sql`meters <= ${toMeters(meaning.miles)}::float8` : sql`true`}
    ), page as (
      select * from ranked
      where ${end ? sql`(-rank, sort_key, license_number) > (${-end.rank}::float8, ${end.after[0]}::float8, ${end.after[1]})` : sql`true`}
      order by rank desc, sort_key, license_number
      limit ${input.limit + 1}
    )
    select ${reader.columns}, rank, sort_key::float8 as "sortKey", meters as "distanceMeters",
           (select key::float8 from boundary) as "lastKey", (select license_number from boundary) as "lastLicense"
    from page join california_contractors using (license_number)
    order by rank desc, sort_key, license_number`;
  // After the last ranked row another statement goes on in order.
  const isLast = !end?.last;
  const { rows, hasMore, ...page } = confirmed(
    search,
    await reader.ranked({ select, limit: input.limit, isLast }),
  );
  if (rows.length === 0) return end?.last ? orderedPage(search, end.last) : nobody(meaning);
  const last: Position | null = page.boundary ?? end?.last ?? null;
  const rest = last && cursorAfter(order, last);
  return {
    rows,
    nextCursor:
      hasMore && page.end
        ? writeCursor([
            'rank',
            order.kind,
            page.end.rank,
            page.end.sortKey,
            page.end.licenseNumber,
            last,
          ] as Cursor)
        : rest,
    rankedAmongTop: last ? rankedCandidates : null,
    order: 'match',
    meaning,
  };
}

const nobody = (meaning: Meaning): SearchPage<never> => ({
  rows: [],
  nextCursor: null,
  rankedAmongTop: null,
  order: 'match',
  meaning,
});
