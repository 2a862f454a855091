import type { Database } from '@namc/db';
import { Busy } from '@namc/db/errors';
import { maintenancePlaceOf } from '@namc/db/maintenance/maintenance-place';
import { listMaintenanceStates } from '@namc/db/maintenance/queries';
import { type MaintenancePlace, runMaintenance } from '@namc/db/maintenance/run-maintenance';
import { type MaintenanceJob, startMaintenanceJobInput } from '@namc/inputs/maintenance';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type Job, worker } from '../jobs/job.ts';

export { maintenancePlaceOf };

/** A run may begin a little before the time of day at which the last one ended. */
const earlyHours = 4;

const payload = z.nullish(z.partialRecord(z.literal('job'), startMaintenanceJobInput.shape.job));

/** The jobs whose time has come, but for partitions, which have a queue of their own. */
async function listDueJobs(db: Database): Promise<MaintenanceJob[]> {
  const states = await db.read(worker, listMaintenanceStates);
  return states
    .filter(
      ({ job, doneAt, hoursLate }) => job !== 'partitions' && (doneAt === null || hoursLate > -earlyHours),
    )
    .map(({ job }) => job);
}

/** The maintenance of the database: each night what is due, and at once what staff ask for. */
export function makeMaintenanceJobs(
  place: MaintenancePlace,
  logger: Logger,
): { maintain: Job; keepPartitions: Job } {
  const run = async (db: Database, jobs: MaintenanceJob[], signal: AbortSignal) => {
    const results = await runMaintenance(db, place, { jobs, signal });
    for (const { job, outcome, message } of results ?? [])
      logger.info({ job, outcome, message }, 'maintenance');
    return results;
  };
  return {
    maintain: async (db, given, signal) => {
      const job = payload.parse(given)?.job;
      if (!(await run(db, job ? [job] : await listDueJobs(db), signal))) {
        throw new Busy('Another maintenance is running.');
      }
    },
    keepPartitions: async (db, _payload, signal) => {
      const results = await run(db, ['partitions'], signal);
      if (!results) throw new Busy('Another maintenance is running.');
      const [failed] = results.filter(({ outcome }) => outcome === 'failed');
      if (failed) throw new Error(failed.message);
    },
  };
}
