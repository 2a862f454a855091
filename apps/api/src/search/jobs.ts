import { refreshSearchWords } from '@namc/db/search/commands';
import { type Job, worker } from '../jobs/job.ts';

/** Writes the words anew by which the search corrects misspelled ones. */
export const writeSearchWords: Job = async (db) => {
  await db.write(worker, refreshSearchWords);
};
