import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { getUploadPlace, listImports, listKeptImports } from './queries.ts';

export async function queryRuns({
  system,
  administrator,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const run = await find(`select id from contractor_import_runs`);
  const importId = await find(`
    insert into contractor_imports (file_name, file_bytes, status, phase, progress, rows_read, problem, may_be_forced, run_id, uploaded_by,
      cancel_requested_at, finished_at, rejects)
    select 'master.csv', 1, 'FAILED', 'Loading', 1, 1, 'For a test.', false, '${run}', id, now(), now(),
      '[{"line": 1, "field": "row", "reason": "is empty", "row": ""}]'
    from users where id = '${administrator.userId}' returning id`);
  await find(`insert into contractor_imports (file_name, file_bytes) values ('other.csv', 1) returning id`);
  return {
    listImports: [[system, listImports]],
    getUploadPlace: [[administrator, (tx) => getUploadPlace(tx, { importId })]],
    listKeptImports: [[system, listKeptImports]],
  };
}
