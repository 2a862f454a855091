import type { WriteTransaction } from '../../engine/database.ts';
import { sendLetter } from '../../mail/commands.ts';
import { noteAccountEvent, type Origin } from './account-events.ts';
import { makeLink } from './links.ts';
import { endSessions } from './sessions.ts';

/** A better hash of the same password, after somebody signed in with it. For the system. */
export async function replaceHash(
  { sql }: WriteTransaction,
  input: { userId: string; oldHash: string; passwordHash: string },
): Promise<void> {
  await sql`
    update user_credentials set password_hash = ${input.passwordHash}
    where user_id = ${input.userId} and password_hash = ${input.oldHash}`;
}

export async function setPassword(
  tx: WriteTransaction,
  input: { userId: string; passwordHash: string; portal: string },
): Promise<void> {
  const { sql } = tx;
  await sql`
    insert into user_credentials (user_id, password_hash) values (${input.userId}, ${input.passwordHash})
    on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = now()`;
  const [person] = await sql<{ email: string; name: string }[]>`
    select email::text as email, first_name as name from users where id = ${input.userId}`;
  if (person) {
    await sendLetter(tx, { userId: input.userId, ...person }, 'password-changed', { origin: input.portal });
  }
}

/** Changes the password and ends every other session; returns their hashes. For the system. */
export async function changePassword(
  tx: WriteTransaction,
  input: { userId: string; passwordHash: string; exceptHash: string; portal: string } & Origin,
): Promise<string[]> {
  await setPassword(tx, input);
  await noteAccountEvent(tx, { ...input, kind: 'PASSWORD_CHANGED' });
  return endSessions(tx, { userId: input.userId, exceptHash: input.exceptHash });
}

/** Mails a link that resets the password, if there is such an account: whether there is nobody is told. For the system. */
export async function askForReset(
  tx: WriteTransaction,
  input: { email: string; portal: string },
): Promise<void> {
  const [person] = await tx.sql<{ userId: string; email: string; name: string }[]>`
    select id as "userId", email::text as email, first_name as name from users
    where email_key = ${input.email} and status <> 'CLOSED'`;
  if (!person) return;
  const token = await makeLink(tx, { ...person, purpose: 'RESET_PASSWORD' });
  await sendLetter(tx, person, 'reset-password', { origin: input.portal, token });
}
