import { listImportsInput } from '@namc/inputs/imports';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import {
  fileAddressSetting,
  findImportFile,
  findImportOfFile,
  getFetchState,
  getImport,
  listAtWork,
  listImports,
  listOpenImports,
} from './queries.ts';

export async function queryRuns({
  system,
  administrator,
  find,
  runNow,
}: Association): Promise<Record<string, QueryRun[]>> {
  const run = await find(`
    insert into contractor_import_runs (outcome, file_name, file_sha256, file_bytes, importer_version, snapshot_date, imported_by,
      started_at, finished_at, rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected, rows_gone, status_changes,
      unknown_classifications, undone_at, undone_by, notes)
    values ('accepted', 'old.csv', '', 1, 1, '2026-01-01', 'test', now() - interval '9 years', now() - interval '9 years',
      1, 1, 0, 0, 0, 0, '{}', '{}', now(), 'test', '["A note."]')
    returning id`);
  const add = (status: string, more: string) =>
    find(`
      insert into contractor_imports (file_name, file_bytes, status, phase, progress, rows_read, problem, may_be_forced, uploaded_by,
        loaded_by, canceled_by, cancel_requested_at, finished_at, checked_at, rejects, findings, run_id, task)
      select 'master.csv', 1, '${status}', 'Loading', 1, 1, 'For a test.', false, id, id, id, now(), now(), now(),
        '[{"line": 1, "field": "row", "reason": "is empty", "row": ""}]', ${more}
      from users where id = '${administrator.userId}' returning id`);
  const importId = await add('FAILED', `'{"warning": null, "kind": "licenses"}', '${run}', 'LOAD'`);
  await add('UNDONE', `null, '${run}', 'UNDO'`);
  await add('CHECKED', `'{"warning": null, "kind": "licenses"}', null, 'CHECK'`);
  const bare = await find(
    `insert into contractor_imports (file_name, file_bytes) values ('other.csv', 1) returning id`,
  );
  const contentId = await find(
    `insert into file_contents (sha256, bytes, content_type, stored_at) values (repeat('4', 64), 1, 'text/csv', now()) returning id`,
  );
  const fileId = await find(`
    insert into files (kind, name, bytes, uploaded_by, owner_id, content_id)
    values ('BOARD_FILE', 'master.csv', 1, '${administrator.userId}', '${importId}', '${contentId}') returning id`);
  const sayAddress = (address: string) =>
    find(`
      insert into portal_settings (name, value) values ('${fileAddressSetting}', '"${address}"')
      on conflict (name) do update set value = excluded.value returning name`);
  const first = listImportsInput.parse({});
  await sayAddress('');
  await runNow('getFetchState', [administrator, getFetchState]);
  await sayAddress('https://board.example.org/master.csv');
  await find(`
    insert into contractor_fetches (status, problem, import_id) values ('FAILED', 'For a test.', '${importId}') returning id`);
  return {
    getFetchState: [[administrator, getFetchState]],
    listOpenImports: [[system, listOpenImports]],
    listImports: [[system, (tx) => listImports(tx, first)]],
    getImport: [
      [system, (tx) => getImport(tx, { importId })],
      [system, (tx) => getImport(tx, { importId: bare })],
    ],
    findImportFile: [[administrator, (tx) => findImportFile(tx, { importId, kind: 'BOARD_FILE' })]],
    findImportOfFile: [[administrator, (tx) => findImportOfFile(tx, { fileId })]],
    listAtWork: [[system, listAtWork]],
  };
}
