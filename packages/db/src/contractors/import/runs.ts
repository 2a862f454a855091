import type { Client, TransactionClient } from '../../engine/connection.ts';
import type { MergeCounts } from './merge.ts';
import type { LineCounts } from './validation.ts';

/** Raise this when the same file would be read differently. The hash of a file alone then proves nothing. */
export const importerVersion = 1;

/**
 * The importer's name for the invented contractors of a first start. Real files are not compared with them.
 */
export const demonstration = 'demonstration';

export interface FileFacts {
  fileName: string;
  fileSha256: string;
  fileBytes: number;
}

export interface LastRun {
  id: string;
  fileSha256: string;
  importerVersion: number;
  snapshotDate: string | null;
  rowsRead: number;
  rowsRejected: number;
  /** Rows present in the table afterwards. */
  rowsPresent: number;
  /** True when the reference lists were loaded again since. */
  isReferenceNewer: boolean;
}

/** The last accepted run of a real file, or undefined before the first. The caller acts as staff. */
export async function findLastRun(sql: TransactionClient): Promise<LastRun | undefined> {
  const [row] = await sql<LastRun[]>`
    select id, file_sha256 as "fileSha256", importer_version as "importerVersion", snapshot_date as "snapshotDate",
           rows_read as "rowsRead", rows_rejected as "rowsRejected",
           (select count(*) from california_contractors where gone_at is null) as "rowsPresent",
           coalesce((select max(loaded_at) > finished_at from reference_loads), false) as "isReferenceNewer"
    from contractor_import_runs where outcome <> 'refused' and imported_by <> ${demonstration} order by finished_at desc limit 1`;
  return row;
}

export interface RunRecord extends FileFacts {
  id: string;
  outcome: 'accepted' | 'unchanged' | 'refused';
  refusal: string | null;
  snapshotDate: string | null;
  importedBy: string;
  forced: boolean;
  firstLoad: boolean;
  startedAt: Date;
  lines: Pick<LineCounts, 'read' | 'rejected'>;
  merge: MergeCounts;
  unchanged: number;
  unknownClassifications: Record<string, number>;
}

export async function recordRun(sql: Client | TransactionClient, run: RunRecord): Promise<void> {
  await sql`
    insert into contractor_import_runs (
      id, outcome, refusal, file_name, file_sha256, file_bytes, importer_version, snapshot_date, imported_by, forced,
      first_load, started_at, finished_at, rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected, rows_gone,
      status_changes, unknown_classifications)
    values (
      ${run.id}, ${run.outcome}, ${run.refusal}, ${run.fileName}, ${run.fileSha256}, ${run.fileBytes},
      ${importerVersion}, ${run.snapshotDate}, ${run.importedBy}, ${run.forced}, ${run.firstLoad},
      ${run.startedAt}, greatest(clock_timestamp(), ${run.startedAt}), ${run.lines.read}, ${run.merge.added},
      ${run.merge.changed}, ${run.unchanged}, ${run.lines.rejected}, ${run.merge.gone},
      ${sql.json(run.merge.statusChanges)}, ${sql.json(run.unknownClassifications)})`;
}
