import { and, eq, sql } from 'drizzle-orm';
import { membershipApplications } from '../../applications/tables.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { sendLetter } from '../../mail/commands.ts';
import { addresseeColumns } from '../../members/queries/addressee.ts';
import { users } from '../../members/tables.ts';
import { noteAccountEvent, type Origin } from '../../sign-in/commands/account-events.ts';
import { takeLink } from '../../sign-in/commands/links.ts';
import { keepOneSession } from '../../sign-in/commands/sessions.ts';
import { recoveryCodes, twoFactorSecrets, userCredentials } from '../../sign-in/tables.ts';

/**
 * Confirms the address of a new account by its mailed link, gives the account its first password, and sends the
 * application to staff. Ends whatever was made in the account before. Returns the account's id and its security
 * version, with which its first session begins; undefined if the link is not good. For the system.
 */
export async function confirmEmail(
  tx: WriteTransaction,
  input: { token: string; passwordHash: string; portal: string } & Origin,
): Promise<{ userId: string; securityVersion: number } | undefined> {
  const link = await takeLink(tx, { token: input.token, purpose: 'VERIFY_EMAIL' });
  if (!link) return undefined;
  const { userId } = link;
  const { orm } = tx;
  const [person] = await orm
    .update(users)
    .set({ emailVerifiedAt: sql`now()` })
    .where(eq(users.id, userId))
    .returning(addresseeColumns);
  if (!person) return undefined;
  // Somebody else may have applied with this address.
  await orm.delete(twoFactorSecrets).where(eq(twoFactorSecrets.userId, userId));
  await orm.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await orm.delete(userCredentials).where(eq(userCredentials.userId, userId));
  await orm.insert(userCredentials).values({ userId, passwordHash: input.passwordHash });
  const securityVersion = await keepOneSession(tx, { userId });
  await noteAccountEvent(tx, { ...input, userId, kind: 'EMAIL_VERIFIED' });
  const moved = await orm
    .update(membershipApplications)
    .set({ status: 'SUBMITTED' })
    .where(and(eq(membershipApplications.userId, userId), eq(membershipApplications.status, 'UNVERIFIED')));
  if (moved.count > 0) await sendLetter(tx, person, 'application-received', { origin: input.portal });
  return { userId, securityVersion };
}
