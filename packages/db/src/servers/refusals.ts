import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  replication_points_minutes_known: 'The round writes minutes, and adds them up to hours.',
  replication_points_only_of_replicas: 'The round measures the lag of replicas alone.',
};
