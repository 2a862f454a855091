import { beginCovering, endCovering } from '@namc/db/coverings/commands';
import { listCoveringsToEnd, listPeopleToCover } from '@namc/db/coverings/queries';
import {
  endMemberships,
  followTiers,
  lapseMembership,
  noticeMember,
} from '@namc/db/memberships/commands/terms';
import { listMembersToLapse, listMembersToNotice } from '@namc/db/memberships/queries/to-tell';
import { type Job, worker } from '../jobs/job.ts';

/**
 * Makes the job that ends what is over, and tells members before and after. Each member is a transaction of its own, so that a job
 * that was killed goes on where it ended.
 */
export const makeMembershipKeeper =
  (origin: string): Job =>
  async (db, _payload, signal) => {
    for (const userId of await db.read(worker, listPeopleToCover)) {
      signal.throwIfAborted();
      await db.write(worker, (tx) => beginCovering(tx, { userId, origin }));
    }
    for (const userId of await db.read(worker, listCoveringsToEnd)) {
      signal.throwIfAborted();
      await db.write(worker, (tx) => endCovering(tx, { userId, origin }));
    }
    for (const userId of await db.read(worker, listMembersToLapse)) {
      signal.throwIfAborted();
      await db.write(worker, (tx) => lapseMembership(tx, { userId, origin }));
    }
    await db.write(worker, endMemberships);
    await db.write(worker, followTiers);
    for (const userId of await db.read(worker, listMembersToNotice)) {
      signal.throwIfAborted();
      await db.write(worker, (tx) => noticeMember(tx, { userId, origin }));
    }
  };
