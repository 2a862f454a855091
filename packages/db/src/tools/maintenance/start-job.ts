import type { StartMaintenanceJobInput } from '@namc/inputs/maintenance';
import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { startMaintenanceJob } from '../../maintenance/commands.ts';
import { jobs } from './jobs.ts';

/**
 * Starts a job of maintenance now, if it makes sense on this database. The worker runs it.
 * @throws Refused while maintenance runs, or waits for the worker, and for a job that the embedded database has no use for.
 */
export async function startJob(
  tx: WriteTransaction,
  input: StartMaintenanceJobInput,
  { isEmbedded }: { isEmbedded: boolean },
): Promise<void> {
  const whyNot = isEmbedded && jobs.find(({ name }) => name === input.job)?.notEmbedded;
  if (whyNot) throw new Refused(whyNot);
  await startMaintenanceJob(tx, input);
}
