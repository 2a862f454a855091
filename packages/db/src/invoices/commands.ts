import type {
  CloseInvoiceInput,
  IssueDuesInvoiceInput,
  IssueOtherInvoiceInput,
  IssueOwnInvoiceInput,
  RecordInvoicePaymentInput,
  RefundInvoicePaymentInput,
  VoidPaymentInput,
} from '@namc/inputs/invoices';
import { recordAdminAction } from '../audit/commands.ts';
import { actingUser } from '../engine/acting-user.ts';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { sendLetter } from '../mail/commands.ts';
import { findAddressee } from '../members/queries/addressee.ts';
import { payments } from '../payments/tables.ts';
import { findNewestDocument } from './queries.ts';
import { invoices } from './tables.ts';

/** `portal` is the portal's own address, for the links of letters. */
interface FromPortal {
  portal: string;
}

const one = pick(
  invoices,
  ['id', 'userId', 'number', 'kind', 'words', 'totalCents', 'paidCents', 'dueOn'],
  'i',
);
const paidFor = computed({ termEndsOn: 'string | null' });
type Invoice = RowOf<typeof one> & RowOf<typeof paidFor>;

async function invoiceOf(tx: WriteTransaction, id: string): Promise<Invoice & { documentId: string }> {
  const [found] = await rowsOf(tx.sql, one, paidFor)`
    select ${one(tx.sql)}, (select m.ends_on::text from memberships m where m.id = i.membership_id) as "termEndsOn"
    from invoices i where i.id = ${id}`;
  const documentId = await findNewestDocument(tx, { invoiceId: id });
  if (!found || !documentId) throw new NotFound('invoice', id);
  return { ...found, documentId };
}

type InvoiceLetter =
  | 'invoice-issued'
  | 'payment-received'
  | 'payment-voided'
  | 'payment-refunded'
  | 'invoice-closed';

/** Writes the member a letter about the newest document of the invoice, which comes with it, and about a payment if there is one. */
async function tell(
  tx: WriteTransaction,
  invoice: Invoice & { documentId: string },
  letter: InvoiceLetter,
  {
    portal,
    payment,
  }: FromPortal & {
    payment?: { amountCents: number; reference: string | null; creditCents: number; isCredit?: boolean };
  },
): Promise<void> {
  const { userId, number, documentId, kind, words, totalCents, paidCents, dueOn, termEndsOn } = invoice;
  const person = await findAddressee(tx, userId);
  if (!person) return;
  const about = {
    origin: portal,
    number,
    documentId,
    kind,
    words,
    totalCents,
    restCents: totalCents - paidCents,
    dueOn,
    termEndsOn,
  };
  await sendLetter(tx, person, letter, {
    ...about,
    ...{ amountCents: 0, reference: null, creditCents: 0, isCredit: false, ...payment },
  });
}

const issued = computed({ invoice: 'string | null', isNew: 'boolean | null' });

async function issueDues(
  tx: WriteTransaction,
  { userId, tierCode, years }: IssueDuesInvoiceInput,
): Promise<{ invoice: Invoice & { documentId: string }; isNew: boolean }> {
  const [row] = await rowsOf(tx.sql, issued)`
    select invoice, is_new as "isNew" from issue_dues_invoice(${userId}, ${tierCode}, ${years})`;
  if (!row?.invoice) throw new NotFound('account', userId);
  return { invoice: await invoiceOf(tx, row.invoice), isNew: row.isNew === true };
}

/**
 * Gives the acting member an invoice for the dues of some years, by email too. A member with an open one gets that one again, without
 * another email. Returns its id, and whether it is new.
 * @throws Refused for a tier that is not the member's, and for an account that can't be renewed.
 */
export async function issueOwnInvoice(
  tx: WriteTransaction,
  { portal, ...input }: IssueOwnInvoiceInput & FromPortal,
): Promise<{ id: string; isNew: boolean }> {
  const { invoice, isNew } = await issueDues(tx, { ...input, userId: actingUser(tx) });
  if (isNew) await tell(tx, invoice, 'invoice-issued', { portal });
  return { id: invoice.id, isNew };
}

async function noteIssue(tx: WriteTransaction, invoice: Invoice): Promise<void> {
  await recordAdminAction(
    tx,
    {
      action: 'invoices.issue',
      targetUserId: invoice.userId,
      targetTable: 'invoices',
      targetId: invoice.id,
    },
    { number: invoice.number, for: invoice.words },
  );
}

/**
 * Gives a member an invoice for dues, by email too. A member with an open one keeps it. Returns its id. For staff.
 * @throws NotFound, Refused for an account that can't be renewed.
 */
export async function issueDuesInvoice(
  tx: WriteTransaction,
  { portal, ...input }: IssueDuesInvoiceInput & FromPortal,
): Promise<string> {
  const { invoice, isNew } = await issueDues(tx, input);
  if (!isNew) return invoice.id;
  await noteIssue(tx, invoice);
  await tell(tx, invoice, 'invoice-issued', { portal });
  return invoice.id;
}

const madeInvoice = computed({ invoice: 'string | null' });

/** Gives a member an invoice for something other than dues, by email too. Returns its id. For staff. @throws NotFound */
export async function issueOtherInvoice(
  tx: WriteTransaction,
  { userId, words, amountCents, portal }: IssueOtherInvoiceInput & FromPortal,
): Promise<string> {
  const [row] = await rowsOf(tx.sql, madeInvoice)`
    select issue_other_invoice(${userId}, ${words}, ${amountCents}) as invoice`;
  if (!row?.invoice) throw new NotFound('account', userId);
  const invoice = await invoiceOf(tx, row.invoice);
  await noteIssue(tx, invoice);
  await tell(tx, invoice, 'invoice-issued', { portal });
  return invoice.id;
}

const recorded = computed({ payment: 'string | null', isNew: 'boolean | null', term: 'string | null' });

/**
 * Records a check, a transfer or cash that arrived for an invoice, or uses the member’s credit for it, and sends the member a receipt. A
 * payment in full of dues adds the term in the same transaction. While an online payment is under way it is refused without
 * `knowsUnderWay`. More than the rest leaves a credit if `keepsCredit` says so. A repetition with the same key changes nothing. Returns the
 * payment's id. For staff.
 * @throws NotFound, Refused if the rest is not `seenDueCents` any more, for more than the rest without `keepsCredit`, for a day to come or long
 * before the invoice, for more than the member’s credit, for one's own invoice, and for one that is not open.
 */
export async function recordInvoicePayment(
  tx: WriteTransaction,
  {
    invoiceId,
    provider,
    reference,
    amountCents,
    receivedOn,
    seenDueCents,
    keepsCredit,
    knowsUnderWay,
    key,
    portal,
  }: RecordInvoicePaymentInput & FromPortal,
): Promise<string> {
  if (!knowsUnderWay) await tx.sql`select assert_nothing_under_way(${invoiceId})`;
  const [row] = await rowsOf(tx.sql, recorded)`
    select payment, is_new as "isNew", term from record_invoice_payment(${invoiceId}, ${provider}, ${reference ?? null},
      ${amountCents}, ${receivedOn}::date, ${seenDueCents}, ${keepsCredit}, ${`invoice ${key}`})`;
  if (!row?.payment) throw new NotFound('invoice', invoiceId);
  if (!row.isNew) return row.payment;
  const invoice = await invoiceOf(tx, invoiceId);
  await recordAdminAction(
    tx,
    {
      action: 'invoices.record_payment',
      targetUserId: invoice.userId,
      targetTable: 'payments',
      targetId: row.payment,
    },
    { invoice: invoice.number, cents: String(amountCents) },
  );
  const creditCents = Math.max(amountCents - seenDueCents, 0);
  await tell(tx, invoice, 'payment-received', {
    portal,
    payment: { amountCents, reference: reference ?? null, creditCents, isCredit: provider === 'CREDIT' },
  });
  return row.payment;
}

const paid = pick(payments, ['amountCents', 'allocatedCents', 'providerReference', 'provider'], 'p');

async function paymentOf({ sql }: WriteTransaction, id: string) {
  const [found] = await rowsOf(sql, paid)`select ${paid(sql)} from payments p where p.id = ${id}`;
  if (!found) throw new NotFound('payment', id);
  const { amountCents, allocatedCents, providerReference, provider } = found;
  return {
    amountCents,
    reference: providerReference,
    creditCents: amountCents - allocatedCents,
    isCredit: provider === 'CREDIT',
  };
}

/** Sends the member the receipt of an online payment, or the news that it was taken back or refunded. For the system. */
export async function tellOfPayment(
  tx: WriteTransaction,
  {
    invoiceId,
    paymentId,
    letter,
    amountCents,
    portal,
  }: {
    invoiceId: string;
    paymentId: string;
    letter: 'payment-received' | 'payment-voided' | 'payment-refunded';
    /** Of a refund. */
    amountCents?: number;
  } & FromPortal,
): Promise<void> {
  const payment = await paymentOf(tx, paymentId);
  await tell(tx, await invoiceOf(tx, invoiceId), letter, {
    portal,
    payment: amountCents === undefined ? payment : { ...payment, amountCents, reference: null },
  });
}

const voided = computed({ invoice: 'string | null', feeInvoice: 'string | null' });

/**
 * Takes back a payment whose check bounced, or that was recorded by mistake: the invoice is open again, and a term that the payment
 * added is canceled. The fee becomes an invoice of its own. The member gets a letter. For staff.
 * @throws NotFound, Refused for one's own, for one that is void or was refunded, for one whose credit is used, and beside another
 * open invoice for dues.
 */
export async function voidPayment(
  tx: WriteTransaction,
  { paymentId, reason, feeCents, portal }: VoidPaymentInput & FromPortal,
): Promise<void> {
  const [row] = await rowsOf(tx.sql, voided)`
    select invoice, fee_invoice as "feeInvoice" from void_invoice_payment(${paymentId}, ${reason}, ${feeCents ?? null})`;
  if (!row?.invoice) throw new NotFound('payment', paymentId);
  const invoice = await invoiceOf(tx, row.invoice);
  await recordAdminAction(
    tx,
    {
      action: 'invoices.void_payment',
      targetUserId: invoice.userId,
      targetTable: 'payments',
      targetId: paymentId,
      reason,
    },
    { invoice: invoice.number },
  );
  await tell(tx, invoice, 'payment-voided', { portal, payment: await paymentOf(tx, paymentId) });
  if (!row.feeInvoice) return;
  const fee = await invoiceOf(tx, row.feeInvoice);
  await noteIssue(tx, fee);
  await tell(tx, fee, 'invoice-issued', { portal });
}

const given = computed({ refund: 'string | null', isNew: 'boolean | null', invoice: 'string | null' });

/**
 * Gives money of a payment back, the member’s credit first, and sends the member a credit note. The invoice stays paid, and the
 * membership stays as it is. A repetition with the same key changes nothing. Returns the refund’s id. For staff.
 * @throws NotFound, Refused for one's own, for more than is left of the payment, and for one that is void or was paid online.
 */
export async function refundInvoicePayment(
  tx: WriteTransaction,
  { paymentId, amountCents, way, reference, reason, key, portal }: RefundInvoicePaymentInput & FromPortal,
): Promise<string> {
  const [row] = await rowsOf(tx.sql, given)`
    select refund, is_new as "isNew", invoice from refund_invoice_payment(${paymentId}, ${amountCents}, ${way}, ${reference ?? null},
      ${reason}, ${`refund ${key}`})`;
  if (!row?.refund || !row.invoice) throw new NotFound('payment', paymentId);
  if (!row.isNew) return row.refund;
  const invoice = await invoiceOf(tx, row.invoice);
  await recordAdminAction(
    tx,
    {
      action: 'invoices.refund_payment',
      targetUserId: invoice.userId,
      targetTable: 'payments',
      targetId: paymentId,
      reason,
    },
    { invoice: invoice.number, cents: String(amountCents) },
  );
  await tell(tx, invoice, 'payment-refunded', {
    portal,
    payment: { amountCents, reference: reference ?? null, creditCents: 0 },
  });
  return row.refund;
}

const closed = computed({ invoice: 'string | null' });

/**
 * Voids, writes off or waives an open invoice, with a credit note for the rest. Waived dues add the term. The member gets a letter.
 * For staff.
 * @throws NotFound, Refused for one's own, for one that is not open, and for voiding one that is paid in part.
 */
export async function closeInvoice(
  tx: WriteTransaction,
  { invoiceId, closing, reason, portal }: CloseInvoiceInput & FromPortal,
): Promise<void> {
  const [row] = await rowsOf(tx.sql, closed)`
    select invoice from close_invoice(${invoiceId}, ${closing}, ${reason})`;
  if (!row?.invoice) throw new NotFound('invoice', invoiceId);
  const invoice = await invoiceOf(tx, invoiceId);
  await recordAdminAction(
    tx,
    {
      action: 'invoices.close',
      targetUserId: invoice.userId,
      targetTable: 'invoices',
      targetId: invoiceId,
      reason,
    },
    { number: invoice.number, as: closing },
  );
  await tell(tx, invoice, 'invoice-closed', { portal });
}
