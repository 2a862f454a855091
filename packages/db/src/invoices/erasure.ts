import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  invoices: {
    close: { keep: 'The association must keep its books. The rows stay without the name.' },
    export: {
      as: 'invoices',
      rows: ({ sql }) => sql`
        select number, words, total_cents, paid_cents, currency, status, issued_on, due_on
        from invoices where user_id = current_user_id() order by created_at, id`,
    },
  },
  invoice_documents: {
    close: {
      keep: 'The association must keep its books, and a document stays as it was issued, with the name and address of that day.',
    },
    export: {
      as: 'invoice_documents',
      rows: ({ sql }) => sql`
        select kind, number, issued_on, snapshot from invoice_documents where user_id = current_user_id() order by created_at, id`,
    },
  },
};
