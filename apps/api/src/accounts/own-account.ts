import { changeEmail as askForNewAddress } from '@namc/db/accounts/commands/change-email';
import { closeAccount as eraseAccount } from '@namc/db/accounts/commands/close';
import { confirmEmail as takeConfirmation } from '@namc/db/accounts/commands/confirm-email';
import { resendConfirmation as mailConfirmation } from '@namc/db/applications/commands/apply';
import type {
  changeEmailInput,
  closeAccountInput,
  confirmEmailInput,
  resendConfirmationInput,
} from '@namc/inputs/accounts';
import type { z } from 'zod';
import { actorOf } from '../actors.ts';
import type { Context, SignedInContext } from '../context.ts';
import { assertPassword, countMailedLink } from '../sign-in/password.ts';

const accountsActor = (userId?: string) => actorOf(userId, 'system:accounts');

/** The account fields that the browser knows about the signed-in person; null for a visitor. */
export function findMe({ signedIn }: Context) {
  return signedIn && { ...signedIn.account, hasGivenSecondFactor: signedIn.session.hasRecentSecondFactor };
}

/** Confirms an email address by its mailed link. */
export async function confirmEmail(
  { db, caller, sessions, portal }: Context,
  input: z.output<typeof confirmEmailInput>,
) {
  const done = await db.write(accountsActor(), (tx) =>
    takeConfirmation(tx, { ...caller.origin, ...input, portal }),
  );
  if (!done) return { outcome: 'expired' as const };
  await sessions.forgetAccounts([done.userId]);
  return { outcome: done.change };
}

/**
 * Sends the confirmation link again. Neither the answer nor its timing reveals whether the address has an account.
 */
export async function resendConfirmation(
  ctx: Context,
  { email }: z.output<typeof resendConfirmationInput>,
): Promise<void> {
  await countMailedLink(ctx, email);
  ctx.writeLater(accountsActor(), 'resendConfirmation', (tx) =>
    mailConfirmation(tx, { email, portal: ctx.portal }),
  );
}

/**
 * Mails a link to the new address. The address changes when the link is used.
 * @throws InvalidInput, Refused, TRPCError after too many attempts.
 */
export async function changeEmail(
  ctx: SignedInContext,
  input: z.output<typeof changeEmailInput>,
): Promise<void> {
  const { db, limits, userId, portal } = ctx;
  await assertPassword(ctx, input.currentPassword);
  await limits.count('mailed link by account', userId);
  await db.write(accountsActor(userId), (tx) => askForNewAddress(tx, { userId, email: input.email, portal }));
}

/** Closes the account permanently. @throws InvalidInput, Refused for the last administrator. */
export async function closeAccount(
  ctx: SignedInContext,
  input: z.output<typeof closeAccountInput>,
): Promise<void> {
  const { db, caller, sessions, userId } = ctx;
  await assertPassword(ctx, input.currentPassword);
  await db.write(accountsActor(userId), (tx) => eraseAccount(tx, { userId }));
  await sessions.forgetAccounts([userId]);
  if (caller.token) caller.setCookie(await sessions.end(db, caller.token));
}
