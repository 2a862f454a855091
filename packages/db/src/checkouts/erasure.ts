import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  checkouts: {
    close: { keep: 'The association must keep its books. The rows stay without the name.' },
    export: {
      as: 'online_payments',
      rows: ({ sql }) => sql`
        select amount_cents, currency, status, created_at from checkouts
        where user_id = current_user_id() order by created_at, id`,
    },
  },
  online_refunds: {
    close: {
      keep: 'The reference is to the staff member who asked, and the association must keep its books.',
    },
    export: { omit: 'The payment shows how much was refunded.' },
  },
  payment_differences: {
    close: {
      keep: 'The reference is to the staff member who looked, and the association must keep its books.',
    },
    export: { omit: 'It is a note of staff about the books.' },
  },
};
