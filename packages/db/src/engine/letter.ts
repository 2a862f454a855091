import type { Permission } from '@namc/inputs/roles';

/** A paragraph of a mail: text, a link on its own line, or a quotation of a person's text. */
export type Part = string | { label: string; url: string } | { quote: string };

/** A letter as it is written to one reader. */
export interface Letter {
  subject: string;
  /** The page of the portal that the letter is about. A letter with a page is also a notification there. */
  path?: string;
  /** The paragraphs between the greeting and the association's name. */
  parts: Part[];
}

/** The receiver of a letter that a member's own act sends: the member, or the staff with the permission. */
export type MemberMaySendTo = 'self' | { staffWith: Permission };

/**
 * The acts of staff that a letter follows, as `recordAdminAction` names them, and the permission for them. The letter goes
 * to the account that the act is about, and the act is recorded first.
 */
export interface StaffMaySend {
  permission: Permission;
  after: [action: string, ...more: string[]];
}

/** One of the letters that the portal writes. */
export interface LetterTemplate<About> {
  write: (about: About) => Letter;
  /** Sample content for the letter's preview. */
  sample: About;
  /** The receiver that a member's own act may send the letter to. Without it, no member's act sends the letter. */
  memberMaySendTo?: MemberMaySendTo;
  /** The acts of staff that may send the letter. Without it, no staff member's act sends the letter. */
  staffMaySend?: StaffMaySend;
}

/**
 * Defines a letter. The tables `member_letters` and `staff_letters` repeat who may send it, because the database enforces
 * it.
 */
export function letter<About>(
  sample: About,
  write: (about: About) => Letter,
  options: { memberMaySendTo?: MemberMaySendTo; staffMaySend?: StaffMaySend } = {},
): LetterTemplate<About> {
  return { sample, write, ...options };
}

/** The portal's address and the secret of a link, as previews show them. */
export const sampleOrigin = 'https://portal.example.org';
export const sampleToken = 'x'.repeat(43);
