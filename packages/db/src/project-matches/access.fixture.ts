import { type SampleRows, shared } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  match_choices: {
    where: (person) => `user_id = '${person}'`,
    insert: (person) => `insert into match_choices (user_id) values ('${person}')`,
    // Each person has one row already.
    attempt: (person) =>
      `insert into match_choices (user_id, notify) values ('${person}', 'WEEKLY')
       on conflict (user_id) do update set notify = excluded.notify`,
    update: 'notify = notify',
  },
  project_matches: {
    where: (person) => `user_id = '${person}' and project_id = '${shared('open')}'`,
    insert: (person) =>
      `insert into project_matches (user_id, project_id) values ('${person}', '${shared('open')}')`,
    attempt: (person) =>
      `insert into project_matches (user_id, project_id) values ('${person}', '${shared('open too')}')`,
    update: 'told_at = told_at',
  },
};
