import { hash, type SampleRows } from '../tools/testing/sample-rows.ts';

/** A month that belongs to one key alone. It is not over, so that it can be counted again. */
const monthOf = (key: string) =>
  `date '2100-01-01' + make_interval(months => ${Number.parseInt(hash(key).slice(0, 4), 16)})`;

export const rows: SampleRows = {
  ledger_months: {
    where: (person) => `month = (${monthOf(person)})::date`,
    insert: (person) =>
      `insert into ledger_months (month, members, joined, invoiced_cents, received_cents) values (${monthOf(person)}, 1, 1, 1, 1)`,
    attempt: (_person, fresh) =>
      `insert into ledger_months (month, members, joined, invoiced_cents, received_cents) values (${monthOf(fresh)}, 1, 1, 1, 1)`,
    update: 'members = members',
  },
};
