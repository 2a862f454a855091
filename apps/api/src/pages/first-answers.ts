import type { Context } from '../context.ts';
import { appRouter } from '../router.ts';
import { createCallerFactory } from '../trpc.ts';
import { firstQuestions, type Question } from './first-questions.ts';

/** A question with its answer, as the page receives it. */
export interface FirstAnswer extends Question {
  data: unknown;
}

const createCaller = createCallerFactory(appRouter);
type Calls = Record<string, Record<string, (input: unknown) => Promise<unknown>>>;

/**
 * Answers what the page at this address asks first, by the procedures that the page would call. `inTime` gives up a
 * question. A refused, failed or late question has no answer here: the page asks again, and shows what is wrong.
 */
export async function firstAnswers(
  address: URL,
  context: Context,
  inTime: (answer: Promise<FirstAnswer | undefined>) => Promise<FirstAnswer | undefined>,
): Promise<FirstAnswer[]> {
  const calls = createCaller(context) as unknown as Calls;
  const answer = async (question: Question): Promise<FirstAnswer> => {
    const [noun, name] = question.path;
    return { ...question, data: await calls[noun]?.[name]?.(question.input) };
  };
  const asked = firstQuestions(address, context.signedIn?.account);
  const answers = await Promise.all(asked.map((question) => inTime(answer(question))));
  return answers.filter((answer) => answer !== undefined);
}

/** The answers as a block of JSON in a page, where no text in them can end the block. */
export function answersBlock(answers: FirstAnswer[]): string {
  const json = JSON.stringify(answers).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="first-answers">${json}</script>`;
}
