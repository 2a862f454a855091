import { cardWords } from '@namc/inputs/renewal-words';
import type { OffReason, StopByLinkInput } from '@namc/inputs/renewals';
import { and, eq, gt, sql as part } from 'drizzle-orm';
import { pick } from '../engine/columns/pick.ts';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { hashSecret } from '../engine/secrets/hash-secret.ts';
import { sendLetter } from '../mail/commands.ts';
import { findAddressee } from '../members/queries/addressee.ts';
import { nameInTrail } from '../sign-in/commands/links.ts';
import { accountLinks } from '../sign-in/tables.ts';
import { findNotice } from './queries.ts';
import { automaticRenewals, renewalCharges } from './tables.ts';

/** `portal` is the portal's own address, for the links of letters. */
interface FromPortal {
  portal: string;
}

const kept = computed({ reference: 'string | null' });

/** Keeps a person’s number at the provider, and returns the one that counts: the first. For the system. */
export async function keepCustomer(
  { sql }: WriteTransaction,
  { userId, reference }: { userId: string; reference: string },
): Promise<string> {
  const [row] = await rowsOf(sql, kept)`select keep_customer(${userId}, ${reference}) as reference`;
  return row?.reference ?? reference;
}

/** A card as the provider keeps it. */
export interface KeptCard {
  method: string;
  brand: string;
  lastFour: string;
  expiresMonth: number;
  expiresYear: number;
}

/** Keeps the card of a payment at which the member asked for it, once: from now on the membership renews with it. For the system. */
export async function startRenewal(
  { sql }: WriteTransaction,
  { checkoutId, card }: { checkoutId: string; card: KeptCard },
): Promise<void> {
  await sql`
    select start_renewal(${checkoutId}, ${card.method}, ${card.brand}, ${card.lastFour}, ${card.expiresMonth}, ${card.expiresYear})`;
}

const stopped = computed({ renewal: 'string | null', isCharging: 'boolean | null' });

/** The renewal is off. A charge that had begun goes on. */
export interface Stopped {
  wasOn: boolean;
  isCharging: boolean;
}

/** Switches the acting member’s automatic renewal off. A repetition changes nothing. */
export async function stopOwnRenewal({ sql }: WriteTransaction): Promise<Stopped> {
  const [row] = await rowsOf(sql, stopped)`
    select renewal, is_charging as "isCharging" from stop_own_renewal()`;
  return { wasOn: !!row?.renewal, isCharging: row?.isCharging === true };
}

async function stopRenewal(
  { sql }: WriteTransaction,
  userId: string,
  reason: Exclude<OffReason, 'MEMBER'>,
): Promise<Stopped> {
  const [row] = await rowsOf(sql, stopped)`
    select renewal, is_charging as "isCharging" from stop_renewal(${userId}, ${reason})`;
  return { wasOn: !!row?.renewal, isCharging: row?.isCharging === true };
}

/**
 * Switches the renewal off that a mailed link is about. Nobody need be signed in, the link works again and again, and a new password
 * doesn’t end it: all that it does is to keep money where it is. Undefined for an unknown link. For the system.
 */
export async function stopRenewalByLink(
  tx: WriteTransaction,
  { token }: StopByLinkInput,
): Promise<Stopped | undefined> {
  const [link] = await tx.orm
    .select({ userId: accountLinks.userId, onBehalfOf: nameInTrail(accountLinks.userId) })
    .from(accountLinks)
    .where(
      and(
        eq(accountLinks.tokenHash, hashSecret(token)),
        eq(accountLinks.purpose, 'STOP_RENEWAL'),
        gt(accountLinks.expiresAt, part`now()`),
      ),
    );
  return link && stopRenewal(tx, link.userId, 'LINK');
}

const noted = computed({ charge: 'string | null' });
const ofRenewal = pick(automaticRenewals, ['userId'], 'r');

/**
 * Tells a member that the saved card will be charged: how much, on which day, and how to switch it off. A repetition tells nothing. For
 * the system.
 */
export async function noticeRenewal(
  tx: WriteTransaction,
  { renewalId, portal }: { renewalId: string } & FromPortal,
): Promise<void> {
  const [row] = await rowsOf(tx.sql, noted)`select notice_renewal(${renewalId}) as charge`;
  if (!row?.charge) return;
  const notice = await findNotice(tx, { chargeId: row.charge });
  const [owner] = await rowsOf(tx.sql, ofRenewal)`
    select ${ofRenewal(tx.sql)} from automatic_renewals r where r.id = ${renewalId}`;
  const person = owner && (await findAddressee(tx, owner.userId));
  if (!notice || !person) return;
  const { amountCents, chargeOn, tier, lastDay } = notice;
  await sendLetter(tx, person, 'renewal-notice', {
    origin: portal,
    chargeId: row.charge,
    amountCents,
    chargeOn,
    tier,
    lastDay,
    card: cardWords(notice),
    expiresMonth: notice.expiresMonth,
    expiresYear: notice.expiresYear,
  });
}

const begun = computed({
  checkout: 'string | null',
  isNew: 'boolean | null',
  mayBegin: 'boolean | null',
  replaces: 'string | null',
});

/**
 * Begins a charge whose day has come, or finds the attempt that has begun. `mayBegin` tells that the provider may still be asked to move
 * money. `replaces` is a page that asks for the same money: end it, then ask again. Undefined if there is nothing to charge. For the system.
 */
export async function beginRenewalCharge(
  { sql }: WriteTransaction,
  { chargeId }: { chargeId: string },
): Promise<{ checkoutId: string; isNew: boolean; mayBegin: boolean } | { replaces: string } | undefined> {
  const [row] = await rowsOf(sql, begun)`
    select checkout, is_new as "isNew", may_begin as "mayBegin", replaces from begin_renewal_charge(${chargeId})`;
  if (row?.replaces) return { replaces: row.replaces };
  if (!row?.checkout) return undefined;
  return { checkoutId: row.checkout, isNew: row.isNew === true, mayBegin: row.mayBegin === true };
}

const declined = computed({ charge: 'string | null', isLast: 'boolean | null' });
const ofCharge = pick(renewalCharges, ['userId', 'amountCents', 'chargeOn', 'problem'], 'c');
const cardOf = pick(automaticRenewals, ['brand', 'lastFour'], 'r');

/**
 * The card was declined. The member, and nobody else, is told what to do. After the second time the renewal is off. A repetition changes
 * nothing. For the system.
 */
export async function declineRenewalCharge(
  tx: WriteTransaction,
  {
    checkoutId,
    reference,
    problem,
    portal,
  }: { checkoutId: string; reference: string | null; problem: string } & FromPortal,
): Promise<void> {
  const [row] = await rowsOf(tx.sql, declined)`
    select charge, is_last as "isLast" from decline_renewal_charge(${checkoutId}, ${reference}, ${problem})`;
  if (!row?.charge) return;
  const [charge] = await rowsOf(tx.sql, ofCharge, cardOf)`
    select ${ofCharge(tx.sql)}, ${cardOf(tx.sql)}
    from renewal_charges c join automatic_renewals r on r.id = c.renewal_id where c.id = ${row.charge}`;
  const person = charge && (await findAddressee(tx, charge.userId));
  if (!person) return;
  const about = { origin: portal, amountCents: charge.amountCents, card: cardWords(charge), problem };
  if (row.isLast) await sendLetter(tx, person, 'renewal-stopped', about);
  else await sendLetter(tx, person, 'renewal-declined', { ...about, tryOn: charge.chargeOn });
}

/** Keeps what the provider says of a saved card now. For the system. */
export async function noteCard({ sql }: WriteTransaction, { method, ...card }: KeptCard): Promise<void> {
  await sql`
    select note_card(${method}, ${card.brand}, ${card.lastFour}, ${card.expiresMonth}, ${card.expiresYear})`;
}

const lost = computed({ renewal: 'string | null' });
const ofLost = pick(automaticRenewals, ['userId', 'brand', 'lastFour'], 'r');

/** The member removed a saved card at the provider: its renewal is off, and the member gets a letter. For the system. */
export async function loseCard(
  tx: WriteTransaction,
  { method, portal }: { method: string } & FromPortal,
): Promise<void> {
  const [row] = await rowsOf(tx.sql, lost)`select lose_card(${method}) as renewal`;
  if (!row?.renewal) return;
  const [renewal] = await rowsOf(tx.sql, ofLost)`
    select ${ofLost(tx.sql)} from automatic_renewals r where r.id = ${row.renewal}`;
  const person = renewal && (await findAddressee(tx, renewal.userId));
  if (person) await sendLetter(tx, person, 'renewal-ended', { origin: portal, card: cardWords(renewal) });
}

/** The provider keeps the card of a renewal that is off no longer. For the system. */
export async function noteCardRemoved(
  { sql }: WriteTransaction,
  { renewalId }: { renewalId: string },
): Promise<void> {
  await sql`select note_card_removed(${renewalId})`;
}
