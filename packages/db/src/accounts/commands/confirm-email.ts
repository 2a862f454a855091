import { and, eq, sql } from 'drizzle-orm';
import { membershipApplications } from '../../applications/tables.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { sendLetter } from '../../mail/commands.ts';
import { addresseeColumns } from '../../members/queries/addressee.ts';
import { users } from '../../members/tables.ts';
import { noteAccountEvent, type Origin } from '../../sign-in/commands/account-events.ts';
import { takeLink } from '../../sign-in/commands/links.ts';

/**
 * Confirms an address by its mailed link. The link of a new account sends its application to staff; the link of an
 * address change gives the account the new address. Undefined if the link has expired. For the system.
 * @throws Refused if another account has taken the address meanwhile.
 */
export async function confirmEmail(
  tx: WriteTransaction,
  input: { token: string; portal: string } & Origin,
): Promise<{ userId: string; change: 'confirmed' | 'changed' } | undefined> {
  const link = await takeLink(tx, { token: input.token, purposes: ['VERIFY_EMAIL', 'CHANGE_EMAIL'] });
  if (!link) return undefined;
  const { userId, email } = link;
  if (link.purpose === 'VERIFY_EMAIL') {
    const isConfirmed = await confirmAddress(tx, { ...input, userId, email });
    return isConfirmed ? { userId, change: 'confirmed' } : undefined;
  }
  const [old] = await tx.orm.select(addresseeColumns).from(users).where(eq(users.id, userId)).for('update');
  await tx.orm.update(users).set({ email, emailVerifiedAt: sql`now()` }).where(eq(users.id, userId));
  await noteAccountEvent(tx, { ...input, userId, kind: 'EMAIL_CHANGED' });
  if (old) await sendLetter(tx, old, 'email-changed', { email });
  return { userId, change: 'changed' };
}

/**
 * Marks an account's address as confirmed after its owner used a mailed link, and sends a waiting application to
 * staff. False if the account's address has changed meanwhile. For the system.
 */
export async function confirmAddress(
  tx: WriteTransaction,
  input: { userId: string; email: string; portal: string } & Origin,
): Promise<boolean> {
  const { userId } = input;
  const [person] = await tx.orm
    .select({ ...addresseeColumns, verifiedAt: users.emailVerifiedAt })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.emailKey, input.email)))
    .for('update');
  if (!person) return false;
  if (person.verifiedAt) return true;
  await tx.orm.update(users).set({ emailVerifiedAt: sql`now()` }).where(eq(users.id, userId));
  await noteAccountEvent(tx, { ...input, userId, kind: 'EMAIL_VERIFIED' });
  const moved = await tx.orm
    .update(membershipApplications)
    .set({ status: 'SUBMITTED' })
    .where(and(eq(membershipApplications.userId, userId), eq(membershipApplications.status, 'UNVERIFIED')));
  if (moved.count > 0) await sendLetter(tx, person, 'application-received', { origin: input.portal });
  return true;
}
