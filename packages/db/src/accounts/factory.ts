import { asc, eq } from 'drizzle-orm';
import type { Database } from '../engine/database.ts';
import { markMailSent } from '../mail/commands.ts';
import { type PreparedMail, prepareMail } from '../mail/prepare.ts';
import { mails } from '../mail/tables.ts';
import { makeLink } from '../sign-in/commands/links.ts';
import { system } from '../tools/testing/sample.ts';
import { takeAccountRequest } from './commands/requests.ts';
import { accountRequests } from './tables.ts';

/** Does the worker's part, and keeps what it would send. */
export function testMailboxes(db: () => Database) {
  const arrived: PreparedMail[] = [];

  async function work(): Promise<void> {
    const requests = await db().write(system, ({ orm }) =>
      orm.select({ requestId: accountRequests.id }).from(accountRequests).orderBy(asc(accountRequests.id)),
    );
    for (const request of requests) await db().write(system, (tx) => takeAccountRequest(tx, request));
    const waiting = await db().write(system, ({ orm }) =>
      orm.select({ mailId: mails.id }).from(mails).where(eq(mails.status, 'WAITING')).orderBy(asc(mails.id)),
    );
    for (const { mailId } of waiting) {
      const mail = await db().write(system, (tx) => prepareMail(tx, { mailId, makeLink }));
      if (!mail) continue;
      arrived.unshift(mail);
      await db().write(system, (tx) => markMailSent(tx, { mailId }));
    }
  }

  return {
    work,
    /** The mail to this address so far, newest first. */
    async of(email: string): Promise<PreparedMail[]> {
      await work();
      return arrived.filter(({ recipient }) => recipient === email);
    },
  };
}
