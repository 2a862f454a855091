import { byId, poster, type SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  secure_data: {
    where: byId('secure_data'),
    insert: (person, fresh) =>
      `insert into secure_data (id, user_id, key_id) values ('${fresh}', '${person}', 'matrix')`,
    attempt: (person, fresh, asker) =>
      `insert into secure_data (id, user_id, key_id) values ('${fresh}', '${person === asker ? person : poster}', 'matrix')
       on conflict (user_id) do update set key_id = excluded.key_id`,
    update: 'key_id = key_id',
  },
};
