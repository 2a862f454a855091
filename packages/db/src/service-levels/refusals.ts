import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  service_levels_target_possible: 'Migrations alone write the levels.',
  service_levels_share_possible: 'Migrations alone write the levels.',
  service_levels_limit_is_bound: 'Migrations alone write the levels.',
  service_minutes_whole: 'A histogram has one length.',
  service_hours_whole: 'A histogram has one length.',
  service_days_whole: 'A histogram has one length.',
};
