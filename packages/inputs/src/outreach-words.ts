import type { OutreachAnswer, OutreachChannel } from './outreach.ts';

/** The words for a contact, on pages and on paper. */
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
