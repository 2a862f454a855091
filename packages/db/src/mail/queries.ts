import { type FindLettersOfKeyInput, letterSubjects } from '@namc/inputs/mail';
import { notifyTimes } from '@namc/inputs/saved-searches';
import { pick, present } from '../engine/columns/pick.ts';
import { anyOf, computed, orNull, type RowOf, type RowsOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { mailContents, mails } from './tables.ts';

const kept = [
  pick(mails, ['id', 'recipient', 'subject', 'createdAt']),
  present(pick(mailContents, ['encryptedPage'])),
] as const;

/** The place of a kept mail's page, to which its ciphertext belongs. */
export const keptPage = (mailId: string) => ({
  table: 'mail_contents',
  column: 'encrypted_page',
  row: mailId,
});

export type KeptMail = RowsOf<typeof kept>;

/** Mail with a page for `/dev/outbox`, to one address or all, because no mail server is set; newest first. For the system. */
export async function listKeptMail(
  { sql }: Transaction,
  input: { to?: string | undefined; limit: number },
): Promise<KeptMail[]> {
  return rowsOf(sql, ...kept)`
    select ${kept[0](sql)}, ${kept[1](sql)} from mails join mail_contents on mail_id = id and encrypted_page is not null
    where ${input.to ? sql`recipient = ${input.to}` : sql`true`} order by created_at desc, id desc limit ${input.limit}`;
}

const item = pick(mails, [
  'id',
  'recipient',
  'template',
  'subject',
  'status',
  'attempts',
  'problem',
  'createdAt',
  'sentAt',
]);

export type MailItem = RowOf<typeof item>;

/** Mail of an account, or of everyone, sent and waiting, newest first. For staff. */
export async function listMail(
  { sql }: Transaction,
  input: { userId?: string | undefined; limit: number },
): Promise<MailItem[]> {
  return rowsOf(sql, item)`
    select ${item(sql)} from mails where ${input.userId ? sql`user_id = ${input.userId}` : sql`true`}
    order by created_at desc, id desc limit ${input.limit}`;
}

const ofKey = computed({
  subject: anyOf(letterSubjects),
  /** The title of the project, or the name of the search. Null for the other subjects. */
  name: 'string | null',
  projectId: 'string | null',
  /** The address that gets the letters, as “a…@example.org”. */
  address: 'string',
  /** The time at which letters come. Null for a project and for invitations. */
  notify: orNull(anyOf(notifyTimes)),
  isStopped: 'boolean',
});
export type LettersOfKey = RowOf<typeof ofKey>;

/**
 * The letters that a key ends, for whoever has the key. Undefined for a key that stands for nothing: the following was given up, the
 * search was removed, or the account is closed.
 */
export async function findLettersOfKey(
  { sql }: Transaction,
  { key }: FindLettersOfKeyInput,
): Promise<LettersOfKey | undefined> {
  const [found] = await rowsOf(sql, ofKey)`
    select subject, name, project_id as "projectId", address, notify, is_stopped as "isStopped" from letters_of_key(${key})`;
  return found;
}
