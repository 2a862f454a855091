import type { AddImportInput } from '@namc/inputs/imports';
import type { PageInput } from '@namc/inputs/text';
import { lastAcceptedRun } from '../contractors/queries/last-run.ts';
import { nextFetchAfter } from '../contractors/standing/state-holidays.ts';
import { contractorImportRuns } from '../contractors/tables/import-runs.ts';
import { optional, pick, present } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf, together } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { keyed, keyset } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { fileContents, files } from '../files/tables.ts';
import { fetches, imports } from './tables.ts';

const upload = pick(
  imports,
  [
    'id',
    'fileName',
    'fileBytes',
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
  /** True for a worker that has given no sign of life for a minute: the import has stopped. */
  isSilent: 'boolean',
  /** True while the file is stored: it can be checked, or checked again. */
  hasFile: 'boolean',
  uploaderName: 'string | null',
  /** True for a check that another run has overtaken since: the file has to be checked again. */
  isOutdated: 'boolean',
  /** True for a checked file that is imported only if staff say so. */
  isWarned: 'boolean',
});
const open = together(upload, state);

/** The worker's tasks for staff. `progress` is the percentage of the file that is read. */
export type OpenImport = RowOf<typeof open>;

const isSilent = `u.status = 'RUNNING' and u.heartbeat_at < now() - interval '1 minute' as "isSilent"`;

const stateColumns = `
      ${isSilent},
      exists (select from files f where f.owner_id = u.id and f.kind = 'BOARD_FILE') as "hasFile",
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
    where u.status in ('WAITING', 'RUNNING')
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

/** One check, import, or undoing. @throws NotFound */
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

const content = present(pick(fileContents, { contentId: 'id', bytes: 'bytes' }, 'c'));

/** The object of the store with the file of an import, or with the rows that it rejected. */
export type ImportContent = RowOf<typeof content>;

/** The file of an import, or the rows that it rejected; undefined if there are none, or none any more. */
export async function findImportFile(
  { sql }: Transaction,
  { importId, kind }: { importId: string; kind: 'BOARD_FILE' | 'REJECTED_ROWS' },
): Promise<ImportContent | undefined> {
  const [found] = await rowsOf(sql, content)`
    select ${content(sql)} from files f join file_contents c on c.id = f.content_id
    where f.owner_id = ${importId} and f.kind = ${kind} order by f.created_at desc, f.id desc limit 1`;
  return found;
}

const owner = present(pick(files, { importId: 'ownerId' }, 'f'));

/** The import of a file that the acting person has uploaded; undefined before it begins. */
export async function findImportOfFile(
  { sql }: Transaction,
  { fileId }: AddImportInput,
): Promise<string | undefined> {
  const [found] = await rowsOf(sql, owner)`
    select ${owner(sql)} from files f
    where f.id = ${fileId} and f.kind = 'BOARD_FILE' and f.uploaded_by = current_user_id() and f.owner_id is not null`;
  return found?.importId;
}

const atWork = pick(imports, ['id'], 'u');

/** The imports and fetches that a worker has at hand. The folder of any other one was left by a worker that was killed. */
export async function listAtWork({ sql }: Transaction): Promise<string[]> {
  const rows = await rowsOf(sql, atWork)`
    select ${atWork(sql)} from contractor_imports u where u.status = 'RUNNING' and u.heartbeat_at > now() - interval '2 minutes'
    union all
    select id from contractor_fetches where status = 'RUNNING' and heartbeat_at > now() - interval '2 minutes'`;
  return rows.map(({ id }) => id);
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
