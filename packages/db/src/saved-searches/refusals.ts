import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  saved_searches_one_of_each: 'You have saved this search already.',
};
