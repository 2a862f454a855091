import { byId, type SampleRows, textOrNull, uuidOf } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  payments: {
    where: byId('payments'),
    insert: (
      person,
      fresh,
    ) => `insert into payments (id, user_id, amount_cents, status, provider, idempotency_key, description, paid_at)
      values ('${fresh}', '${person}', 50000, 'SUCCEEDED', 'CHECK', '${fresh}', 'Dues', now())`,
    attempt: (
      person,
      fresh,
    ) => `insert into payments (user_id, amount_cents, status, provider, idempotency_key, description, paid_at)
      values ('${person}', 50000, 'SUCCEEDED', 'CHECK', '${fresh}', 'Dues', now())`,
    update: 'provider_reference = provider_reference',
  },
  payment_refunds: {
    update: 'reason = reason',
    where: byId('payment_refunds'),
    insert: (
      person,
      fresh,
    ) => `insert into payment_refunds (id, payment_id, amount_cents, reason, idempotency_key)
      values ('${fresh}', '${uuidOf('payments', person)}', 100, 'Paid twice', '${fresh}')`,
    attempt: (person, fresh, asker) =>
      `insert into payment_refunds (payment_id, amount_cents, reason, refunded_by, idempotency_key)
       values ('${uuidOf('payments', person)}', 100, 'Paid twice', ${textOrNull(asker)}, '${fresh}')`,
  },
};
