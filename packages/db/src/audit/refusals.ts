import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  audit_row_seals_position_once: 'The sealer numbers the rows under a lock.',
  audit_seals_rows_counted: 'The sealer counts the rows that it seals.',
  audit_seals_kind_complete: 'The sealer gives each kind of entry its columns.',
  audit_verifications_problems_counted: 'The verification counts its problems.',
};
