import { eq } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { sendLetter } from '../../mail/commands.ts';
import { findAddressee } from '../../members/queries/addressee.ts';
import { users } from '../../members/tables.ts';
import { makeLink } from '../../sign-in/commands/links.ts';

/**
 * Requests a change of address: mails a link to the new one and notifies the old one. The account keeps its address
 * until `confirmEmail` takes the link. For the system.
 * @throws Refused if the account has this address already.
 */
export async function changeEmail(
  tx: WriteTransaction,
  input: { userId: string; email: string; portal: string },
): Promise<void> {
  const { userId, email, portal } = input;
  const person = await findAddressee(tx, userId);
  if (!person) return;
  if (person.email === email) throw new Refused('This is already your email address.');
  await sendLetter(tx, person, 'email-changing', { email });
  const [holder] = await tx.orm.select({ id: users.id }).from(users).where(eq(users.emailKey, email));
  if (holder) {
    // Only the address's owner is told that it is taken.
    await sendLetter(tx, { userId: null, email, name: 'there' }, 'application-again', { origin: portal });
    return;
  }
  const token = await makeLink(tx, { userId, purpose: 'CHANGE_EMAIL', email });
  await sendLetter(tx, { ...person, email }, 'change-email', { origin: portal, token });
}
