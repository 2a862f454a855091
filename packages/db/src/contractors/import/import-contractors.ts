import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Client, connect, errorCode, isConnectionFailure } from '../../engine/connection.ts';
import { InvalidInput, Unavailable } from '../../engine/errors.ts';
import { californiaDay } from '../queries/standing.ts';
import type { Attempt, Done, ImportOptions, ImportSummary } from './attempt.ts';
import { Refusal, RefusedFile, recordRefusal } from './refusal.ts';
import { runImport } from './run-import.ts';
import { type FileFacts, takeRole } from './runs.ts';

/**
 * Updates `california_contractors` from a master file of the license board, in one transaction. Afterwards the
 * table matches the file; after any failure it is unchanged.
 * @throws RefusedFile for a file of another kind and for one that needs `force` (the attempt is recorded), InvalidInput if the file does not exist
 * or its rejected rows cannot be written, Unavailable if the database cannot be reached, the connection is lost, or
 * tables or rights are missing, Busy if another import does not finish.
 */
export async function importContractors(options: ImportOptions): Promise<ImportSummary> {
  const startedAt = new Date();
  if (options.asOf && options.asOf > californiaDay(startedAt)) {
    throw new InvalidInput('as-of', 'A file cannot be dated after today.');
  }
  const say = options.onProgress ?? (() => undefined);
  const signal = options.signal ?? new AbortController().signal;
  const facts = await readFacts(options, say, signal);
  const rejectsFile = options.rejectsFile ?? `${options.file}.rejects.csv`;
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
    rejectsPart: `${rejectsFile}.${runId}.part`,
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
    const done = await Promise.race([
      client.begin((sql) => runImport(attempt, sql, failed.reject)) as Promise<Done>,
      failed.promise,
    ]);
    await measure(client, done, say, signal);
    return {
      ...done,
      seconds: (Date.now() - startedAt.getTime()) / 1000,
      rejectsFile: await keepRejects(attempt, rejectsFile, done.rejected),
      rejects: attempt.rejects,
      notes: attempt.notes,
    };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Refusal) {
      await recordRefusal(options.url, attempt, error);
      const kept = await keepRejects(attempt, rejectsFile, error.lines.rejected);
      const { mayBeForced } = error;
      const { rejects, notes } = attempt;
      throw new RefusedFile(`${error.message} Nothing was changed.`, {
        mayBeForced,
        runId,
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

function inPlainWords(error: unknown, attempt: Attempt): unknown {
  if (isConnectionFailure(error)) {
    return new Unavailable(
      attempt.isConnected
        ? `The connection to the database was lost${whatThen(attempt)}`
        : 'The database cannot be reached: nothing was changed.',
      { cause: error },
    );
  }
  const code = errorCode(error);
  if (code === '42P01' || (code === '22023' && String(error).includes('role'))) {
    return new Unavailable('The database lacks the portal’s tables: run `portal migrate` first.', {
      cause: error,
    });
  }
  if (code === '42501') {
    return new Unavailable(
      `The login may not import (${(error as Error).message}): DATABASE_IMPORT_URL must name the login portal_import.`,
      { cause: error },
    );
  }
  return error;
}

/** A commit whose answer never came may have succeeded. Only the next import can tell. */
function whatThen({ isCommitting }: Attempt): string {
  return isCommitting
    ? ' during the commit: import the file again to find out whether it was accepted.'
    : ': nothing was changed.';
}

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

/** Ctrl-C also cancels the running statement on the server, which would otherwise work on for nobody. */
async function cancelOnAbort(client: Client, url: string, signal: AbortSignal): Promise<() => void> {
  const [backend] = await client<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const cancel = async () => {
    const other = connect(url, { max: 1, applicationName: 'portal contractors import' });
    await other`select pg_cancel_backend(${backend?.pid ?? 0})`.catch(() => undefined);
    await other.end({ timeout: 1 });
  };
  signal.addEventListener('abort', cancel, { once: true });
  return () => signal.removeEventListener('abort', cancel);
}
