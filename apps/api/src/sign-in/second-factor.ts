import { hashRecoveryCode, takeRecoveryCode } from '@namc/db/sign-in/commands/recovery-codes';
import { noteRefusedCode, useStep } from '@namc/db/sign-in/commands/two-factor';
import { findTwoFactor } from '@namc/db/sign-in/queries';
import { actorOf } from '../actors.ts';
import type { Context } from '../context.ts';
import { stepOf } from './authenticator.ts';

/** The account whose owner gives a code, as it was when the password or the session was checked. */
export interface CodeOwner {
  userId: string;
  securityVersion: number;
  /** The first step of a sign-in, by the database's clock. Undefined in a session. */
  begunAt?: Date;
}

const isAuthenticatorCode = (code: string) => /^\d{6}$/.test(code);

/**
 * Takes an unused code of the authenticator, or an unused recovery code. False if it is neither; the owner then hears of
 * it. Attempts are counted by account and network, and apart from that for a device that has signed in before. A new
 * password begins the counts anew, because whoever guesses codes knows the old one.
 * @throws TRPCError after too many attempts.
 */
export async function takeCode(ctx: Context, owner: CodeOwner, code: string): Promise<boolean> {
  const { db, caller, limits, portal, trustedDevices } = ctx;
  const { userId, begunAt } = owner;
  const { address } = caller.origin;
  const account = `${userId} ${owner.securityVersion}`;
  const device = trustedDevices.read(caller.trustedDevice, owner);
  if (device) await limits.count('code by device', device);
  else {
    await limits.countNetwork('code by account and address', address, account);
    await limits.count('code by account', account);
  }
  const actor = actorOf(userId, 'system:sign-in');
  if (!(await isTaken(ctx, userId, code, begunAt))) {
    await db.write(actor, (tx) => noteRefusedCode(tx, { ...caller.origin, userId, portal }));
    return false;
  }
  if (device) await limits.clear('code by device', device);
  else await limits.clearNetwork('code by account and address', address, account);
  return true;
}

async function isTaken(
  { db, keys, caller, portal }: Context,
  userId: string,
  code: string,
  begunAt: Date | undefined,
): Promise<boolean> {
  const actor = actorOf(userId, 'system:sign-in');
  if (!isAuthenticatorCode(code)) {
    const codeHash = await hashRecoveryCode(userId, code);
    return db.write(actor, (tx) =>
      takeRecoveryCode(tx, { ...caller.origin, userId, codeHash, begunAt, portal }),
    );
  }
  const known = await db.read(actor, (tx) => findTwoFactor(tx, keys, { userId }), { freshness: 'latest' });
  const step = known?.isConfirmed ? stepOf(known.secret, code, known.askedAt) : undefined;
  return step !== undefined && db.write(actor, (tx) => useStep(tx, { userId, step, begunAt }));
}
