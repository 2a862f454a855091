import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  payment_customers: {
    close: {
      keep: 'It names the person’s payments at the provider, and the association must keep its books.',
    },
    export: { omit: 'It is a number of the provider and says nothing about the person.' },
  },
  automatic_renewals: {
    close: {
      keep: 'A trigger switches it off with the account. The job removes the card, and what is known of it here, within the hour.',
    },
    export: {
      as: 'automatic_renewals',
      rows: ({ sql }) => sql`
        select status, brand, last_four, expires_month, expires_year, created_at, off_at, off_reason from automatic_renewals
        where user_id = current_user_id() order by created_at, id`,
    },
  },
  renewal_charges: {
    close: { keep: 'The association must keep its books. The rows stay without the name.' },
    export: {
      as: 'renewal_charges',
      rows: ({ sql }) => sql`
        select amount_cents, charge_on, status, tries, created_at from renewal_charges
        where user_id = current_user_id() order by created_at, id`,
    },
  },
};
