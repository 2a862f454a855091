import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {};

export const defects: Refusals = {
  deposits_number_once: 'The counter gives each number once.',
  deposits_closed_whole: 'The function gives all of it.',
};
