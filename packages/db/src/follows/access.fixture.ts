import { byId, type SampleRows, shared } from '../tools/testing/sample-rows.ts';

const license = '90000001';
const other = '90000002';

export const rows: SampleRows = {
  follows: {
    where: (person) => `user_id = '${person}' and license_number = '${license}'`,
    insert: (person) => `insert into follows (user_id, license_number) values ('${person}', '${license}')`,
    attempt: (person) => `insert into follows (user_id, license_number) values ('${person}', '${other}')`,
    update: 'note = note',
  },
  followed_changes: {
    where: byId('followed_changes'),
    insert: (person, fresh) =>
      `insert into followed_changes (id, user_id, license_number, kind, after, is_own) values ('${fresh}', '${person}', '${license}', 'gone', '${shared('change')}', true)`,
    attempt: (person, fresh) =>
      `insert into followed_changes (user_id, license_number, kind, after) values ('${person}', '${license}', 'gone', '${fresh}')`,
    update: 'told_at = told_at',
  },
};

export const foundations = () =>
  [license, other].map(
    (number) =>
      `insert into california_contractors (license_number, business_name, primary_status, classifications, region) values ('${number}', 'EXAMPLE FOLLOWED INC', 'CLEAR', '{B}', 'NORTH')`,
  );
