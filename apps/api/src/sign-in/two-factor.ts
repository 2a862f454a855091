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

const findSecret = ({ db, keys, userId }: SignedInContext) =>
  db.read(signInActor(userId), (tx) => findTwoFactor(tx, keys, { userId }), { freshness: 'latest' });

/** @throws InvalidInput, TRPCError after too many attempts. */
async function assertCode(ctx: SignedInContext, code: string | undefined): Promise<void> {
  const { userId, signedIn } = ctx;
  if (code === undefined) throw new InvalidInput('code', 'is required');
  const { securityVersion } = signedIn.session;
  if (await takeCode(ctx, { userId, securityVersion }, code)) return;
  throw new InvalidInput('code', 'didn’t work. Wait for a new one and try again');
}

/** Gives a code again in a session, and this browser a new token. @throws InvalidInput, TRPCError */
export async function renewCode(
  ctx: SignedInContext,
  input: z.output<typeof renewSecondFactorInput>,
): Promise<void> {
  const { db, sessions, userId, signedIn } = ctx;
  await assertCode(ctx, input.code);
  const { tokenHash } = signedIn.session;
  await db.write(signInActor(userId), (tx) => renewSecondFactor(tx, { tokenHash }));
  await sessions.forgetAccounts([userId]);
}

/**
 * Makes a new secret for an authenticator app. It takes effect once its first code is confirmed. Where two-step sign-in
 * is on, it is to replace the authenticator of before, whose code is needed.
 * @throws InvalidInput
 */
export async function beginTwoFactor(ctx: SignedInContext, input: z.output<typeof beginTwoFactorInput>) {
  const { db, keys, userId, signedIn } = ctx;
  await assertPassword(ctx, input.currentPassword);
  if ((await findSecret(ctx))?.isConfirmed) await assertCode(ctx, input.code);
  const secret = makeSecret();
  await db.write(signInActor(userId), (tx) => keepSecret(tx, keys, { userId, secret }));
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
  const { db, caller, limits, sessions, userId, signedIn, portal } = ctx;
  await limits.count('code by account', userId);
  const known = await findSecret(ctx);
  const secret = known?.isConfirmed ? known.replacement : known?.secret;
  const step = known && secret ? stepOf(secret, input.code, known.askedAt) : undefined;
  if (!known || step === undefined) {
    throw new InvalidInput('code', 'is not the code that the app shows now');
  }
  const { codes, hashes } = await makeRecoveryCodes(userId);
  const confirm = known.isConfirmed ? confirmReplacement : turnOn;
  const isDone = await db.write(signInActor(userId), (tx) =>
    confirm(tx, { ...caller.origin, userId, step, hashes, portal }),
  );
  if (!isDone) throw new Refused('This took too long, or was done elsewhere: begin again.');
  await sessions.forgetAccounts([userId]);
  const { isKept, securityVersion } = signedIn.session;
  await beginSession(ctx, userId, { isKept, twoFactorAt: 'now', securityVersion });
  return { recoveryCodes: codes };
}

/** Replaces the recovery codes. @throws InvalidInput, TRPCError after too many attempts. */
export async function makeNewRecoveryCodes(
  ctx: SignedInContext,
  input: z.output<typeof makeRecoveryCodesInput>,
): Promise<{ recoveryCodes: string[] }> {
  const { db, caller, userId, portal } = ctx;
  await assertPassword(ctx, input.currentPassword);
  await assertCode(ctx, input.code);
  const { codes, hashes } = await makeRecoveryCodes(userId);
  await db.write(signInActor(userId), (tx) =>
    renewRecoveryCodes(tx, { ...caller.origin, userId, hashes, portal }),
  );
  return { recoveryCodes: codes };
}

/** Turns two-step sign-in off. @throws InvalidInput, TRPCError after too many attempts. */
export async function endTwoFactor(
  ctx: SignedInContext,
  input: z.output<typeof endTwoFactorInput>,
): Promise<void> {
  const { db, caller, sessions, userId } = ctx;
  await assertPassword(ctx, input.currentPassword);
  await assertCode(ctx, input.code);
  await db.write(signInActor(userId), (tx) => turnOff(tx, { ...caller.origin, userId }));
  await sessions.forgetAccounts([userId]);
}
