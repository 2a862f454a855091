import { z } from 'zod';
import { InvalidInput } from '../../engine/errors.ts';

const license = z.string().regex(/^\d{1,8}$/);
const name = z
  .string()
  .max(300)
  .regex(/^[^\0]*$/);
const precedence = z.number().int().min(-2e9).max(2e9);
const distance = z.number().min(0);
const rank = z.number().min(0);

/** The sort key of a search before the license number: a number, or text. */
export type SortKey = string | number;

/** A ranked page: the rank, and its place in the order that decides between equal ranks. */
const ranked = <Kind extends string, Key extends z.ZodType<SortKey>>(kind: Kind, key: Key) =>
  z.tuple([
    z.literal('rank'),
    z.literal(kind),
    rank,
    key,
    license,
    /** The last candidate; null if every match is one. */
    z.tuple([key, license]).nullable(),
  ]);

/**
 * The end of a page: the sort keys of its last row, never its position, because rows come and go between two pages.
 * Numbers travel as PostgreSQL wrote them, so that they compare equal to themselves.
 */
const cursorSchema = z.union([
  z.tuple([z.literal('license'), license, license]),
  z.tuple([z.literal('name'), name, license]),
  z.tuple([z.literal('precedence'), precedence, license]),
  z.tuple([z.literal('distance'), distance, license]),
  ranked('precedence', precedence),
  ranked('distance', distance),
]);
export type Cursor = z.infer<typeof cursorSchema>;

/** The cursor as opaque text for the client. */
export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws InvalidInput unless a page in this order could have returned it. */
export function readCursor(
  text: string | undefined,
  { kind, isRanked }: { kind: string; isRanked: boolean },
): Cursor | undefined {
  if (text === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch (cause) {
    throw new InvalidInput('cursor', 'was not returned by any page', { cause });
  }
  const cursor = cursorSchema.safeParse(parsed);
  const belongs =
    cursor.success &&
    (cursor.data[0] === 'rank' ? isRanked && cursor.data[1] === kind : cursor.data[0] === kind);
  if (!belongs) throw new InvalidInput('cursor', 'belongs to another search');
  return cursor.data;
}
