import { errorCode } from './connection.ts';
import { type Failure, InvalidInput, Refused } from './errors.ts';

/**
 * By the name of a constraint, the message for the person whose act broke it. A message about one field of the input names the
 * field, and says what its value must be.
 */
export type Refusals = Record<string, string | { field: string; must: string }>;

/** The error code that triggers raise for a rule. Their message is written for the acting person. */
const ruleBroken = 'NAMC1';

const constraintWords = new Map<string, Refusals[string]>();

/**
 * Gives the engine the messages for broken constraints. Only a defect can break a constraint without a message.
 */
export function registerRefusals(refusals: Refusals): void {
  for (const [constraint, words] of Object.entries(refusals)) constraintWords.set(constraint, words);
}

/** The name of the constraint that a statement broke; undefined for any other error. */
export function brokenConstraint(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('constraint_name' in error)) return undefined;
  return typeof error.constraint_name === 'string' ? error.constraint_name : undefined;
}

/**
 * The message of a database function that raised the error itself. The server's own messages name tables and
 * functions.
 */
function raisedWords(error: unknown): string | undefined {
  const isRaised = error instanceof Error && 'where' in error && / at RAISE$/m.test(String(error.where));
  return isRaised ? error.message : undefined;
}

/** Translates the database's refusal into an error of this package; undefined for any other error. */
export function readRefusal(error: unknown): Failure | undefined {
  if (errorCode(error) === ruleBroken) {
    return new Refused(error instanceof Error ? error.message : String(error), { cause: error });
  }
  if (errorCode(error) === '42501' && !String(error).includes('set role')) {
    return new Refused(raisedWords(error) ?? 'You may not do this.', { cause: error });
  }
  const words = constraintWords.get(brokenConstraint(error) ?? '');
  if (words === undefined) return undefined;
  if (typeof words === 'string') return new Refused(words, { cause: error });
  return new InvalidInput(words.field, `must ${words.must}`, { cause: error });
}

/** True if an insert failed because no partition takes the row. */
export function lacksPartition(error: unknown): boolean {
  return errorCode(error) === '23514' && String(error).includes('no partition of relation');
}
