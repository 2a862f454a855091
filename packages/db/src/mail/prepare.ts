import type { WriteTransaction } from '../engine/database.ts';
import type { LetterLink, LetterTemplate } from '../engine/letter.ts';
import { letters } from '../nouns.ts';
import { getAssociationContact } from '../settings/queries.ts';
import { dropMail, type TakenMail, takeMail } from './commands.ts';
import { renderLetter } from './render.ts';

export interface PreparedMail {
  recipient: string;
  messageId: string;
  attempts: number;
  subject: string;
  text: string;
  html: string;
  /** The address that ends letters like this one by one click in a mail program. */
  stopsAt?: string;
  /** The document of an invoice that comes with it, by its id. */
  attachedId?: string;
}

/** Makes a link and returns its token: `makeLink` of sign-in. */
type MakeLink = (
  tx: WriteTransaction,
  link: {
    userId: string;
    purpose: LetterLink['purpose'];
    email: string;
    mailId: string;
    securityVersion?: number | undefined;
  },
) => Promise<string>;

/** The reason not to send a mail any more; undefined without one. */
function reasonToDrop(mail: TakenMail, letter: LetterTemplate<unknown> | undefined): string | undefined {
  if (!letter) return 'The portal no longer has this letter.';
  if (!mail.isToConfirmed && !letter.isForAnyone && !letter.isInvitation) {
    return 'Nobody has confirmed this address, and the letter may hold a person’s words.';
  }
  if (!letter.link) return undefined;
  if (mail.userId === null) return 'There is no account for the link.';
  if (mail.isRepeated && letter.link.purpose !== 'CANCEL_CHANGE') return 'A newer mail brings the same link.';
  if (letter.link.endsWithVersion && mail.securityVersion !== mail.currentVersion) {
    return 'The account’s owner has taken the account back since.';
  }
  return undefined;
}

/**
 * Takes a mail to send it, makes its link and writes its words. The link's time begins now. Another attempt makes
 * another link, and the mail keeps its Message-ID. Undefined if there is nothing to send: the mail was sent, or it is
 * dropped here because of what has happened since it was written. `origin` is the portal's own address: links lead there,
 * whatever the row says. For the system.
 */
export async function prepareMail(
  tx: WriteTransaction,
  { mailId, makeLink, origin }: { mailId: string; makeLink: MakeLink; origin?: string | undefined },
): Promise<PreparedMail | undefined> {
  const mail = await takeMail(tx, { mailId });
  if (!mail) return undefined;
  const letter = (letters as Record<string, LetterTemplate<unknown>>)[mail.template];
  const reason = reasonToDrop(mail, letter);
  if (!letter || reason) {
    await dropMail(tx, { mailId, reason: reason ?? '' });
    return undefined;
  }
  const { recipient, messageId, attempts, userId, securityVersion } = mail;
  const completed = letter.complete && (await letter.complete(tx, mail.about));
  const still = letter.complete
    ? completed?.about
    : letter.recheck && userId
      ? await letter.recheck(tx, mail.about, userId)
      : mail.about;
  if (still === undefined) {
    await dropMail(tx, { mailId, reason: 'What it was about has changed since.' });
    return undefined;
  }
  const token =
    letter.link && userId
      ? await makeLink(tx, {
          userId,
          purpose: letter.link.purpose,
          email: recipient,
          mailId,
          securityVersion: letter.link.endsWithVersion ? (securityVersion ?? undefined) : undefined,
        })
      : (completed?.token ?? '');
  const name = mail.isToConfirmed ? mail.firstName : null;
  const about = origin === undefined ? still : withOrigin(still, origin);
  const contact = await getAssociationContact(tx);
  const attachedId = letter.attaches?.(about);
  const stopsAt = letter.stop?.(about);
  return {
    recipient,
    messageId,
    attempts,
    ...renderLetter(name, letter.write(about, token), contact),
    ...(attachedId && { attachedId }),
    ...(stopsAt && { stopsAt }),
  };
}

/** The data of a letter, with the portal's own address in place of the one that the row names. */
const withOrigin = (about: unknown, origin: string): unknown =>
  typeof about === 'object' && about !== null && 'origin' in about ? { ...about, origin } : about;
