import { byId, hash, type SampleRows, uuidOf } from '../tools/testing/sample-rows.ts';

const renewal = (person: string) => uuidOf('automatic_renewals', person);
const charge = (person: string, fresh: string, status: string) => `insert into renewal_charges
  (id, renewal_id, user_id, membership_id, tier_code, amount_cents, charge_on, status)
  values ('${fresh}', '${renewal(person)}', '${person}', '${uuidOf('memberships', person)}', 'REGULAR', 50000, '2026-12-24', '${status}')`;

export const rows: SampleRows = {
  payment_customers: {
    where: (person) => `user_id = '${person}'`,
    insert: (person) =>
      `insert into payment_customers (user_id, provider_reference) values ('${person}', 'cus_${hash(person)}')`,
    update: 'provider_reference = provider_reference',
  },
  automatic_renewals: {
    where: byId('automatic_renewals'),
    insert: (person, fresh) => `insert into automatic_renewals
      (id, user_id, payment_id, method_reference, brand, last_four, expires_month, expires_year)
      values ('${fresh}', '${person}', '${uuidOf('payments', person)}', 'pm_${hash(fresh)}', 'visa', '4242', 8, 2030)`,
    update: 'status = status',
  },
  renewal_charges: {
    where: byId('renewal_charges'),
    insert: (person, fresh) => charge(person, fresh, 'NOTICED'),
    attempt: (person, fresh) => charge(person, fresh, 'CANCELED'),
    update: 'status = status',
  },
};
