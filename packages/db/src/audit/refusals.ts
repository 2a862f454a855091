import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  audit_row_seals_position_once: 'The sealer numbers the rows under a lock.',
};
