import { InvalidInput, Refused } from '@namc/db/errors';
import { makeRecoveryCodes, renewRecoveryCodes } from '@namc/db/sign-in/commands/recovery-codes';
import { renewSecondFactor } from '@namc/db/sign-in/commands/sessions';
import {
  confirmReplacement,
  beginTwoFactor as keepSecret,
  endTwoFactor as turnOff,
  confirmTwoFactor as turnOn,
} from '@namc/db/sign-in/commands/two-factor';
import { findTwoFactor } from '@namc/db/sign-in/queries';
import type {
  beginTwoFactorInput,
  confirmTwoFactorInput,
  endTwoFactorInput,
  makeRecoveryCodesInput,
  renewSecondFactorInput,
} from '@namc/inputs/sign-in';
import type { z } from 'zod';
import type { SignedInContext } from '../context.ts';
import { makeSecret, showSecret, stepOf } from './authenticator.ts';
import { beginSession, signInActor } from './begin.ts';
import { assertPassword } from './password.ts';
import { takeCode } from './second-factor.ts';
import { writeToOwnAccount } from './write-to-own-account.ts';

const findSecret = ({ db, keys, userId }: SignedInContext) =>
  db.read(signInActor(userId), (tx) => findTwoFactor(tx, keys, { userId }), { freshness: 'latest' });

/** @throws InvalidInput, TRPCError after too many attempts. */
export async function assertCode(ctx: SignedInContext, code: string | undefined): Promise<void> {
  const { userId, signedIn } = ctx;
  if (code === undefined) throw new InvalidInput('code', 'is required');
  const { securityVersion } = signedIn.session;
  if (await takeCode(ctx, { userId, securityVersion }, code)) return;
  throw new InvalidInput('code', 'didn’t work. Wait for a new one and try again');
}

/**
 * Gives a code again in a session. This browser gets a new token with its next request.
 * @throws InvalidInput, TRPCError after too many attempts.
 */
export async function renewCode(
  ctx: SignedInContext,
  input: z.output<typeof renewSecondFactorInput>,
): Promise<void> {
  const { sessions, userId, signedIn } = ctx;
  await assertCode(ctx, input.code);
  const { id } = signedIn.session;
  await writeToOwnAccount(ctx, 'sign-in', (tx) => renewSecondFactor(tx, { userId, id }));
  await sessions.forgetAccounts([userId]);
}

/**
 * Makes a new secret for an authenticator app. It takes effect once its first code is confirmed. Where two-step sign-in
 * is on, it is to replace the authenticator of before, whose code is needed.
 * @throws InvalidInput
 */
export async function beginTwoFactor(ctx: SignedInContext, input: z.output<typeof beginTwoFactorInput>) {
  const { keys, userId, signedIn } = ctx;
  await assertPassword(ctx, input.currentPassword);
  if ((await findSecret(ctx))?.isConfirmed) await assertCode(ctx, input.code);
  const secret = makeSecret();
  await writeToOwnAccount(ctx, 'sign-in', (tx) => keepSecret(tx, keys, { userId, secret }));
  return { secret, ...showSecret(secret, signedIn.account.email) };
}

/**
 * Turns two-step sign-in on, or replaces the authenticator, and gives this browser a new token.
 * @throws Refused, InvalidInput
 */
export async function confirmTwoFactor(
  ctx: SignedInContext,
  input: z.output<typeof confirmTwoFactorInput>,
): Promise<{ recoveryCodes: string[] }> {
  const { caller, limits, sessions, userId, signedIn, portal } = ctx;
  const { id: exceptId, isKept } = signedIn.session;
  await limits.count('code by account', userId);
  const known = await findSecret(ctx);
  const secret = known?.isConfirmed ? known.replacement : known?.secret;
  const step = known && secret ? stepOf(secret, input.code, known.askedAt) : undefined;
  if (!known || step === undefined) {
    throw new InvalidInput('code', 'isn’t the code that the app is showing now');
  }
  const { codes, hashes } = await makeRecoveryCodes(userId);
  const confirm = known.isConfirmed ? confirmReplacement : turnOn;
  const securityVersion = await writeToOwnAccount(ctx, 'sign-in', (tx) =>
    confirm(tx, { ...caller.origin, userId, step, hashes, exceptId, portal }),
  );
  if (securityVersion === undefined) {
    throw new Refused('This took too long, or you finished it in another window. Start over.');
  }
  await sessions.forgetAccounts([userId]);
  await beginSession(ctx, userId, { isKept, twoFactorAt: 'now', securityVersion });
  return { recoveryCodes: codes };
}

/** Replaces the recovery codes. @throws InvalidInput, TRPCError after too many attempts. */
export async function makeNewRecoveryCodes(
  ctx: SignedInContext,
  input: z.output<typeof makeRecoveryCodesInput>,
): Promise<{ recoveryCodes: string[] }> {
  const { caller, userId, portal } = ctx;
  await assertPassword(ctx, input.currentPassword);
  await assertCode(ctx, input.code);
  const { codes, hashes } = await makeRecoveryCodes(userId);
  await writeToOwnAccount(ctx, 'sign-in', (tx) =>
    renewRecoveryCodes(tx, { ...caller.origin, userId, hashes, portal }),
  );
  return { recoveryCodes: codes };
}

/**
 * Turns two-step sign-in off and gives this browser a new token.
 * @throws InvalidInput, TRPCError after too many attempts.
 */
export async function endTwoFactor(
  ctx: SignedInContext,
  input: z.output<typeof endTwoFactorInput>,
): Promise<void> {
  const { caller, sessions, userId, signedIn, portal } = ctx;
  const { id: exceptId, isKept } = signedIn.session;
  await assertPassword(ctx, input.currentPassword);
  await assertCode(ctx, input.code);
  const securityVersion = await writeToOwnAccount(ctx, 'sign-in', (tx) =>
    turnOff(tx, { ...caller.origin, userId, exceptId, portal }),
  );
  await sessions.forgetAccounts([userId]);
  if (securityVersion === undefined) return;
  await beginSession(ctx, userId, { isKept, twoFactorAt: null, securityVersion });
}
