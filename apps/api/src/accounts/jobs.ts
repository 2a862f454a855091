import { forgetUnconfirmed } from '@namc/db/accounts/commands/close';
import { forgetExpired } from '@namc/db/sign-in/commands/sessions';
import { type Job, worker } from '../jobs/job.ts';

/** Deletes expired sessions, expired links, and accounts that were never confirmed in time. */
export const forgetWhatExpired: Job = async (db) => {
  await db.write(worker, forgetExpired);
  await db.write(worker, forgetUnconfirmed);
};
