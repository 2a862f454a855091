import type { z } from 'zod';
import { InvalidInput } from './errors.ts';

/**
 * The cursor of a list: its name, so that it is of no use to another, and the sort keys of the page's last row. An
 * instant travels as PostgreSQL wrote it, and goes back as `::text::timestamptz`: as a `Date` it would lose its
 * microseconds, and the page after it some of its rows.
 */
export function writeKeyset(list: string, keys: (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, ...keys])).toString('base64url');
}

/**
 * The sort keys in a cursor that `writeKeyset` wrote for the same list, in the shape of `keys`.
 * @throws InvalidInput when no page of that list can have returned it.
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
    throw new InvalidInput('cursor', 'is not one that a page returned', { cause });
  }
  const read = Array.isArray(parsed) && parsed[0] === list ? keys.safeParse(parsed.slice(1)) : undefined;
  if (!read?.success) throw new InvalidInput('cursor', 'belongs to another list');
  return read.data;
}

/** A page of `limit` rows from a query that asked for one more: the cursor says that there is more. */
export function toPage<Row>(
  list: string,
  rows: Row[],
  limit: number,
  keysOf: (row: Row) => (string | number)[],
): { rows: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    nextCursor: rows.length > limit && last ? writeKeyset(list, keysOf(last)) : null,
  };
}
