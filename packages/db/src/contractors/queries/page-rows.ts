import { pick, present } from '../../engine/columns/pick.ts';
import { computed, rowsOf, type Shape, together } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { californiaContractors } from '../tables/register.ts';
import type { SortKey } from './cursor.ts';
import { packedColumns } from './list-items.ts';
import type { Order } from './order.ts';
import { editionOf } from './recalled-meaning.ts';

/** What a page reads of a row beside its content. */
export interface Placed {
  licenseNumber: string;
  sortKey: SortKey;
  distanceMeters: number | null;
}

/** The same of a ranked page. `lastKey` and `lastLicense` are those of its last candidate, null if every match is one. */
export interface Ranked extends Placed {
  sortKey: number;
  rank: number;
  lastKey: number | null;
  lastLicense: string | null;
}

/** A statement of a page, with the columns of `Placed` or `Ranked` beside those of the reader. */
export interface PageStatement {
  select: Fragment;
  /** No other statement follows it in the transaction. */
  isLast: boolean;
}

/** One way to read the rows of a page. */
export interface PageReader<Content> {
  columns: Fragment;
  ordered(statement: PageStatement, order: Order): Promise<PageRows<Content & Placed>>;
  ranked(statement: PageStatement): Promise<PageRows<Content & Ranked>>;
}

export interface PageRows<Row> {
  rows: Row[];
  /** The edition of the register (`editionOf`); undefined if the reader does not ask for it. */
  edition: string | null | undefined;
}

const meters = computed({ distanceMeters: 'number | null' });
/** The sort key that an ordered page selects beside its columns. */
const orderedShapes: Record<Order['kind'], Shape<Pick<Placed, 'sortKey' | 'distanceMeters'>>> = {
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
  return {
    columns,
    ordered: async ({ select }, { kind }) => ({
      rows: await rowsOf(sql, shape, orderedShapes[kind])`${select}`,
      edition: undefined,
    }),
    ranked: async ({ select }) => ({
      rows: await rowsOf(sql, shape, rankedShape)`${select}`,
      edition: undefined,
    }),
  };
}

/** A row of `packedColumns`, of which `unpacked` reads the rest. */
export interface PackedRow {
  packed: string;
}

const pageText = computed({
  text: 'string | null',
  lastKey: 'number | null',
  lastLicense: 'string | null',
  edition: 'string | null',
});

/** Signs that no text of the register holds. */
const rowEnd = '\u001e';
const fieldEnd = '\u001f';

/**
 * Reads all rows of a page as one text, because the driver takes longer to read a hundred rows than a list does to make
 * something of them.
 */
export function readPacked(tx: Transaction): PageReader<PackedRow> {
  const { sql } = tx;
  const ask = async ({ select, isLast }: PageStatement, extra: { rank: Fragment; boundary: Fragment }) => {
    const statement = rowsOf(sql, pageText)`
      select string_agg(
               concat("licenseNumber", ${fieldEnd}::text, "sortKey", ${fieldEnd}::text, "distanceMeters", ${fieldEnd}::text,
                      ${extra.rank}, ${fieldEnd}::text, translate(packed, ${fieldEnd + rowEnd}, '')),
               ${rowEnd} order by ${extra.rank} desc, "sortKey", "licenseNumber") as text,
             ${extra.boundary}, ${editionOf(sql)} as edition
      from (${select}) page`;
    const [row] = await (isLast ? tx.last(statement) : statement);
    return { edition: row?.edition ?? null, boundary: row, texts: row?.text?.split(rowEnd) ?? [] };
  };
  return {
    columns: packedColumns(sql),
    ordered: async (statement, { kind }) => {
      const isNumber = kind === 'precedence' || kind === 'distance';
      const { edition, texts } = await ask(statement, { rank: sql`0`, boundary: noBoundary(sql) });
      return {
        edition,
        rows: texts.map((text) => {
          const { sortKey, ...row } = readText(text);
          return { ...row, sortKey: isNumber ? Number(sortKey) : sortKey };
        }),
      };
    },
    ranked: async (statement) => {
      const { edition, boundary, texts } = await ask(statement, {
        rank: sql`rank`,
        boundary: sql`max("lastKey") as "lastKey", max("lastLicense") as "lastLicense"`,
      });
      const { lastKey = null, lastLicense = null } = boundary ?? {};
      return {
        edition,
        rows: texts.map((text) => {
          const row = readText(text);
          return { ...row, sortKey: Number(row.sortKey), lastKey, lastLicense };
        }),
      };
    },
  };
}

const noBoundary = (sql: TransactionClient): Fragment =>
  sql`null::float8 as "lastKey", null::text as "lastLicense"`;

function readText(text: string) {
  const ends: number[] = [];
  for (let field = 0; field < 4; field += 1) ends.push(text.indexOf(fieldEnd, (ends.at(-1) ?? -1) + 1));
  const [license = 0, key = 0, meters = 0, rank = 0] = ends;
  return {
    licenseNumber: text.slice(0, license),
    sortKey: text.slice(license + 1, key),
    distanceMeters: key + 1 === meters ? null : Number(text.slice(key + 1, meters)),
    rank: Number(text.slice(meters + 1, rank)),
    packed: text.slice(rank + 1),
  };
}
