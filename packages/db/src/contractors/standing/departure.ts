import { daysLater, dayWords } from './california-day.ts';
import type { StandingFacts } from './facts.ts';

/** The days within which the law has a firm replace the person who qualified its license (Business and Professions Code 7068.2). */
export const replacementDays = 90;

/** The words of the board's file of people on a license that nobody qualifies any more, or from a day on. */
export interface Departure {
  /** The day on which the last person leaves. */
  leavesOn: string;
  /** The day, and the kind of event that it is: ahead, between the file and the day asked for, or before the file. */
  on: string;
  is: 'ahead' | 'due' | 'passed';
  words: string;
}

/** The beginning of a sentence. */
export const byTheFile = 'By the board’s file of people,';

/** The departure of the last person who qualifies the license, as it stands on the day `on`; null while somebody stays. */
export function departureOf(
  { qualifierLeavesOn: leavesOn }: Pick<StandingFacts, 'qualifierLeavesOn'>,
  { on, known }: { on: string; known: string },
): Departure | null {
  if (leavesOn === null) return null;
  const left = dayWords(leavesOn);
  const end = daysLater(leavesOn, replacementDays);
  const nobody = `${byTheFile} nobody has qualified the license since ${left}`;
  if (leavesOn > on)
    return {
      leavesOn,
      on: leavesOn,
      is: 'ahead',
      words: `${byTheFile} nobody qualifies the license from ${left} on. The license would be suspended after ${replacementDays} days, unless another person qualifies it by then.`,
    };
  if (end > on)
    return {
      leavesOn,
      on: end,
      is: 'ahead',
      words: `${nobody}. The license would be suspended on ${dayWords(end)}, unless another person qualifies it by then.`,
    };
  if (end > known)
    return {
      leavesOn,
      on: end,
      is: 'due',
      words: `nobody has qualified the license for ${replacementDays} days, by the board’s file of people`,
    };
  return {
    leavesOn,
    on: leavesOn,
    is: 'passed',
    words: `${nobody}. The law suspends a license after ${replacementDays} days without such a person.`,
  };
}
