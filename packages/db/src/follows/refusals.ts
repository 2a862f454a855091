import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  followed_changes_once: 'The commit of an import writes each change once.',
  followed_changes_date_once: 'The daily job leaves out the dates that it has noted before.',
};
