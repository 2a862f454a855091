import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  messages: {
    close: { keep: 'The other person keeps the conversation, without the name.' },
    export: {
      as: 'messages',
      rows: ({ sql }) => sql`
        select sender_id, receiver_id, body, sent_at from messages
        where current_user_id() in (sender_id, receiver_id) order by sent_at`,
    },
  },
  mailbox: {
    close: { keep: 'Each message has a row for either side, and both stay with it.' },
    export: { omit: 'The messages themselves are exported.' },
  },
};
