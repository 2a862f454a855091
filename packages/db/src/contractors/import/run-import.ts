import { setTimeout as wait } from 'node:timers/promises';
import { classificationNames } from '@namc/inputs/classifications';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { Busy } from '../../engine/errors.ts';
import { type Attempt, type Done, noLines, nothing } from './attempt.ts';
import { replaceCityNames } from './city-names.ts';
import { recognizeFirstLine } from './fields.ts';
import { type Line, readLines, TooLongLine } from './lines.ts';
import { loadFirst, type MergeCounts, mergeChanges, replaceCountyCounts } from './merge.ts';
import { assertAcceptable, assertAsChecked, Refusal } from './refusal.ts';
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
import { copyLines, createStaging, insertLines, staging } from './staging.ts';
import { countLines, type LineCounts, rejectBrokenLines } from './validation.ts';

/** An arbitrary number, the same in every import: the first eight bytes of "contract" in ASCII. */
const lockKey = '7165066978583995252';

/** A file in the staging table, with its lines checked. */
export interface StagedFile {
  last: LastRun | undefined;
  /** The last accepted run of a real file. */
  acceptedId: string | null;
  firstLoad: boolean;
  /** The date of the file, `YYYY-MM-DD`. */
  snapshotDate: string | null;
  lines: LineCounts;
}

/** Waits for the turn of this import, and reads what it begins with: the last run, and whether it is the same file. */
export async function beginImport(
  { options, facts, say, signal }: Attempt,
  sql: TransactionClient,
): Promise<Pick<StagedFile, 'last' | 'acceptedId' | 'firstLoad'> & { isSame: boolean }> {
  await sql`
    select set_config('datestyle', 'ISO, MDY', true), set_config('statement_timeout', '0', true),
           set_config('work_mem', '128MB', true), set_config('max_parallel_workers_per_gather', '2', true),
           set_config('parallel_tuple_cost', '0', true)`;
  if (!options.embedded) await takeTurn(sql, say, signal);
  await takeRole(sql);
  const last = await findLastRun(sql);
  const firstLoad = (await sql`select from california_contractors limit 1`).length === 0;
  const acceptedId = await findLastAccepted(sql);
  return { last, acceptedId, firstLoad, isSame: last !== undefined && isSameFile(last, facts) && !firstLoad };
}

/** Reads the file into the staging table, and marks the lines that cannot be taken. */
export async function stageFile(
  attempt: Attempt,
  sql: TransactionClient,
  firstLoad: boolean,
  giveUp: (error: unknown) => void,
): Promise<Pick<StagedFile, 'lines' | 'snapshotDate'>> {
  const { options, say } = attempt;
  await createStaging(sql);
  await loadLines(attempt, sql, firstLoad, giveUp);
  // Sampling some thousand rows tells the planner how large the file is, and so that more than one core pays off.
  await sql`select set_config('default_statistics_target', '10', true)`;
  await sql.unsafe(`analyze ${staging}`);
  say({ phase: 'Checking the rows' });
  await rejectBrokenLines(sql);
  const lines = await countLines(sql);
  if (lines.rejected > 0) {
    attempt.rejects = await listRejects(sql, 0, shownRejects);
    await writeRejects(sql, attempt.rejectsPart);
  }
  return { lines, snapshotDate: options.asOf ?? lines.snapshotDate };
}

/** Runs everything inside the import’s one transaction. */
export async function runImport(
  attempt: Attempt,
  sql: TransactionClient,
  giveUp: (error: unknown) => void,
): Promise<Done> {
  const { options, facts, say, signal } = attempt;
  const { last, acceptedId, firstLoad, isSame } = await beginImport(attempt, sql);
  assertAsChecked(options.checked, acceptedId, facts);
  if (last && isSame) return noteUnchanged(attempt, sql, last);
  const { lines, snapshotDate } = await stageFile(attempt, sql, firstLoad, giveUp);
  assertAcceptable(lines, snapshotDate, last, { firstLoad, force: options.force ?? false });

  say({ phase: firstLoad ? 'Writing the contractors' : 'Comparing with the table' });
  const merge = firstLoad
    ? await loadFirst(sql, lines.accepted, (phase) => say({ phase }))
    : await mergeChanges(sql, {
        runId: attempt.runId,
        at: attempt.startedAt,
        notesEvents: last !== undefined,
      });
  await replaceCountyCounts(sql);
  await replaceCityNames(sql);
  const unknownClassifications = await countUnknownClassifications(sql);
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
    forced: options.force ?? false,
    firstLoad,
    startedAt,
    lines,
    merge,
    unchanged,
    unknownClassifications,
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

function countsOf({ kept: _, ...counts }: MergeCounts): Omit<MergeCounts, 'kept'> {
  return counts;
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

function isSameFile(last: LastRun, facts: FileFacts): boolean {
  return (
    last.fileSha256 === facts.fileSha256 && last.importerVersion === importerVersion && !last.isReferenceNewer
  );
}

async function noteUnchanged(attempt: Attempt, sql: TransactionClient, last: LastRun): Promise<Done> {
  const { options, facts, runId: id, startedAt } = attempt;
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

async function loadLines(
  attempt: Attempt,
  sql: TransactionClient,
  firstLoad: boolean,
  giveUp: (error: unknown) => void,
): Promise<void> {
  const { options, facts, say, signal } = attempt;
  let bytes = 0;
  const blocks = readLines(options.file, {
    signal,
    onBytes: (read) => {
      bytes = read;
    },
  });
  const onRows = (rows: number) => say({ phase: 'Loading', rows, bytes, totalBytes: facts.fileBytes });
  const lines = withoutHeader(blocks, options.force ?? false, firstLoad);
  try {
    await (options.embedded ? insertLines : copyLines)(sql, lines, onRows, signal);
  } catch (cause) {
    const error =
      cause instanceof TooLongLine
        ? new Refusal(cause.message, { mayBeForced: false, lines: noLines, firstLoad })
        : cause;
    if (!options.embedded) giveUp(error);
    throw error;
  }
}

async function* withoutHeader(
  blocks: AsyncIterable<Line[]>,
  force: boolean,
  firstLoad: boolean,
): AsyncGenerator<Line[]> {
  let isKnown = false;
  for await (const block of blocks) {
    const first = isKnown ? -1 : block.findIndex(({ text }) => text.trim() !== '');
    if (first < 0) {
      yield block;
      continue;
    }
    isKnown = true;
    const line = block[first]?.text ?? '';
    const kind = recognizeFirstLine(line);
    if (typeof kind === 'object' && !(force && kind.mayBeForced))
      throw new Refusal(kind.problem, { mayBeForced: kind.mayBeForced, lines: noLines, firstLoad });
    yield kind === 'data' ? block.slice(first) : block.slice(first + 1);
  }
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
