import type { SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  contractor_rows_before: {
    where: () => `license_number = 'matrix'`,
    insert: () =>
      `insert into contractor_rows_before (license_number, import_run_id, kind)
       select 'matrix', id, 'new' from contractor_import_runs limit 1 on conflict do nothing`,
    attempt: () =>
      `insert into contractor_rows_before (license_number, import_run_id, kind) values ('mine', gen_random_uuid(), 'new')`,
    update: 'kind = kind',
  },
  dropped_indexes: {
    where: () => `name = 'idx_contractors_name'`,
    insert: () =>
      `insert into dropped_indexes values ('idx_contractors_name', 'create index') on conflict do nothing`,
    attempt: () => `insert into dropped_indexes values ('mine', 'select 1')`,
    update: 'name = name',
  },
};
