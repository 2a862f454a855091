import { type SampleRows, shared } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  company_merges: {
    where: () => `duplicate_id = '${shared('merged company')}'`,
    attempt: (_person, fresh) =>
      `insert into company_merges (duplicate_id, survivor_id, duplicate_name, duplicate, reason) values ('${fresh}', '${shared('surviving company')}', 'Twin', '{}', 'Twice')`,
    update: 'reason = reason',
  },
};

export const foundations = () => [
  `insert into companies (id, name) values ('${shared('surviving company')}', 'Survivor')`,
  `insert into company_merges (duplicate_id, survivor_id, duplicate_name, duplicate, reason) values ('${shared('merged company')}', '${shared('surviving company')}', 'Twin', '{}', 'Twice')`,
];
