import type { OutreachAnswer, OutreachChannel } from '@namc/inputs/outreach';

/** The views of the page: parts of the list, and the search for more firms. */
export const outreachViews = ['all', 'due', 'open', 'find'] as const;
export type OutreachView = (typeof outreachViews)[number];

/** The view in an address. The whole list is the page without one. */
export function readView(given: unknown): { part?: OutreachView } {
  const known = outreachViews.find((one) => one === given);
  return known && known !== 'all' ? { part: known } : {};
}

export const channelWords: Record<OutreachChannel, string> = {
  PHONE: 'Phone',
  EMAIL: 'Email',
  LETTER: 'Letter',
  FAX: 'Fax',
  IN_PERSON: 'In person',
  OTHER: 'Another way',
};

export const answerWords: Record<OutreachAnswer, string> = {
  INTERESTED: 'Interested',
  NOT_INTERESTED: 'Not interested',
  NO_ANSWER: 'No answer',
  QUOTED: 'Sent a quote',
  UNDECIDED: 'Undecided',
};

export const answerTones = {
  INTERESTED: 'ok',
  NOT_INTERESTED: 'quiet',
  NO_ANSWER: 'warn',
  QUOTED: 'accent',
  UNDECIDED: 'info',
} as const satisfies Record<OutreachAnswer, string>;

export const choicesOf = <Key extends string>(words: Record<Key, string>) =>
  (Object.entries(words) as [Key, string][]).map(([value, label]) => ({ value, label }));
