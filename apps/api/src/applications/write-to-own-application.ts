import type { WriteTransaction } from '@namc/db';
import type { Origin } from '@namc/db/sign-in/commands/account-events';
import type { SignedInContext } from '../context.ts';
import { writeToOwnAccount } from '../sign-in/write-to-own-account.ts';

/**
 * Runs an act of the signed-in person on their own application.
 * @throws Refused if the session no longer stands, TRPCError after too many acts.
 */
export async function writeToOwnApplication<T>(
  ctx: SignedInContext,
  act: (tx: WriteTransaction, owner: { userId: string } & Origin) => Promise<T>,
): Promise<T> {
  const { caller, limits, userId } = ctx;
  await limits.count('application by account', userId);
  return writeToOwnAccount(ctx, 'applications', (tx) => act(tx, { ...caller.origin, userId }));
}
