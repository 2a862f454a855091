import type { OutreachAnswer } from '@namc/inputs/outreach';

/** The views of the page: parts of the list, the search for more firms, and the records. */
export const outreachViews = ['all', 'due', 'open', 'find', 'records'] as const;
export type OutreachView = (typeof outreachViews)[number];
export type ListView = Exclude<OutreachView, 'find' | 'records'>;

/** The view in an address. The whole list is the page without one. */
export function readView(given: unknown): { part?: OutreachView } {
  const known = outreachViews.find((one) => one === given);
  return known && known !== 'all' ? { part: known } : {};
}

export const answerTones = {
  INTERESTED: 'ok',
  NOT_INTERESTED: 'quiet',
  NO_ANSWER: 'warn',
  QUOTED: 'accent',
  UNDECIDED: 'info',
} as const satisfies Record<OutreachAnswer, string>;

export const choicesOf = <Key extends string>(words: Record<Key, string>) =>
  (Object.entries(words) as [Key, string][]).map(([value, label]) => ({ value, label }));
