import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  project_addenda_numbered: 'The lock of the project puts addenda in order, and the next number is free.',
};
