import { byId, type SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  notifications: {
    where: byId('notifications'),
    insert: (person, fresh) =>
      `insert into notifications (id, user_id, kind, title, path) values ('${fresh}', '${person}', 'test', 'Hello', '/home')`,
    update: 'read_at = read_at',
  },
};
