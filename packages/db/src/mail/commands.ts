import type { WriteTransaction } from '../engine/database.ts';
import { type About, type LetterName, letters } from './letters.ts';
import { renderLetter } from './render.ts';

export interface Addressee {
  userId: string | null;
  email: string;
  name: string;
}

/**
 * Writes a letter to somebody, and a notification in the portal when the letter has a place there; it goes out when the
 * transaction is committed, and not otherwise. Staff and the system only.
 */
export async function sendLetter<Name extends LetterName>(
  { sql }: WriteTransaction,
  to: Addressee,
  letter: Name,
  about: About<Name>,
): Promise<void> {
  const write = letters[letter] as (about: About<Name>) => ReturnType<(typeof letters)[LetterName]>;
  const written = write(about);
  const { subject, text, html } = renderLetter(to.name, written);
  await sql`select queue_mail(${to.userId}, ${to.email}, ${letter}, ${subject}, ${text}, ${html})`;
  if (to.userId && written.path) {
    await sql`select notify_account(${to.userId}, ${letter}, ${subject}, ${written.path})`;
  }
}

export interface WaitingMail {
  id: string;
  recipient: string;
  subject: string;
  messageId: string;
  text: string;
  html: string;
  attempts: number;
}

/** A mail that has to go out, and how often that was tried with this time; undefined when it has gone. For the system. */
export async function takeMail(
  { sql }: WriteTransaction,
  input: { mailId: string },
): Promise<WaitingMail | undefined> {
  const [mail] = await sql<WaitingMail[]>`
    update mails set attempts = attempts + 1 from mail_bodies
    where id = ${input.mailId} and mail_id = id and status in ('WAITING', 'FAILED')
    returning id, recipient, subject, message_id as "messageId", text_body as text, html_body as html, attempts`;
  return mail;
}

/** It has gone, so that what it said is forgotten. For the system. */
export async function markMailSent({ sql }: WriteTransaction, input: { mailId: string }): Promise<void> {
  await sql`update mails set status = 'SENT', sent_at = now(), problem = null where id = ${input.mailId}`;
  await sql`delete from mail_bodies where mail_id = ${input.mailId}`;
}

/** Nothing sends mail here: it stays, for `/dev/outbox`. For the system. */
export async function keepMail({ sql }: WriteTransaction, input: { mailId: string }): Promise<void> {
  await sql`update mails set status = 'KEPT' where id = ${input.mailId} and status = 'WAITING'`;
}

export async function noteMailProblem(
  { sql }: WriteTransaction,
  input: { mailId: string; problem: string; isFinal: boolean },
): Promise<void> {
  await sql`
    update mails set problem = ${input.problem.slice(0, 500)}, status = ${input.isFinal ? 'FAILED' : 'WAITING'}
    where id = ${input.mailId}`;
}
