import {
  byId,
  type Foundations,
  hash,
  poster,
  type SampleRows,
  shared,
  uuidOf,
} from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  projects: {
    where: byId('projects'),
    insert: (person, fresh) =>
      `insert into projects (id, owner_id, title, description, category) values ('${fresh}', '${person}', 'Draft', '', 'COMMERCIAL')`,
    update: 'title = title',
  },
  project_files: {
    update: 'file_name = file_name',
    where: byId('project_files'),
    insert: (
      person,
      fresh,
    ) => `insert into project_files (id, project_id, uploaded_by, file_name, content_type, bytes, sha256, storage_key)
      values ('${fresh}', '${uuidOf('published', person)}', '${person}', 'plan.pdf', 'application/pdf', 1, '${hash('')}', '${fresh}')`,
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
