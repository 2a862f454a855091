import { InvalidInput, Refused } from '@namc/db/errors';
import {
  beginTwoFactor as keepSecret,
  endTwoFactor as turnOff,
  confirmTwoFactor as turnOn,
} from '@namc/db/sign-in/commands/two-factor';
import { findTwoFactor } from '@namc/db/sign-in/queries';
import type { beginTwoFactorInput, confirmTwoFactorInput, endTwoFactorInput } from '@namc/inputs/sign-in';
import type { z } from 'zod';
import type { SignedInContext } from '../context.ts';
import { makeSecret, showSecret, stepOf } from './authenticator.ts';
import { beginSession, signInActor } from './begin.ts';
import { assertPassword } from './password.ts';
import { writeToOwnAccount } from './write-to-own-account.ts';

const isOn = 'Two-step sign-in is already on.';

const findSecret = ({ db, keys, userId }: SignedInContext) =>
  db.read(signInActor(userId), (tx) => findTwoFactor(tx, keys, { userId }), { freshness: 'latest' });

/**
 * Makes a new secret for an authenticator app. It takes effect once its first code is confirmed.
 * @throws Refused, InvalidInput
 */
export async function beginTwoFactor(ctx: SignedInContext, input: z.output<typeof beginTwoFactorInput>) {
  const { keys, userId, signedIn } = ctx;
  await assertPassword(ctx, input.currentPassword);
  if ((await findSecret(ctx))?.isConfirmed) throw new Refused(isOn);
  const secret = makeSecret();
  await writeToOwnAccount(ctx, 'sign-in', (tx) => keepSecret(tx, keys, { userId, secret }));
  return { secret, ...showSecret(secret, signedIn.account.email) };
}

/**
 * Turns two-step sign-in on and gives this browser a new token.
 * @throws Refused, InvalidInput
 */
export async function confirmTwoFactor(
  ctx: SignedInContext,
  input: z.output<typeof confirmTwoFactorInput>,
): Promise<{ recoveryCodes: string[] }> {
  const { caller, limits, sessions, userId, signedIn } = ctx;
  const exceptId = signedIn.session.id;
  await limits.count('second factor', userId);
  const known = await findSecret(ctx);
  const step = known && !known.isConfirmed ? stepOf(known.secret, input.code) : undefined;
  if (step === undefined) throw new InvalidInput('code', 'is not the code that the app shows now');
  const done = await writeToOwnAccount(ctx, 'sign-in', (tx) =>
    turnOn(tx, { ...caller.origin, userId, step, exceptId }),
  );
  if (!done) throw new Refused(isOn);
  const { recoveryCodes, securityVersion } = done;
  await limits.clear('second factor', userId);
  await sessions.forgetAccounts([userId]);
  await beginSession(ctx, userId, {
    isKept: signedIn.session.isKept,
    twoFactorAt: new Date(),
    securityVersion,
  });
  return { recoveryCodes };
}

/** Turns two-step sign-in off. @throws InvalidInput */
export async function endTwoFactor(
  ctx: SignedInContext,
  input: z.output<typeof endTwoFactorInput>,
): Promise<void> {
  const { caller, sessions, userId, signedIn } = ctx;
  const exceptId = signedIn.session.id;
  await assertPassword(ctx, input.currentPassword);
  await writeToOwnAccount(ctx, 'sign-in', (tx) => turnOff(tx, { ...caller.origin, userId, exceptId }));
  await sessions.forgetAccounts([userId]);
}
