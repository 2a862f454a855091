import { type Claim, openClaim as open } from '@namc/db/outreach/commands';
import type { OpenClaimInput } from '@namc/inputs/outreach';
import type { Context } from '../context.ts';

/**
 * The license and the project of a personal link. Null for one that is unknown or too old. @throws TRPCError after too many attempts from
 * one address.
 */
export async function openClaim(
  { actor, caller, db, limits }: Context,
  input: OpenClaimInput,
): Promise<Claim | null> {
  await limits.countNetwork('question by address', caller.origin.address);
  return db.write(actor, (tx) => open(tx, input));
}
