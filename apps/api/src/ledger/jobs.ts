import { countMonths } from '@namc/db/ledger/commands';
import { type Job, worker } from '../jobs/job.ts';

/** Counts the members and the income by month. */
export const countLedgerMonths: Job = async (db) => {
  await db.write(worker, countMonths);
};
