import type { Permission } from '@namc/inputs/roles';
import type { Transaction, WriteTransaction } from './database.ts';

/**
 * A paragraph of a mail: text, the one button of the letter, a link beside it, or a quotation of a person's text.
 */
export type Part =
  | string
  | { button: string; url: string }
  | { link: string; url: string }
  | { quote: string };

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

export const linkPurposes = [
  'VERIFY_EMAIL',
  'RESET_PASSWORD',
  'CHANGE_EMAIL',
  'CANCEL_CHANGE',
  'STOP_RENEWAL',
] as const;
export type LinkPurpose = (typeof linkPurposes)[number];

/** The link in a letter. The worker makes it when it sends the letter, so that its time begins then. */
export interface LetterLink {
  purpose: LinkPurpose;
  /** Not sent once the account's owner has taken the account back after the letter was written. */
  endsWithVersion?: true;
}

export interface LetterOptions<About> {
  /**
   * The second line of the letter's notification: what it means, and what to do. A letter with a page has one. The
   * notification keeps no more than the letter's name, so the line is the same for every reader.
   */
  note?: string;
  /** The receiver that a member's own act may send the letter to. Without it, no member's act sends the letter. */
  memberMaySendTo?: MemberMaySendTo;
  /** The acts of staff that may send the letter. Without it, no staff member's act sends the letter. */
  staffMaySend?: StaffMaySend;
  link?: LetterLink;
  /**
   * The address at which one click in a mail program ends letters like this one, without signing in (RFC 8058). Without it, the
   * mail offers none.
   */
  stop?: (about: About) => string | undefined;
  /** The document of an invoice that comes with the letter as a PDF, by its id. */
  attaches?: (about: About) => string;
  /** Somebody waits for it at the screen: it goes before all other mail. */
  isUrgent?: true;
  /**
   * It holds no word that a person wrote, so it may go to an address that nobody has confirmed. Any other letter is
   * dropped there: strangers could make the portal mail their words to anybody.
   */
  isForAnyone?: true;
  /**
   * It goes to an address that a person entered, whose owner may have no account. Its words are those of a published page and of the
   * portal, and the owner can end all letters of its kind.
   */
  isInvitation?: true;
  /**
   * The facts of an invitation and the token of its link, right before it is sent. Undefined if it must not leave any more: the mail is
   * dropped. Runs for the system.
   */
  complete?: (tx: WriteTransaction, about: About) => Promise<{ about: About; token: string } | undefined>;
  /**
   * The facts of the letter right before it is sent, as hours may pass until then. Undefined if nothing of it holds any more: the
   * mail is dropped. Runs for the system.
   */
  recheck?: (tx: Transaction, about: About, userId: string) => Promise<About | undefined>;
}

/** One of the letters that the portal writes. */
export interface LetterTemplate<About> extends LetterOptions<About> {
  /** `token` is the secret of its link; empty without one. */
  write: (about: About, token: string) => Letter;
  /** Sample content for the letter's preview. */
  sample: About;
}

/**
 * Defines a letter. The tables `member_letters` and `staff_letters` repeat who may send it, because the database enforces
 * it. They also hold its title and page, which are those of the sample: a person's act chooses neither.
 */
export function letter<About>(
  sample: About,
  write: (about: About, token: string) => Letter,
  options: LetterOptions<About> = {},
): LetterTemplate<About> {
  return { sample, write, ...options };
}

/** The portal's address and the secret of a link, as previews show them. */
export const sampleOrigin = 'https://portal.example.org';
export const sampleToken = 'x'.repeat(43);
