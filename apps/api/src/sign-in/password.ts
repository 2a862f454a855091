import { addAccountRequest } from '@namc/db/accounts/commands/requests';
import { resetPassword as resetByLink } from '@namc/db/accounts/commands/reset-password';
import { InvalidInput } from '@namc/db/errors';
import { hashSecret } from '@namc/db/hash-secret';
import { changePassword as changeHash } from '@namc/db/sign-in/commands/password';
import { findCredentials, findLink } from '@namc/db/sign-in/queries';
import type {
  changePasswordInput,
  requestPasswordResetInput,
  resetPasswordInput,
} from '@namc/inputs/sign-in';
import type { z } from 'zod';
import type { Context, SignedInContext } from '../context.ts';
import { beginSession, signInActor } from './begin.ts';
import { assertUncommon, hashPassword, passwordMatches } from './passwords.ts';
import { writeToOwnAccount } from './write-to-own-account.ts';

/** Counts a request for a mailed link. @throws TRPCError after too many attempts. */
export async function countMailedLink({ limits, caller }: Context, email: string): Promise<void> {
  await limits.countNetwork('mailed link by address', caller.origin.address);
  await limits.count('mailed link by account', email);
}

/**
 * Verifies the signed-in person's password again.
 * @throws InvalidInput, TRPCError after too many attempts.
 */
export async function assertPassword(
  { db, limits, userId }: SignedInContext,
  currentPassword: string,
): Promise<{ email: string; firstName: string }> {
  await limits.count('password by account', userId);
  const known = await db.read(signInActor(userId), (tx) => findCredentials(tx, { userId }), {
    freshness: 'latest',
  });
  if (!(await passwordMatches(known?.passwordHash, currentPassword)) || !known) {
    throw new InvalidInput('currentPassword', 'is wrong');
  }
  await limits.clear('password by account', userId);
  return known;
}

/**
 * Mails a link that resets the password. The worker finds out whether the address has an account, so neither the answer
 * nor its timing reveals it.
 */
export async function requestPasswordReset(
  ctx: Context,
  { email }: z.output<typeof requestPasswordResetInput>,
): Promise<void> {
  await countMailedLink(ctx, email);
  const { caller, portal } = ctx;
  ctx.writeLater(signInActor(), 'requestPasswordReset', (tx) =>
    addAccountRequest(tx, { ...caller.origin, kind: 'RESET_PASSWORD', email, about: { portal } }),
  );
}

/** Words that a password must not be made of. */
export const knownOf = (person: {
  email: string;
  firstName: string;
  lastName?: string;
  company?: string | null;
}): string[] => [person.email, person.firstName, person.lastName ?? '', person.company ?? ''];

/** Sets a new password by a mailed link and ends every session of the account. @throws InvalidInput */
export async function resetPassword(
  { db, caller, limits, sessions, portal }: Context,
  { token, password }: z.output<typeof resetPasswordInput>,
) {
  await limits.countNetwork('mailed link by address', caller.origin.address);
  const link = await db.read(signInActor(), (tx) => findLink(tx, { tokenHash: hashSecret(token) }), {
    freshness: 'latest',
  });
  if (link?.state !== 'good') return { outcome: 'expired' as const };
  assertUncommon('password', password, knownOf(link));
  const passwordHash = await hashPassword(password);
  const done = await db.write(signInActor(), (tx) =>
    resetByLink(tx, { ...caller.origin, token, passwordHash, portal }),
  );
  if (!done) return { outcome: 'expired' as const };
  await sessions.forgetAccounts([done.userId]);
  // The mailed link has proven the person's identity, so the attempt limit is reset.
  await limits.clear('sign-in by account', done.email);
  await limits.clearNetwork('sign-in by account and address', caller.origin.address, done.email);
  return { outcome: 'changed' as const };
}

/** Changes the password, ends every other session and gives this browser a new token. */
export async function changePassword(
  ctx: SignedInContext,
  input: z.output<typeof changePasswordInput>,
): Promise<void> {
  const { caller, sessions, userId, signedIn, portal } = ctx;
  const person = await assertPassword(ctx, input.currentPassword);
  assertUncommon('newPassword', input.newPassword, knownOf(person));
  const passwordHash = await hashPassword(input.newPassword);
  const exceptId = signedIn.session.id;
  const securityVersion = await writeToOwnAccount(ctx, 'sign-in', (tx) =>
    changeHash(tx, { ...caller.origin, userId, passwordHash, exceptId, portal }),
  );
  await sessions.forgetAccounts([userId]);
  const { isKept, twoFactorAt } = signedIn.session;
  await beginSession(ctx, userId, { isKept, twoFactorAt, securityVersion });
}
