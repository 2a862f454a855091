import type { OutreachAnswer } from '@namc/inputs/outreach';

/** The views of the page: parts of the list, the search for more firms, and the records. */
export const outreachViews = ['all', 'due', 'open', 'find', 'records'] as const;
export type OutreachView = (typeof outreachViews)[number];
export type ListView = Exclude<OutreachView, 'find' | 'records'>;

/** The address of the page as it was typed or followed. The pages read it, so that the first script stays small. */
export type OutreachAddress = {
  [Name in 'part' | 'q' | 'trades' | 'miles' | 'standing' | 'member' | 'pages']?: unknown;
};

/** The view in an address. The whole list is the page without one. */
export const readView = ({ part }: OutreachAddress): OutreachView =>
  outreachViews.find((one) => one === part) ?? 'all';

export const answerTones = {
  INTERESTED: 'ok',
  NOT_INTERESTED: 'quiet',
  NO_ANSWER: 'warn',
  QUOTED: 'accent',
  UNDECIDED: 'info',
} as const satisfies Record<OutreachAnswer, string>;

export const choicesOf = <Key extends string>(words: Record<Key, string>) =>
  (Object.entries(words) as [Key, string][]).map(([value, label]) => ({ value, label }));
