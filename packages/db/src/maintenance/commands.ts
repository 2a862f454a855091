import type {
  MaintenanceJob,
  StartMaintenanceJobInput,
  StopMaintenanceRunInput,
} from '@namc/inputs/maintenance';
import { and, eq, isNull, sql as text } from 'drizzle-orm';
import { recordAdminAction } from '../audit/commands.ts';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { Refused } from '../engine/errors.ts';
import { type Effect, indexMeasurements, maintenanceRuns } from './tables.ts';

/** Runs are kept so long. */
const keptFor = '1 year';

/** A server's own message may have several lines. */
const oneLineOf = (says: string): string => says.replaceAll(/\s+/g, ' ').trim().slice(0, 1_000);

const started = computed({ id: 'string' });

/**
 * Marks the runs that never ended as failed. Only the holder of the runner's lock calls it: whoever began them is dead. For the system.
 */
export async function failDeadRuns({ orm }: WriteTransaction): Promise<void> {
  await orm
    .update(maintenanceRuns)
    .set({
      endedAt: text`now()`,
      outcome: 'failed',
      message: 'The process that ran it ended before it was done.',
    })
    .where(isNull(maintenanceRuns.endedAt));
}

/** Begins a run of a job, or with `partOf` the part of one that works on a target. Returns its id. For the system. */
export async function beginRun(
  { orm }: WriteTransaction,
  {
    job,
    server,
    partOf,
    target,
    before,
  }: Pick<typeof maintenanceRuns.$inferInsert, 'job' | 'server' | 'partOf' | 'target' | 'before'>,
): Promise<string> {
  const [row] = await orm
    .insert(maintenanceRuns)
    .values({ job, server, partOf, target, before })
    .returning({ id: maintenanceRuns.id });
  if (!row) throw new Error('A run that was inserted has a row.');
  return row.id;
}

export interface RunEnd {
  outcome: NonNullable<typeof maintenanceRuns.$inferSelect.outcome>;
  message?: string | undefined;
  before?: Effect | undefined;
  after?: Effect | undefined;
}

/** Ends a run. One that has ended stays as it is. For the system. */
export async function endRun(
  { orm }: WriteTransaction,
  id: string,
  { outcome, message, before, after }: RunEnd,
): Promise<void> {
  await orm
    .update(maintenanceRuns)
    .set({
      endedAt: text`now()`,
      outcome,
      progress: null,
      ...(message === undefined ? {} : { message: oneLineOf(message) }),
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
    })
    .where(and(eq(maintenanceRuns.id, id), isNull(maintenanceRuns.endedAt)));
}

/** Says how far a run is. For the system. */
export async function noteProgress({ orm }: WriteTransaction, id: string, progress: string): Promise<void> {
  await orm
    .update(maintenanceRuns)
    .set({ progress: oneLineOf(progress) })
    .where(and(eq(maintenanceRuns.id, id), isNull(maintenanceRuns.endedAt)));
}

/**
 * Starts a job of maintenance now. The worker runs it.
 * @throws Refused while maintenance runs, or waits for the worker.
 */
export async function startMaintenanceJob(
  tx: WriteTransaction,
  { job }: StartMaintenanceJobInput,
): Promise<void> {
  await rowsOf(tx.sql, started)`select start_maintenance_job(${job}) as id`;
  await recordAdminAction(tx, {
    action: 'maintenance.start',
    targetTable: 'maintenance_runs',
    targetId: job satisfies MaintenanceJob,
  });
}

/**
 * Asks the runner to stop the run that is under way. It does so within seconds, and what is done stays.
 * @throws Refused if the run has ended.
 */
export async function stopMaintenanceRun(
  tx: WriteTransaction,
  { id }: StopMaintenanceRunInput,
): Promise<void> {
  const [run] = await tx.orm
    .update(maintenanceRuns)
    .set({ stopRequestedAt: text`now()` })
    .where(and(eq(maintenanceRuns.id, id), isNull(maintenanceRuns.endedAt)))
    .returning({ job: maintenanceRuns.job });
  if (!run) throw new Refused('This run has ended.');
  await recordAdminAction(
    tx,
    { action: 'maintenance.stop', targetTable: 'maintenance_runs', targetId: id },
    { job: run.job },
  );
}

/** Stores what an index was measured to waste, in place of what was measured before. For the system. */
export async function recordIndexMeasurement(
  { orm }: WriteTransaction,
  measured: Omit<typeof indexMeasurements.$inferInsert, 'measuredAt'>,
): Promise<void> {
  const { indexName: _, ...changed } = measured;
  await orm
    .insert(indexMeasurements)
    .values(measured)
    .onConflictDoUpdate({
      target: indexMeasurements.indexName,
      set: { ...changed, measuredAt: text`now()` },
    });
}

/** Deletes the measurements of indexes that are gone. For the system. */
export async function forgetGoneIndexes({ orm }: WriteTransaction): Promise<void> {
  await orm.delete(indexMeasurements).where(text`to_regclass(${indexMeasurements.indexName}) is null`);
}

/** Deletes the runs of more than a year ago. For the system. */
export async function forgetOldRuns({ orm }: WriteTransaction): Promise<void> {
  await orm
    .delete(maintenanceRuns)
    .where(text`${maintenanceRuns.startedAt} < now() - ${keptFor}::text::interval and ended_at is not null`);
}
