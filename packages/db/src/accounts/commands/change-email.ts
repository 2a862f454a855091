import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { sendLetter } from '../../mail/commands.ts';
import { makeLink } from '../../sign-in/commands/links.ts';

/** Asks the new address to confirm, and tells the old one. For the system. @throws Refused when it is the same. */
export async function askForNewEmail(
  tx: WriteTransaction,
  input: { userId: string; email: string; portal: string },
): Promise<void> {
  const [person] = await tx.sql<{ email: string; name: string; taken: boolean }[]>`
    select email::text as email, first_name as name,
           exists (select from users other where other.email_key = ${input.email} and other.id <> u.id) as taken
    from users u where id = ${input.userId}`;
  if (!person) return;
  if (person.email === input.email) throw new Refused('This is your e-mail address already.');
  const { userId } = input;
  await sendLetter(tx, { userId, ...person }, 'email-changing', { email: input.email });
  // Whose address it is else, only its owner learns.
  if (person.taken) {
    await sendLetter(tx, { userId: null, email: input.email, name: 'there' }, 'application-again', {
      origin: input.portal,
    });
    return;
  }
  const token = await makeLink(tx, { userId, purpose: 'CHANGE_EMAIL', email: input.email });
  await sendLetter(tx, { userId, name: person.name, email: input.email }, 'change-email', {
    origin: input.portal,
    token,
  });
}
