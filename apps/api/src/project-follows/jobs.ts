import { forgetToldNotices, noteClosingProjects, tellOfProjects } from '@namc/db/project-follows/commands';
import { listReadersOfProjects } from '@namc/db/project-follows/queries';
import { z } from 'zod';
import { type Job, worker } from '../jobs/job.ts';
import { matchChange, tellOfMatches } from '../project-matches/jobs.ts';
import { compareSearches, tellProjectSearchers } from '../saved-searches/jobs.ts';

/**
 * `compares` comes with a project that is new, or has changed: it may be a new result of a saved search. Then `projectId` says which
 * one, and `companyId` comes with a firm that has changed.
 */
const payloadOfChange = z.object({
  compares: z.boolean().default(false),
  projectId: z.uuid().optional(),
  companyId: z.uuid().optional(),
});

/**
 * Makes the job that tells people what is new in the projects that they follow or have bid on, which new projects their searches
 * find, and which ones their firm can bid on. Each person and each search is a transaction of its own, so that a job that was killed goes on where it ended.
 */
export function makeProjectTeller(origin: string): Job {
  return async (db, payload, signal) => {
    const { compares, ...changed } = payloadOfChange.parse(payload ?? {});
    await db.write(worker, noteClosingProjects);
    for (const userId of await db.read(worker, listReadersOfProjects)) {
      signal.throwIfAborted();
      await db.write(worker, (tx) => tellOfProjects(tx, { userId, origin }));
    }
    if (compares) await compareSearches(db, { subject: 'projects' }, signal);
    await tellProjectSearchers(db, { times: ['AT_ONCE'], origin }, signal);
    if (changed.projectId || changed.companyId) await matchChange(db, changed, signal);
    await tellOfMatches(db, { times: ['AT_ONCE'], origin }, signal);
    await db.write(worker, forgetToldNotices);
  };
}
