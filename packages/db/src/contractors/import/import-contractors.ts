import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  type Client,
  connect,
  errorCode,
  isConnectionFailure,
  type TransactionClient,
} from '../../engine/connection.ts';
import { InvalidInput } from '../../engine/errors.ts';
import { californiaDay } from '../standing/california-day.ts';
import type { Reject } from '../tables/import-runs.ts';
import type { Attempt, Checked, Done, ImportOptions, ImportSummary } from './attempt.ts';
import { type CheckOutcome, checkFile } from './check.ts';
import { cancelOnAbort, inPlainWords } from './import-login.ts';
import { Refusal, RefusedFile, recordRefusal } from './refusal.ts';
import { runImport } from './run-import.ts';
import { type FileFacts, takeRole } from './runs.ts';

/**
 * Updates `california_contractors` from a master file of the license board, in one transaction. Afterwards the
 * table matches the file; after any failure it is unchanged.
 * @throws RefusedFile for a file of another kind and for one that needs `force` (the attempt is recorded), CheckOutdated if
 * it is not what `checked` says, InvalidInput if the file does not exist or its rejected rows cannot be written, Unavailable
 * if the database cannot be reached, the connection is lost, or tables or rights are missing, Busy if another import does
 * not finish.
 */
export function importContractors(options: ImportOptions): Promise<ImportSummary> {
  return attemptFile(options, async (attempt, client, inTransaction) => {
    const done = await inTransaction(runImport);
    await measure(client, done, attempt.say, attempt.signal);
    return {
      ...done,
      seconds: (Date.now() - attempt.startedAt.getTime()) / 1000,
      rejectsFile: await keepRejects(attempt, done.rejected),
      rejects: attempt.rejects,
      notes: attempt.notes,
    };
  });
}

/** A check's outcome, with what a later import is held to. */
export type CheckSummary = CheckOutcome & { checked: Checked; rejects: Reject[] };

/**
 * Tells what `importContractors` would do with a file, by the same statements, in a transaction that is rolled back. Nothing
 * changes, and readers wait for nothing: the licenses are read, and compared with a staging table of the transaction's own.
 * @throws the same errors. A refusal is not recorded: nobody asked for an import yet.
 */
export function checkContractors(options: ImportOptions): Promise<CheckSummary> {
  return attemptFile(
    options,
    async (attempt, _client, inTransaction) => {
      const outcome = await inTransaction(checkFile, { rollsBack: true });
      await keepRejects(attempt, outcome.outcome === 'checked' ? outcome.findings.rejected : 0);
      return {
        ...outcome,
        checked: { fileSha256: attempt.facts.fileSha256, lastRunId: outcome.lastRunId },
        rejects: attempt.rejects,
      };
    },
    { isCheck: true },
  );
}

type Work<Result> = (
  attempt: Attempt,
  sql: TransactionClient,
  giveUp: (error: unknown) => void,
) => Promise<Result>;

/** Carries the result out of a transaction that is rolled back. */
class RolledBack extends Error {
  readonly result: unknown;
  constructor(result: unknown) {
    super('The transaction is rolled back.');
    this.result = result;
  }
}

/** Opens the login for imports, and turns every failure into the words of the caller. */
async function attemptFile<Result>(
  options: ImportOptions,
  act: (
    attempt: Attempt,
    client: Client,
    inTransaction: <Part>(work: Work<Part>, how?: { rollsBack: boolean }) => Promise<Part>,
  ) => Promise<Result>,
  { isCheck = false } = {},
): Promise<Result> {
  const startedAt = new Date();
  if (options.asOf && options.asOf > californiaDay(startedAt)) {
    throw new InvalidInput('as-of', 'A file cannot be dated after today.');
  }
  const say = options.onProgress ?? (() => undefined);
  const signal = options.signal ?? new AbortController().signal;
  const facts = await readFacts(options, say, signal);
  const runId = randomUUID();
  const attempt: Attempt = {
    options,
    facts,
    fileKind: 'licenses',
    startedAt,
    say,
    signal,
    runId,
    // Another import of the same file may be waiting for this one and must not overwrite its file of rejected rows.
    rejectsPart: `${rejectsFileOf(options)}.${runId}.part`,
    rejects: [],
    notes: [],
    isConnected: false,
    isCommitting: false,
  };

  const client = connect(options.url, { max: 1, applicationName: 'portal contractors import' });
  let stopCanceling = () => {};
  // A COPY that fails inside a transaction never answers the driver's rollback, so the connection is dropped instead.
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  try {
    if (!options.embedded) stopCanceling = await cancelOnAbort(client, options.url, signal);
    attempt.isConnected = true;
    return await act(
      attempt,
      client,
      async <Part>(work: Work<Part>, { rollsBack } = { rollsBack: false }) => {
        const begun = client.begin(async (sql) => {
          const result = await work(attempt, sql, failed.reject);
          if (rollsBack) throw new RolledBack(result);
          return result;
        });
        return (await Promise.race([begun, failed.promise]).catch((error: unknown) => {
          if (error instanceof RolledBack) return error.result;
          throw error;
        })) as Part;
      },
    );
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Refusal) {
      if (!isCheck) await recordRefusal(options.url, attempt, error);
      const kept = await keepRejects(attempt, error.lines.rejected);
      const { mayBeForced } = error;
      const { rejects, notes } = attempt;
      throw new RefusedFile(`${error.message} Nothing was changed.`, {
        mayBeForced,
        runId: isCheck ? null : runId,
        rejects,
        rejectsFile: kept,
        notes,
      });
    }
    throw inPlainWords(error, attempt);
  } finally {
    stopCanceling();
    await rm(attempt.rejectsPart, { force: true });
    await client.end({ timeout: 0 });
  }
}

const rejectsFileOf = ({ file, rejectsFile }: ImportOptions) => rejectsFile ?? `${file}.rejects.csv`;

async function readFacts(
  { file, fileName = basename(file) }: ImportOptions,
  say: Attempt['say'],
  signal: AbortSignal,
): Promise<FileFacts> {
  try {
    const { size } = await stat(file);
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024, signal })) {
      hash.update(chunk);
      bytes += chunk.length;
      say({ phase: 'Reading the file', bytes, totalBytes: size });
    }
    return { fileName, fileSha256: hash.digest('hex'), fileBytes: size };
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

/**
 * Gives the rejected rows their final name once the file's outcome is decided. Without rejected rows an old file is
 * removed.
 */
async function keepRejects(attempt: Attempt, rejected: number): Promise<string | null> {
  const file = rejectsFileOf(attempt.options);
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

/**
 * The planner relies on the table's statistics. After a few changes autovacuum updates them soon enough. The import
 * is committed by now, so an interruption here must not be reported as one of the import.
 */
async function measure(
  client: Client,
  { added, changed, unchanged }: Done,
  say: Attempt['say'],
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted || (added + changed) * 10 < unchanged) return;
  say({ phase: 'Measuring the table' });
  try {
    await client.begin(async (sql) => {
      await takeRole(sql);
      await sql`select measure_contractors()`;
    });
  } catch (error) {
    if (!signal.aborted && !isConnectionFailure(error)) throw error;
  }
}
