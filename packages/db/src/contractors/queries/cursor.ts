import { z } from 'zod';
import { InvalidInput } from '../../engine/errors.ts';

/** The sort keys of a page's last row. Numbers travel as PostgreSQL wrote them, so that they compare equal. */
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
  /** Inside the ranked candidates: rank, position among the candidates. */
  z.tuple([z.literal('rank'), z.number().min(0), z.number().int().min(0)]),
]);
export type Cursor = z.infer<typeof cursorSchema>;

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws InvalidInput unless a page of a search ordered by one of `kinds` can have returned the cursor. */
export function readCursor<K extends Cursor[0]>(
  text: string | undefined,
  kinds: readonly K[],
): Extract<Cursor, readonly [K, ...unknown[]]> | undefined {
  if (text === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch (cause) {
    throw new InvalidInput('cursor', 'is not one that a page returned', { cause });
  }
  const cursor = cursorSchema.safeParse(parsed);
  if (!cursor.success || !kinds.includes(cursor.data[0] as K)) {
    throw new InvalidInput('cursor', 'belongs to another search');
  }
  return cursor.data as Extract<Cursor, readonly [K, ...unknown[]]>;
}
