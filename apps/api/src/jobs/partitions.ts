import { maintainPartitions } from '@namc/db/partitions';
import type { Job } from './job.ts';

/** Creates partitions ahead of time and drops those past their retention. */
export const keepPartitions: Job = async (db) => {
  const failed = (await maintainPartitions(db)).filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) return;
  throw new Error(failed.map(({ partitionName, problem }) => `${partitionName}: ${problem}`).join('; '));
};
