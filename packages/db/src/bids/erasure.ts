import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  project_applications: {
    close: { keep: 'The project’s owner relies on the bid. It stays without the bidder’s name.' },
    export: {
      as: 'bids',
      rows: ({ sql }) => sql`
        select project_id, status, amount_cents, currency, message, submitted_at
        from project_applications where applicant_id = current_user_id()`,
    },
  },
};
