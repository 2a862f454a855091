import { eq, inArray, sql } from 'drizzle-orm';
import { closedAddress, type Erasure } from '../engine/erasure.ts';
import { mailContents, mails } from './tables.ts';

export const erasure: Erasure = {
  mails: {
    close: {
      does: 'Deletes what waiting mail is about and does not send it, and replaces the address of all mail.',
      run: async ({ orm }, userId) => {
        const own = orm.select({ id: mails.id }).from(mails).where(eq(mails.userId, userId));
        await orm.delete(mailContents).where(inArray(mailContents.mailId, own));
        await orm
          .update(mails)
          .set({
            recipient: closedAddress(userId),
            status: sql`case when status = 'WAITING' then 'DROPPED' else status end`,
          })
          .where(eq(mails.userId, userId));
      },
    },
    export: { omit: 'The person has the mail itself.' },
  },
};
