import { and, eq, gt, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
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
import { halfWayLasts } from './half-way.ts';
import { storeRecoveryCodes, tellOwner } from './recovery-codes.ts';
import { keepOneSession, raiseSecurityVersion } from './sessions.ts';

/** Minutes for confirming an authenticator that is to replace another. */
const replacementMinutes = 15;

/**
 * Stores the secret that an authenticator was shown, until its first code confirms it. Where two-step sign-in is on,
 * the authenticator of before works until then. For the system.
 */
export async function beginTwoFactor(
  { orm }: WriteTransaction,
  ring: KeyRing,
  input: { userId: string; secret: string },
): Promise<void> {
  const { userId } = input;
  const encryptedSecret = encrypt(ring, twoFactorCell(userId), input.secret);
  const isOn = sql`${twoFactorSecrets.confirmedAt} is not null`;
  await orm
    .insert(twoFactorSecrets)
    .values({ userId, encryptedSecret })
    .onConflictDoUpdate({
      target: twoFactorSecrets.userId,
      set: {
        encryptedSecret: sql`case when ${isOn} then ${twoFactorSecrets.encryptedSecret} else excluded.encrypted_secret end`,
        createdAt: sql`case when ${isOn} then ${twoFactorSecrets.createdAt} else now() end`,
        encryptedReplacement: sql`case when ${isOn} then excluded.encrypted_secret end`,
        replacementAt: sql`case when ${isOn} then now() end`,
      },
    });
}

/**
 * Marks the code of a time step as used. False if that code or a later one was used before (RFC 6238, section 5.2), or
 * the first step of the sign-in is too long ago. For the system.
 */
export async function useStep(
  { orm }: WriteTransaction,
  input: { userId: string; step: number; begunAt?: Date | undefined },
): Promise<boolean> {
  const used = await orm
    .update(twoFactorSecrets)
    .set({ lastUsedStep: input.step, refusedCodes: 0 })
    .where(
      and(
        eq(twoFactorSecrets.userId, input.userId),
        isNotNull(twoFactorSecrets.confirmedAt),
        or(isNull(twoFactorSecrets.lastUsedStep), lt(twoFactorSecrets.lastUsedStep, input.step)),
        halfWayLasts(input.begunAt),
      ),
    );
  return used.count > 0;
}

/**
 * Counts a wrong code. The account's owner is told of the third in a row, and then of every tenth after it. For the
 * system.
 */
export async function noteRefusedCode(
  tx: WriteTransaction,
  input: { userId: string; portal: string } & Origin,
): Promise<void> {
  const { userId } = input;
  const [row] = await tx.orm
    .update(twoFactorSecrets)
    .set({ refusedCodes: sql`${twoFactorSecrets.refusedCodes} + 1` })
    .where(eq(twoFactorSecrets.userId, userId))
    .returning({ refused: twoFactorSecrets.refusedCodes });
  await noteAccountEvent(tx, { ...input, kind: 'CODE_REFUSED' });
  if (row && row.refused % 10 === 3) await tellOwner(tx, input, 'codes-refused');
}

/**
 * Turns the second factor on and ends every session except the one with `exceptId`. Returns the account's new security
 * version; undefined if it was already on. For the system.
 */
export async function confirmTwoFactor(
  tx: WriteTransaction,
  input: { userId: string; step: number; hashes: string[]; exceptId?: string; portal?: string } & Origin,
): Promise<number | undefined> {
  const { userId } = input;
  const confirmed = await tx.orm
    .update(twoFactorSecrets)
    .set({ confirmedAt: sql`now()`, lastUsedStep: input.step, refusedCodes: 0 })
    .where(and(eq(twoFactorSecrets.userId, userId), isNull(twoFactorSecrets.confirmedAt)));
  if (confirmed.count === 0) return undefined;
  await storeRecoveryCodes(tx, input);
  await noteAccountEvent(tx, { ...input, kind: 'TWO_FACTOR_ON' });
  await tellOfTwoFactor(tx, input, true);
  return keepOneSession(tx, input);
}

/**
 * Replaces the authenticator with the one that was shown, makes the recovery codes new, and ends every session except
 * the one with `exceptId`. Returns the account's new security version; undefined if there is none to confirm, or it was
 * shown too long ago. For the system.
 */
export async function confirmReplacement(
  tx: WriteTransaction,
  input: { userId: string; step: number; hashes: string[]; exceptId?: string; portal: string } & Origin,
): Promise<number | undefined> {
  const { userId } = input;
  const replaced = await tx.orm
    .update(twoFactorSecrets)
    .set({
      encryptedSecret: sql`${twoFactorSecrets.encryptedReplacement}`,
      confirmedAt: sql`now()`,
      createdAt: sql`${twoFactorSecrets.replacementAt}`,
      lastUsedStep: input.step,
      refusedCodes: 0,
      encryptedReplacement: null,
      replacementAt: null,
    })
    .where(
      and(
        eq(twoFactorSecrets.userId, userId),
        isNotNull(twoFactorSecrets.confirmedAt),
        gt(twoFactorSecrets.replacementAt, sql`now() - ${replacementMinutes}::int * interval '1 minute'`),
      ),
    );
  if (replaced.count === 0) return undefined;
  await storeRecoveryCodes(tx, input);
  await noteAccountEvent(tx, { ...input, kind: 'AUTHENTICATOR_REPLACED' });
  await tellOwner(tx, input, 'authenticator-replaced');
  await raiseSecurityVersion(tx, input);
  return keepOneSession(tx, input);
}

/**
 * Turns the second factor off and ends every session except the one with `exceptId`, which no longer counts as one
 * with a second factor. Returns the account's new security version; undefined if it was off already. For the system.
 */
export async function endTwoFactor(
  tx: WriteTransaction,
  input: { userId: string; exceptId?: string; portal?: string } & Origin,
): Promise<number | undefined> {
  const { userId } = input;
  const gone = await tx.orm.delete(twoFactorSecrets).where(eq(twoFactorSecrets.userId, userId));
  await tx.orm.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.orm
    .update(sessions)
    .set({ twoFactorAt: null })
    .where(and(eq(sessions.userId, userId), isNotNull(sessions.twoFactorAt)));
  if (gone.count === 0) return undefined;
  await noteAccountEvent(tx, { ...input, kind: 'TWO_FACTOR_OFF' });
  await tellOfTwoFactor(tx, input, false);
  return keepOneSession(tx, input);
}

async function tellOfTwoFactor(
  tx: WriteTransaction,
  { userId, portal: origin }: { userId: string; portal?: string },
  isOn: boolean,
): Promise<void> {
  const person = await findAddressee(tx, userId);
  if (person) await sendLetter(tx, person, 'two-factor-changed', { isOn, ...(origin ? { origin } : {}) });
}

const ending = computed({ ended: 'boolean' });

/**
 * Turns it off for a person who has lost the authenticator and the recovery codes, and notifies them by mail. For
 * staff who may edit members.
 * @throws Refused if it is off, for oneself, and for an account of higher rank.
 */
export async function endMemberTwoFactor(
  tx: WriteTransaction,
  input: { userId: string; reason: string; portal?: string },
): Promise<void> {
  const [row] = await rowsOf(tx.sql, ending)`select end_two_factor_of(${input.userId}) as ended`;
  if (!row?.ended) throw new Refused('Two-step sign-in is not on for this account.');
  await recordAdminAction(tx, {
    action: 'members.end_two_factor',
    targetUserId: input.userId,
    reason: input.reason,
  });
  await tellOfTwoFactor(tx, input, false);
}
