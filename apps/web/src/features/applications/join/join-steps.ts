import { stepSchemas } from '../answers/answer-steps.ts';
import { type JoinStep, joinSteps } from '../answers/step-names.ts';
import { stepTitles } from '../answers/step-words.ts';
import { readDraft } from './draft.ts';

export const joinStepTitles: Record<JoinStep, string> = { ...stepTitles, check: 'Check your answers' };

/** The step that the draft allows: the one that is asked for, or the first one before it that is not answered. */
export function reachableStep(asked: JoinStep): JoinStep {
  const draft = readDraft();
  const before = joinSteps.slice(0, joinSteps.indexOf(asked));
  return before.find((step) => step !== 'check' && !stepSchemas[step].safeParse(draft).success) ?? asked;
}

/** The step before one that is not the first. */
export const stepBefore = (step: JoinStep): JoinStep => joinSteps[joinSteps.indexOf(step) - 1] ?? 'company';

export const stepAfter = (step: JoinStep): JoinStep => joinSteps[joinSteps.indexOf(step) + 1] ?? 'check';
