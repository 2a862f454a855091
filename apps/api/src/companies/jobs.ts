import { askAboutCompany } from '@namc/db/companies/commands';
import { listCompaniesToAsk } from '@namc/db/companies/queries';
import { type Job, worker } from '../jobs/job.ts';

/**
 * Makes the job that asks owners once a year whether the facts of their company are right. Each company is a transaction of
 * its own, so that a job that was killed goes on where it ended.
 */
export const makeAsker =
  (origin: string): Job =>
  async (db, _payload, signal) => {
    for (const companyId of await db.read(worker, listCompaniesToAsk)) {
      signal.throwIfAborted();
      await db.write(worker, (tx) => askAboutCompany(tx, { companyId, origin }));
    }
  };
