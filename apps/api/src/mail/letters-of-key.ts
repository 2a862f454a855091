import { findLettersOfKey as find, type LettersOfKey } from '@namc/db/mail/queries';
import type { FindLettersOfKeyInput } from '@namc/inputs/mail';
import type { Context } from '../context.ts';

/** The letters that a key ends; null for a key that stands for nothing. @throws TRPCError after too many attempts from one address. */
export async function findLettersOfKey(
  { actor, caller, db, limits }: Context,
  input: FindLettersOfKeyInput,
): Promise<LettersOfKey | null> {
  await limits.countNetwork('question by address', caller.origin.address);
  // A replica may not have heard yet that they were stopped.
  return (await db.read(actor, (tx) => find(tx, input), { freshness: 'latest' })) ?? null;
}
