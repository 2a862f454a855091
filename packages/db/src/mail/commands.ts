import type { WriteTransaction } from '../engine/database.ts';
import type { LetterTemplate } from '../engine/letter.ts';
import { type About, type LetterName, letters } from '../nouns.ts';
import { renderLetter } from './render.ts';

export interface Addressee {
  userId: string | null;
  email: string;
  name: string;
}

/**
 * Writes a letter to somebody, and a notification in the portal when the letter is about one of its pages. The letter
 * goes out when the transaction is committed, and not otherwise. In a member's own transaction the database takes the
 * address from the account `to.userId` and sends only the letters of the table `member_letters`.
 * @throws Refused for another letter, and for a reader whom a member's act may not write to.
 */
export async function sendLetter<Name extends LetterName>(
  { sql, actor }: WriteTransaction,
  to: Addressee,
  name: Name,
  about: About<Name>,
): Promise<void> {
  const { write } = letters[name] as LetterTemplate<About<Name>>;
  const written = write(about);
  const { subject, text, html } = renderLetter(to.name, written);
  if (actor.kind === 'member') {
    await sql`select send_member_letter(${name}, ${to.userId}, ${subject}, ${text}, ${html}, ${written.path ?? null})`;
    return;
  }
  await sql`select queue_mail(${to.userId}, ${to.email}, ${name}, ${subject}, ${text}, ${html})`;
  if (to.userId && written.path) {
    await sql`select notify_account(${to.userId}, ${name}, ${subject}, ${written.path})`;
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
