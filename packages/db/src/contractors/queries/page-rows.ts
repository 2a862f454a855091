import { pick, present } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf, type Shape, together } from '../../engine/columns/shape.ts';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { californiaContractors } from '../tables/register.ts';
import type { SortKey } from './cursor.ts';
import { packedColumns } from './list-items.ts';
import type { Order } from './ordered.ts';
import { editionOf } from './recalled-meaning.ts';

/** A row of a page beside its content. */
export interface Placed {
  distanceMeters: number | null;
}

/** The place of a row in the order of its search. `rank` is 0 in an order without ranks. */
export interface RowPlace {
  licenseNumber: string;
  sortKey: SortKey;
  rank: number;
}

/**
 * A statement of a page, in the order of the page. It selects the columns of a reader, `licenseNumber`, `sortKey` and
 * `distanceMeters`, and if it is ranked also `rank`, `lastKey` and `lastLicense`: the last candidate, null if every match is one.
 */
export interface PageStatement {
  select: Fragment;
  /** The rows of the page. One more says that there is another page. */
  limit: number;
  /** No other statement follows it in the transaction. */
  isLast: boolean;
}

export interface PageRows<Row> {
  rows: Row[];
  hasMore: boolean;
  /** The last row of the page. Undefined may be where no page follows. */
  end: RowPlace | undefined;
  boundary: [key: number, licenseNumber: string] | null;
  /** The edition of the register (`editionOf`); undefined if the reader does not ask for it. */
  edition: string | undefined;
}

/** One way to read the rows of a page. */
export interface PageReader<Content> {
  columns: Fragment;
  ordered(statement: PageStatement, order: Order): Promise<PageRows<Content & Placed>>;
  ranked(statement: PageStatement): Promise<PageRows<Content & Placed>>;
}

const meters = computed({ distanceMeters: 'number | null' });
/** The sort key that an ordered page selects beside its columns. */
const orderedShapes: Record<Order['kind'], Shape<Placed & { sortKey: SortKey }>> = {
  license: together(meters, present(pick(californiaContractors, { sortKey: 'licenseNumber' }))),
  name: together(meters, computed({ sortKey: 'string' })),
  precedence: together(meters, present(pick(californiaContractors, { sortKey: 'precedence' }))),
  distance: together(meters, computed({ sortKey: 'number' })),
};
const rankedShape = together(
  meters,
  computed({ rank: 'number', sortKey: 'number', lastKey: 'number | null', lastLicense: 'string | null' }),
);

/** Reads rows of a shape, column by column. */
export function readShaped<Row extends { licenseNumber: string }>(
  { sql }: Transaction,
  shape: Shape<Row>,
  columns: Fragment,
): PageReader<Row> {
  const upTo = (limit: number, rows: (Row & Placed & { sortKey: SortKey; rank?: number })[]) => {
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page,
      hasMore: rows.length > limit,
      end: last && { licenseNumber: last.licenseNumber, sortKey: last.sortKey, rank: last.rank ?? 0 },
      edition: undefined,
    };
  };
  return {
    columns,
    ordered: async ({ select, limit }, { kind }) => ({
      ...upTo(limit, await rowsOf(sql, shape, orderedShapes[kind])`${select}`),
      boundary: null,
    }),
    ranked: async ({ select, limit }) => {
      const rows = await rowsOf(sql, shape, rankedShape)`${select}`;
      return { ...upTo(limit, rows), boundary: boundaryOf(rows[0]) };
    },
  };
}

const boundaryOf = (row?: {
  lastKey: number | null;
  lastLicense: string | null;
}): PageRows<never>['boundary'] =>
  row && row.lastKey !== null && row.lastLicense !== null ? [row.lastKey, row.lastLicense] : null;

/** A row of `packedColumns`, of which `unpacked` reads the rest. */
export interface PackedRow {
  packed: string;
  /** Different for each text of a license. */
  digest: string;
}

const pageText = computed({
  text: 'string | null',
  endLicense: 'string | null',
  endKey: 'string | null',
  endRank: 'number | null',
  lastKey: 'number | null',
  lastLicense: 'string | null',
  edition: 'string',
});

/** Signs that no license number and no distance holds. A row's text comes last and loses those that would end it. */
const rowEnd = '\u001e';
const fieldEnd = '\u001f';

/**
 * Reads all rows of a page as one text, because the driver takes longer to read a hundred rows than a list does to make
 * something of them. The aggregates take the rows in the order in which the statement selects them: with an order of their
 * own, each would sort the texts once more.
 */
export function readPacked(tx: Transaction): PageReader<PackedRow> {
  const { sql } = tx;
  const ask = async ({ select, limit, isLast }: PageStatement, isRanked: boolean) => {
    const statement = rowsOf(sql, pageText)`
      select string_agg(
               concat("distanceMeters", ${fieldEnd}::text, "licenseNumber", ' ', hashtextextended(packed, 0), ${fieldEnd}::text,
                      replace(packed, ${rowEnd}, '')),
               ${rowEnd}) as text,
             (array_agg("licenseNumber"))[${limit}::integer] as "endLicense",
             (array_agg("sortKey"))[${limit}::integer]::text as "endKey",
             ${isRanked ? sql`(array_agg(rank))[${limit}::integer]` : sql`0::float8`} as "endRank",
             ${isRanked ? sql`max("lastKey")` : sql`null::float8`} as "lastKey",
             ${isRanked ? sql`max("lastLicense")` : sql`null::text`} as "lastLicense", ${editionOf(sql)} as edition
      from (${select}) page`;
    const [row] = await (isLast ? tx.last(statement) : statement);
    const texts = row?.text?.split(rowEnd) ?? [];
    const hasMore = texts.length > limit;
    if (hasMore) texts.pop();
    return { row, hasMore, rows: texts.map(readText), edition: row?.edition };
  };
  const endOf = (row: RowOf<typeof pageText> | undefined, isNumber: boolean): RowPlace | undefined =>
    row && row.endLicense !== null && row.endKey !== null
      ? {
          licenseNumber: row.endLicense,
          sortKey: isNumber ? Number(row.endKey) : row.endKey,
          rank: row.endRank ?? 0,
        }
      : undefined;
  return {
    columns: packedColumns(sql),
    ordered: async (statement, { kind }) => {
      const { row, ...page } = await ask(statement, false);
      const isNumber = kind === 'precedence' || kind === 'distance';
      return { ...page, end: endOf(row, isNumber), boundary: null };
    },
    ranked: async (statement) => {
      const { row, ...page } = await ask(statement, true);
      return { ...page, end: endOf(row, true), boundary: boundaryOf(row) };
    },
  };
}

function readText(text: string): PackedRow & Placed {
  const distance = text.indexOf(fieldEnd);
  const digest = text.indexOf(fieldEnd, distance + 1);
  return {
    distanceMeters: distance === 0 ? null : Number(text.slice(0, distance)),
    digest: text.slice(distance + 1, digest),
    packed: text.slice(digest + 1),
  };
}
