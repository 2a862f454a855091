import type { RecordPaymentInput, RefundPaymentInput } from '@namc/inputs/payments';
import { and, eq, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import { Refused } from '../engine/errors.ts';
import { paymentRefunds, payments } from './tables.ts';

/**
 * Records a payment and returns its id. The provider's report may arrive any number of times, from several
 * processes at once: it stays one payment, and a later report advances its status.
 * @throws Refused if the key was used for another payer, amount or provider.
 */
export async function recordPayment({ orm }: WriteTransaction, report: RecordPaymentInput): Promise<string> {
  const paidAt = report.status === 'SUCCEEDED' ? (report.paidAt ?? new Date()) : null;
  const [added] = await orm
    .insert(payments)
    .values({ ...report, paidAt })
    .onConflictDoNothing({ target: payments.idempotencyKey })
    .returning({ id: payments.id });
  if (added) return added.id;
  const { id, userId, amountCents, provider, status } = payments;
  const [known] = await orm
    .select({ id, userId, amountCents, provider, status })
    .from(payments)
    .where(eq(payments.idempotencyKey, report.idempotencyKey))
    .for('update');
  const isSame =
    known?.userId === report.userId &&
    known.amountCents === report.amountCents &&
    known.provider === report.provider;
  if (!isSame) throw new Refused('This key belongs to another payment.');
  // A late report of an earlier status changes nothing.
  if (report.status !== known.status && report.status !== 'PENDING' && known.status !== 'SUCCEEDED') {
    await orm
      .update(payments)
      .set({
        status: report.status,
        paidAt,
        providerReference: sql`coalesce(${payments.providerReference}, ${report.providerReference ?? null})`,
      })
      .where(eq(payments.id, known.id));
  }
  return known.id;
}

/**
 * Records a refund, once for each key, and returns its id.
 * @throws Refused for more than the rest of the payment, or if the key was used for another refund.
 */
export async function refundPayment(
  { orm, actor }: WriteTransaction,
  request: RefundPaymentInput,
): Promise<string> {
  const [added] = await orm
    .insert(paymentRefunds)
    .values({ ...request, refundedBy: actor.kind === 'staff' ? actor.userId : null })
    .onConflictDoNothing({ target: paymentRefunds.idempotencyKey })
    .returning({ id: paymentRefunds.id });
  if (added) return added.id;
  const [known] = await orm
    .select({ id: paymentRefunds.id })
    .from(paymentRefunds)
    .where(
      and(
        eq(paymentRefunds.idempotencyKey, request.idempotencyKey),
        eq(paymentRefunds.paymentId, request.paymentId),
        eq(paymentRefunds.amountCents, request.amountCents),
      ),
    );
  if (!known) throw new Refused('This key belongs to another refund.');
  return known.id;
}
