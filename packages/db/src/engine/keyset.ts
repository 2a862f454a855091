import type { PageInput } from '@namc/inputs/text';
import { z } from 'zod';
import { computed, type RowOf } from './columns/shape.ts';
import type { Fragment, TransactionClient } from './connection.ts';
import { InvalidInput } from './errors.ts';
import type { Page } from './page.ts';

/**
 * The sort key of a row, selected as `keyset(…).key` so that the next page can begin after it. It is the sort
 * column in PostgreSQL's own notation: a `Date` would lose the microseconds, and the next page would miss rows.
 */
export const keyed = computed({ sortKey: 'string' });

/** The rank of a found row, from 1, for `rankedPages`. */
export const ranked = computed({ position: 'number' });

const instantAndId = z.tuple([z.string().max(40), z.uuid()]);

/**
 * The parts of a statement that reads a list page by page, in the order of an instant and then of the row's id.
 * `column` and `id` are SQL, for example `a.created_at` and `a.id`; `list` names the list, so that its cursor does not
 * fit another list.
 *
 *     const pages = keyset(sql, 'projects', input, 'p.created_at', 'desc', 'p.id');
 *     return pages.page(await rowsOf(sql, item, keyed)`
 *       select ${item(sql)}, ${pages.key} from projects p
 *       where status = ${input.status} ${pages.after} order by ${pages.order} limit ${pages.limit}`);
 *
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export function keyset(
  sql: TransactionClient,
  list: string,
  input: PageInput,
  column: string,
  direction: 'asc' | 'desc',
  id = 'id',
) {
  const last = readKeyset(list, instantAndId, input.cursor);
  const piece = (text: string) => sql.unsafe(text) as unknown as Fragment;
  return {
    /** Goes into the select list; the row then has `sortKey`. */
    key: piece(`${column}::text as "sortKey"`),
    /** A condition that begins with `and`; empty on the first page. */
    after: last
      ? sql`${piece(`and (${column}, ${id}) ${direction === 'desc' ? '<' : '>'}`)} (${last[0]}::text::timestamptz, ${last[1]})`
      : piece(''),
    order: piece(`${column} ${direction}, ${id} ${direction}`),
    /** One row more than the page holds, to show whether there is a next page. */
    limit: input.limit + 1,
    /** The sort keys of the previous page's last row. */
    last,
    page<Row extends RowOf<typeof keyed> & { id: string }>(rows: readonly Row[]): Page<Omit<Row, 'sortKey'>> {
      const { rows: shown, nextCursor } = toPage(list, rows, input.limit, (row) => [row.sortKey, row.id]);
      return { rows: shown.map(({ sortKey: _, ...row }) => row), nextCursor };
    },
  };
}

/**
 * People search to choose among the best rows, not to read to the end, so a search finds at most this many.
 */
const mostFound = 500;

/**
 * The parts of a search that numbers its rows from 1 by relevance (`position`): how many to skip, and how many to
 * find. A search finds at most 500 rows, one page at a time.
 * @throws InvalidInput for a cursor that no page of this search returned.
 */
export function rankedPages(list: string, input: PageInput) {
  const [skip = 0] = readKeyset(list, z.tuple([z.number().int().min(0)]), input.cursor) ?? [];
  return {
    skip,
    /** The last position that the statement needs to find. */
    limit: Math.min(skip + input.limit + 1, mostFound),
    page<Row extends RowOf<typeof ranked>>(rows: readonly Row[]): Page<Omit<Row, 'position'>> {
      const { rows: shown, nextCursor } = toPage(list, rows, input.limit, (row) => [row.position]);
      return { rows: shown.map(({ position: _, ...row }) => row), nextCursor };
    },
  };
}

function writeKeyset(list: string, keys: (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, ...keys])).toString('base64url');
}

/**
 * The sort keys in a cursor of a list, in the shape of `keys`; undefined without a cursor.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export function readKeyset<Keys>(
  list: string,
  keys: z.ZodType<Keys>,
  cursor: string | undefined,
): Keys | undefined {
  if (cursor === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch (cause) {
    throw new InvalidInput('cursor', 'was not returned by any page', { cause });
  }
  const read = Array.isArray(parsed) && parsed[0] === list ? keys.safeParse(parsed.slice(1)) : undefined;
  if (!read?.success) throw new InvalidInput('cursor', 'belongs to another list');
  return read.data;
}

/**
 * Makes the page from a query that asked for one row more than `limit`. The cursor holds the list's name and the
 * last row's keys.
 */
export function toPage<Row>(
  list: string,
  rows: readonly Row[],
  limit: number,
  keysOf: (row: Row) => (string | number)[],
): Page<Row> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > limit && last ? writeKeyset(list, keysOf(last)) : null };
}
