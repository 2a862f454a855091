import { byId, type SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  saved_searches: {
    where: byId('saved_searches'),
    insert: (person, fresh) =>
      `insert into saved_searches (id, user_id, name, filters, known) values ('${fresh}', '${person}', 'Roofers', '{"q": "roof"}', '{}')`,
    attempt: (person) =>
      `insert into saved_searches (user_id, name, filters, known) values ('${person}', 'Painters', '{"q": "paint"}', '{}')`,
    update: 'fresh = fresh',
  },
};
