import { errorCode } from './connection.ts';
import { Refused } from './errors.ts';

/** By the name of a constraint, the sentence for the person whose act broke it. */
export type Refusals = Record<string, string>;

/** The code that triggers raise for a rule. Their message is written for the person who asked. */
const ruleBroken = 'NAMC1';

const constraintWords = new Map<string, string>();

/** Tells the engine the words of constraints. A constraint without words is broken by a defect only. */
export function registerRefusals(refusals: Refusals): void {
  for (const [constraint, words] of Object.entries(refusals)) constraintWords.set(constraint, words);
}

/** The name of the constraint that a statement broke; undefined for any other error. */
export function brokenConstraint(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('constraint_name' in error)) return undefined;
  return typeof error.constraint_name === 'string' ? error.constraint_name : undefined;
}

/** The words of a function that raised the error itself. The server's own words name tables and functions. */
function raisedWords(error: unknown): string | undefined {
  const isRaised = error instanceof Error && 'where' in error && / at RAISE$/m.test(String(error.where));
  return isRaised ? error.message : undefined;
}

/** A refusal by the database as the error that other layers know; undefined for any other error. */
export function readRefusal(error: unknown): Refused | undefined {
  if (errorCode(error) === ruleBroken) {
    return new Refused(error instanceof Error ? error.message : String(error), { cause: error });
  }
  if (errorCode(error) === '42501' && !String(error).includes('set role')) {
    return new Refused(raisedWords(error) ?? 'You may not do this.', { cause: error });
  }
  const words = constraintWords.get(brokenConstraint(error) ?? '');
  return words === undefined ? undefined : new Refused(words, { cause: error });
}

/** Whether a row was refused because no partition takes it. */
export function lacksPartition(error: unknown): boolean {
  return errorCode(error) === '23514' && String(error).includes('no partition of relation');
}
