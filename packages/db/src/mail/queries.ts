import type { Transaction } from '../engine/database.ts';

export interface KeptMail {
  id: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  createdAt: Date;
}

/** Mail that stays here because nothing sends it, the newest first. For the system. */
export async function listKeptMail({ sql }: Transaction, input: { limit: number }): Promise<KeptMail[]> {
  return sql<KeptMail[]>`
    select id, recipient, subject, text_body as text, html_body as html, created_at as "createdAt"
    from mails join mail_bodies on mail_id = id order by created_at desc, id desc limit ${input.limit}`;
}

export interface MailItem {
  id: string;
  recipient: string;
  template: string;
  subject: string;
  status: string;
  attempts: number;
  problem: string | null;
  createdAt: Date;
  sentAt: Date | null;
}

/** What was sent to somebody, or has to go out, the newest first; for staff. */
export async function listMail(
  { sql }: Transaction,
  input: { userId?: string | undefined; limit: number },
): Promise<MailItem[]> {
  return sql<MailItem[]>`
    select id, recipient, template, subject, status, attempts, problem, created_at as "createdAt", sent_at as "sentAt"
    from mails where ${input.userId ? sql`user_id = ${input.userId}` : sql`true`}
    order by created_at desc, id desc limit ${input.limit}`;
}
