import { addAccountRequest } from '@namc/db/accounts/commands/requests';
import { type AssociationContact, getAssociationContact } from '@namc/db/settings/queries';
import { noteAccountEvent } from '@namc/db/sign-in/commands/account-events';
import { replaceHash } from '@namc/db/sign-in/commands/password';
import { type Credentials, findCredentials, isHalfWay } from '@namc/db/sign-in/queries';
import { formatPhone } from '@namc/inputs/phone';
import type { beginSignInInput, giveSecondFactorInput } from '@namc/inputs/sign-in';
import type { z } from 'zod';
import { actorOf } from '../actors.ts';
import type { Context, SignedInContext } from '../context.ts';
import type { PendingSignIn } from '../sessions/pending-second-factor.ts';
import type { Beginning } from '../sessions/sessions.ts';
import { hashPassword, isWeakHash, passwordMatches } from './passwords.ts';
import { takeCode } from './second-factor.ts';

/** The system actor that acts for the person who signs in. */
export const signInActor = (userId?: string) => actorOf(userId, 'system:sign-in');

const wrong = 'That email and password don’t match.';

function suspended({ email, phone }: AssociationContact): string {
  const ways = [email && `email ${email}`, phone && `call ${formatPhone(phone)}`].filter(Boolean);
  return `This account is suspended. If you think this is a mistake, ${ways.join(' or ') || 'contact us'}.`;
}

/**
 * Begins a new session in this browser and ends its previous one, so that an earlier token cannot be reused.
 */
export async function beginSession(ctx: Context, userId: string, session: Beginning): Promise<void> {
  const { db, caller, sessions, trustedDevices } = ctx;
  if (caller.token) await sessions.end(db, caller.token);
  caller.setCookie(await sessions.begin(db, userId, { ...caller.origin, ...session }));
  caller.setCookie(trustedDevices.write({ userId, securityVersion: session.securityVersion }));
}

/**
 * Counts an attempt to sign in: by account and network, or by the device if it has signed in to this account before.
 * Returns what resets the count. The work is the same with and without an account.
 */
async function countAttempt(
  { caller, limits, trustedDevices }: Context,
  email: string,
  known: Credentials | undefined,
): Promise<() => Promise<void>> {
  const { address } = caller.origin;
  const device = trustedDevices.read(caller.trustedDevice, known);
  if (device) {
    await limits.count('sign-in by device', device);
    return () => limits.clear('sign-in by device', device);
  }
  await limits.countNetwork('sign-in by account and address', address, email);
  await limits.count('sign-in by account', email);
  return () => limits.clearNetwork('sign-in by account and address', address, email);
}

/**
 * Checks a password. The answer and its timing are the same for a wrong password and for an address without an
 * account.
 * @throws TRPCError after too many attempts.
 */
export async function beginSignIn(ctx: Context, input: z.output<typeof beginSignInInput>) {
  const { db, caller, limits } = ctx;
  await limits.countNetwork('sign-in by address', caller.origin.address);
  const known = await db.read(signInActor(), (tx) => findCredentials(tx, { email: input.email }), {
    freshness: 'latest',
  });
  const clearAttempts = await countAttempt(ctx, input.email, known);
  if (!(await passwordMatches(known?.passwordHash, input.password)) || !known) {
    // The same row for every address: the request after this one must not tell which have accounts.
    ctx.writeLater(signInActor(), 'addAccountRequest', (tx) =>
      addAccountRequest(tx, { ...caller.origin, kind: 'SIGN_IN_REFUSED', email: input.email }),
    );
    return { outcome: 'wrong' as const, message: wrong };
  }
  if (known.status === 'SUSPENDED') {
    const contact = await db.read(signInActor(), getAssociationContact);
    return { outcome: 'wrong' as const, message: suspended(contact) };
  }
  const { userId, securityVersion } = known;
  await clearAttempts();
  if (isWeakHash(known.passwordHash)) {
    const passwordHash = await hashPassword(input.password);
    await db.write(signInActor(userId), (tx) =>
      replaceHash(tx, { userId, oldHash: known.passwordHash, passwordHash }),
    );
  }
  if (known.hasTwoFactor) {
    const { askedAt: begunAt } = known;
    caller.setCookie(
      ctx.pendingSecondFactor.write({ userId, isKept: input.isKept, begunAt, securityVersion }),
    );
    return { outcome: 'second-factor' as const };
  }
  const { isKept } = input;
  await beginSession(ctx, userId, { isKept, twoFactorAt: null, securityVersion, isSignIn: true });
  return { outcome: 'in' as const };
}

/**
 * True if a sign-in under way may still go on: its first step is not too long ago, the account's owner has not taken it
 * back since, and it may sign in.
 */
async function isStillGood({ db }: Context, pending: PendingSignIn): Promise<boolean> {
  const { userId, securityVersion, begunAt } = pending;
  const known = await db.read(
    signInActor(userId),
    async (tx) => ((await isHalfWay(tx, { begunAt })) ? findCredentials(tx, { userId }) : undefined),
    { freshness: 'latest' },
  );
  return known?.securityVersion === securityVersion && known.status !== 'SUSPENDED';
}

/** The second step of signing in. @throws TRPCError after too many attempts. */
export async function giveSecondFactor(ctx: Context, input: z.output<typeof giveSecondFactorInput>) {
  const { caller, pendingSecondFactor } = ctx;
  const pending = pendingSecondFactor.read(caller.pendingSecondFactor);
  if (!pending || !(await isStillGood(ctx, pending))) {
    caller.setCookie(pendingSecondFactor.write(undefined));
    return { outcome: 'expired' as const };
  }
  const { userId, isKept, securityVersion } = pending;
  if (!(await takeCode(ctx, pending, input.code))) return { outcome: 'wrong' as const };
  caller.setCookie(pendingSecondFactor.write(undefined));
  await beginSession(ctx, userId, { isKept, twoFactorAt: 'now', securityVersion, isSignIn: true });
  return { outcome: 'in' as const };
}

/** Ends this browser's session. */
export async function signOut({ db, caller, sessions, userId, writeLater }: SignedInContext): Promise<void> {
  if (caller.token) caller.setCookie(await sessions.end(db, caller.token));
  writeLater(signInActor(userId), 'noteAccountEvent', (tx) =>
    noteAccountEvent(tx, { ...caller.origin, userId, kind: 'SIGNED_OUT' }),
  );
}
