import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  saved_searches_one_of_each: 'You have saved this search already.',
};

/** Only a defect can break these. */
export const defects: Refusals = {
  saved_searches_unsubscribe_key: 'The database makes a random key.',
};
