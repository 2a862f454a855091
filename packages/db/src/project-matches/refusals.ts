import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  match_choices_unsubscribe_key: 'The database makes a random key.',
};
