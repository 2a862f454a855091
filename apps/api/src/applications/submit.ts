import { requestMembership } from '@namc/db/accounts/commands/requests';
import type { SubmitApplicationInput } from '@namc/inputs/applications';
import { actorOf } from '../actors.ts';
import type { Context } from '../context.ts';

/**
 * Submits an application for membership. The worker finds out whether the address has an account, so neither the answer
 * nor its timing reveals it.
 * @throws InvalidInput, TRPCError after too many attempts from one address.
 */
export async function submitApplication(
  { db, caller, limits, portal }: Context,
  application: SubmitApplicationInput,
): Promise<void> {
  await limits.countNetwork('application by address', caller.origin.address);
  await db.write(actorOf(undefined, 'system:applications'), (tx) =>
    requestMembership(tx, { application, ...caller.origin, portal }),
  );
}
