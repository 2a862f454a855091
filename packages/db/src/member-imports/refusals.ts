import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  member_imports_file_name_sensible: 'The input cuts a name.',
  member_imports_rows_sensible: 'The check refuses a longer file, and a row counts once.',
  member_import_rows_verdict_whole: 'The check writes both.',
};
