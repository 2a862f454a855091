import type { StandingChoice } from './contractors.ts';

/** A stretch of a search's words and what it was taken for. */
interface ReadWords {
  as: string;
  typed: string;
  standing?: StandingChoice | 'any';
  miles?: number;
  is?: boolean;
}

/** The rules of a search: its filters, and what its words ask for where no filter is set. */
interface InForce {
  standing?: StandingChoice | undefined;
  member?: boolean | undefined;
  miles: number;
  /** Null without a place to measure from. */
  place: object | null;
}

const never = new Set(['aside', 'exclusion', 'other-place', 'beside-license']);

/** True for words that a search does not go by: nothing answers them, or a filter that is set says otherwise. */
export function isLeftOut({ as, standing, miles, is }: ReadWords, inForce: InForce): boolean {
  if (as === 'standing') return (standing === 'any' ? undefined : standing) !== inForce.standing;
  if (as === 'member') return inForce.member !== is;
  if (as === 'distance') return miles !== inForce.miles || inForce.place === null;
  return never.has(as);
}

/** The typed words that a search does not go by. */
export const wordsLeftOut = (understood: readonly ReadWords[], inForce: InForce): string[] =>
  understood.filter((part) => isLeftOut(part, inForce)).map(({ typed }) => typed.replace(/^or /, ''));
