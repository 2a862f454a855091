import type { inferRouterInputs } from '@trpc/server';
import type { AppRouter } from '../router.ts';

type Inputs = inferRouterInputs<AppRouter>;

/** A query that a page asks as it opens. */
export interface Question {
  /** The noun and the name of the procedure. */
  path: [string, string];
  input?: unknown;
  /** True for a list that the page loads page by page. */
  isList?: true;
}

/** A question for a procedure that there is, with an input of its type. */
export function ask<Noun extends keyof Inputs & string, Name extends keyof Inputs[Noun] & string>(
  noun: Noun,
  name: Name,
  ...[input]: undefined extends Inputs[Noun][Name]
    ? [input?: Inputs[Noun][Name]]
    : [input: Inputs[Noun][Name]]
): Question {
  return input === undefined ? { path: [noun, name] } : { path: [noun, name], input };
}

export const asList = (question: Question): Question => ({ ...question, isList: true });
