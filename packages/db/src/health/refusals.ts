import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  health_thresholds_in_order: 'The schema of the form asks for limits in order.',
  portal_heartbeat_one_row: 'The migration makes the row, and nobody may insert another.',
};
