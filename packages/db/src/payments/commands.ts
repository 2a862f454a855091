import { randomUUID } from 'node:crypto';
import type { RecordPaymentInput, RefundPaymentInput } from '@namc/inputs/payments';
import type { WriteTransaction } from '../engine/database.ts';
import { Refused } from '../engine/errors.ts';

/**
 * Records a payment once, however often and from however many processes at once it is reported: a repeated report
 * moves the status on and returns the same id.
 * @throws Refused when the same key was used for another payer, amount or provider.
 */
export async function recordPayment({ sql }: WriteTransaction, report: RecordPaymentInput): Promise<string> {
  const paidAt = report.status === 'SUCCEEDED' ? (report.paidAt ?? new Date()) : null;
  const [added] = await sql<{ id: string }[]>`
    insert into payments (id, user_id, membership_id, registration_id, amount_cents, status, provider,
                          provider_reference, idempotency_key, description, paid_at)
    values (${randomUUID()}, ${report.userId}, ${report.membershipId ?? null}, ${report.registrationId ?? null},
            ${report.amountCents}, ${report.status}, ${report.provider}, ${report.providerReference ?? null},
            ${report.idempotencyKey}, ${report.description}, ${paidAt})
    on conflict (idempotency_key) do nothing returning id`;
  if (added) return added.id;
  const [known] = await sql<{ id: string; same: boolean; status: string }[]>`
    select id, status,
           (user_id, amount_cents, provider) = (${report.userId}, ${report.amountCents}, ${report.provider}) as same
    from payments where idempotency_key = ${report.idempotencyKey} for update`;
  if (!known?.same) throw new Refused('This key belongs to another payment.');
  // A late report of an earlier state changes nothing.
  if (report.status !== known.status && report.status !== 'PENDING' && known.status !== 'SUCCEEDED') {
    await sql`
      update payments set status = ${report.status}, paid_at = ${paidAt},
        provider_reference = coalesce(provider_reference, ${report.providerReference ?? null})
      where id = ${known.id}`;
  }
  return known.id;
}

/**
 * Records a refund, once a key, and returns its id.
 * @throws Refused for more than is left of the payment, or when the key was used for another refund.
 */
export async function refundPayment(
  { sql, actor }: WriteTransaction,
  request: RefundPaymentInput,
): Promise<string> {
  const [added] = await sql<{ id: string }[]>`
    insert into payment_refunds (id, payment_id, amount_cents, reason, refunded_by, provider_reference, idempotency_key)
    values (${randomUUID()}, ${request.paymentId}, ${request.amountCents}, ${request.reason},
            ${actor.kind === 'staff' ? actor.userId : null}, ${request.providerReference ?? null}, ${request.idempotencyKey})
    on conflict (idempotency_key) do nothing returning id`;
  if (added) return added.id;
  const [known] = await sql<{ id: string }[]>`
    select id from payment_refunds
    where idempotency_key = ${request.idempotencyKey} and payment_id = ${request.paymentId}
      and amount_cents = ${request.amountCents}`;
  if (!known) throw new Refused('This key belongs to another refund.');
  return known.id;
}
