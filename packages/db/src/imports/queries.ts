import type { PageInput } from '@namc/inputs/text';
import { lastAcceptedRun } from '../contractors/queries/last-run.ts';
import { nextFetchAfter } from '../contractors/standing/state-holidays.ts';
import { contractorImportRuns } from '../contractors/tables/import-runs.ts';
import { optional, pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf, together } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { keyed, keyset } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { fetches, imports } from './tables.ts';

const upload = pick(
  imports,
  [
    'id',
    'fileName',
    'fileBytes',
    'receivedBytes',
    'task',
    'source',
    'forced',
    'cancelRequestedAt',
    'phase',
    'progress',
    'rowsRead',
    'problem',
    'mayBeForced',
    'status',
    'createdAt',
    'finishedAt',
  ],
  'u',
);
const counts = {
  snapshotDate: 'snapshotDate',
  read: 'rowsRead',
  added: 'rowsNew',
  changed: 'rowsChanged',
  unchanged: 'rowsUnchanged',
  rejected: 'rowsRejected',
  gone: 'rowsGone',
  returned: 'rowsReturned',
  undoneAt: 'undoneAt',
} as const;
const run = optional(pick(contractorImportRuns, { ...counts, runId: 'id', notes: 'notes' }, 'r'));
const state = computed({
  /** True for a browser or a worker that has given no sign of life for a minute: the upload or the import has stopped. */
  isSilent: 'boolean',
  /** True for an upload of the acting person. */
  isOwn: 'boolean',
  uploaderName: 'string | null',
  /** True for a check that another run has overtaken since: the file has to be checked again. */
  isOutdated: 'boolean',
  /** True for a checked file that is imported only if staff say so. */
  isWarned: 'boolean',
});
const open = together(upload, state);

/** The worker's tasks for staff. `progress` is the percentage of the file that is read. */
export type OpenImport = RowOf<typeof open>;

const isSilent = `u.status in ('UPLOADING', 'RUNNING') and u.heartbeat_at < now() - interval '1 minute' as "isSilent"`;

const stateColumns = `
      ${isSilent},
      coalesce(u.uploaded_by = current_user_id(), false) as "isOwn",
      p.first_name || ' ' || p.last_name as "uploaderName",
      u.findings is not null and u.task <> 'UNDO'
        and u.checked_run_id is distinct from (${lastAcceptedRun(`u.findings->>'kind'`)}) as "isOutdated",
      coalesce(u.findings->>'warning' is not null, false) as "isWarned"`;

/** A checked file that waits for a decision. After a week it is no longer kept. */
const isWaiting = `u.status = 'CHECKED' and u.checked_at > now() - interval '7 days'`;

/** The imports on their way, and the checked files of the last week that wait for a decision, newest first. */
export function listOpenImports({ sql }: Transaction): Promise<OpenImport[]> {
  return rowsOf(sql, upload, state)`
    select ${upload(sql)}, ${sql.unsafe(stateColumns)}
    from contractor_imports u
    left join users p on p.id = u.uploaded_by
    where u.status in ('UPLOADING', 'WAITING', 'RUNNING')
      or (${sql.unsafe(isWaiting)})
    order by u.created_at desc, u.id desc limit 20`;
}

const detail = pick(imports, ['findings', 'checkedAt', 'rejects'], 'u');
const standing = computed({
  /** True for the last accepted run, whose rows are kept as they were before it. */
  mayBeUndone: 'boolean',
  undoneByName: 'string | null',
  /** The person who had the file imported; null for a file that the worker fetched. */
  loadedByName: 'string | null',
  canceledByName: 'string | null',
});

/**
 * An upload with what its check found and the outcome of its import. The counts are those of the import's run, and null without
 * one. `rejects` are the first 100 lines that were not taken.
 */
export type Import = OpenImport & RowOf<typeof run> & RowOf<typeof detail> & RowOf<typeof standing>;

/** The person who undid a run `r`, as SQL: the account of the page, or the name of the system's user on the command line. */
export const undoneBy = `
  coalesce((select first_name || ' ' || last_name from contractor_imports undoing join users on users.id = undoing.uploaded_by
            where undoing.run_id = r.id and undoing.status = 'UNDONE' limit 1),
           case when r.undone_by not like 'the portal%' then r.undone_by || ' on the command line' end)`;

/** One upload, check, import, or undoing. @throws NotFound */
export async function getImport({ sql }: Transaction, { importId }: { importId: string }): Promise<Import> {
  const [found] = await rowsOf(sql, upload, state, run, detail, standing)`
    select ${upload(sql)}, ${sql.unsafe(stateColumns)}, ${run(sql)}, ${detail(sql)},
      coalesce(u.status = 'ACCEPTED' and r.rows_kept is not null and r.undone_at is null, false) as "mayBeUndone",
      ${sql.unsafe(undoneBy)} as "undoneByName",
      (select first_name || ' ' || last_name from users where users.id = u.loaded_by) as "loadedByName",
      (select first_name || ' ' || last_name from users where users.id = u.canceled_by) as "canceledByName"
    from contractor_imports u
    left join contractor_import_runs r on r.id = u.run_id
    left join users p on p.id = u.uploaded_by
    where u.id = ${importId}`;
  if (!found) throw new NotFound('import', importId);
  return found;
}

const past = computed({
  id: 'string',
  at: 'Date',
  /** Null for a run that the command line began. */
  importId: 'string | null',
  fileName: 'string',
  importedBy: 'string | null',
  refusal: 'string | null',
  mayBeUndone: 'boolean',
  uploaderName: 'string | null',
  undoneByName: 'string | null',
});
const pastUpload = optional(pick(imports, ['status', 'task', 'source'], 'u'));
const pastRun = optional(
  pick(contractorImportRuns, { ...counts, runId: 'id', outcome: 'outcome', notes: 'notes' }, 'r'),
);

/** One line of the history: an upload with the run that it led to, or a run of the command line. */
export type PastImport = RowOf<typeof past> & RowOf<typeof pastUpload> & RowOf<typeof pastRun>;

/** All uploads, undoings and runs, newest first, without the checked files that wait (`listOpenImports`). */
export async function listImports({ sql }: Transaction, input: PageInput): Promise<Page<PastImport>> {
  const pages = keyset(sql, 'imports', input, 'h.at', 'desc', 'h.id');
  return pages.page(
    await rowsOf(sql, together(past, pastUpload), pastRun, keyed)`
    select h.id, h.at, h.import_id as "importId", coalesce(u.file_name, r.file_name) as "fileName",
      case when h.import_id is null then r.imported_by end as "importedBy", coalesce(u.problem, r.refusal) as refusal,
      coalesce(r.rows_kept is not null and r.undone_at is null and u.task is distinct from 'UNDO', false) as "mayBeUndone",
      p.first_name || ' ' || p.last_name as "uploaderName", ${sql.unsafe(undoneBy)} as "undoneByName",
      ${pastUpload(sql)}, ${pastRun(sql)}, ${pages.key}
    from (
      select id, created_at as at, id as import_id, run_id from contractor_imports
      union all
      select id, started_at, null, id from contractor_import_runs
      where not exists (select from contractor_imports where run_id = contractor_import_runs.id and task <> 'UNDO')
    ) h
    left join contractor_imports u on u.id = h.import_id
    left join contractor_import_runs r on r.id = h.run_id
    left join users p on p.id = u.uploaded_by
    where (${sql.unsafe(isWaiting)}) is not true ${pages.after} order by ${pages.order} limit ${pages.limit}`,
  );
}

const place = pick(imports, ['fileBytes', 'receivedBytes', 'status']);

/** The progress of an upload of the acting person. @throws NotFound for another person's too. */
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
const need = computed({ isNeeded: 'boolean' });

/**
 * The uploads of which something is still needed. `isNeeded`: the file itself, on its way, or for a week to be imported. The
 * rejected rows are kept for 30 days.
 */
export function listKeptImports({ sql }: Transaction): Promise<(RowOf<typeof kept> & RowOf<typeof need>)[]> {
  return rowsOf(sql, kept, need)`
    select ${kept(sql)},
      status in ('UPLOADING', 'WAITING', 'RUNNING')
      or (status in ('CHECKED', 'STOPPED', 'FAILED', 'REFUSED') and created_at > now() - interval '7 days') as "isNeeded"
    from contractor_imports
    where status in ('UPLOADING', 'WAITING', 'RUNNING') or created_at > now() - interval '30 days'`;
}

/** The setting that holds the address from which the worker fetches the file, without its secrets; empty for none. */
export const fileAddressSetting = 'license_file_address';

const source = computed({ address: 'string | null' });
const lastFetch = optional(
  pick(
    fetches,
    {
      fetchStatus: 'status',
      fetchProblem: 'problem',
      fetchedAt: 'createdAt',
      fetchedBytes: 'receivedBytes',
      fetchedImportId: 'importId',
    },
    'f',
  ),
);

/** The outcome of the file that it brought. */
const fetchedImport = optional(pick(imports, { importStatus: 'status', importProblem: 'problem' }, 'i'));
const fetchedRun = optional(pick(contractorImportRuns, { importUndoneAt: 'undoneAt' }, 'r'));

/** From where the file is fetched, and how the last fetch went. `nextFetchAt` is null without an address. */
export type FetchState = RowOf<typeof source> &
  RowOf<typeof lastFetch> &
  RowOf<typeof fetchedImport> &
  RowOf<typeof fetchedRun> & { nextFetchAt: Date | null };

/** The state of the scheduled fetch. */
export async function getFetchState({ sql }: Transaction): Promise<FetchState> {
  const [found] = await rowsOf(sql, source, lastFetch, fetchedImport, fetchedRun)`
    select (select nullif(value #>> '{}', '') from portal_settings where name = ${fileAddressSetting}) as address, ${lastFetch(sql)},
      ${fetchedImport(sql)}, ${fetchedRun(sql)}
    from (select) one left join lateral (
      select * from contractor_fetches order by created_at desc, id desc limit 1
    ) f on true
    left join contractor_imports i on i.id = f.import_id
    left join contractor_import_runs r on r.id = i.run_id`;
  if (!found) throw new Error('The statement returns a row.');
  return {
    ...found,
    nextFetchAt: found.address ? nextFetchAfter(new Date()) : null,
  };
}
