import { and, eq, ne, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { sendLetter } from '../../mail/commands.ts';
import { addresseeColumns, findAddressee } from '../../members/queries/addressee.ts';
import { users } from '../../members/tables.ts';
import { userCredentials } from '../tables.ts';
import { noteAccountEvent, type Origin } from './account-events.ts';
import { makeLink } from './links.ts';
import { endSessions } from './sessions.ts';

/** Stores a stronger hash of the same password, unless the password has changed since. For the system. */
export async function replaceHash(
  { orm }: WriteTransaction,
  input: { userId: string; oldHash: string; passwordHash: string },
): Promise<void> {
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

/** Changes the password and ends every session except the one with `exceptHash`. For the system. */
export async function changePassword(
  tx: WriteTransaction,
  input: { userId: string; passwordHash: string; exceptHash: string; portal: string } & Origin,
): Promise<void> {
  await setPassword(tx, input);
  await noteAccountEvent(tx, { ...input, kind: 'PASSWORD_CHANGED' });
  await endSessions(tx, { userId: input.userId, exceptHash: input.exceptHash });
}

/**
 * Mails a link that resets the password if the address has an account. The result does not reveal whether it has.
 * For the system.
 */
export async function requestPasswordReset(
  tx: WriteTransaction,
  input: { email: string; portal: string },
): Promise<void> {
  const [person] = await tx.orm
    .select(addresseeColumns)
    .from(users)
    .where(and(eq(users.emailKey, input.email), ne(users.status, 'CLOSED')));
  if (!person) return;
  const token = await makeLink(tx, { ...person, purpose: 'RESET_PASSWORD' });
  await sendLetter(tx, person, 'reset-password', { origin: input.portal, token });
}
