import type { SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  dropped_indexes: {
    where: () => `name = 'idx_contractors_name'`,
    insert: () =>
      `insert into dropped_indexes values ('idx_contractors_name', 'create index') on conflict do nothing`,
    attempt: () => `insert into dropped_indexes values ('mine', 'select 1')`,
    update: 'name = name',
  },
};
