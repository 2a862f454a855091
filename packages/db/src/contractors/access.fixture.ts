import type { SampleRows } from '../tools/testing/sample-rows.ts';

const insertPerson = (license: string, end: string) => `
  insert into contractor_personnel
    (digest, license_number, name, titles, classes, class_statuses, associated_dates, disassociated_dates)
  values (md5('${license}')::uuid, '${license}', 'SAMPLE PAT', '{}', '{}', '{}', '{}', '{}') ${end}`;

export const rows: SampleRows = {
  contractor_personnel: {
    where: () => `license_number = '424242'`,
    insert: () => insertPerson('424242', 'on conflict do nothing'),
    attempt: (_, fresh) => insertPerson(fresh.replace(/\D/g, '').slice(0, 8), ''),
    update: 'name = name',
  },
  contractor_policies: {
    where: () => `license_number = '424242'`,
    insert: () =>
      `insert into contractor_policies (digest, license_number) values (md5('424242')::uuid, '424242') on conflict do nothing`,
    attempt: (_, fresh) =>
      `insert into contractor_policies (digest, license_number) values ('${fresh}', '1')`,
    update: 'insurer = insurer',
  },
  contractor_line_digests: {
    where: () => `license_number = '424242'`,
    insert: () =>
      `insert into contractor_line_digests values ('424242', md5('424242')::uuid) on conflict do nothing`,
    attempt: () => `insert into contractor_line_digests values ('424243', md5('424243')::uuid)`,
    update: 'digest = digest',
  },
  contractor_rows_before: {
    where: () => `license_number = 'matrix'`,
    insert: () =>
      `insert into contractor_rows_before (license_number, import_run_id, kind)
       select 'matrix', id, 'new' from contractor_import_runs limit 1 on conflict do nothing`,
    attempt: () =>
      `insert into contractor_rows_before (license_number, import_run_id, kind) values ('mine', gen_random_uuid(), 'new')`,
    update: 'kind = kind',
  },
  contractor_list_rows_before: {
    where: () => `digest = md5('matrix')::uuid`,
    insert: () =>
      `insert into contractor_list_rows_before (import_run_id, digest, kind)
       select id, md5('matrix')::uuid, 'new' from contractor_import_runs limit 1 on conflict do nothing`,
    attempt: (_, fresh) =>
      `insert into contractor_list_rows_before (import_run_id, digest, kind) values (gen_random_uuid(), '${fresh}', 'new')`,
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
