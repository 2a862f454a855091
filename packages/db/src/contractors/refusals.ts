import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  california_contractors_location_has_precision: 'The import writes both.',
  contractor_import_runs_in_order: 'The import sets both times.',
  contractor_import_runs_refusal_said: 'The import writes both.',
  contractor_import_runs_undone_by_somebody: 'The undoing writes both.',
  contractor_rows_before_kept: 'The import keeps the changed rows and no others.',
  contractor_list_rows_before_kept: 'The import keeps the rows before and no others.',
  contractor_words_used: 'The import counts the words.',
};
