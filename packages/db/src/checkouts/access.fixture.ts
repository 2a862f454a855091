import { byId, hash, type SampleRows, uuidOf } from '../tools/testing/sample-rows.ts';

const payment = (person: string) => uuidOf('payments', person);

export const rows: SampleRows = {
  checkouts: {
    where: byId('checkouts'),
    insert: (person, fresh) => `insert into checkouts (id, invoice_id, user_id, amount_cents, status)
      values ('${fresh}', '${uuidOf('invoices', person)}', '${person}', 5000, 'EXPIRED')`,
    update: 'status = status',
  },
  provider_events: {
    where: (person) => `id = 'evt_${hash(person)}'`,
    insert: (person) =>
      `insert into provider_events (id, type, subject) values ('evt_${hash(person)}', 'charge.refunded', 'ch_1')`,
    attempt: (_person, fresh) =>
      `insert into provider_events (id, type, subject) values ('evt_${hash(fresh)}', 'charge.refunded', 'ch_1')`,
    update: 'type = type',
  },
  online_refunds: {
    where: byId('online_refunds'),
    insert: (person, fresh) => `insert into online_refunds (id, payment_id, amount_cents, reason)
      values ('${fresh}', '${payment(person)}', 100, 'Paid twice')`,
    update: 'status = status',
  },
  payment_disputes: {
    where: byId('payment_disputes'),
    insert: (
      person,
      fresh,
    ) => `insert into payment_disputes (id, payment_id, provider_reference, amount_cents, reason)
      values ('${fresh}', '${payment(person)}', 'du_${hash(fresh)}', 100, 'fraudulent')`,
    update: 'status = status',
  },
  payment_differences: {
    where: byId('payment_differences'),
    insert: (person, fresh) => `insert into payment_differences (id, kind, reference, words, payment_id)
      values ('${fresh}', 'AMOUNT', 'pi_${hash(fresh)}', 'The amounts differ.', '${payment(person)}')`,
    update: 'words = words',
  },
};
