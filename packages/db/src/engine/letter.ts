import type { Permission } from '@namc/inputs/roles';

/** One paragraph of a mail: words, a link on a line of its own, or what somebody wrote. */
export type Part = string | { label: string; url: string } | { quote: string };

/** A letter as it is written to one reader. */
export interface Letter {
  subject: string;
  /** The page of the portal that the letter is about. A letter with a page is also a notification there. */
  path?: string;
  /** The paragraphs between the greeting and the association's name. */
  parts: Part[];
}

/** Whom a letter of a member's own act goes to: the member, or any of the staff with the permission. */
export type MemberMaySendTo = 'self' | { staffWith: Permission };

/** One of the letters that the portal writes. */
export interface LetterTemplate<About> {
  write: (about: About) => Letter;
  /** Something invented that the letter could be about, for its preview. */
  sample: About;
  /** Whom a member's own act may send it to. Without it, only staff and the system send the letter. */
  memberMaySendTo?: MemberMaySendTo;
}

/** Describes a letter. The table `member_letters` repeats `memberMaySendTo`, because the database decides. */
export function letter<About>(
  sample: About,
  write: (about: About) => Letter,
  options: { memberMaySendTo?: MemberMaySendTo } = {},
): LetterTemplate<About> {
  return { sample, write, ...options };
}

/** What previews say for the portal's own address and for a secret in a link. */
export const sampleOrigin = 'https://portal.example.org';
export const sampleToken = 'x'.repeat(43);
