import { endMemberships, lapseMembership, noticeMember } from '@namc/db/memberships/commands/terms';
import { listMembersToLapse, listMembersToNotice } from '@namc/db/memberships/queries';
import { type Job, worker } from '../jobs/job.ts';

/**
 * Makes the job that ends what is over, and tells members before and after. Each member is a transaction of its own, so that a job
 * that was killed goes on where it ended.
 */
export const makeMembershipKeeper =
  (origin: string): Job =>
  async (db, _payload, signal) => {
    for (const userId of await db.read(worker, listMembersToLapse)) {
      signal.throwIfAborted();
      await db.write(worker, (tx) => lapseMembership(tx, { userId, origin }));
    }
    await db.write(worker, endMemberships);
    for (const userId of await db.read(worker, listMembersToNotice)) {
      signal.throwIfAborted();
      await db.write(worker, (tx) => noticeMember(tx, { userId, origin }));
    }
  };
