import { setTimeout as wait } from 'node:timers/promises';
import { classificationNames } from '@namc/inputs/classifications';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { Busy } from '../../engine/errors.ts';
import { aboutUnknownStatuses, countUnknownStatuses } from '../standing/unknown-statuses.ts';
import { type Attempt, type Done, type ImportOptions, noLines, nothing } from './attempt.ts';
import type { ListKind } from './board-files.ts';
import { replaceCityNames } from './city-names.ts';
import { countOf, formatCount } from './counts.ts';
import { TooLongLine } from './lines.ts';
import { compareList, mergeList, tableOf } from './list-file.ts';
import {
  countKept,
  findChanges,
  forgetChanges,
  loadFirst,
  type MergeCounts,
  mergeChanges,
  replaceCountyCounts,
} from './merge.ts';
import { openFile } from './reading.ts';
import { Records } from './records.ts';
import { assertAcceptable, assertAsChecked, assertWhole, Refusal } from './refusal.ts';
import { listRejects, shownRejects, writeRejects } from './rejects.ts';
import {
  type FileFacts,
  findLastAccepted,
  findLastRun,
  importerVersion,
  type LastRun,
  recordRun,
  takeRole,
} from './runs.ts';
import type { Begun, OpenedFile, StagedFile } from './staged-file.ts';
import { copyLines, createStaging, insertLines, staging } from './staging.ts';
import { countLines, type LineCounts, rejectBrokenLines } from './validation.ts';

/** An arbitrary number, the same in every import: the first eight bytes of "contract" in ASCII. */
const lockKey = '7165066978583995252';

/** Waits for the turn of this import, and reads what it begins with: the file's first lines and the last run. */
export async function beginImport(attempt: Attempt, sql: TransactionClient): Promise<Begun> {
  const { options, say, signal } = attempt;
  await sql`
    select set_config('datestyle', 'ISO, MDY', true), set_config('statement_timeout', '0', true),
           set_config('work_mem', '128MB', true), set_config('max_parallel_workers_per_gather', '2', true),
           set_config('parallel_tuple_cost', '0', true)`;
  if (!options.embedded) await takeTurn(sql, say, signal);
  await takeRole(sql);
  const opened = await openBoardFile(options, signal);
  attempt.fileKind = opened.layout.file.kind;
  const firstLoad = (await sql`select from ${sql(tableOf(attempt.fileKind))} limit 1`).length === 0;
  const last = await findLastRun(sql, attempt.fileKind);
  return { opened, last, firstLoad, acceptedId: await findLastAccepted(sql) };
}

/** Reads the file into the staging table, and marks the lines that cannot be taken. */
export async function stageFile(
  attempt: Attempt,
  sql: TransactionClient,
  begun: Begun,
  giveUp: (error: unknown) => void,
): Promise<StagedFile> {
  const { options, say } = attempt;
  const { layout } = begun.opened;
  const { file } = layout;
  await createStaging(sql, file);
  const records = await loadLines(attempt, sql, begun, giveUp);
  // Sampling some thousand rows tells the planner how large the file is, and so that more than one core pays off.
  await sql`select set_config('default_statistics_target', '10', true)`;
  await sql.unsafe(`analyze ${staging}`);
  say({ phase: 'Checking the rows' });
  await rejectBrokenLines(sql, file, layout);
  const lines = await countLines(sql);
  attempt.notes.push(...layout.notes, ...aboutFuture(lines));
  if (lines.rejected > 0) {
    attempt.rejects = await listRejects(sql, file, 0, shownRejects);
    await writeRejects(sql, file, attempt.rejectsPart);
  }
  return { ...begun, layout, records, lines, snapshotDate: options.asOf ?? lines.snapshotDate };
}

/** Runs everything inside the import’s one transaction. */
export async function runImport(
  attempt: Attempt,
  sql: TransactionClient,
  giveUp: (error: unknown) => void,
): Promise<Done> {
  const { options, facts, say, signal } = attempt;
  const begun = await beginImport(attempt, sql);
  const { last, firstLoad, opened, acceptedId } = begun;
  try {
    assertAsChecked(options.checked, acceptedId, facts);
  } catch (error) {
    await opened.close();
    throw error;
  }
  if (last && isSameFile(begun, facts)) {
    await opened.close();
    return noteUnchanged(attempt, sql, last);
  }
  const staged = await stageFile(attempt, sql, begun, giveUp);
  const { lines, snapshotDate, records } = staged;
  const force = options.force ?? false;
  await assertAcceptable(sql, staged, force);
  if (attempt.fileKind !== 'licenses') return loadList(attempt, sql, staged, attempt.fileKind);

  say({ phase: firstLoad ? 'Writing the contractors' : 'Comparing with the table' });
  const merge = firstLoad
    ? await loadFirst(sql, lines.accepted, (phase) => say({ phase }))
    : await compareAndMerge(attempt, sql, staged);
  await replaceCountyCounts(sql);
  await replaceCityNames(sql);
  const unknownClassifications = await countUnknownClassifications(sql);
  const unknownStatuses = await countUnknownStatuses(sql);
  attempt.notes.push(...aboutUnknownStatuses(unknownStatuses));
  await sql.unsafe(`drop table ${staging}`);
  const unchanged = lines.accepted - merge.added - merge.changed;
  const { runId: id, startedAt } = attempt;
  await recordRun(sql, {
    ...facts,
    id,
    outcome: 'accepted',
    refusal: null,
    snapshotDate,
    importedBy: options.importedBy,
    forced: force,
    firstLoad,
    startedAt,
    lines,
    merge,
    unchanged,
    unknownClassifications,
    unknownStatuses,
    fileKind: attempt.fileKind,
    notes: attempt.notes,
    lastLicense: records.lastLicense || null,
  });
  signal.throwIfAborted();
  attempt.isCommitting = true;
  say({ phase: 'Committing' });
  return {
    runId: id,
    outcome: 'accepted',
    firstLoad,
    snapshotDate,
    read: lines.read,
    rejected: lines.rejected,
    ...countsOf(merge),
    unchanged,
    unknownClassifications,
  };
}

/** Loads a file whose rows are kept as they are. */
async function loadList(
  attempt: Attempt,
  sql: TransactionClient,
  { lines, snapshotDate, records, firstLoad }: StagedFile,
  kind: ListKind,
): Promise<Done> {
  const { options, facts, runId: id, startedAt, notes, say, signal } = attempt;
  say({ phase: 'Comparing with the table' });
  const { unchanged, ...found } = await compareList(sql, kind);
  const merge = { ...nothing, ...found };
  await mergeList(sql, kind);
  await sql.unsafe(`drop table ${staging}`);
  await recordRun(sql, {
    ...facts,
    id,
    outcome: 'accepted',
    refusal: null,
    snapshotDate,
    importedBy: options.importedBy,
    forced: options.force ?? false,
    firstLoad,
    startedAt,
    lines,
    merge,
    unchanged,
    unknownClassifications: {},
    fileKind: kind,
    notes,
    lastLicense: records.lastLicense || null,
  });
  signal.throwIfAborted();
  attempt.isCommitting = true;
  say({ phase: 'Committing' });
  return {
    runId: id,
    outcome: 'accepted',
    firstLoad,
    snapshotDate,
    read: lines.read,
    rejected: lines.rejected,
    ...countsOf(merge),
    unchanged,
    unknownClassifications: {},
  };
}

async function compareAndMerge(
  attempt: Attempt,
  sql: TransactionClient,
  staged: StagedFile,
): Promise<MergeCounts> {
  const { last, snapshotDate, lines } = staged;
  const found = await findChanges(sql);
  await assertWhole(sql, staged, attempt.options.force ?? false);
  attempt.notes.push(...(await aboutKept(sql, lines)));
  const merged = await mergeChanges(sql, {
    runId: attempt.runId,
    snapshotDate,
    notesEvents: last !== undefined,
  });
  await forgetChanges(sql);
  return { ...found, ...merged };
}

function countsOf({ kept: _, ...counts }: MergeCounts): Omit<MergeCounts, 'kept'> {
  return counts;
}

/** Firms that the file lacks, and that may be in a row that cannot be read. */
export async function aboutKept(sql: TransactionClient, { nameless }: LineCounts): Promise<string[]> {
  const kept = nameless > 0 ? await countKept(sql) : 0;
  if (kept === 0) return [];
  const rows =
    nameless === 1
      ? 'a rejected row has no license number'
      : `${formatCount(nameless)} rejected rows have no license number`;
  return [
    `The file lacks ${countOf(kept, 'license')}, but ${rows} that can be read. None was marked as gone. The next file without such rows decides.`,
  ];
}

/** Allows one import at a time. The second one says that it waits. */
export async function takeTurn(
  sql: TransactionClient,
  say: Attempt['say'],
  signal: AbortSignal,
): Promise<void> {
  for (const until = Date.now() + 15 * 60_000; Date.now() < until; ) {
    const [lock] = await sql<
      { mine: boolean }[]
    >`select pg_try_advisory_xact_lock(${lockKey}::bigint) as mine`;
    if (lock?.mine) return;
    say({ phase: 'Waiting for another import to end' });
    await wait(500, undefined, { signal });
  }
  throw new Busy('Another import has been running for a quarter of an hour: check it first.');
}

/** True for the file of the last run, which would change nothing. */
export function isSameFile(
  { last, firstLoad }: Pick<Begun, 'last' | 'firstLoad'>,
  facts: FileFacts,
): boolean {
  return (
    !firstLoad &&
    last?.fileSha256 === facts.fileSha256 &&
    last.importerVersion === importerVersion &&
    !last.isReferenceNewer
  );
}

async function noteUnchanged(attempt: Attempt, sql: TransactionClient, last: LastRun): Promise<Done> {
  const { options, facts, runId: id, startedAt, fileKind } = attempt;
  const { snapshotDate, rowsRead: read, rowsRejected: rejected } = last;
  const unchanged = read - rejected;
  await recordRun(sql, {
    ...facts,
    id,
    outcome: 'unchanged',
    refusal: null,
    snapshotDate,
    importedBy: options.importedBy,
    forced: options.force ?? false,
    firstLoad: false,
    startedAt,
    lines: { read, rejected },
    merge: nothing,
    unchanged,
    unknownClassifications: {},
    fileKind,
    notes: [],
    lastLicense: last.lastLicense,
  });
  return {
    runId: id,
    outcome: 'unchanged',
    firstLoad: false,
    snapshotDate,
    read,
    rejected,
    ...countsOf(nothing),
    unchanged,
    unknownClassifications: {},
  };
}

/** Opens the file. A file that is none of the board's is refused. */
async function openBoardFile(
  { file, force = false }: ImportOptions,
  signal: AbortSignal,
): Promise<OpenedFile> {
  let bytes = 0;
  const onBytes = (read: number) => {
    bytes = read;
  };
  const opened = await openFile(file, { force, signal, onBytes }).catch((cause: unknown) => {
    throw refusedLine(cause, false);
  });
  if ('problem' in opened) {
    throw new Refusal(opened.problem, { mayBeForced: opened.mayBeForced, lines: noLines, firstLoad: false });
  }
  return { ...opened, bytes: () => bytes };
}

async function loadLines(
  attempt: Attempt,
  sql: TransactionClient,
  { opened, firstLoad }: Begun,
  giveUp: (error: unknown) => void,
): Promise<Records> {
  const { options, facts, say, signal } = attempt;
  const records = new Records(opened.layout);
  const onRows = (rows: number) =>
    say({ phase: 'Loading', rows, bytes: opened.bytes(), totalBytes: facts.fileBytes });
  try {
    await (options.embedded ? insertLines : copyLines)(sql, records, opened.lines, onRows, signal);
    return records;
  } catch (cause) {
    const error = refusedLine(cause, firstLoad);
    if (!options.embedded) giveUp(error);
    throw error;
  }
}

const refusedLine = (cause: unknown, firstLoad: boolean) =>
  cause instanceof TooLongLine
    ? new Refusal(cause.message, { mayBeForced: false, lines: noLines, firstLoad })
    : cause;

/** A date that has not come yet is a mistake of the file. It never becomes the file's date. */
function aboutFuture({ future, firstFuture }: LineCounts): string[] {
  if (future === 0) return [];
  const rows = future === 1 ? 'A row has' : `${formatCount(future)} rows have`;
  return [
    `${rows} a last update after today, ${future === 1 ? 'in' : 'first in'} line ${firstFuture}. It does not count for the file’s date.`,
  ];
}

const unknown = computed({ code: 'string', count: 'number' });

async function countUnknownClassifications(sql: TransactionClient): Promise<Record<string, number>> {
  const rows = await rowsOf(sql, unknown)`
    select code, count(*) as count
    from california_contractors, unnest(classifications) code
    where gone_at is null and not code = any(${Object.keys(classificationNames)}::text[])
    group by code order by 2 desc, 1`;
  return Object.fromEntries(rows.map(({ code, count }) => [code, count]));
}
