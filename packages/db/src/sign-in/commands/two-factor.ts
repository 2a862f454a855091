import { randomBytes } from 'node:crypto';
import { and, eq, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { encrypt } from '../../engine/secrets/cipher.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import { sendLetter } from '../../mail/commands.ts';
import { findAddressee } from '../../members/queries/addressee.ts';
import { twoFactorCell } from '../queries.ts';
import { recoveryCodes, sessions, twoFactorSecrets } from '../tables.ts';
import { noteAccountEvent, type Origin } from './account-events.ts';
import { hashSecret } from './links.ts';
import { keepOneSession } from './sessions.ts';

/** Stores the secret that an authenticator was shown, until its first code confirms it. For the system. */
export async function beginTwoFactor(
  { orm }: WriteTransaction,
  ring: KeyRing,
  input: { userId: string; secret: string },
): Promise<void> {
  const { userId } = input;
  const encryptedSecret = encrypt(ring, twoFactorCell(userId), input.secret);
  await orm
    .insert(twoFactorSecrets)
    .values({ userId, encryptedSecret })
    .onConflictDoUpdate({
      target: twoFactorSecrets.userId,
      set: { encryptedSecret, createdAt: sql`now()` },
      setWhere: isNull(twoFactorSecrets.confirmedAt),
    });
}

/**
 * Marks the code of a time step as used. False if that code or a later one was used before (RFC 6238, section 5.2).
 * For the system.
 */
export async function useStep(
  { orm }: WriteTransaction,
  input: { userId: string; step: number },
): Promise<boolean> {
  const used = await orm
    .update(twoFactorSecrets)
    .set({ lastUsedStep: input.step })
    .where(
      and(
        eq(twoFactorSecrets.userId, input.userId),
        or(isNull(twoFactorSecrets.lastUsedStep), lt(twoFactorSecrets.lastUsedStep, input.step)),
      ),
    );
  return used.count > 0;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const recoveryCodeCount = 10;

/** Random base32 digits (RFC 4648), five bits each. */
export function randomBase32(length: number): string {
  return [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/**
 * Turns the second factor on and ends every session except the one with `exceptId`. Returns recovery codes, shown
 * only once, and the account's new security version; undefined if it was already on. For the system.
 */
export async function confirmTwoFactor(
  tx: WriteTransaction,
  input: { userId: string; step: number; exceptId?: string } & Origin,
): Promise<{ recoveryCodes: string[]; securityVersion: number } | undefined> {
  const { userId } = input;
  const confirmed = await tx.orm
    .update(twoFactorSecrets)
    .set({ confirmedAt: sql`now()`, lastUsedStep: input.step })
    .where(and(eq(twoFactorSecrets.userId, userId), isNull(twoFactorSecrets.confirmedAt)));
  if (confirmed.count === 0) return undefined;
  const codes = Array.from({ length: recoveryCodeCount }, () => randomBase32(10));
  await tx.orm.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.orm.insert(recoveryCodes).values(codes.map((code) => ({ userId, codeHash: hashSecret(code) })));
  await noteAccountEvent(tx, { ...input, kind: 'TWO_FACTOR_ON' });
  await tellOfTwoFactor(tx, userId, true);
  return { recoveryCodes: codes, securityVersion: await keepOneSession(tx, input) };
}

/**
 * Turns the second factor off and ends every session except the one with `exceptId`, which no longer counts as one
 * with a second factor. For the system.
 */
export async function endTwoFactor(
  tx: WriteTransaction,
  input: { userId: string; exceptId?: string } & Origin,
): Promise<void> {
  const { userId } = input;
  const gone = await tx.orm.delete(twoFactorSecrets).where(eq(twoFactorSecrets.userId, userId));
  await tx.orm.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.orm
    .update(sessions)
    .set({ twoFactorAt: null })
    .where(and(eq(sessions.userId, userId), isNotNull(sessions.twoFactorAt)));
  if (gone.count === 0) return;
  await keepOneSession(tx, input);
  await noteAccountEvent(tx, { ...input, kind: 'TWO_FACTOR_OFF' });
  await tellOfTwoFactor(tx, userId, false);
}

async function tellOfTwoFactor(tx: WriteTransaction, userId: string, isOn: boolean): Promise<void> {
  const person = await findAddressee(tx, userId);
  if (person) await sendLetter(tx, person, 'two-factor-changed', { isOn });
}

const ending = computed({ ended: 'boolean' });

/**
 * Turns it off for a person who has lost the authenticator and the recovery codes, and notifies them by mail. For
 * staff who may edit members.
 * @throws Refused if it is off, for oneself, and for an account of higher rank.
 */
export async function endMemberTwoFactor(
  tx: WriteTransaction,
  input: { userId: string; reason: string },
): Promise<void> {
  const [row] = await rowsOf(tx.sql, ending)`select end_two_factor_of(${input.userId}) as ended`;
  if (!row?.ended) throw new Refused('Two-step sign-in is not on for this account.');
  await recordAdminAction(tx, {
    action: 'members.end_two_factor',
    targetUserId: input.userId,
    reason: input.reason,
  });
  await tellOfTwoFactor(tx, input.userId, false);
}

/** Marks a recovery code as used. False if the account has no such unused code. For the system. */
export async function takeRecoveryCode(
  tx: WriteTransaction,
  input: { userId: string; code: string } & Origin,
): Promise<boolean> {
  const used = await tx.orm
    .update(recoveryCodes)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(recoveryCodes.userId, input.userId),
        eq(recoveryCodes.codeHash, hashSecret(input.code)),
        isNull(recoveryCodes.usedAt),
      ),
    );
  if (used.count === 0) return false;
  await noteAccountEvent(tx, { ...input, kind: 'RECOVERY_CODE_USED' });
  return true;
}
