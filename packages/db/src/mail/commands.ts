import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import type { LetterTemplate } from '../engine/letter.ts';
import { type About, type LetterName, letters } from '../nouns.ts';
import { renderLetter } from './render.ts';
import { mailBodies, mails } from './tables.ts';

export interface Addressee {
  userId: string | null;
  email: string;
  name: string;
}

/**
 * Sends a letter, with a notification in the portal if the letter has a page there. The letter goes out only if the
 * transaction is committed. In a person's own transaction the database takes the address from the account `to.userId`
 * and sends only the letters of the tables `member_letters` and `staff_letters`; a staff member's act is recorded first.
 * @throws Refused for another letter, and for a receiver whom the actor may not write to.
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
  if (actor.kind !== 'system') {
    await sql`select send_letter(${name}, ${to.userId}, ${subject}, ${text}, ${html}, ${written.path ?? null})`;
    return;
  }
  await sql`select queue_mail(${to.userId}, ${to.email}, ${name}, ${subject}, ${text}, ${html})`;
  if (to.userId && written.path) {
    await sql`select notify_account(${to.userId}, ${name}, ${subject}, ${written.path})`;
  }
}

export type WaitingMail = Pick<
  typeof mails.$inferSelect,
  'id' | 'recipient' | 'subject' | 'messageId' | 'attempts'
> & { text: string; html: string };

/**
 * The mail to send and its attempt number, this one included; undefined if it was sent already. For the system.
 */
export async function takeMail(
  { orm }: WriteTransaction,
  input: { mailId: string },
): Promise<WaitingMail | undefined> {
  const { id, recipient, subject, messageId, attempts } = getTableColumns(mails);
  const [mail] = await orm
    .update(mails)
    .set({ attempts: sql`${attempts} + 1` })
    .from(mailBodies)
    .where(and(eq(id, input.mailId), eq(mailBodies.mailId, id), inArray(mails.status, ['WAITING', 'FAILED'])))
    .returning({
      id,
      recipient,
      subject,
      messageId,
      attempts,
      text: mailBodies.textBody,
      html: mailBodies.htmlBody,
    });
  return mail;
}

/** Records that the mail was sent, and deletes its body. For the system. */
export async function markMailSent({ orm }: WriteTransaction, input: { mailId: string }): Promise<void> {
  await orm
    .update(mails)
    .set({ status: 'SENT', sentAt: sql`now()`, problem: null })
    .where(eq(mails.id, input.mailId));
  await orm.delete(mailBodies).where(eq(mailBodies.mailId, input.mailId));
}

/** Keeps a mail for `/dev/outbox` if no mail server is set. For the system. */
export async function keepMail({ orm }: WriteTransaction, input: { mailId: string }): Promise<void> {
  await orm
    .update(mails)
    .set({ status: 'KEPT' })
    .where(and(eq(mails.id, input.mailId), eq(mails.status, 'WAITING')));
}

/**
 * Records the reason why a mail could not be sent; after the last attempt the mail counts as failed. For the
 * system.
 */
export async function noteMailProblem(
  { orm }: WriteTransaction,
  input: { mailId: string; problem: string; isFinal: boolean },
): Promise<void> {
  await orm
    .update(mails)
    .set({ problem: input.problem.slice(0, 500), status: input.isFinal ? 'FAILED' : 'WAITING' })
    .where(eq(mails.id, input.mailId));
}
