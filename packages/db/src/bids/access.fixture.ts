import { byId, type SampleRows, shared } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  project_applications: {
    where: byId('project_applications'),
    insert: (person, fresh) =>
      `insert into project_applications (id, project_id, applicant_id, message) values ('${fresh}', '${shared('open')}', '${person}', 'Hello')`,
    attempt: (person) =>
      `insert into project_applications (project_id, applicant_id, message) values ('${shared('open too')}', '${person}', 'Hello')`,
    update: 'status = status',
  },
};
