import { byId, type SampleRows, shared } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  project_follows: {
    where: (person) => `user_id = '${person}' and project_id = '${shared('open')}'`,
    insert: (person) =>
      `insert into project_follows (user_id, project_id) values ('${person}', '${shared('open')}')`,
    attempt: (person) =>
      `insert into project_follows (user_id, project_id) values ('${person}', '${shared('open too')}')`,
    update: 'created_at = created_at',
  },
  project_notices: {
    where: byId('project_notices'),
    insert: (person, fresh) =>
      `insert into project_notices (id, user_id, project_id, reason, kind, words)
       values ('${fresh}', '${person}', '${shared('open')}', 'FOLLOWS', 'project-file-added', 'New file: plan.pdf')`,
    attempt: (person) =>
      `insert into project_notices (user_id, project_id, reason, kind, words)
       values ('${person}', '${shared('open')}', 'FOLLOWS', 'project-file-added', 'New file: plan.pdf')`,
    update: 'told_at = told_at',
  },
};
