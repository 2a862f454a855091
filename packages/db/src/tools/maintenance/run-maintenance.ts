import type { MaintenanceJob, MaintenanceOutcome } from '@namc/inputs/maintenance';
import type { Database, WriteTransaction } from '../../database.ts';
import { systemActor } from '../../engine/actors.ts';
import { errorCode } from '../../engine/connection.ts';
import { beginRun, endRun, failDeadRuns, noteProgress, type RunEnd } from '../../maintenance/commands.ts';
import { isStopRequested } from '../../maintenance/queries.ts';
import type { ExportPlace } from './export-place.ts';
import { type JobOfMaintenance, type MaintenanceWork, Skipped, Stopped } from './job.ts';
import { jobs as allJobs } from './jobs.ts';
import { openRunner, type RunnerConnection } from './runner-connection.ts';

const system = systemActor('maintenance');
/** Stop requests, the replicas and the time are looked at so often. */
const lookEveryMs = 1_000;
const replicaLimitBytes = 256_000_000;

export interface MaintenancePlace {
  /** Every server without a pooler. The one that accepts writes is maintained. */
  urls: readonly string[];
  /** True if the login of `urls` may take on the role that owns the tables. */
  isOwner: boolean;
  isEmbedded: boolean;
  /** Where partitions past their retention go before they are dropped. */
  exports: ExportPlace;
}

export interface MaintenanceOptions {
  jobs: readonly MaintenanceJob[];
  signal: AbortSignal;
  onProgress?: (line: string) => void;
  /** A replica that is further behind stops the run. */
  replicaLimitBytes?: number;
}

export interface JobResult {
  job: MaintenanceJob;
  outcome: MaintenanceOutcome | 'not applicable';
  message: string;
}

/**
 * Runs jobs of maintenance one after another, each with a row for itself and for each table or index that it works on. One
 * runner works at a time: undefined if another one does. A job that fails does not keep the next one from running, and one that
 * is stopped does.
 * @throws Unavailable if no server accepts writes.
 */
export async function runMaintenance(
  db: Database,
  place: MaintenancePlace,
  options: MaintenanceOptions,
): Promise<JobResult[] | undefined> {
  const stop: Stop = { reason: undefined, isCancelable: false };
  const runner = await openRunner(place.urls, {
    ...place,
    onLost: () => {
      stop.reason ??= 'The connection to the server was lost.';
    },
  });
  try {
    if (!(await runner.takeLock())) return undefined;
    await write(db, failDeadRuns);
    const results: JobResult[] = [];
    for (const job of allJobs.filter(({ name }) => options.jobs.includes(name))) {
      if (place.isEmbedded && job.notEmbedded !== undefined) {
        results.push({ job: job.name, outcome: 'not applicable', message: job.notEmbedded });
        continue;
      }
      results.push(await runJob({ db, place, options, runner, stop }, job));
      if (stop.reason !== undefined) break;
    }
    return results;
  } finally {
    await runner.close();
  }
}

interface Stop {
  reason: string | undefined;
  /** True while a statement runs that may be canceled. */
  isCancelable: boolean;
}

interface Running {
  db: Database;
  place: MaintenancePlace;
  options: MaintenanceOptions;
  runner: RunnerConnection;
  stop: Stop;
}

const write = <T>(db: Database, fn: (tx: WriteTransaction) => Promise<T>): Promise<T> =>
  db.write(system, fn, { name: 'maintenance' });

async function runJob(running: Running, job: JobOfMaintenance): Promise<JobResult> {
  const { db, place, options, runner, stop } = running;
  const id = await write(db, (tx) => beginRun(tx, { job: job.name, server: runner.server }));
  const say = options.onProgress ?? (() => undefined);
  const parts: RunEnd[] = [];
  const limit = options.replicaLimitBytes ?? replicaLimitBytes;
  const endWatch = watch(running, { id, limit, until: Date.now() + job.limitSeconds * 1_000 });
  const end = async (): Promise<RunEnd> => {
    try {
      if (job.needsOwner && !place.isOwner) {
        throw new Skipped('DATABASE_MAINTENANCE_URL is not set, and no other login may do this.');
      }
      const behind = await runner.replicasAreBehind(limit);
      if (behind !== undefined) throw new Skipped(behind);
      const message = await job.run(workOf(running, { id, job, parts, say }));
      return concluded(parts, message);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof Skipped) return { outcome: 'skipped', message };
      if (stop.reason !== undefined) return { outcome: 'stopped', message: stop.reason };
      return { outcome: 'failed', message };
    }
  };
  const ended = await end().finally(endWatch);
  await write(db, (tx) => endRun(tx, id, ended));
  const { outcome, message = '' } = ended;
  say(`${job.name}  ${outcome}: ${message}`);
  return { job: job.name, outcome, message };
}

/** The outcome of a job by that of its parts. */
function concluded(parts: RunEnd[], message: string): RunEnd {
  const of = (outcome: MaintenanceOutcome) => parts.filter((part) => part.outcome === outcome);
  const [failed] = of('failed');
  if (failed)
    return { outcome: 'failed', message: `${message} ${of('failed').length} failed: ${failed.message}` };
  const [skipped] = of('skipped');
  if (!skipped) return { outcome: 'done', message };
  const outcome = skipped && of('skipped').length === parts.length ? 'skipped' : 'done';
  return { outcome, message: `${message} ${of('skipped').length} skipped: ${skipped.message}` };
}

/** Looks each second whether the run must stop, and ends its statement then. */
function watch(
  { db, runner, options, stop }: Running,
  { id, limit, until }: { id: string; limit: number; until: number },
): () => Promise<void> {
  let look: Promise<void> | undefined;
  const reasonToStop = async (): Promise<string | undefined> => {
    if (options.signal.aborted) return 'It was stopped from outside, and goes on with the next run.';
    if (Date.now() > until) return 'It took longer than it may, and goes on with the next run.';
    const isAsked = await db.read(system, (tx) => isStopRequested(tx, id), { name: 'maintenance' });
    return isAsked ? 'Staff stopped it.' : runner.replicasAreBehind(limit);
  };
  const lookOnce = async () => {
    stop.reason ??= await reasonToStop();
    if (stop.reason !== undefined && stop.isCancelable) await runner.cancel();
  };
  const begin = () => {
    // A look that fails is repeated a second later.
    look ??= lookOnce()
      .catch(() => undefined)
      .finally(() => {
        look = undefined;
      });
  };
  const timer = setInterval(begin, lookEveryMs);
  options.signal.addEventListener('abort', begin);
  return async () => {
    clearInterval(timer);
    options.signal.removeEventListener('abort', begin);
    await look;
  };
}

interface OfRun {
  id: string;
  job: JobOfMaintenance;
  parts: RunEnd[];
  say: (line: string) => void;
}

function workOf(
  { db, place, runner, stop, options }: Running,
  { id, job, parts, say }: OfRun,
): MaintenanceWork {
  const assertGoing = () => {
    if (options.signal.aborted) stop.reason ??= 'It was stopped from outside, and goes on with the next run.';
    if (stop.reason !== undefined) throw new Stopped(stop.reason);
  };
  return {
    db,
    exports: place.exports,
    notices: runner.notices,
    statement: async (run) => {
      assertGoing();
      stop.isCancelable = true;
      try {
        return await run(runner.sql);
      } catch (error) {
        if (stop.reason !== undefined) throw new Stopped(stop.reason);
        throw error;
      } finally {
        stop.isCancelable = false;
      }
    },
    tidy: (run) => run(runner.sql),
    part: async (target, before, work) => {
      assertGoing();
      runner.notices.length = 0;
      const part = await write(db, (tx) =>
        beginRun(tx, { job: job.name, server: runner.server, partOf: id, target, before }),
      );
      let end: RunEnd;
      try {
        end = await work();
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (stop.reason !== undefined) {
          await write(db, (tx) => endRun(tx, part, { outcome: 'stopped', message: stop.reason }));
          throw error;
        }
        end =
          errorCode(error) === '55P03'
            ? { outcome: 'skipped', message: `${await runner.holderOf(target)} holds a lock on ${target}.` }
            : { outcome: 'failed', message };
      }
      await write(db, (tx) => endRun(tx, part, end));
      parts.push(end);
      say(`  ${target}  ${end.outcome}${end.message ? `: ${end.message}` : ''}`);
    },
    progress: (says) => write(db, (tx) => noteProgress(tx, id, says)),
  };
}
