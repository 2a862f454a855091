import { rollUpServiceLevels } from '@namc/db/service-levels/commands';
import { type Job, worker } from '../jobs/job.ts';

/** Adds up the hours and days of measurements that are over. */
export const addUpServiceLevels: Job = (db) => db.write(worker, rollUpServiceLevels);
