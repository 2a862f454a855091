import { randomUUID } from 'node:crypto';
import type { CheckoutReport } from '@namc/db/checkouts/commands';
import { Unavailable } from '@namc/db/errors';
import type { KeptCard } from '@namc/db/renewals/commands';
import type { Settings } from '@namc/db/settings';
import Stripe from 'stripe';
import { byInvoice, ForgedReport, type PaymentProvider } from '../http/payment-provider.ts';
import {
  aboutOf,
  cardOf,
  chargeReportOf,
  disputeStates,
  idOf,
  keptCardOf,
  problemOf,
  reportOfRefund,
  stateOf,
  uuidOrNull,
} from './stripe-objects.ts';

const timeoutMs = 10_000;

type SessionParams = Stripe.Checkout.SessionCreateParams;
type PaymentParams = SessionParams['payment_intent_data'];

/** The provider of the settings. `portal` is the portal’s own address, to which Stripe leads people back. */
export function paymentProviderOf(settings: Settings['stripe'], portal: string): PaymentProvider {
  return settings ? stripeProvider(settings, portal) : byInvoice;
}

/** Stripe’s errors in the portal’s words. Their own messages name keys and requests. */
async function asking<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    if (error instanceof Stripe.errors.StripeConnectionError || (error.statusCode ?? 500) >= 500)
      throw new Unavailable('The payment provider doesn’t answer. Try again in a minute.', { cause: error });
    throw error;
  }
}

/** Pays through Stripe: its own page takes the card or the bank account, and no number of either reaches the portal. */
export function stripeProvider(
  { secretKey, webhookSecret, baseUrl }: NonNullable<Settings['stripe']>,
  portal: string,
): PaymentProvider {
  const base = baseUrl === undefined ? undefined : new URL(baseUrl);
  const stripe = new Stripe(secretKey, {
    maxNetworkRetries: 2,
    timeout: timeoutMs,
    telemetry: false,
    ...(base && {
      host: base.hostname,
      port: base.port || (base.protocol === 'https:' ? 443 : 80),
      protocol: base.protocol === 'https:' ? ('https' as const) : ('http' as const),
    }),
  });
  const listRefunds = (payment: string) =>
    asking(() =>
      stripe.refunds.list({ payment_intent: payment, limit: 100 }).autoPagingToArray({ limit: 1000 }),
    );
  const findCard = async (method: string, customer: string): Promise<KeptCard | undefined> => {
    try {
      const found = await asking(() => stripe.paymentMethods.retrieve(method));
      return idOf(found.customer) === customer ? keptCardOf(found) : undefined;
    } catch (error) {
      if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing')
        return undefined;
      throw error;
    }
  };
  const findCharge = async (customer: string, checkoutId: string) =>
    (
      await asking(() =>
        stripe.paymentIntents.list({ customer, limit: 100 }).autoPagingToArray({ limit: 300 }),
      )
    ).find(({ metadata }) => metadata.checkout === checkoutId);
  return {
    online: { isPractice: baseUrl !== undefined || /^(sk|rk)_test_/.test(secretKey) },
    makeCustomer: async (userId) => {
      const { id } = await asking(() =>
        stripe.customers.create({ metadata: { member: userId } }, { idempotencyKey: `customer-${userId}` }),
      );
      return id;
    },
    charge: async (order, { isNew, mayBegin }) => {
      const { checkoutId, customer, method, amountCents, currency, number } = order;
      // Stripe forgets a key after some time. The payment itself names the attempt.
      const known = isNew ? undefined : await findCharge(customer, checkoutId);
      if (known) return chargeReportOf(known, checkoutId);
      if (!mayBegin) return undefined;
      if (!(await findCard(method, customer)))
        return { state: 'FAILED', reference: null, problem: 'card_removed' };
      try {
        const made = await asking(() =>
          stripe.paymentIntents.create(
            {
              amount: amountCents,
              currency: currency.toLowerCase(),
              customer,
              payment_method: method,
              off_session: true,
              confirm: true,
              description: `Invoice ${number}`,
              metadata: { checkout: checkoutId, invoice: number },
            },
            { idempotencyKey: `charge-${checkoutId}` },
          ),
        );
        return chargeReportOf(made, checkoutId);
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
        return {
          state: 'FAILED',
          reference: error.payment_intent?.id ?? null,
          problem: problemOf(error.code, error.decline_code),
        };
      }
    },
    findCard,
    openCustomerPage: async (customer) => {
      const { url } = await asking(() =>
        stripe.billingPortal.sessions.create(
          { customer, return_url: `${portal}/membership` },
          { idempotencyKey: `page-${randomUUID()}` },
        ),
      );
      return url;
    },
    removeCard: async (method) => {
      try {
        await asking(() =>
          stripe.paymentMethods.detach(method, undefined, { idempotencyKey: `remove-${method}` }),
        );
      } catch (error) {
        // It is gone already.
        if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
      }
    },
    begin: async (order, customer) => {
      const facts = { checkout: order.id, invoice: order.number };
      const session = await asking(() =>
        stripe.checkout.sessions.create(
          {
            mode: 'payment',
            client_reference_id: order.id,
            metadata: facts,
            payment_intent_data: {
              metadata: facts,
              description: `Invoice ${order.number}`,
              ...(customer && ({ setup_future_usage: 'off_session' } satisfies PaymentParams)),
            },
            // A bank account is not kept: the page offers cards alone.
            ...(customer && ({ customer, allowed_payment_method_types: ['card'] } satisfies SessionParams)),
            line_items: [
              {
                quantity: 1,
                price_data: {
                  currency: order.currency.toLowerCase(),
                  unit_amount: order.amountCents,
                  product_data: { name: `Invoice ${order.number}`, description: order.words },
                },
              },
            ],
            success_url: `${portal}/membership/pay/return?checkout=${order.id}`,
            cancel_url: `${portal}/membership/pay`,
          },
          { idempotencyKey: `checkout-${order.id}` },
        ),
      );
      if (!session.url) throw new Error('Stripe gave no page for a new checkout.');
      return { session: session.id, url: session.url, expiresAt: new Date(session.expires_at * 1000) };
    },
    end: async (session) => {
      try {
        await asking(() => stripe.checkout.sessions.expire(session));
      } catch (error) {
        // Somebody has just paid there, or the page is closed: what holds is asked next.
        if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
      }
    },
    look: async (checkoutId, id) => {
      const session = await asking(() =>
        stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent.payment_method'] }),
      );
      const payment = session.payment_intent;
      const received = typeof payment === 'string' || !payment ? 0 : payment.amount_received;
      return {
        checkoutId,
        session: id,
        state: stateOf(session),
        reference: idOf(payment) ?? null,
        receivedCents: received || (session.amount_total ?? 0),
        card: typeof payment === 'string' ? undefined : cardOf(payment),
      };
    },
    lookAtPayment: async (reference) => {
      const payment = await asking(() =>
        stripe.paymentIntents.retrieve(reference, { expand: ['payment_method'] }),
      );
      const checkoutId = uuidOrNull(payment.metadata.checkout);
      const states: Record<string, CheckoutReport['state']> = {
        succeeded: 'PAID',
        processing: 'PROCESSING',
      };
      const state = states[payment.status];
      if (!checkoutId || !state) return undefined;
      return {
        checkoutId,
        session: null,
        state,
        reference,
        receivedCents: payment.amount_received || payment.amount,
        card: cardOf(payment),
      };
    },
    refund: async ({ id, amountCents, paymentReference }) => {
      const payment = paymentReference ?? '';
      // Stripe forgets a key after some time. The refund itself names the request.
      const known = (await listRefunds(payment)).find(({ metadata }) => metadata?.refund === id);
      const made =
        known ??
        (await asking(() =>
          stripe.refunds.create(
            { payment_intent: payment, amount: amountCents, metadata: { refund: id } },
            { idempotencyKey: `refund-${id}` },
          ),
        ));
      return reportOfRefund(made, payment);
    },
    listRefunds: async (payment) =>
      (await listRefunds(payment)).map((refund) => reportOfRefund(refund, payment)),
    getDispute: async (reference) => {
      const dispute = await asking(() => stripe.disputes.retrieve(reference));
      const due = dispute.evidence_details?.due_by;
      return {
        reference,
        paymentReference: idOf(dispute.payment_intent) ?? '',
        state: disputeStates[dispute.status] ?? 'OPEN',
        amountCents: dispute.amount,
        reason: dispute.reason,
        answerBy: due ? new Date(due * 1000) : null,
      };
    },
    listLines: async (from) => {
      const rows = await asking(() =>
        stripe.balanceTransactions
          .list({ created: { gte: Math.floor(from.getTime() / 1000) }, limit: 100, expand: ['data.source'] })
          .autoPagingToArray({ limit: 10_000 }),
      );
      return rows.flatMap(({ source, amount, created }) => {
        if (!source || typeof source === 'string') return [];
        if (source.object !== 'charge' && source.object !== 'refund') return [];
        const payment = idOf(source.payment_intent) ?? source.id;
        const at = new Date(created * 1000).toISOString();
        return [{ kind: source.object, id: source.id, payment, cents: Math.abs(amount), at }];
      });
    },
    readEvent: (body, signature) => {
      let event: Stripe.Event;
      try {
        event = stripe.webhooks.constructEvent(body, signature, webhookSecret);
      } catch (error) {
        throw new ForgedReport('The signature is wrong.', { cause: error });
      }
      return { id: event.id, type: event.type, about: aboutOf(event) };
    },
  };
}
