import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  project_questions_decision_whole:
    'An answer and a refusal set all of their columns, and a decided question stays.',
};
