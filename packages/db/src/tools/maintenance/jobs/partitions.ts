import { maintainPartitions } from '../../../engine/partitions/partitions.ts';
import { counted } from '../../health/check.ts';
import type { JobOfMaintenance } from '../job.ts';

/** Creates the partitions of the coming days and months, and detaches those past their retention. */
export const partitions: JobOfMaintenance = {
  name: 'partitions',
  limitSeconds: 600,
  needsOwner: false,
  run: async ({ db, part }) => {
    const steps = await maintainPartitions(db);
    for (const { partitionName, outcome, problem } of steps) {
      await part(partitionName, undefined, async () =>
        outcome === 'failed'
          ? { outcome, message: problem ?? 'It says no more.' }
          : { outcome: 'done', message: `It was ${outcome}.` },
      );
    }
    return steps.length === 0
      ? 'Every partition is as it should be.'
      : `${counted(steps.length, 'partition')} ${steps.length === 1 ? 'was' : 'were'} looked after.`;
  },
};
