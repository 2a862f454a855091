import { confirmAddress } from '../applications/applications.ts';
import type { Transaction, WriteTransaction } from '../engine/database.ts';
import { Refused } from '../engine/errors.ts';
import { sendLetter } from '../mail/commands.ts';
import { noteAccountEvent, type Origin } from './commands/account-events.ts';
import { makeLink, takeLink } from './commands/links.ts';
import { endSessions } from './sessions.ts';

export interface Credentials {
  userId: string;
  email: string;
  firstName: string;
  status: string;
  passwordHash: string;
  hasTwoFactor: boolean;
}

/** What somebody signs in with, by e-mail address or id. For the system. */
export async function findCredentials(
  { sql }: Transaction,
  by: { email: string } | { userId: string },
): Promise<Credentials | undefined> {
  const [row] = await sql<Credentials[]>`
    select u.id as "userId", u.email::text as email, u.first_name as "firstName", u.status,
           c.password_hash as "passwordHash",
           exists (select from two_factor_secrets t where t.user_id = u.id and t.confirmed_at is not null) as "hasTwoFactor"
    from users u join user_credentials c on c.user_id = u.id
    where ${'email' in by ? sql`u.email_key = ${by.email}` : sql`u.id = ${by.userId}`} and u.status <> 'CLOSED'`;
  return row;
}

/** A better hash of the same password, after somebody signed in with it. For the system. */
export async function replaceHash(
  { sql }: WriteTransaction,
  input: { userId: string; oldHash: string; passwordHash: string },
): Promise<void> {
  await sql`
    update user_credentials set password_hash = ${input.passwordHash}
    where user_id = ${input.userId} and password_hash = ${input.oldHash}`;
}

async function setPassword(
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

/**
 * Sets a new password by a mailed link, and ends every session: whoever had the mail has the account. The address counts as
 * confirmed. Undefined when the link is good no more. For the system.
 */
export async function resetPassword(
  tx: WriteTransaction,
  input: { token: string; passwordHash: string; portal: string } & Origin,
): Promise<{ userId: string; ended: string[] } | undefined> {
  const link = await takeLink(tx, { token: input.token, purposes: ['RESET_PASSWORD'] });
  if (!link) return undefined;
  await setPassword(tx, { ...input, userId: link.userId });
  await confirmAddress(tx, { ...input, userId: link.userId, email: link.email });
  await noteAccountEvent(tx, { ...input, userId: link.userId, kind: 'PASSWORD_RESET' });
  return { userId: link.userId, ended: await endSessions(tx, { userId: link.userId }) };
}

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
