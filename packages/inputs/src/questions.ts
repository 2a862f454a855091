import { z } from 'zod/mini';
import { id, manyLines } from './text.ts';

export const listQuestionsInput = z.object({ projectId: id });

export const askQuestionInput = z.object({ projectId: id, question: manyLines(2_000) });
export type AskQuestionInput = z.infer<typeof askQuestionInput>;

/** The poster’s answer, and the question in the words in which everybody reads it. */
export const answerQuestionInput = z.object({
  questionId: id,
  published: manyLines(2_000),
  answer: manyLines(10_000),
});
export type AnswerQuestionInput = z.infer<typeof answerQuestionInput>;

export const refuseQuestionInput = z.object({ questionId: id, refusal: manyLines(1_000) });
export type RefuseQuestionInput = z.infer<typeof refuseQuestionInput>;
