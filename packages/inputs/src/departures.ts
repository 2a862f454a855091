import { classInWords } from './class-words.ts';
import { dayWords } from './day-words.ts';

/**
 * A time without anybody who qualifies a license, or one of its classes: the day from which nobody does, and the day on which
 * somebody joins, null if the board's file names nobody. Days are `YYYY-MM-DD`.
 */
export interface DepartureFacts {
  /** Such as `C-10`; null for the whole license. */
  class: string | null;
  from: string;
  until: string | null;
}

/** Reads `C-10 2026-12-01 2027-05-15` as the database keeps it; the class and the second day may be absent. */
export function readDeparture(text: string): DepartureFacts {
  const [first = '', ...rest] = text.split(' ');
  const isDay = /^\d{4}-/.test(first);
  const [from = '', until = null] = isDay ? [first, ...rest] : rest;
  return { class: isDay ? null : first, from, until };
}

/** The opposite of `readDeparture`. */
export const writeDeparture = ({ class: code, from, until }: DepartureFacts): string =>
  [code, from, until].filter((part) => part !== null).join(' ');

/** “starting December 1, 2026”, or “from December 1, 2026 until May 15, 2027”. */
export const departureInWords = ({ from, until }: Pick<DepartureFacts, 'from' | 'until'>): string =>
  until === null ? `starting ${dayWords(from)}` : `from ${dayWords(from)} until ${dayWords(until)}`;

/** “the license has no qualifier for C-10 Electrical starting December 1, 2026”. */
export const nobodyQualifies = (departure: DepartureFacts): string =>
  `the license has no qualifier${forClass(departure)} ${departureInWords(departure)}`;

/** “ for C-10 Electrical”, or nothing for the whole license. */
export const forClass = ({ class: code }: Pick<DepartureFacts, 'class'>): string =>
  code === null ? '' : ` for ${classInWords(code)}`;
