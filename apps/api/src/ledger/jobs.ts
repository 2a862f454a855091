import { countMonths } from '@namc/db/ledger/commands';
import { type Job, worker } from '../jobs/job.ts';

/** Counts the members and the income of the months that are over. */
export const countLedgerMonths: Job = async (db) => {
  await db.write(worker, countMonths);
};
