import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  payments: {
    close: { keep: 'The association must keep its books. The rows stay without the name.' },
    export: {
      as: 'payments',
      rows: ({ sql }) => sql`
        select amount_cents, currency, status, description, refunded_cents, paid_at
        from payments where user_id = current_user_id()`,
    },
  },
  payment_refunds: {
    close: {
      keep: 'The reference is to the staff member who refunded, and the association must keep its books.',
    },
    export: { omit: 'The payment shows how much was refunded.' },
  },
};
