import {
  changeEmail as askForNewAddress,
  cancelEmailChange as cancelChange,
  resendEmailChange as resendLink,
  takeNewAddress as takeAddress,
  withdrawEmailChange as withdrawChange,
} from '@namc/db/accounts/commands/change-email';
import { closeAccount as eraseAccount } from '@namc/db/accounts/commands/close';
import { confirmEmail as takeConfirmation } from '@namc/db/accounts/commands/confirm-email';
import { addAccountRequest } from '@namc/db/accounts/commands/requests';
import { hashSecret } from '@namc/db/hash-secret';
import { findLink } from '@namc/db/sign-in/queries';
import type {
  cancelEmailChangeInput,
  changeEmailInput,
  checkLinkInput,
  closeAccountInput,
  confirmEmailInput,
  resendConfirmationInput,
  takeNewAddressInput,
} from '@namc/inputs/accounts';
import type { z } from 'zod';
import { actorOf } from '../actors.ts';
import type { Context, SignedInContext } from '../context.ts';
import { beginSession } from '../sign-in/begin.ts';
import { assertPassword, countMailedLink, knownOf } from '../sign-in/password.ts';
import { assertUncommon, hashPassword } from '../sign-in/passwords.ts';
import { writeToOwnAccount } from '../sign-in/write-to-own-account.ts';

const accountsActor = (userId?: string) => actorOf(userId, 'system:accounts');

/** The account fields that the browser knows about the signed-in person; null for a visitor. */
export function findMe({ signedIn }: Context) {
  return signedIn && { ...signedIn.account, hasGivenSecondFactor: signedIn.session.hasRecentSecondFactor };
}

/**
 * The state of a mailed link: good, or the reason why not. Only a good link tells the address that it was sent to. A
 * mutation, so that the token travels in the body of the request.
 */
export async function checkLink({ db }: Context, { token }: z.output<typeof checkLinkInput>) {
  const link = await db.read(accountsActor(), (tx) => findLink(tx, { tokenHash: hashSecret(token) }), {
    freshness: 'latest',
  });
  if (!link) return { state: 'unknown' as const, purpose: null, email: null };
  const { state, purpose } = link;
  return { state, purpose, email: state === 'good' ? link.email : null };
}

/**
 * Confirms the address of a new account by its mailed link, sets the account's password and signs this browser in.
 * @throws InvalidInput
 */
export async function confirmEmail(ctx: Context, { token, password }: z.output<typeof confirmEmailInput>) {
  const { db, caller, sessions, portal } = ctx;
  const link = await db.read(accountsActor(), (tx) => findLink(tx, { tokenHash: hashSecret(token) }), {
    freshness: 'latest',
  });
  if (link?.state !== 'good') return { outcome: 'expired' as const };
  assertUncommon('password', password, knownOf(link));
  const passwordHash = await hashPassword(password);
  const done = await db.write(accountsActor(), (tx) =>
    takeConfirmation(tx, { ...caller.origin, token, passwordHash, portal }),
  );
  if (!done) return { outcome: 'expired' as const };
  const { userId, securityVersion } = done;
  await sessions.forgetAccounts([userId]);
  await beginSession(ctx, userId, { isKept: false, twoFactorAt: null, securityVersion, isSignIn: true });
  return { outcome: 'confirmed' as const };
}

/**
 * Gives the account the address that the mailed link was sent to. A browser that is signed in to the account stays so,
 * with a new token.
 */
export async function takeNewAddress(ctx: Context, { token }: z.output<typeof takeNewAddressInput>) {
  const { db, caller, sessions, signedIn } = ctx;
  const own = signedIn ? { exceptId: signedIn.session.id } : {};
  const done = await db.write(accountsActor(), (tx) => takeAddress(tx, { ...caller.origin, ...own, token }));
  if (!done) return { outcome: 'expired' as const };
  const { userId, securityVersion } = done;
  await sessions.forgetAccounts([userId]);
  if (done.isKept && signedIn) {
    const { isKept, twoFactorAt } = signedIn.session;
    await beginSession(ctx, userId, { isKept, twoFactorAt, securityVersion });
  }
  return { outcome: 'changed' as const };
}

/** Cancels a change of address. The answer holds the token of a link that sets a new password. */
export async function cancelEmailChange(
  { db, caller, sessions }: Context,
  { token }: z.output<typeof cancelEmailChangeInput>,
) {
  const done = await db.write(accountsActor(), (tx) => cancelChange(tx, { ...caller.origin, token }));
  if (!done) return { outcome: 'expired' as const };
  await sessions.forgetAccounts([done.userId]);
  return { outcome: 'canceled' as const, resetToken: done.resetToken };
}

/**
 * Sends the confirmation link again. The worker finds out whether the address has an account, so neither the answer nor
 * its timing reveals it.
 */
export async function resendConfirmation(
  ctx: Context,
  { email }: z.output<typeof resendConfirmationInput>,
): Promise<void> {
  await countMailedLink(ctx, email);
  const { caller, portal } = ctx;
  ctx.writeLater(accountsActor(), 'resendConfirmation', (tx) =>
    addAccountRequest(tx, { ...caller.origin, kind: 'CONFIRM_AGAIN', email, about: { portal } }),
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
  const { limits, userId, portal } = ctx;
  await assertPassword(ctx, input.currentPassword);
  await limits.count('mailed link by account', userId);
  await writeToOwnAccount(ctx, 'accounts', (tx) =>
    askForNewAddress(tx, { userId, email: input.email, portal }),
  );
}

/** Mails the link to the new address again. @throws Refused if no change waits, TRPCError after too many attempts. */
export async function resendEmailChange(ctx: SignedInContext): Promise<void> {
  const { limits, userId, portal } = ctx;
  await limits.count('mailed link by account', userId);
  await writeToOwnAccount(ctx, 'accounts', (tx) => resendLink(tx, { userId, portal }));
}

export async function withdrawEmailChange(ctx: SignedInContext): Promise<void> {
  const { caller, userId } = ctx;
  await writeToOwnAccount(ctx, 'accounts', (tx) => withdrawChange(tx, { ...caller.origin, userId }));
}

/** Closes the account permanently. @throws InvalidInput, Refused for the last administrator. */
export async function closeAccount(
  ctx: SignedInContext,
  input: z.output<typeof closeAccountInput>,
): Promise<void> {
  const { db, caller, sessions, userId } = ctx;
  await assertPassword(ctx, input.currentPassword);
  await writeToOwnAccount(ctx, 'accounts', (tx) => eraseAccount(tx, { userId }));
  await sessions.forgetAccounts([userId]);
  if (caller.token) caller.setCookie(await sessions.end(db, caller.token));
}
