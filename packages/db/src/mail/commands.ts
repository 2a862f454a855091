import type { ResumeLettersInput, StopLettersInput } from '@namc/inputs/mail';
import { and, eq, inArray, ne, notInArray, or, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import type { LetterTemplate } from '../engine/letter.ts';
import { type About, type LetterName, letters } from '../nouns.ts';
import { mailContents, mails } from './tables.ts';

export interface Addressee {
  userId: string | null;
  email: string;
}

const urgent = 10;

/**
 * Sends a letter, with a notification in the portal if the letter has a page there. The letter goes out only if the
 * transaction is committed, and its words and its link are made then (`prepareMail`). In a person's own transaction
 * the database takes the address from the account `to.userId`, and sends only the letters of the tables
 * `member_letters` and `staff_letters`, with the title and the page that stand there; a staff member's act is recorded
 * first. A letter of the system may leave out the mail, or the notification.
 * @throws Refused for another letter, and for a receiver whom the actor may not write to.
 */
export async function sendLetter<Name extends LetterName>(
  { sql, actor }: WriteTransaction,
  to: Addressee,
  name: Name,
  about: About<Name>,
  { byEmail = true, inPortal = true }: { byEmail?: boolean; inPortal?: boolean } = {},
): Promise<void> {
  const content = JSON.stringify(about ?? {});
  if (actor.kind !== 'system') {
    await sql`select send_letter(${name}, ${to.userId}, ${content}::text::jsonb)`;
    return;
  }
  const { write, isUrgent } = letters[name] as LetterTemplate<About<Name>>;
  const { subject, path } = write(about, '');
  if (byEmail) {
    await sql`
    select queue_mail(${to.userId}, ${to.email}, ${name}, ${subject}, ${content}::text::jsonb, ${isUrgent ? urgent : 0})`;
  }
  if (inPortal && to.userId && path)
    await sql`select notify_account(${to.userId}, ${name}, ${subject}, ${path})`;
}

/** Ends what the keys of a letter stand for, whoever asks. An unknown key changes nothing. */
export async function stopLetters({ sql }: WriteTransaction, { keys }: StopLettersInput): Promise<void> {
  await sql`select stop_letters(${keys}::uuid[])`;
}

/** Brings back the letters of a key that were stopped, whoever asks. A project is followed again on its own page. */
export async function resumeLetters(
  { sql }: WriteTransaction,
  { key, notify }: ResumeLettersInput,
): Promise<void> {
  await sql`select resume_letters(${key}, ${notify})`;
}

/** A mail as the worker found it, with what has changed in its account meanwhile. */
export type TakenMail = NonNullable<Awaited<ReturnType<typeof takeMail>>>;

/**
 * Counts an attempt to send the mail, and returns it; undefined if it was sent or dropped. `isRepeated` tells that a
 * newer mail brings the same letter to the same account. For the system.
 */
export async function takeMail({ orm }: WriteTransaction, { mailId }: { mailId: string }) {
  const { recipient, template, messageId, attempts, userId, isToConfirmed, securityVersion } = mails;
  const [mail] = await orm
    .update(mails)
    .set({ attempts: sql`${attempts} + 1` })
    .from(mailContents)
    .where(
      and(
        eq(mails.id, mailId),
        eq(mailContents.mailId, mails.id),
        inArray(mails.status, ['WAITING', 'FAILED']),
      ),
    )
    .returning({
      recipient,
      template,
      messageId,
      attempts,
      userId,
      isToConfirmed,
      securityVersion,
      about: mailContents.about,
      firstName: sql<string | null>`(select first_name from users where users.id = mails.user_id)`,
      currentVersion: sql<number | null>`(select security_version from users where users.id = mails.user_id)`,
      isRepeated: sql<boolean>`exists (
        select from mails newer where newer.user_id = mails.user_id and newer.template = mails.template
          and newer.created_at >= mails.created_at and newer.id > mails.id and newer.status <> 'DROPPED')`,
    });
  return mail;
}

/** A closed account's mail keeps no address once it is done with. */
const recipientWhenDone = sql`
  case when exists (select from users where users.id = mails.user_id and users.status = 'CLOSED')
  then 'closed-' || mails.user_id || '@invalid.example' else mails.recipient end`;

/** Records that the mail was sent, and forgets what it was about. For the system. */
export async function markMailSent({ orm }: WriteTransaction, { mailId }: { mailId: string }): Promise<void> {
  await orm
    .update(mails)
    .set({ status: 'SENT', sentAt: sql`now()`, problem: null, recipient: recipientWhenDone })
    .where(eq(mails.id, mailId));
  await orm.delete(mailContents).where(eq(mailContents.mailId, mailId));
}

/** Records why a mail is not to be sent any more, and forgets what it was about. For the system. */
export async function dropMail(
  { orm }: WriteTransaction,
  { mailId, reason }: { mailId: string; reason: string },
): Promise<void> {
  await orm
    .update(mails)
    .set({ status: 'DROPPED', problem: reason, recipient: recipientWhenDone })
    .where(eq(mails.id, mailId));
  await orm.delete(mailContents).where(eq(mailContents.mailId, mailId));
}

/** Drops the account's mail with this letter that still waits. For the system. */
export async function dropWaitingLetters(
  { orm }: WriteTransaction,
  { userId, letter }: { userId: string; letter: LetterName },
): Promise<void> {
  await orm
    .update(mails)
    .set({ status: 'DROPPED', problem: 'It was replaced before it could leave.' })
    .where(and(eq(mails.userId, userId), eq(mails.template, letter), eq(mails.status, 'WAITING')));
}

/**
 * Keeps a mail because no mail server is set, with its page for `/dev/outbox` if the portal has one. For the system.
 */
export async function keepMail(
  { orm }: WriteTransaction,
  { mailId, encryptedPage }: { mailId: string; encryptedPage?: Buffer | undefined },
): Promise<void> {
  await orm
    .update(mails)
    .set({ status: 'KEPT' })
    .where(and(eq(mails.id, mailId), eq(mails.status, 'WAITING')));
  if (encryptedPage) {
    await orm.update(mailContents).set({ encryptedPage }).where(eq(mailContents.mailId, mailId));
  }
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

const forgottenAtOnce = 1_000;

/**
 * Deletes what kept and dropped mail is about after a week, and failed mail's after the 30 days in which staff may
 * send it again; and all mail after a year. Works on at most a thousand mails. For the system.
 */
export async function forgetOldMail({ orm }: WriteTransaction): Promise<void> {
  const olderThan = (days: number) => sql`${mails.createdAt} < now() - ${days}::int * interval '1 day'`;
  const spent = orm
    .select({ id: mails.id })
    .from(mails)
    .innerJoin(mailContents, eq(mailContents.mailId, mails.id))
    .where(
      or(
        and(notInArray(mails.status, ['WAITING', 'FAILED']), olderThan(7)),
        and(ne(mails.status, 'WAITING'), olderThan(30)),
      ),
    )
    .limit(forgottenAtOnce);
  await orm.delete(mailContents).where(inArray(mailContents.mailId, spent));
  const old = orm
    .select({ id: mails.id })
    .from(mails)
    .where(olderThan(365))
    .orderBy(mails.createdAt)
    .limit(forgottenAtOnce);
  await orm.delete(mails).where(inArray(mails.id, old));
}
