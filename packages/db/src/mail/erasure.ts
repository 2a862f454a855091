import { closedAddress, type Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  mails: {
    close: {
      does: 'Deletes what waiting mail says and does not send it, and replaces the address of all mail.',
      run: async ({ sql }, userId) => {
        await sql`delete from mail_bodies where mail_id in (select id from mails where user_id = ${userId})`;
        await sql`
          update mails set recipient = ${closedAddress(userId)}, status = case when status = 'WAITING' then 'FAILED' else status end
          where user_id = ${userId}`;
      },
    },
    export: { omit: 'The person has the mail itself.' },
  },
};
