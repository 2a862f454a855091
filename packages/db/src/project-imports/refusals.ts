import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  project_imports_texts_sensible: 'The inputs cut a name and check the others.',
  project_imports_time_of_day_pattern: 'The inputs take a time of day alone.',
  project_imports_rows_sensible: 'The check refuses a longer file, and a row counts once.',
  project_import_rows_verdict_whole: 'The check writes both.',
};
