import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import { connect, type TransactionClient } from '../../engine/connection.ts';
import { Refused } from '../../engine/errors.ts';
import { contractorImportRuns } from '../tables/import-runs.ts';
import type { ImportOptions } from './attempt.ts';
import { noteBeside } from './beside.ts';
import type { FileKind } from './board-files.ts';
import { replaceCityNames } from './city-names.ts';
import { cancelOnAbort, inPlainWords, type Progress } from './import-login.ts';
import { forgetListRowsBefore, restoreList } from './list-rows-before.ts';
import { countWords, replaceCountyCounts } from './merge.ts';
import { changedRows } from './rows.ts';
import { forgetRowsBefore, importedColumns } from './rows-before.ts';
import { takeRole } from './runs.ts';
import { takeTurn } from './stage-file.ts';
import { noteVentures } from './ventures.ts';

export interface UndoOptions extends Pick<ImportOptions, 'url' | 'embedded' | 'onProgress' | 'signal'> {
  runId: string;
  /** The person who undoes the run; stored with it. */
  undoneBy: string;
}

export interface UndoSummary {
  /** Rows that are again as they were before the run. */
  restored: number;
  /** Rows that the run had added. */
  removed: number;
  /** Rows that the run had added and that an account holds: they stay, marked as gone. */
  held: number;
}

const table = 'california_contractors';

const undoable = pick(contractorImportRuns, [
  'id',
  'fileName',
  'fileKind',
  'snapshotDate',
  'importedBy',
  'rowsNew',
  'rowsChanged',
  'rowsGone',
]);
export type UndoableRun = RowOf<typeof undoable>;

/**
 * The run that can be undone: the last accepted one, unless it was undone or is the first.
 * @throws Refused if there is none, Unavailable if the database cannot be reached.
 */
export async function getUndoableRun({ url }: Pick<UndoOptions, 'url'>): Promise<UndoableRun> {
  const client = connect(url, { max: 1, applicationName: 'portal contractors undo' });
  try {
    const [run] = await client.begin(async (sql) => {
      await takeRole(sql);
      return rowsOf(sql, undoable)`
        select ${undoable(sql)} from contractor_import_runs
        where rows_kept is not null and undone_at is null order by finished_at desc limit 1`;
    });
    if (run) return run;
  } catch (error) {
    throw inPlainWords(error, { isConnected: false, isCommitting: false });
  } finally {
    await client.end({ timeout: 0 });
  }
  throw new Refused('No import can be undone: only the last one can, once, and the first one never.');
}

/**
 * Undoes the last accepted run, in one transaction: the licenses, their gone marks, the words, the counts by county and the
 * changes are as before it; or the rows of a personnel or workers' comp file. The run stays in the history as undone, with the runs
 * of the same file after it.
 * @throws Refused for any other run, for one that was undone already, and for the first load: there is nothing to go back to.
 * Unavailable if the database cannot be reached or the connection is lost, Busy if an import does not finish.
 */
export async function undoImport(options: UndoOptions): Promise<UndoSummary> {
  const { url, embedded, onProgress: say = () => undefined } = options;
  const signal = options.signal ?? new AbortController().signal;
  const progress: Progress = { isConnected: false, isCommitting: false };
  const client = connect(url, { max: 1, applicationName: 'portal contractors undo' });
  let stopCanceling = () => {};
  try {
    if (!embedded) stopCanceling = await cancelOnAbort(client, url, signal);
    progress.isConnected = true;
    return (await client.begin(async (sql) => {
      await sql`select set_config('statement_timeout', '0', true), set_config('work_mem', '128MB', true)`;
      if (!embedded) await takeTurn(sql, say, signal);
      await takeRole(sql);
      const undone = await undoRun(sql, options, say);
      signal.throwIfAborted();
      progress.isCommitting = true;
      say({ phase: 'Committing' });
      return undone;
    })) as UndoSummary;
  } catch (error) {
    signal.throwIfAborted();
    throw inPlainWords(error, progress);
  } finally {
    stopCanceling();
    await client.end({ timeout: 0 });
  }
}

async function undoRun(
  sql: TransactionClient,
  { runId, undoneBy }: UndoOptions,
  say: NonNullable<ImportOptions['onProgress']>,
): Promise<UndoSummary> {
  const kind = await markUndone(sql, runId, undoneBy);
  if (kind !== 'licenses') {
    say({ phase: 'Restoring the rows' });
    const undone = await restoreList(sql, kind, runId);
    await sql`delete from contractor_changes where import_run_id = ${runId}`;
    await forgetListRowsBefore(sql, kind);
    await noteBeside(sql, null);
    await noteVentures(sql, null);
    return { ...undone, held: 0 };
  }
  say({ phase: 'Restoring the licenses' });
  // The words of these rows leave the word table, and those that they have afterwards come back.
  await sql.unsafe(`
    create unlogged table ${changedRows} as
    select c.license_number, c.search_vector as old_words
    from contractor_rows_before b join ${table} c using (license_number) where b.kind <> 'gone'`);
  const held = await removeNew(sql);
  const restored = await sql.unsafe(`
    update ${table} c set ${importedColumns.map((column) => `${column} = old.${column}`).join(', ')}
    from contractor_rows_before b, jsonb_populate_record(null::${table}, b.before) old
    where b.kind = 'changed' and c.license_number = b.license_number`);
  const unmarked = await sql`
    update california_contractors c set gone_at = null
    from contractor_rows_before b where b.kind = 'gone' and c.license_number = b.license_number`;
  await sql`delete from contractor_changes where import_run_id = ${runId}`;
  say({ phase: 'Counting words and counties' });
  await countWords(sql);
  await sql.unsafe(`drop table ${changedRows}`);
  await noteBeside(sql, null);
  await noteVentures(sql, null);
  await replaceCountyCounts(sql);
  await replaceCityNames(sql);
  await forgetRowsBefore(sql);
  return { restored: restored.count + unmarked.count, ...held };
}

const found = computed({ isUndone: 'boolean', isFirst: 'boolean' });

/**
 * The run alone that kept its rows can be undone: the last accepted one of its kind of file.
 * @returns the kind of the file.
 */
async function markUndone(sql: TransactionClient, runId: string, undoneBy: string): Promise<FileKind> {
  const [marked] = await sql<{ kind: FileKind }[]>`
    with undone as (
      select id, file_kind, finished_at from contractor_import_runs
      where id = ${runId} and rows_kept is not null and undone_at is null
    )
    update contractor_import_runs r set undone_at = now(), undone_by = ${undoneBy}
    from undone
    where r.undone_at is null
      -- A later file with the same content changed nothing, and is the undone one.
      and (r.id = undone.id or (r.outcome = 'unchanged' and r.file_kind = undone.file_kind and r.finished_at >= undone.finished_at))
    returning r.file_kind as kind`;
  if (marked) return marked.kind;
  const [run] = await rowsOf(sql, found)`
    select undone_at is not null as "isUndone", first_load as "isFirst" from contractor_import_runs where id = ${runId}`;
  if (run?.isUndone) throw new Refused('This import was undone already.');
  if (run?.isFirst) throw new Refused('The first file can’t be undone: there is nothing to go back to.');
  throw new Refused('Only the last import can be undone. Another file was imported since.');
}

/**
 * Deletes the rows that the run had added, but those that an account holds: it would lose its license. The rows are locked
 * first, so that no account takes one in between.
 */
async function removeNew(sql: TransactionClient): Promise<Pick<UndoSummary, 'removed' | 'held'>> {
  const added = await sql<{ license: string }[]>`
    select c.license_number as license from california_contractors c
    join contractor_rows_before b using (license_number) where b.kind = 'new' order by 1 for update of c`;
  const licenses = added.map(({ license }) => license);
  const held = await sql`
    update california_contractors set gone_at = now()
    where license_number in (select licenses_of_accounts(${licenses}::text[]))`;
  const removed = await sql`
    delete from california_contractors c using contractor_rows_before b
    where b.kind = 'new' and c.license_number = b.license_number
      and c.license_number not in (select licenses_of_accounts(${licenses}::text[]))`;
  return { removed: removed.count, held: held.count };
}
