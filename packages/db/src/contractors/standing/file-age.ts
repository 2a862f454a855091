import { dayWords } from '@namc/inputs/day-words';
import { daysBetween } from './california-day.ts';
import type { Moment } from './finding.ts';

/** The age of the board's file: a warning from a week on, and a strong one from 30 days on. */
export interface FileAge {
  /** The date of the last accepted file; null before the first. */
  asOf: string | null;
  age: 'fresh' | 'old' | 'very-old' | 'unknown';
  /** The warning; null while the file is fresh. */
  ageWords: string | null;
}

export const oldDays = 7;
export const veryOldDays = 30;

/** The age of a file today. `file` names it, with the article. */
export function fileAge(
  { asOf, today }: Pick<Moment, 'asOf' | 'today'>,
  file = 'The board’s file',
  rows = 'Licenses',
): FileAge {
  if (asOf === null) return { asOf, age: 'unknown', ageWords: null };
  const days = daysBetween(asOf, today);
  if (days < oldDays) return { asOf, age: 'fresh', ageWords: null };
  const age = `${file} is of ${dayWords(asOf)}, ${days} days ago.`;
  return days < veryOldDays
    ? { asOf, age: 'old', ageWords: `${age} ${rows} may have changed since.` }
    : { asOf, age: 'very-old', ageWords: `${age} Do not rely on it: check with the board.` };
}

let latest: { today: string; age: FileAge } | undefined;

/** The age of the file of licenses today, worked out once for the rows of a list. */
export function licenseFileAge({ asOf, today }: Pick<Moment, 'asOf' | 'today'>): FileAge {
  if (latest?.today !== today || latest.age.asOf !== asOf) latest = { today, age: fileAge({ asOf, today }) };
  return latest.age;
}
