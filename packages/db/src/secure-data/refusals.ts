import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  secure_data_one_a_user: 'The row is written by an upsert.',
  secure_data_tax_id_indexed: 'The command writes both.',
};
