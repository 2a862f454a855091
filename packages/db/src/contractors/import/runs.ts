import { sql } from 'drizzle-orm';
import { openBuilder } from '../../engine/builder.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { demonstration, lastAcceptedRun } from '../queries/last-run.ts';
import { contractorImportRuns } from '../tables/import-runs.ts';
import type { FileKind } from './board-files.ts';
import { tableOf } from './list-file.ts';
import type { MergeCounts } from './merge.ts';
import type { LineCounts } from './validation.ts';

/** Raise this when the same file would be read differently. The hash of a file alone then proves nothing. */
export const importerVersion = 3;

/** The role that alone may write the contractor tables, and nothing else. */
export const takeRole = (sql: TransactionClient) => sql`select set_config('role', 'import_role', true)`;

export type FileFacts = Pick<
  typeof contractorImportRuns.$inferSelect,
  'fileName' | 'fileSha256' | 'fileBytes'
>;

const lastRun = pick(contractorImportRuns, [
  'id',
  'fileSha256',
  'importerVersion',
  'snapshotDate',
  'rowsRead',
  'rowsRejected',
  'lastLicense',
]);
const since = computed({
  /** Rows present in the table afterwards. */
  rowsPresent: 'number',
  /** True when the reference lists were loaded again since. */
  isReferenceNewer: 'boolean',
});

export type LastRun = RowOf<typeof lastRun> & RowOf<typeof since>;

const rowsPresent = (client: TransactionClient, kind: FileKind) =>
  kind === 'licenses'
    ? client`(select count(*) from california_contractors where gone_at is null)`
    : client`(select count(*) from ${client(tableOf(kind))})`;

/** The last accepted run of a real file of the kind that was not undone, or undefined before the first. The caller acts as staff. */
export async function findLastRun(client: TransactionClient, kind: FileKind): Promise<LastRun | undefined> {
  const [row] = await rowsOf(client, lastRun, since)`
    select ${lastRun(client)},
           ${rowsPresent(client, kind)} as "rowsPresent",
           coalesce((select max(loaded_at) > finished_at from reference_loads), false) as "isReferenceNewer"
    from contractor_import_runs
    where outcome <> 'refused' and undone_at is null and file_kind = ${kind} and imported_by <> ${demonstration} order by finished_at desc limit 1`;
  return row;
}

/** The id of the last accepted run of a real file of the kind that was not undone; null before the first. */
export async function findLastAccepted(client: TransactionClient, kind: FileKind): Promise<string | null> {
  const [row] = await client.unsafe<{ id: string }[]>(lastAcceptedRun('$1'), [kind]);
  return row?.id ?? null;
}

export type RunRecord = FileFacts &
  Pick<
    typeof contractorImportRuns.$inferSelect,
    | 'id'
    | 'outcome'
    | 'refusal'
    | 'snapshotDate'
    | 'importedBy'
    | 'forced'
    | 'firstLoad'
    | 'startedAt'
    | 'unknownClassifications'
    | 'fileKind'
    | 'notes'
    | 'lastLicense'
  > &
  Partial<Pick<typeof contractorImportRuns.$inferSelect, 'unknownStatuses'>> & {
    lines: Pick<LineCounts, 'read' | 'rejected'>;
    merge: MergeCounts;
    unchanged: number;
  };

export async function recordRun(client: TransactionClient, run: RunRecord): Promise<void> {
  const { lines, merge, unchanged, startedAt, ...columns } = run;
  await openBuilder(client)
    .insert(contractorImportRuns)
    .values({
      ...columns,
      importerVersion,
      startedAt,
      finishedAt: sql`greatest(clock_timestamp(), ${startedAt.toISOString()}::timestamptz)`,
      rowsRead: lines.read,
      rowsNew: merge.added,
      rowsChanged: merge.changed,
      rowsUnchanged: unchanged,
      rowsRejected: lines.rejected,
      rowsGone: merge.gone,
      rowsReturned: merge.returned,
      rowsKept: merge.kept,
      statusChanges: merge.statusChanges,
    });
}
