import { contractorImportRuns } from '../contractors/tables.ts';
import { optional, pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { imports } from './tables.ts';

const upload = pick(
  imports,
  [
    'id',
    'fileName',
    'fileBytes',
    'receivedBytes',
    'forced',
    'cancelRequestedAt',
    'phase',
    'progress',
    'rowsRead',
    'problem',
    'mayBeForced',
    'rejects',
    'status',
    'createdAt',
    'finishedAt',
  ],
  'u',
);
const run = optional(
  pick(
    contractorImportRuns,
    {
      snapshotDate: 'snapshotDate',
      read: 'rowsRead',
      added: 'rowsNew',
      changed: 'rowsChanged',
      unchanged: 'rowsUnchanged',
      rejected: 'rowsRejected',
      gone: 'rowsGone',
    },
    'r',
  ),
);
const state = computed({
  /** True for a browser or a worker that has given no sign of life for a minute: the upload or the import has stopped. */
  isSilent: 'boolean',
  /** True for an upload of the acting person. */
  isOwn: 'boolean',
  uploaderName: 'string | null',
});

/**
 * An upload with the outcome of its import. `progress` is the percentage of the file that is loaded. The counts are those
 * of the import's run, and null without one. `rejects` are the first 100 lines that were not taken.
 */
export type Import = RowOf<typeof upload> & RowOf<typeof run> & RowOf<typeof state>;

/** The latest uploads, newest first. */
export function listImports({ sql }: Transaction): Promise<Import[]> {
  return rowsOf(sql, upload, run, state)`
    select ${upload(sql)}, ${run(sql)},
      u.status in ('UPLOADING', 'RUNNING') and u.heartbeat_at < now() - interval '1 minute' as "isSilent",
      coalesce(u.uploaded_by = current_user_id(), false) as "isOwn",
      p.first_name || ' ' || p.last_name as "uploaderName"
    from contractor_imports u
    left join contractor_import_runs r on r.id = u.run_id
    left join users p on p.id = u.uploaded_by
    order by u.created_at desc, u.id desc limit 20`;
}

const place = pick(imports, ['fileBytes', 'receivedBytes', 'status']);

/** How far an upload of the acting person is. @throws NotFound for another person's too. */
export async function getUploadPlace(
  { sql }: Transaction,
  { importId }: { importId: string },
): Promise<RowOf<typeof place>> {
  const [found] = await rowsOf(sql, place)`
    select ${place(sql)} from contractor_imports where id = ${importId} and uploaded_by = current_user_id()`;
  if (!found) throw new NotFound('import', importId);
  return found;
}

const kept = pick(imports, ['id']);

/** The uploads whose files are still needed: those on their way, and for a week those that can be started again. */
export async function listKeptImports({ sql }: Transaction): Promise<string[]> {
  const rows = await rowsOf(sql, kept)`
    select ${kept(sql)} from contractor_imports
    where status in ('UPLOADING', 'WAITING', 'RUNNING')
      or (status in ('STOPPED', 'FAILED', 'REFUSED') and created_at > now() - interval '7 days')`;
  return rows.map(({ id }) => id);
}
