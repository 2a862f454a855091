import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  detached_partitions_exported_whole: 'An export is recorded and forgotten as a whole.',
  index_measurements_in_range: 'The job stores what pgstatindex measured.',
  maintenance_runs_one_open: 'The runner ends what a dead one left before it begins.',
  maintenance_runs_ended_whole: 'The runner sets both in one statement.',
  maintenance_runs_part_has_target: 'The runner names the target of each part.',
};
