import { and, eq, ne, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { sendLetter } from '../../mail/commands.ts';
import { addresseeColumns, findAddressee } from '../../members/queries/addressee.ts';
import { users } from '../../members/tables.ts';
import { userCredentials } from '../tables.ts';
import { noteAccountEvent, type Origin } from './account-events.ts';
import { keepOneSession } from './sessions.ts';

/**
 * Stores a stronger hash of the same password, unless the password has changed since. Sessions and links stay good.
 * For the system.
 */
export async function replaceHash(
  { orm, sql: run }: WriteTransaction,
  input: { userId: string; oldHash: string; passwordHash: string },
): Promise<void> {
  await run`select set_config('app.same_password', ${input.userId}, true)`;
  await orm
    .update(userCredentials)
    .set({ passwordHash: input.passwordHash })
    .where(and(eq(userCredentials.userId, input.userId), eq(userCredentials.passwordHash, input.oldHash)));
}

/** Sets the password of an account and tells its owner by mail. For the system. */
export async function setPassword(
  tx: WriteTransaction,
  input: { userId: string; passwordHash: string; portal: string },
): Promise<void> {
  const { userId, passwordHash } = input;
  await tx.orm
    .insert(userCredentials)
    .values({ userId, passwordHash })
    .onConflictDoUpdate({
      target: userCredentials.userId,
      set: { passwordHash, changedAt: sql`now()` },
    });
  const person = await findAddressee(tx, userId);
  if (person) await sendLetter(tx, person, 'password-changed', { origin: input.portal });
}

/**
 * Changes the password, ends every session except the one with `exceptId`, and returns the account's new security
 * version. For the system.
 */
export async function changePassword(
  tx: WriteTransaction,
  input: { userId: string; passwordHash: string; exceptId: string; portal: string } & Origin,
): Promise<number> {
  await setPassword(tx, input);
  await noteAccountEvent(tx, { ...input, kind: 'PASSWORD_CHANGED' });
  return keepOneSession(tx, input);
}

/**
 * Mails a link that resets the password if the address has an account. An account whose address is not confirmed has
 * no password to reset, and gets the link that confirms it and chooses one. The result does not reveal which it was. For the system.
 */
export async function requestPasswordReset(
  tx: WriteTransaction,
  input: { email: string; portal: string },
): Promise<void> {
  const [person] = await tx.orm
    .select({ ...addresseeColumns, status: users.status, verifiedAt: users.emailVerifiedAt })
    .from(users)
    .where(and(eq(users.emailKey, input.email), ne(users.status, 'CLOSED')));
  if (!person) return;
  const { status, verifiedAt, ...to } = person;
  const origin = input.portal;
  if (verifiedAt) {
    await sendLetter(tx, to, 'reset-password', { origin });
  } else if (status === 'PENDING') {
    await sendLetter(tx, to, 'verify-email', { origin });
  } else if (status === 'ACTIVE' || status === 'LAPSED') {
    // Staff added the member, who has no password yet.
    await sendLetter(tx, to, 'member-added', { origin });
  }
}
