import { remindOwner } from '@namc/db/certifications/commands';
import { listOwnersToRemind } from '@namc/db/certifications/queries';
import { type Job, worker } from '../jobs/job.ts';

/**
 * Makes the job that reminds owners of certifications that end soon. Each owner is a transaction of its own, so that a job that
 * was killed goes on where it ended.
 */
export const makeReminder =
  (origin: string): Job =>
  async (db, _payload, signal) => {
    for (const userId of await db.read(worker, listOwnersToRemind)) {
      signal.throwIfAborted();
      await db.write(worker, (tx) => remindOwner(tx, { userId, origin }));
    }
  };
