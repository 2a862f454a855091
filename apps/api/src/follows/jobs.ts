import type { Database } from '@namc/db';
import { forgetToldChanges, noteDueDates } from '@namc/db/follows/commands/due-dates';
import { tellFollower } from '@namc/db/follows/commands/tell';
import { listPeopleToTell } from '@namc/db/follows/queries';
import { z } from 'zod';
import { type Job, worker } from '../jobs/job.ts';
import { forgetMatches, matchAll, tellOfMatches } from '../project-matches/jobs.ts';
import { compareSearches, tellProjectSearchers } from '../saved-searches/jobs.ts';

const payloadOfImport = z.object({ isQuiet: z.boolean().default(false) });

/**
 * Makes the jobs that tell people what became of what they follow: after an import, each morning for the dates that are
 * near, and once a week. Each person and each search is a transaction of its own, so that a job that was killed goes on
 * where it ended.
 */
export function makeTellers(origin: string): Record<'tellFollowers' | 'tellDates' | 'tellWeekly', Job> {
  async function tell(db: Database, signal: AbortSignal, isWeekly = false): Promise<void> {
    for (const userId of await db.read(worker, (tx) => listPeopleToTell(tx, { isWeekly }))) {
      signal.throwIfAborted();
      await db.write(worker, (tx) => tellFollower(tx, { userId, isWeekly, origin }));
    }
  }
  return {
    tellFollowers: async (db, payload, signal) => {
      const { isQuiet } = payloadOfImport.parse(payload);
      await compareSearches(db, { subject: 'contractors', isQuiet }, signal);
      await tell(db, signal);
      // A new file of the board may give firms other classes and another standing.
      await matchAll(db, { isQuiet }, signal);
    },
    tellDates: async (db, _payload, signal) => {
      await db.write(worker, noteDueDates);
      await tell(db, signal);
      await tellProjectSearchers(db, { times: ['DAILY'], origin }, signal);
      await matchAll(db, {}, signal);
      await tellOfMatches(db, { times: ['DAILY'], origin }, signal);
      await forgetMatches(db, signal);
      await db.write(worker, forgetToldChanges);
    },
    tellWeekly: async (db, _payload, signal) => {
      await tell(db, signal, true);
      await tellProjectSearchers(db, { times: ['WEEKLY'], origin }, signal);
      await tellOfMatches(db, { times: ['WEEKLY'], origin }, signal);
    },
  };
}
