import { dayWords } from '@namc/inputs/day-words';
import { californiaDay, daysLater } from './california-day.ts';
import type { StandingFacts } from './facts.ts';
import type { Finding, Moment } from './finding.ts';

/** The days for which a license that had left the file says that it is back. */
const saidDays = 90;

/** A remark on a license that a file lacked and a later one lists again. It does not count. */
export function returnOf({ goneAt, returnedAt }: StandingFacts, { on }: Moment): Finding | null {
  if (goneAt !== null || returnedAt === null) return null;
  const day = californiaDay(returnedAt);
  if (on < day || on > daysLater(day, saidDays)) return null;
  const words = `Back in the board’s file since ${dayWords(day)}.`;
  return { code: 'returned', words, on: day, source: 'LicenseNo', counts: false };
}
