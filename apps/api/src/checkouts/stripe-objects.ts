import type { CheckoutReport, DisputeReport, RefundReport } from '@namc/db/checkouts/commands';
import type { KeptCard } from '@namc/db/renewals/commands';
import type Stripe from 'stripe';
import { z } from 'zod';
import type { ChargeReport, ProviderEvent } from '../http/payment-provider.ts';

/** Stripe’s objects in the portal’s words. */

export const idOf = (of: string | { id: string } | null | undefined): string | undefined =>
  typeof of === 'string' ? of : of?.id;

export const uuidOrNull = (text: string | null | undefined): string | null =>
  z.uuid().safeParse(text).data ?? null;

/** A checkout at the provider: its page, and the money behind it. */
export function stateOf(session: Stripe.Checkout.Session): CheckoutReport['state'] {
  if (session.status === 'open') return 'OPEN';
  if (session.status === 'expired') return 'EXPIRED';
  if (session.payment_status === 'paid') return 'PAID';
  const { payment_intent: payment } = session;
  const status = typeof payment === 'string' ? undefined : payment?.status;
  if (status === 'succeeded') return 'PAID';
  return status === 'requires_payment_method' || status === 'canceled' ? 'FAILED' : 'PROCESSING';
}

/** The card that Stripe keeps for later charges because of this payment. */
export function cardOf(payment: Stripe.PaymentIntent | null): KeptCard | undefined {
  const method = payment?.setup_future_usage === 'off_session' ? payment.payment_method : undefined;
  return method && typeof method !== 'string' ? keptCardOf(method) : undefined;
}

export function keptCardOf({ id: method, card }: Stripe.PaymentMethod): KeptCard | undefined {
  if (!card) return undefined;
  const { brand, last4: lastFour, exp_month: expiresMonth, exp_year: expiresYear } = card;
  return { method, brand, lastFour, expiresMonth, expiresYear };
}

/** Stripe’s words on a declined card, of which the portal explains some. */
export const problemOf = (code: string | undefined, declineCode: string | undefined): string =>
  (declineCode === 'insufficient_funds' ? declineCode : code) ?? 'card_declined';

export function chargeReportOf(payment: Stripe.PaymentIntent, checkoutId: string): ChargeReport {
  const { id: reference, status, last_payment_error: problem } = payment;
  if (status === 'succeeded' || status === 'processing') {
    const state = status === 'succeeded' ? 'PAID' : 'PROCESSING';
    return {
      state,
      checkoutId,
      session: null,
      reference,
      receivedCents: payment.amount_received || payment.amount,
    };
  }
  if (status === 'requires_action') return { state: 'FAILED', reference, problem: 'authentication_required' };
  return { state: 'FAILED', reference, problem: problemOf(problem?.code, problem?.decline_code) };
}

const refundStates: Record<string, RefundReport['state']> = {
  succeeded: 'DONE',
  failed: 'FAILED',
  canceled: 'FAILED',
};

export const reportOfRefund = (refund: Stripe.Refund, paymentReference: string): RefundReport => ({
  reference: refund.id,
  paymentReference,
  refundId: uuidOrNull(refund.metadata?.refund),
  state: refundStates[refund.status ?? ''] ?? 'REQUESTED',
  amountCents: refund.amount,
});

export const disputeStates: Record<string, DisputeReport['state']> = {
  won: 'WON',
  lost: 'LOST',
  // An inquiry that ended without a dispute.
  warning_closed: 'WON',
  prevented: 'WON',
};

/** The parts of an event that are the same in every version of Stripe’s API, or moved between them. */
const given = z.object({
  id: z.string(),
  payment_intent: z.nullish(z.union([z.string(), z.object({ id: z.string() })])),
  client_reference_id: z.nullish(z.string()),
  metadata: z.nullish(z.record(z.string(), z.string())),
});

const kinds: [RegExp, 'checkout' | 'payment' | 'refunds' | 'dispute' | 'card'][] = [
  [/^checkout\.session\./, 'checkout'],
  [/^payment_intent\.(succeeded|processing)$/, 'payment'],
  [/^(charge\.refunded|charge\.refund\.updated|refund\.(created|updated|failed))$/, 'refunds'],
  [/^charge\.dispute\./, 'dispute'],
  [/^payment_method\.(detached|updated|automatically_updated)$/, 'card'],
];

export function aboutOf({ type, data }: Stripe.Event): ProviderEvent['about'] {
  const kind = kinds.find(([types]) => types.test(type))?.[1];
  if (!kind) return undefined;
  const { id, ...more } = given.parse(data.object);
  const payment = idOf(more.payment_intent);
  if (kind === 'checkout') {
    const checkoutId = uuidOrNull(more.metadata?.checkout ?? more.client_reference_id) ?? undefined;
    return { kind, session: id, checkoutId, payment };
  }
  if (kind === 'payment') return { kind, payment: id };
  if (kind === 'dispute') return { kind, dispute: id };
  if (kind === 'card') return { kind, method: id };
  return payment ? { kind, payment } : { kind: 'unknown', subject: id };
}
