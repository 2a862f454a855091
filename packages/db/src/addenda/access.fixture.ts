import {
  byId,
  type Foundations,
  poster,
  type SampleRows,
  shared,
  uuidOf,
} from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  project_addenda: {
    where: byId('project_addenda'),
    insert: (person, fresh) => `insert into project_addenda (id, project_id, number, title, content)
      values ('${fresh}', '${uuidOf('published', person)}', 1, 'Drains', 'Four inches.')`,
    attempt: (person) => `insert into project_addenda (project_id, title, content)
      values ('${uuidOf('published', person)}', 'Drains', 'Six inches.')`,
    update: 'title = title',
  },
  addendum_acknowledgements: {
    where: (person) => `user_id = '${person}' and addendum_id = '${shared('addendum')}'`,
    insert: (person) =>
      `insert into addendum_acknowledgements (addendum_id, user_id) values ('${shared('addendum')}', '${person}')`,
    attempt: (person) =>
      `insert into addendum_acknowledgements (addendum_id, user_id) values ('${shared('later addendum')}', '${person}')`,
    update: 'acknowledged_at = acknowledged_at',
  },
};

export const foundations: Foundations = () => [
  `insert into projects (id, owner_id, title, description, category, status, deadline_at)
   values ('${shared('with addenda')}', '${poster}', 'Open', '', 'COMMERCIAL', 'BIDDING_OPEN', now() + interval '1 day')`,
  ...['addendum', 'later addendum'].map(
    (name) => `insert into project_addenda (id, project_id, title, content)
      values ('${shared(name)}', '${shared('with addenda')}', 'Drains', 'Four inches.')`,
  ),
];
