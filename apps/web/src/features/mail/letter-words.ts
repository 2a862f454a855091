import type { LetterSubject } from '@namc/inputs/mail';

interface Words {
  /** The letters, after “You get” and “Stop”. */
  letters: string;
  /** The letters that end. */
  stops: string;
  /** The letters that come as before, and why. */
  stays: string;
}

const quoted = (name: string | null) => `“${name ?? ''}”`;

const account =
  'Emails about your account, your membership, your dues, and your own bids and projects come as before: they tell you what you have to know.';

/** The letters of a subject: what ends with them, and what doesn’t. */
export function letterWords(subject: LetterSubject, name: string | null): Words {
  switch (subject) {
    case 'PROJECT':
      return {
        letters: `emails about the project ${quoted(name)}`,
        stops: 'You no longer follow the project. Emails and notifications about its news end.',
        stays: `If you have bid on it or drafted a bid, its news come as before, because your bid depends on them. ${account}`,
      };
    case 'SEARCH':
      return {
        letters: `emails about new results of your search ${quoted(name)}`,
        stops: 'Emails about this search end.',
        stays: `The search stays under Saved and shows its new results there. Your other searches keep their emails. ${account}`,
      };
    case 'MATCHES':
      return {
        letters: 'emails about new projects that your firm can bid on',
        stops: 'Emails about projects for your firm end.',
        stays: `The projects stay on your home page. Emails about your saved searches and the projects you follow come as before. ${account}`,
      };
    case 'INVITATIONS':
      return {
        letters: 'invitations to bid',
        stops:
          'Invitations to bid by email end, for every project and from everybody. One that waits to leave doesn’t leave.',
        stays: 'If the address has an account here, the emails about that account come as before.',
      };
  }
}
