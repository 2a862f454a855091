import type {
  BeginCheckoutInput,
  CloseDifferenceInput,
  DifferenceKind,
  DisputeStatus,
  RefundOnlineInput,
  ReportedCheckout,
} from '@namc/inputs/checkouts';
import { recordAdminAction } from '../audit/commands.ts';
import { pick } from '../engine/columns/pick.ts';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { tellOfPayment } from '../invoices/commands/settle.ts';
import { invoices } from '../invoices/tables.ts';
import { sendLetter } from '../mail/commands.ts';
import { findAddressee } from '../members/queries/addressee.ts';
import { users } from '../members/tables.ts';
import { type KeptCard, startRenewal } from '../renewals/commands.ts';

/** `portal` is the portal's own address, for the links of letters. */
interface FromPortal {
  portal: string;
}

const begun = computed({ checkout: 'string | null', isNew: 'boolean | null', replaces: 'string | null' });

/**
 * Begins to pay the acting member’s open invoice online, or finds the attempt that is under way. With `savesCard` the card of the
 * payment renews the membership from then on. `replaces` is an attempt for another amount, or with another answer to that: end it at
 * the provider, then ask again.
 * @throws NotFound, Refused for an invoice that is not open, and for an account that can’t be renewed.
 */
export async function beginCheckout(
  { sql }: WriteTransaction,
  { invoiceId, savesCard }: BeginCheckoutInput,
): Promise<{ checkoutId: string } | { replaces: string }> {
  const [row] = await rowsOf(sql, begun)`
    select checkout, is_new as "isNew", replaces from begin_checkout(${invoiceId}, ${savesCard})`;
  if (row?.checkout) return { checkoutId: row.checkout };
  if (row?.replaces) return { replaces: row.replaces };
  throw new NotFound('invoice', invoiceId);
}

/** The provider made its page for an attempt. A repetition changes nothing. For the system. */
export async function openCheckout(
  { sql }: WriteTransaction,
  page: { checkoutId: string; session: string; url: string; expiresAt: Date },
): Promise<void> {
  await sql`select open_checkout(${page.checkoutId}, ${page.session}, ${page.url}, ${page.expiresAt.toISOString()})`;
}

/** The provider’s word on an attempt. */
export interface CheckoutReport {
  checkoutId: string;
  /** The provider’s number of the page, if it is known. */
  session: string | null;
  state: ReportedCheckout;
  /** The provider’s number of the payment; with PAID always. */
  reference: string | null;
  receivedCents: number;
  /** The card of the payment, if the provider keeps it for the member. */
  card?: KeptCard | undefined;
}

const settled = computed({
  invoice: 'string | null',
  payment: 'string | null',
  hasChanged: 'boolean | null',
  was: 'string | null',
});

/**
 * Acts on what the provider says now: the return page, the webhook and the job all end here, and the money is recorded once, with one
 * receipt. False for an attempt that the portal doesn’t know. For the system.
 */
export async function settleCheckout(
  tx: WriteTransaction,
  { checkoutId, session, state, reference, receivedCents, card, portal }: CheckoutReport & FromPortal,
): Promise<boolean> {
  const [row] = await rowsOf(tx.sql, settled)`
    select invoice, payment, has_changed as "hasChanged", was
    from settle_checkout(${checkoutId}, ${session}, ${state}, ${reference}, ${receivedCents})`;
  if (!row?.invoice) return false;
  if (card && state === 'PAID') await startRenewal(tx, { checkoutId, card });
  if (!row.hasChanged) return true;
  if (row.payment)
    await tellOfPayment(tx, {
      invoiceId: row.invoice,
      paymentId: row.payment,
      letter: 'payment-received',
      portal,
    });
  else if (state === 'FAILED' && row.was === 'PROCESSING')
    await tellMember(tx, row.invoice, 'online-payment-failed', { amountCents: receivedCents, portal });
  return true;
}

const owed = pick(invoices, ['userId', 'number'], 'i');

async function tellMember(
  tx: WriteTransaction,
  invoiceId: string,
  letter: 'online-payment-failed',
  { amountCents, portal }: { amountCents: number } & FromPortal,
): Promise<void> {
  const [invoice] = await rowsOf(
    tx.sql,
    owed,
  )`select ${owed(tx.sql)} from invoices i where i.id = ${invoiceId}`;
  const person = invoice && (await findAddressee(tx, invoice.userId));
  if (person) await sendLetter(tx, person, letter, { origin: portal, number: invoice.number, amountCents });
}

const staffMember = pick(users, { userId: 'id', email: 'email' }, 'u');

/** The staff who act on payments. */
async function financeStaff({ sql }: WriteTransaction) {
  return rowsOf(sql, staffMember)`
    select ${staffMember(sql)} from users u
    where u.status = 'ACTIVE' and exists (
      select from user_roles r join role_permissions p using (role_code)
      where r.user_id = u.id and p.permission_code = 'payments.manage' and (r.expires_at is null or r.expires_at > now()))
    order by u.id`;
}

const isNew = computed({ isNew: 'boolean | null' });

/** Notes a report of the provider. False for one that was acted on before: nothing is to be done then. For the system. */
export async function noteProviderEvent(
  { sql }: WriteTransaction,
  { id, type, subject }: { id: string; type: string; subject: string },
): Promise<boolean> {
  const [row] = await rowsOf(sql, isNew)`select note_provider_event(${id}, ${type}, ${subject}) as "isNew"`;
  return row?.isNew === true;
}

/** Makes a task for staff of what the books and the provider say differently, once. For the system. */
export async function noteDifference(
  { sql }: WriteTransaction,
  { kind, reference, words }: { kind: DifferenceKind; reference: string; words: string },
): Promise<void> {
  await sql`select note_difference(${kind}, ${reference}, ${words}, null, null)`;
}

const asked = computed({ refund: 'string | null', isNew: 'boolean | null' });
const payer = pick(users, { userId: 'id' }, 'u');

/**
 * Asks for a refund of an online payment, in full or in part, and returns its id, which is the key at the provider. It counts when the
 * provider says that it is done. A repetition with the same key changes nothing. For staff.
 * @throws NotFound, Refused for more than what is left, for one's own payment, and during a dispute.
 */
export async function requestRefund(
  tx: WriteTransaction,
  { paymentId, amountCents, reason, takesUpgradeBack, key }: RefundOnlineInput,
): Promise<string> {
  const [row] = await rowsOf(tx.sql, asked)`
    select refund, is_new as "isNew" from request_refund(${paymentId}, ${amountCents}, ${reason}, ${key})`;
  if (!row?.refund) throw new NotFound('payment', paymentId);
  if (!row.isNew) return row.refund;
  if (takesUpgradeBack) await tx.sql`select let_refund_take_upgrade_back(${row.refund})`;
  const [person] = await rowsOf(tx.sql, payer)`
    select ${payer(tx.sql)} from users u join payments p on p.user_id = u.id where p.id = ${paymentId}`;
  await recordAdminAction(
    tx,
    {
      action: 'payments.refund',
      ...(person && { targetUserId: person.userId }),
      targetTable: 'payments',
      targetId: paymentId,
      reason,
    },
    { cents: String(amountCents), ...(takesUpgradeBack && { upgrade: 'taken back with it' }) },
  );
  return row.refund;
}

/** The provider’s word on a refund. `refundId` is that of the portal, if staff asked here. */
export interface RefundReport {
  reference: string;
  paymentReference: string;
  refundId: string | null;
  state: 'REQUESTED' | 'DONE' | 'FAILED';
  amountCents: number;
}

const returned = computed({ payment: 'string | null', invoice: 'string | null', isNew: 'boolean | null' });

/** Acts on what the provider says of a refund, once. False for a payment that the portal doesn’t know. For the system. */
export async function settleRefund(
  tx: WriteTransaction,
  { reference, paymentReference, refundId, state, amountCents, portal }: RefundReport & FromPortal,
): Promise<boolean> {
  const [row] = await rowsOf(tx.sql, returned)`
    select payment, invoice, is_new as "isNew"
    from settle_refund(${paymentReference}, ${reference}, ${refundId}, ${state}, ${amountCents})`;
  if (!row?.payment) return false;
  if (row.isNew && row.invoice)
    await tellOfPayment(tx, {
      invoiceId: row.invoice,
      paymentId: row.payment,
      letter: 'payment-refunded',
      amountCents,
      portal,
    });
  return true;
}

/** The provider’s word on a dispute. */
export interface DisputeReport {
  reference: string;
  paymentReference: string;
  state: DisputeStatus;
  amountCents: number;
  reason: string;
  answerBy: Date | null;
}

const decided = computed({
  payment: 'string | null',
  invoice: 'string | null',
  hasChanged: 'boolean | null',
});
const paidBy = pick(invoices, ['number'], 'i');
const named = computed({ name: 'string' });
const standing = computed({ isVoid: 'boolean', isRefunded: 'boolean' });

/**
 * Acts on what the provider says of a dispute, and tells the staff who act on payments. A lost one voids the payment, or is a refund of
 * the part that it is about. False for a payment that the portal doesn’t know. For the system.
 */
export async function settleDispute(
  tx: WriteTransaction,
  { reference, paymentReference, state, amountCents, reason, answerBy, portal }: DisputeReport & FromPortal,
): Promise<boolean> {
  const [row] = await rowsOf(tx.sql, decided)`
    select payment, invoice, has_changed as "hasChanged"
    from settle_dispute(${paymentReference}, ${reference}, ${state}, ${amountCents}, ${reason},
      ${answerBy?.toISOString() ?? null}::timestamptz)`;
  if (!row?.payment) return false;
  const { invoice, payment, hasChanged } = row;
  if (!hasChanged || !invoice) return true;
  const [about] = await rowsOf(tx.sql, paidBy, named)`
    select ${paidBy(tx.sql)}, u.first_name || ' ' || u.last_name as name
    from invoices i join users u on u.id = i.user_id where i.id = ${invoice}`;
  for (const person of await financeStaff(tx))
    await sendLetter(tx, person, 'payment-disputed', {
      origin: portal,
      number: about?.number ?? '',
      name: about?.name ?? '',
      amountCents,
      reason,
      outcome: state,
    });
  const [is] = await rowsOf(tx.sql, standing)`
    select exists (select from payments where id = ${payment} and status = 'VOIDED') as "isVoid",
           exists (select from payment_refunds where idempotency_key = ${`stripe ${reference}`}) as "isRefunded"`;
  if (state === 'LOST' && is?.isVoid)
    await tellOfPayment(tx, { invoiceId: invoice, paymentId: payment, letter: 'payment-voided', portal });
  else if (state === 'LOST' && is?.isRefunded)
    await tellOfPayment(tx, {
      invoiceId: invoice,
      paymentId: payment,
      letter: 'payment-refunded',
      amountCents,
      portal,
    });
  return true;
}

/** A charge or a refund as the provider’s books have it. */
export interface ProviderLine {
  kind: 'charge' | 'refund';
  id: string;
  payment: string;
  cents: number;
  at: string;
}

const compared = computed({ noted: 'number | null' });

/**
 * Makes a task of each difference between the books of some days and the provider’s, and tells the staff who act on payments when there
 * are new ones. Returns how many are new. For the system.
 */
export async function compareWithProvider(
  tx: WriteTransaction,
  { lines, from, until, portal }: { lines: ProviderLine[]; from: Date; until: Date } & FromPortal,
): Promise<number> {
  const [row] = await rowsOf(tx.sql, compared)`
    select compare_with_provider(${JSON.stringify(lines)}::text::jsonb, ${from.toISOString()}, ${until.toISOString()}) as noted`;
  const count = row?.noted ?? 0;
  if (count > 0)
    for (const person of await financeStaff(tx))
      await sendLetter(tx, person, 'payments-differ', { origin: portal, count });
  return count;
}

const closed = computed({ difference: 'string | null' });

/** Closes a difference that somebody has looked at. For staff. @throws NotFound, Refused for one that is closed. */
export async function closeDifference(
  tx: WriteTransaction,
  { differenceId, reason }: CloseDifferenceInput,
): Promise<void> {
  const [row] = await rowsOf(tx.sql, closed)`
    select close_difference(${differenceId}, ${reason}) as difference`;
  if (!row?.difference) throw new NotFound('difference', differenceId);
  await recordAdminAction(tx, {
    action: 'payments.close_difference',
    targetTable: 'payment_differences',
    targetId: differenceId,
    reason,
  });
}
