import type { fileKinds } from '../../contractors/tables/import-runs.ts';
import type { Client } from '../../engine/connection.ts';

/** Records an accepted file, as an import would. Pages then show the date of the data. */
export async function addImportRun(
  owner: Client,
  snapshotDate: string,
  kind: (typeof fileKinds)[number] = 'licenses',
): Promise<void> {
  await owner.begin(async (sql) => {
    await sql`set local role import_role`;
    await sql`
      insert into contractor_import_runs (
        outcome, file_kind, file_name, file_sha256, file_bytes, importer_version, snapshot_date, imported_by, first_load,
        started_at, finished_at, rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected, rows_gone,
        status_changes, unknown_classifications)
      values ('accepted', ${kind}, 'example.csv', '', 0, 1, ${snapshotDate}, 'test', true, now(), now(),
              0, 0, 0, 0, 0, 0, '{}', '[]')`;
  });
}
