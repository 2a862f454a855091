import type {
  CloseInvoiceInput,
  RecordInvoicePaymentInput,
  RefundInvoicePaymentInput,
  VoidPaymentInput,
} from '@namc/inputs/invoices';
import { recordAdminAction } from '../../audit/commands.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { payments } from '../../payments/tables.ts';
import { noteIssue } from './issue.ts';
import { type FromPortal, invoiceOf, tellOfInvoice } from './tell-of-invoice.ts';

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
  await tellOfInvoice(tx, invoice, 'payment-received', {
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
  await tellOfInvoice(tx, await invoiceOf(tx, invoiceId), letter, {
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
  await tellOfInvoice(tx, invoice, 'payment-voided', { portal, payment: await paymentOf(tx, paymentId) });
  if (!row.feeInvoice) return;
  const fee = await invoiceOf(tx, row.feeInvoice);
  await noteIssue(tx, fee);
  await tellOfInvoice(tx, fee, 'invoice-issued', { portal });
}

const given = computed({ refund: 'string | null', isNew: 'boolean | null', invoice: 'string | null' });

/**
 * Gives money of a payment back, the member’s credit first, and sends the member a credit note. The invoice stays paid, and the
 * membership stays as it is, unless all money of an upgrade goes back and takes it along. A repetition with the same key changes nothing.
 * Returns the refund’s id. For staff.
 * @throws NotFound, Refused for an upgrade whose money stays in part or that another one stands on, for one's own, for more than is left of the payment, and for one that is void or was paid online.
 */
export async function refundInvoicePayment(
  tx: WriteTransaction,
  {
    paymentId,
    amountCents,
    way,
    reference,
    reason,
    takesUpgradeBack,
    key,
    portal,
  }: RefundInvoicePaymentInput & FromPortal,
): Promise<string> {
  const [row] = await rowsOf(tx.sql, given)`
    select refund, is_new as "isNew", invoice from refund_invoice_payment(${paymentId}, ${amountCents}, ${way}, ${reference ?? null},
      ${reason}, ${`refund ${key}`})`;
  if (!row?.refund || !row.invoice) throw new NotFound('payment', paymentId);
  if (!row.isNew) return row.refund;
  if (takesUpgradeBack) await tx.sql`select take_refunded_upgrade_back(${row.invoice})`;
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
    {
      invoice: invoice.number,
      cents: String(amountCents),
      ...(takesUpgradeBack && { upgrade: 'taken back' }),
    },
  );
  await tellOfInvoice(tx, invoice, 'payment-refunded', {
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
  await tellOfInvoice(tx, invoice, 'invoice-closed', { portal });
}
