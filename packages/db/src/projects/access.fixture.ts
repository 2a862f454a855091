import {
  byId,
  type Foundations,
  hash,
  poster,
  type SampleRows,
  shared,
  textOrNull,
  uuidOf,
} from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  projects: {
    where: byId('projects'),
    insert: (person, fresh) =>
      `insert into projects (id, owner_id, title, description, category) values ('${fresh}', '${person}', 'Draft', '', 'COMMERCIAL')`,
    attempt: (person) =>
      `insert into projects (owner_id, title, description, category) values ('${person}', 'Draft', '', 'COMMERCIAL')`,
    update: 'title = title',
  },
  deadline_changes: {
    where: byId('deadline_changes'),
    insert: (person, fresh) =>
      `insert into deadline_changes (id, project_id, act, is_of_staff) values ('${fresh}', '${uuidOf('published', person)}', 'REOPENED', false)`,
    attempt: (person) =>
      `insert into deadline_changes (project_id, act, is_of_staff) values ('${uuidOf('published', person)}', 'REOPENED', false)`,
    update: 'act = act',
  },
  project_files: {
    update: 'file_name = file_name',
    where: byId('project_files'),
    insert: (
      person,
      fresh,
    ) => `insert into project_files (id, project_id, uploaded_by, file_name, content_type, bytes, sha256, storage_key)
      values ('${fresh}', '${uuidOf('published', person)}', '${person}', 'plan.pdf', 'application/pdf', 1, '${hash('')}', '${fresh}')`,
    attempt: (person, _fresh, asker) =>
      `insert into project_files (project_id, uploaded_by, file_name, bytes, sha256)
       values ('${uuidOf('published', person)}', ${textOrNull(asker)}, 'plan.pdf', 1, '${hash('')}')`,
  },
};

export const foundations: Foundations = (people) => [
  ...['open', 'open too', 'open as well'].map(
    (name) => `insert into projects (id, owner_id, title, description, category, status, deadline_at)
      values ('${shared(name)}', '${poster}', 'Open', '', 'COMMERCIAL', 'BIDDING_OPEN', now() + interval '1 day')`,
  ),
  ...people.map(
    ({ id }) => `insert into projects (id, owner_id, title, description, category, status)
      values ('${uuidOf('published', id)}', '${id}', 'Published', '', 'COMMERCIAL', 'PUBLISHED')`,
  ),
];
