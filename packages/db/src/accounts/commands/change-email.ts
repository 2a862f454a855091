import { and, eq, gt, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { dropWaitingLetters, sendLetter } from '../../mail/commands.ts';
import { addresseeColumns } from '../../members/queries/addressee.ts';
import { users } from '../../members/tables.ts';
import { noteAccountEvent, type Origin } from '../../sign-in/commands/account-events.ts';
import { dropChangesUnderWay, makeLink, takeLink } from '../../sign-in/commands/links.ts';
import { isStanding, keepOneSession, raiseSecurityVersion } from '../../sign-in/commands/sessions.ts';
import { emailChangeHours } from '../../sign-in/queries.ts';
import { emailChanges } from '../../sign-in/tables.ts';

/**
 * Requests a change of address: mails a link to the new one, and to the old one a link that cancels the change. The
 * account keeps its address until `takeNewAddress` takes the link. For the system.
 * @throws Refused if the account has this address already.
 */
export async function changeEmail(
  tx: WriteTransaction,
  input: { userId: string; email: string; portal: string },
): Promise<void> {
  const { userId, email, portal } = input;
  const [to] = await tx.orm.select(addresseeColumns).from(users).where(eq(users.id, userId));
  if (!to) return;
  if (to.email === email) throw new Refused('This is already your email address.');
  await sendLetter(tx, to, 'email-changing', { email, origin: portal });
  await dropChange(tx, { userId });
  const change = {
    email,
    requestedAt: sql`now()`,
    securityVersion: sql`(select security_version from users where id = ${userId}::uuid)`,
  };
  // Of two at once, the later one holds.
  await tx.orm
    .insert(emailChanges)
    .values({ userId, ...change })
    .onConflictDoUpdate({ target: emailChanges.userId, set: change });
  await mailLinks(tx, input);
}

const dropChange = async (tx: WriteTransaction, { userId }: { userId: string }): Promise<void> => {
  await dropChangesUnderWay(tx, { userId });
  await dropWaitingLetters(tx, { userId, letter: 'change-email' });
};

async function mailLinks(
  tx: WriteTransaction,
  { userId, email, portal }: { userId: string; email: string; portal: string },
): Promise<void> {
  const [holder] = await tx.orm.select({ id: users.id }).from(users).where(eq(users.emailKey, email));
  if (holder) {
    // Only the address's owner is told that it is taken.
    await sendLetter(tx, { userId: holder.id, email }, 'application-again', { origin: portal });
    return;
  }
  await sendLetter(tx, { userId, email }, 'change-email', { origin: portal });
}

/**
 * Mails the link to the new address again, which takes the earlier link's place and works as long as a first one. For the
 * system.
 * @throws Refused if no change waits.
 */
export async function resendEmailChange(
  tx: WriteTransaction,
  { userId, portal }: { userId: string; portal: string },
): Promise<void> {
  const [change] = await tx.orm
    .update(emailChanges)
    .set({ requestedAt: sql`now()` })
    .from(users)
    .where(
      and(
        eq(emailChanges.userId, userId),
        eq(users.id, userId),
        eq(users.securityVersion, emailChanges.securityVersion),
        gt(emailChanges.requestedAt, sql`now() - ${emailChangeHours}::int * interval '1 hour'`),
      ),
    )
    .returning({ email: emailChanges.email });
  if (!change) throw new Refused('This change of address is over. Enter the new address again.');
  await dropWaitingLetters(tx, { userId, letter: 'change-email' });
  await mailLinks(tx, { userId, portal, ...change });
}

/** Takes back a change of address that waits, as its owner asked in the settings. For the system. */
export async function withdrawEmailChange(
  tx: WriteTransaction,
  input: { userId: string } & Origin,
): Promise<void> {
  await dropChange(tx, input);
  await noteAccountEvent(tx, { ...input, kind: 'EMAIL_CHANGE_CANCELED' });
}

/**
 * Gives the account the address that a mailed link was sent to, and tells the old address. Every session except the
 * one with `exceptId` and every link from before is void. Returns the account's id, its new security version, and whether that session goes on;
 * undefined if the link is not good. For the system.
 * @throws Refused if another account has taken the address meanwhile.
 */
export async function takeNewAddress(
  tx: WriteTransaction,
  input: { token: string; exceptId?: string } & Origin,
): Promise<{ userId: string; securityVersion: number; isKept: boolean } | undefined> {
  const link = await takeLink(tx, { token: input.token, purpose: 'CHANGE_EMAIL' });
  if (!link) return undefined;
  const { userId, email } = link;
  const sessionId = input.exceptId;
  const exceptId = sessionId && (await isStanding(tx, { userId, sessionId })) ? sessionId : undefined;
  const [old] = await tx.orm.select(addresseeColumns).from(users).where(eq(users.id, userId));
  // Written while the old address is still the account's confirmed one.
  if (old) await sendLetter(tx, old, 'email-changed', { email });
  await tx.orm.delete(emailChanges).where(eq(emailChanges.userId, userId));
  await tx.orm.update(users).set({ email, emailVerifiedAt: sql`now()` }).where(eq(users.id, userId));
  const securityVersion = await keepOneSession(tx, { userId, exceptId });
  await noteAccountEvent(tx, { ...input, userId, kind: 'EMAIL_CHANGED' });
  return { userId, securityVersion, isKept: exceptId !== undefined };
}

/**
 * Cancels a change of address by the link that the old address got. The person who asked for it may know the password, so
 * every session and every link from before is void. Returns the account's id and the token of a link that sets a new
 * password; undefined if the link is not good. For the system.
 */
export async function cancelEmailChange(
  tx: WriteTransaction,
  input: { token: string } & Origin,
): Promise<{ userId: string; resetToken: string } | undefined> {
  const link = await takeLink(tx, { token: input.token, purpose: 'CANCEL_CHANGE' });
  if (!link) return undefined;
  const { userId } = link;
  await raiseSecurityVersion(tx, { userId });
  await keepOneSession(tx, { userId });
  await noteAccountEvent(tx, { ...input, userId, kind: 'EMAIL_CHANGE_CANCELED' });
  return { userId, resetToken: await makeLink(tx, { ...link, purpose: 'RESET_PASSWORD' }) };
}
