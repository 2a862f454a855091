import { z } from 'zod';
import { InvalidInput } from '../../engine/errors.ts';

/**
 * The end of a page: the sort keys of its last row. Numbers travel as PostgreSQL wrote them, so that they compare
 * equal to themselves.
 */
const cursorSchema = z.union([
  z.tuple([z.literal('license'), z.string().regex(/^\d{1,8}$/)]),
  z.tuple([
    z.literal('name'),
    z
      .string()
      .max(300)
      .regex(/^[^\0]*$/),
    z.string().regex(/^\d{1,8}$/),
  ]),
  z.tuple([z.literal('precedence'), z.number().int().min(-2e9).max(2e9), z.string().regex(/^\d{1,8}$/)]),
  z.tuple([z.literal('distance'), z.number().min(0), z.string().regex(/^\d{1,8}$/)]),
  /** Within the ranked candidates: rank, and position among the candidates. */
  z.tuple([z.literal('rank'), z.number().min(0), z.number().int().min(0)]),
]);
export type Cursor = z.infer<typeof cursorSchema>;

/** The cursor as opaque text for the client. */
export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws InvalidInput unless a page ordered by one of `kinds` could have returned it. */
export function readCursor<K extends Cursor[0]>(
  text: string | undefined,
  kinds: readonly K[],
): Extract<Cursor, readonly [K, ...unknown[]]> | undefined {
  if (text === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch (cause) {
    throw new InvalidInput('cursor', 'was not returned by any page', { cause });
  }
  const cursor = cursorSchema.safeParse(parsed);
  if (!cursor.success || !kinds.includes(cursor.data[0] as K)) {
    throw new InvalidInput('cursor', 'belongs to another search');
  }
  return cursor.data as Extract<Cursor, readonly [K, ...unknown[]]>;
}
