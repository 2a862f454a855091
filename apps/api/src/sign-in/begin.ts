import { noteAccountEvent } from '@namc/db/sign-in/commands/account-events';
import { replaceHash } from '@namc/db/sign-in/commands/password';
import { takeRecoveryCode, useStep } from '@namc/db/sign-in/commands/two-factor';
import { findCredentials, findTwoFactor } from '@namc/db/sign-in/queries';
import type { beginSignInInput, giveSecondFactorInput } from '@namc/inputs/sign-in';
import type { z } from 'zod';
import { actorOf } from '../actors.ts';
import type { Context, SignedInContext } from '../context.ts';
import { networkOf } from '../http/limits.ts';
import type { Beginning } from '../sessions/sessions.ts';
import { stepOf } from './authenticator.ts';
import { hashPassword, isWeakHash, passwordMatches } from './passwords.ts';

/** The system actor that acts for the person who signs in. */
export const signInActor = (userId?: string) => actorOf(userId, 'system:sign-in');

const wrong = 'The email address or the password is not right.';
const suspended = 'This account is suspended. Contact us if you think this is a mistake.';

/**
 * Begins a new session in this browser and ends its previous one, so that an earlier token cannot be reused.
 */
export async function beginSession(ctx: Context, userId: string, session: Beginning): Promise<void> {
  const { db, caller, sessions } = ctx;
  if (caller.token) await sessions.end(db, caller.token);
  caller.setCookie(await sessions.begin(db, userId, { ...caller.origin, ...session }));
}

function noteRefusal({ caller, writeLater }: Context, userId: string): void {
  writeLater(signInActor(userId), 'noteAccountEvent', (tx) =>
    noteAccountEvent(tx, { ...caller.origin, userId, kind: 'SIGN_IN_REFUSED' }),
  );
}

/**
 * Checks a password. The answer and its timing are the same for a wrong password and for an address without an
 * account.
 * @throws TRPCError after too many attempts.
 */
export async function beginSignIn(ctx: Context, input: z.output<typeof beginSignInInput>) {
  const { db, caller, limits } = ctx;
  await limits.count('sign-in by address', networkOf(caller.origin.address));
  await limits.count('sign-in by account', input.email);
  const known = await db.read(signInActor(), (tx) => findCredentials(tx, { email: input.email }), {
    freshness: 'latest',
  });
  if (!(await passwordMatches(known?.passwordHash, input.password)) || !known) {
    if (known) noteRefusal(ctx, known.userId);
    return { outcome: 'wrong' as const, message: wrong };
  }
  if (known.status === 'SUSPENDED') return { outcome: 'wrong' as const, message: suspended };
  const { userId, securityVersion } = known;
  await limits.clear('sign-in by account', input.email);
  if (isWeakHash(known.passwordHash)) {
    const passwordHash = await hashPassword(input.password);
    await db.write(signInActor(userId), (tx) =>
      replaceHash(tx, { userId, oldHash: known.passwordHash, passwordHash }),
    );
  }
  if (known.hasTwoFactor) {
    caller.setCookie(ctx.pendingSecondFactor.write({ userId, isKept: input.isKept, securityVersion }));
    return { outcome: 'second-factor' as const };
  }
  const { isKept } = input;
  await beginSession(ctx, userId, { isKept, twoFactorAt: null, securityVersion, isSignIn: true });
  return { outcome: 'in' as const };
}

/** True for an unused authenticator code or an unused recovery code; marks it as used. */
async function takeSecondFactor(
  { db, keys, caller }: Context,
  userId: string,
  code: string,
): Promise<boolean> {
  const actor = signInActor(userId);
  if (!/^\d{6}$/.test(code)) {
    return db.write(actor, (tx) => takeRecoveryCode(tx, { ...caller.origin, userId, code }));
  }
  const known = await db.read(actor, (tx) => findTwoFactor(tx, keys, { userId }), { freshness: 'latest' });
  const step = known?.isConfirmed ? stepOf(known.secret, code) : undefined;
  return step !== undefined && db.write(actor, (tx) => useStep(tx, { userId, step }));
}

/**
 * Whether a sign-in under way may still go on: the account's owner has not taken it back since the first step, and it
 * may sign in.
 */
async function isStillGood(
  { db }: Context,
  { userId, securityVersion }: { userId: string; securityVersion: number },
): Promise<boolean> {
  const known = await db.read(signInActor(userId), (tx) => findCredentials(tx, { userId }), {
    freshness: 'latest',
  });
  return known?.securityVersion === securityVersion && known.status !== 'SUSPENDED';
}

/** The second step of signing in. @throws TRPCError after too many attempts. */
export async function giveSecondFactor(ctx: Context, input: z.output<typeof giveSecondFactorInput>) {
  const { caller, limits, pendingSecondFactor } = ctx;
  const pending = pendingSecondFactor.read(caller.pendingSecondFactor);
  if (!pending || !(await isStillGood(ctx, pending))) {
    caller.setCookie(pendingSecondFactor.write(undefined));
    return { outcome: 'expired' as const };
  }
  const { userId, isKept, securityVersion } = pending;
  await limits.count('second factor', userId);
  if (!(await takeSecondFactor(ctx, userId, input.code))) {
    noteRefusal(ctx, userId);
    return { outcome: 'wrong' as const };
  }
  await limits.clear('second factor', userId);
  caller.setCookie(pendingSecondFactor.write(undefined));
  await beginSession(ctx, userId, { isKept, twoFactorAt: new Date(), securityVersion, isSignIn: true });
  return { outcome: 'in' as const };
}

/** Ends this browser's session. */
export async function signOut({ db, caller, sessions, userId, writeLater }: SignedInContext): Promise<void> {
  if (caller.token) caller.setCookie(await sessions.end(db, caller.token));
  writeLater(signInActor(userId), 'noteAccountEvent', (tx) =>
    noteAccountEvent(tx, { ...caller.origin, userId, kind: 'SIGNED_OUT' }),
  );
}
