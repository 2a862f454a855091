import { byId, type SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  live_events: {
    where: byId('live_events'),
    insert: (person, fresh) =>
      `insert into live_events (id, user_id, kind) values ('${fresh}', '${person}', 'account')`,
    update: 'kind = kind',
  },
};
