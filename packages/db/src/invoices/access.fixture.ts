import { byId, hash, type SampleRows, uuidOf } from '../tools/testing/sample-rows.ts';

/** A number that belongs to one key alone. */
const numberOf = (key: string) => `2026-${String(BigInt(`0x${hash(key).slice(0, 14)}`)).padStart(4, '0')}`;

export const rows: SampleRows = {
  invoice_counters: {
    where: (person) => `year = ${Number.parseInt(hash(person).slice(0, 6), 16)}`,
    insert: (person) =>
      `insert into invoice_counters (kind, year, last_number) values ('INVOICE', ${Number.parseInt(hash(person).slice(0, 6), 16)}, 1)`,
    attempt: (_person, fresh) =>
      `insert into invoice_counters (kind, year, last_number) values ('RECEIPT', ${Number.parseInt(hash(fresh).slice(0, 6), 16)}, 1)`,
    update: 'last_number = last_number',
  },
  invoices: {
    where: byId('invoices'),
    insert: (
      person,
      fresh,
    ) => `insert into invoices (id, number, user_id, kind, words, total_cents, issued_on, due_on)
      values ('${fresh}', '${numberOf(fresh)}', '${person}', 'OTHER', 'A dinner', 5000, '2026-11-01', '2026-12-01')`,
    update: 'status = status',
  },
  invoice_documents: {
    where: byId('invoice_documents'),
    insert: (
      person,
      fresh,
    ) => `insert into invoice_documents (id, invoice_id, user_id, kind, number, issued_on, snapshot)
      values ('${fresh}', '${uuidOf('invoices', person)}', '${person}', 'INVOICE', '${numberOf(fresh)}', '2026-11-01', '{}')`,
    update: 'number = number',
  },
};
