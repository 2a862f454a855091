import { setTimeout as wait } from 'node:timers/promises';
import type { TransactionClient } from '../../engine/connection.ts';
import { Busy } from '../../engine/errors.ts';
import { type Attempt, type ImportOptions, noLines } from './attempt.ts';
import { formatCount } from './counts.ts';
import { findFreshLines, findReading } from './fresh-lines.ts';
import { TooLongLine } from './lines.ts';
import { tableOf } from './list-file.ts';
import { openFile } from './reading.ts';
import { Records } from './records.ts';
import { Refusal } from './refusal.ts';
import { listRejects, shownRejects, writeRejects } from './rejects.ts';
import { findLastAccepted, findLastRun, takeRole } from './runs.ts';
import type { Begun, OpenedFile, StagedFile } from './staged-file.ts';
import { copyLines, createStaging, everyLine, freshLine, insertLines, staging } from './staging.ts';
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
  return { opened, last, firstLoad, acceptedId: await findLastAccepted(sql, attempt.fileKind) };
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
  const isCompared = file.kind === 'licenses' && !begun.firstLoad;
  if (isCompared) await findFreshLines(sql);
  await rejectBrokenLines(sql, file, layout, isCompared ? freshLine : everyLine);
  const lines = await countLines(sql);
  attempt.notes.push(...layout.notes, ...aboutFuture(lines));
  if (lines.rejected > 0) {
    attempt.rejects = await listRejects(sql, file, 0, shownRejects);
    await writeRejects(sql, file, attempt.rejectsPart);
  }
  return { ...begun, layout, records, lines, snapshotDate: options.asOf ?? lines.snapshotDate };
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
  const records = new Records(opened.layout, await findReading(sql, opened.layout));
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
