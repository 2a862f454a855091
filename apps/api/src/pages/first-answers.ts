import type { Context } from '../context.ts';
import { toPublicError } from '../http/errors.ts';
import { appRouter } from '../router.ts';
import { createCallerFactory } from '../trpc.ts';
import { firstQuestions } from './first-questions.ts';
import type { Question } from './question.ts';

/** A question with its answer, as the page receives it. */
export interface FirstAnswer extends Question {
  data: unknown;
}

const createCaller = createCallerFactory(appRouter);
type Calls = Record<string, Record<string, (input: unknown) => Promise<unknown>>>;

export interface FirstAnswers {
  answers: FirstAnswer[];
  /** True if there is nothing that one of the questions asks for. */
  isMissing: boolean;
}

/**
 * Answers what the page at this address asks first, by the procedures that the page would call. `inTime` gives up a
 * question. A refused, failed or late question has no answer here: the page asks again, and shows what is wrong.
 */
export async function firstAnswers(
  address: URL,
  context: Context,
  inTime: (answer: Promise<FirstAnswer | undefined>) => Promise<FirstAnswer | undefined>,
): Promise<FirstAnswers> {
  const calls = createCaller(context) as unknown as Calls;
  let isMissing = false;
  const answer = async (question: Question): Promise<FirstAnswer> => {
    const [noun, name] = question.path;
    try {
      return { ...question, data: await calls[noun]?.[name]?.(question.input) };
    } catch (error) {
      if (toPublicError(error).code === 'NOT_FOUND') isMissing = true;
      throw error;
    }
  };
  const asked = firstQuestions(address, context.signedIn?.account);
  const answers = await Promise.all(asked.map((question) => inTime(answer(question))));
  return { answers: answers.filter((answer) => answer !== undefined), isMissing };
}

/** The answers as a block of JSON in a page, where no text in them can end the block. */
export function answersBlock(answers: FirstAnswer[]): string {
  const json = JSON.stringify(answers).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="first-answers">${json}</script>`;
}
