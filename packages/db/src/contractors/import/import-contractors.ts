import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { classificationNames } from '@namc/inputs/classifications';
import {
  type Client,
  connect,
  errorCode,
  isConnectionFailure,
  type TransactionClient,
} from '../../connection.ts';
import { Busy, InvalidInput, Refused, Unavailable } from '../../errors.ts';
import { recognizeFirstLine } from './fields.ts';
import { type Line, readLines } from './lines.ts';
import { loadFirst, type MergeCounts, mergeChanges, replaceCountyCounts } from './merge.ts';
import { writeRejects } from './rejects.ts';
import { type FileFacts, findLastRun, importerVersion, type LastRun, recordRun } from './runs.ts';
import { copyLines, createStaging, insertLines, staging } from './staging.ts';
import { countLines, type LineCounts, rejectBrokenLines } from './validation.ts';

export interface ImportOptions {
  /** Direct URL of the login that owns the tables. */
  ownerUrl: string;
  /** The embedded database takes no COPY. */
  embedded: boolean;
  /** Path of the board's master file. */
  file: string;
  /** Who imports: kept with the run. */
  importedBy: string;
  /** Take the file although it looks truncated, old or broken. */
  force?: boolean;
  /** The file's date, `YYYY-MM-DD`, where its latest `LastUpdate` is not it. */
  asOf?: string;
  /** Where rejected rows go; default: the file's name with `.rejects.csv`. */
  rejectsFile?: string;
  onProgress?: (progress: ImportProgress) => void;
  /** Aborting leaves the table as it was. */
  signal?: AbortSignal;
}

export interface ImportProgress {
  phase: string;
  /** While lines are read: how many, and how much of the file. */
  rows?: number;
  bytes?: number;
  totalBytes?: number;
}

export interface ImportSummary {
  runId: string;
  outcome: 'accepted' | 'unchanged';
  firstLoad: boolean;
  snapshotDate: string | null;
  read: number;
  added: number;
  changed: number;
  unchanged: number;
  rejected: number;
  gone: number;
  returned: number;
  /** `CLEAR → Work Comp Susp` and how many. */
  statusChanges: Record<string, number>;
  /** Classification codes that the board's list does not name, and on how many licenses. */
  unknownClassifications: Record<string, number>;
  seconds: number;
  rejectsFile: string | null;
}

/** More rejected rows than this share: the file is something else than it should be. */
const mostRejected = 0.05;
/** Fewer rows than this share of those present: the download was cut short. */
const leastPresent = 0.8;
/** Any number, the same in every import: the first eight bytes of "contract" in ASCII. */
const lockKey = '7165066978583995252';

const nothing: MergeCounts = { added: 0, changed: 0, gone: 0, returned: 0, statusChanges: {} };

/**
 * Brings `california_contractors` up to a master file of the license board, in one transaction: after it the table
 * is as the file has it, and however it ends otherwise the table is as before.
 * @throws Refused for a file that must not be taken without `force` (the attempt is recorded), InvalidInput when
 * there is no such file, Unavailable when the connection is lost.
 */
export async function importContractors(options: ImportOptions): Promise<ImportSummary> {
  const startedAt = new Date();
  const say = options.onProgress ?? (() => undefined);
  const signal = options.signal ?? new AbortController().signal;
  const facts = await readFacts(options.file, say, signal);
  const rejectsFile = options.rejectsFile ?? `${options.file}.rejects.csv`;
  const attempt: Attempt = {
    options,
    facts,
    startedAt,
    say,
    signal,
    runId: randomUUID(),
    rejectsPart: `${rejectsFile}.part`,
  };

  const client = connect(options.ownerUrl, { max: 1, applicationName: 'portal contractors import' });
  const stopCanceling = options.embedded
    ? () => undefined
    : await cancelOnAbort(client, options.ownerUrl, signal);
  // A COPY that fails inside a transaction never answers the driver's rollback: the connection is given up instead.
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  try {
    const done = await Promise.race([
      client.begin((sql) => runImport(attempt, sql, failed.reject)) as Promise<Done>,
      failed.promise,
    ]);
    await analyze(client, done, say);
    return {
      ...done,
      seconds: (Date.now() - startedAt.getTime()) / 1000,
      rejectsFile: await keepRejects(attempt, rejectsFile, done.rejected),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Refusal) {
      await recordRefusal(options.ownerUrl, attempt, error);
      const kept = await keepRejects(attempt, rejectsFile, error.lines.rejected);
      const hint = kept ? ` The rejected rows are in ${kept}.` : '';
      throw new Refused(`${error.message} Nothing was changed.${hint}`);
    }
    if (isConnectionFailure(error)) {
      throw new Unavailable('The connection to the database was lost: nothing was changed.', {
        cause: error,
      });
    }
    throw error;
  } finally {
    stopCanceling();
    await rm(attempt.rejectsPart, { force: true });
    await client.end({ timeout: 0 });
  }
}

interface Attempt {
  options: ImportOptions;
  facts: FileFacts;
  startedAt: Date;
  say: (progress: ImportProgress) => void;
  signal: AbortSignal;
  runId: string;
  rejectsPart: string;
}

type Done = Omit<ImportSummary, 'seconds' | 'rejectsFile'>;

/** Why a file is not taken. */
class Refusal extends Error {
  readonly lines: LineCounts;
  readonly firstLoad: boolean;
  constructor(message: string, lines: LineCounts, firstLoad: boolean) {
    super(message);
    this.lines = lines;
    this.firstLoad = firstLoad;
  }
}

const noLines: LineCounts = { read: 0, accepted: 0, rejected: 0, snapshotDate: null };

async function readFacts(file: string, say: Attempt['say'], signal: AbortSignal): Promise<FileFacts> {
  try {
    const { size } = await stat(file);
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024, signal })) {
      hash.update(chunk);
      bytes += chunk.length;
      say({ phase: 'Reading the file', bytes, totalBytes: size });
    }
    return { fileName: basename(file), fileSha256: hash.digest('hex'), fileBytes: size };
  } catch (cause) {
    signal.throwIfAborted();
    const code = errorCode(cause);
    const why =
      code === 'ENOENT'
        ? 'does not exist'
        : code === 'EISDIR'
          ? 'is a folder'
          : code === 'EACCES'
            ? 'may not be read'
            : null;
    if (why) throw new InvalidInput('file', `${file} ${why}`, { cause });
    throw cause;
  }
}

async function runImport(
  attempt: Attempt,
  sql: TransactionClient,
  giveUp: (error: unknown) => void,
): Promise<Done> {
  const { options, facts, say, signal } = attempt;
  await sql`
    select set_config('datestyle', 'ISO, MDY', true), set_config('statement_timeout', '0', true),
           set_config('work_mem', '128MB', true), set_config('max_parallel_workers_per_gather', '2', true)`;
  if (!options.embedded) await takeTurn(sql, say, signal);
  await sql`select set_config('role', 'admin_role', true)`;
  const last = await findLastRun(sql);
  const [table] = await sql<{ isEmpty: boolean }[]>`
    select not exists (select from california_contractors) as "isEmpty"`;
  const firstLoad = table?.isEmpty ?? true;
  if (last && isSameFile(last, facts) && !firstLoad) return noteUnchanged(attempt, sql, last);

  await sql`reset role`;
  await createStaging(sql);
  await loadLines(attempt, sql, firstLoad, giveUp);
  await sql`select set_config('role', 'admin_role', true)`;
  say({ phase: 'Checking the rows' });
  await rejectBrokenLines(sql);
  const lines = await countLines(sql);
  const snapshotDate = options.asOf ?? lines.snapshotDate;
  if (lines.rejected > 0) await writeRejects(sql, attempt.rejectsPart);
  if (!options.force) assertAcceptable(lines, snapshotDate, last, firstLoad);

  say({ phase: firstLoad ? 'Writing the contractors' : 'Comparing with the table' });
  const merge = firstLoad
    ? await loadFirst(sql, lines.accepted, (phase) => say({ phase }))
    : await mergeChanges(sql, attempt.runId, attempt.startedAt);
  await replaceCountyCounts(sql);
  const unknownClassifications = await countUnknownClassifications(sql);
  await sql`reset role`;
  await sql.unsafe(`drop table ${staging}`);
  await sql`select set_config('role', 'admin_role', true)`;
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
  say({ phase: 'Committing' });
  return {
    runId: id,
    outcome: 'accepted',
    firstLoad,
    snapshotDate,
    read: lines.read,
    rejected: lines.rejected,
    ...merge,
    unchanged,
    unknownClassifications,
  };
}

/** One import at a time; the second says that it waits. */
async function takeTurn(sql: TransactionClient, say: Attempt['say'], signal: AbortSignal): Promise<void> {
  for (const until = Date.now() + 15 * 60_000; Date.now() < until; ) {
    const [lock] = await sql<
      { mine: boolean }[]
    >`select pg_try_advisory_xact_lock(${lockKey}::bigint) as mine`;
    if (lock?.mine) return;
    say({ phase: 'Waiting for another import to end' });
    await wait(500, undefined, { signal });
  }
  throw new Busy('Another import has been running for a quarter of an hour: look at it first.');
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
    ...nothing,
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
  if (options.embedded) {
    await insertLines(sql, lines, onRows, signal);
    return;
  }
  try {
    await copyLines(sql, lines, onRows, signal);
  } catch (error) {
    giveUp(error);
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
      throw new Refusal(kind.problem, noLines, firstLoad);
    yield kind === 'data' ? block.slice(first) : block.slice(first + 1);
  }
}

function assertAcceptable(
  lines: LineCounts,
  snapshotDate: string | null,
  last: LastRun | undefined,
  firstLoad: boolean,
): void {
  const refuse = (why: string) => {
    throw new Refusal(`${why} Use --force to take it all the same.`, lines, firstLoad);
  };
  if (lines.accepted === 0) refuse('The file holds no license.');
  if (lines.rejected > lines.read * mostRejected) {
    refuse(`${lines.rejected} of ${lines.read} rows were rejected, more than 5 %.`);
  }
  if (last && lines.read < last.rowsPresent * leastPresent) {
    refuse(
      `The file has ${lines.read} rows, under 80 % of the ${last.rowsPresent} that are present: it looks cut short.`,
    );
  }
  if (last?.snapshotDate && snapshotDate && snapshotDate < last.snapshotDate) {
    refuse(`The file is of ${snapshotDate}, older than the last one (${last.snapshotDate}).`);
  }
}

async function countUnknownClassifications(sql: TransactionClient): Promise<Record<string, number>> {
  const rows = await sql<{ code: string; count: number }[]>`
    select code, count(*) as count
    from california_contractors, unnest(classifications) code
    where gone_at is null and not code = any(${Object.keys(classificationNames)}::text[])
    group by code order by 2 desc, 1`;
  return Object.fromEntries(rows.map(({ code, count }) => [code, count]));
}

async function recordRefusal(ownerUrl: string, attempt: Attempt, refusal: Refusal): Promise<void> {
  const client = connect(ownerUrl, { max: 1, applicationName: 'portal contractors import' });
  const { options, facts, runId: id, startedAt } = attempt;
  try {
    await client.begin(async (sql) => {
      await sql`select set_config('role', 'admin_role', true)`;
      await recordRun(sql, {
        ...facts,
        id,
        outcome: 'refused',
        refusal: refusal.message,
        snapshotDate: refusal.lines.snapshotDate,
        importedBy: options.importedBy,
        forced: options.force ?? false,
        firstLoad: refusal.firstLoad,
        startedAt,
        lines: refusal.lines,
        merge: nothing,
        unchanged: 0,
        unknownClassifications: {},
      });
    });
  } finally {
    await client.end();
  }
}

/** The rejected rows under their own name, once it is decided what became of the file; none: an old file goes. */
async function keepRejects(attempt: Attempt, file: string, rejected: number): Promise<string | null> {
  if (
    rejected > 0 &&
    (await rename(attempt.rejectsPart, file).then(
      () => true,
      () => false,
    ))
  )
    return file;
  if (rejected === 0) await rm(file, { force: true });
  return null;
}

/** The planner counts on what it knows of the table; of a few changes autovacuum tells it soon enough. */
async function analyze(
  client: Client,
  { firstLoad, added, changed, unchanged }: Done,
  say: Attempt['say'],
): Promise<void> {
  if ((added + changed) * 10 < unchanged) return;
  say({ phase: 'Measuring the table' });
  await client.unsafe(
    firstLoad ? 'vacuum (analyze) california_contractors' : 'analyze california_contractors',
  );
  await client.unsafe('analyze contractor_words');
}

/** Ctrl-C ends the statement that runs on the server too, instead of letting it work on for nobody. */
async function cancelOnAbort(client: Client, ownerUrl: string, signal: AbortSignal): Promise<() => void> {
  const [backend] = await client<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const cancel = async () => {
    const other = connect(ownerUrl, { max: 1, applicationName: 'portal contractors import' });
    await other`select pg_cancel_backend(${backend?.pid ?? 0})`.catch(() => undefined);
    await other.end({ timeout: 1 });
  };
  signal.addEventListener('abort', cancel, { once: true });
  return () => signal.removeEventListener('abort', cancel);
}
