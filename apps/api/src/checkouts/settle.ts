import type { Actor, Database } from '@namc/db';
import {
  beginCheckout,
  noteDifference,
  noteProviderEvent,
  openCheckout,
  settleCheckout,
  settleDispute,
  settleRefund,
} from '@namc/db/checkouts/commands';
import { findCheckout, getCheckout, isEventKnown, listRefundsToSettle } from '@namc/db/checkouts/queries';
import { Busy, Refused } from '@namc/db/errors';
import { keepCustomer, loseCard, noteCard } from '@namc/db/renewals/commands';
import { findCustomer, findOwnCustomer, listCardsToLookAt } from '@namc/db/renewals/queries';
import type { BeginCheckoutInput } from '@namc/inputs/checkouts';
import { actorOf } from '../actors.ts';
import { type PaymentProvider, type ProviderEvent, paymentsAreOff } from '../http/payment-provider.ts';

/** The portal acts on what the provider says. No person could write a payment this way. */
const system = actorOf(undefined, 'system:online payments');

/** The parts for asking the provider and acting on its answer. */
export interface OnlinePayments {
  db: Database;
  payments: PaymentProvider;
  /** The portal’s own address, for the links of letters. */
  portal: string;
}

/** The same for a member’s own act. */
interface OwnPayments extends OnlinePayments {
  actor: Actor;
}

const mostTurns = 4;

/** Asks the provider about an attempt, and acts on the answer. Returns what it said. */
export async function lookAtCheckout(
  { db, payments, portal }: OnlinePayments,
  { checkoutId, session }: { checkoutId: string; session: string },
) {
  const report = await payments.look(checkoutId, session);
  await db.write(system, (tx) => settleCheckout(tx, { ...report, portal }));
  return report.state;
}

/** Ends an attempt that nobody should pay any more. One that was paid meanwhile is recorded. */
export async function endCheckout(
  parts: OnlinePayments,
  { checkoutId, session }: { checkoutId: string; session: string | null },
): Promise<void> {
  if (session) {
    await parts.payments.end(session);
    await lookAtCheckout(parts, { checkoutId, session });
    return;
  }
  // Nobody was ever led to its page.
  const gone = { checkoutId, session: null, state: 'EXPIRED', reference: null, receivedCents: 0 } as const;
  await parts.db.write(system, (tx) => settleCheckout(tx, { ...gone, portal: parts.portal }));
}

/** The provider’s own page with the acting member’s cards and receipts. @throws Refused for somebody who never saved a card. */
export async function openCustomerPage({ db, payments, actor }: OwnPayments): Promise<string> {
  if (!payments.online) throw paymentsAreOff();
  const customer = await db.read(actor, findOwnCustomer, { freshness: 'latest' });
  if (!customer) throw new Refused('You have no cards at Stripe. Save one when you pay your dues online.');
  return payments.openCustomerPage(customer);
}

/** The person’s number at the provider, which is made the first time. */
async function customerOf({ db, payments }: OnlinePayments, userId: string): Promise<string> {
  const known = await db.read(system, (tx) => findCustomer(tx, { userId }), { freshness: 'latest' });
  if (known) return known;
  const reference = await payments.makeCustomer(userId);
  return db.write(system, (tx) => keepCustomer(tx, { userId, reference }));
}

/**
 * Leads the acting member to the provider’s page for an invoice. Without a `url` the payment is made already, and the page of its
 * outcome shows it.
 */
export async function beginOnline(
  parts: OwnPayments,
  input: BeginCheckoutInput,
): Promise<{ checkoutId: string; url: string | null }> {
  const { db, payments, actor } = parts;
  if (!payments.online) throw paymentsAreOff();
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const begun = await db.write(actor, (tx) => beginCheckout(tx, input));
    const checkoutId = 'replaces' in begun ? begun.replaces : begun.checkoutId;
    const order = await db.read(system, (tx) => getCheckout(tx, { checkoutId }), { freshness: 'latest' });
    const session = order.providerSession;
    if ('replaces' in begun) {
      await endCheckout(parts, { checkoutId, session });
      continue;
    }
    if (session && order.pageUrl) {
      const state = await lookAtCheckout(parts, { checkoutId, session });
      if (state === 'OPEN') return { checkoutId, url: order.pageUrl };
      if (state === 'PAID' || state === 'PROCESSING') return { checkoutId, url: null };
      continue;
    }
    if (order.status !== 'STARTED') return { checkoutId, url: null };
    const customer = order.savesCard ? await customerOf(parts, order.userId) : undefined;
    const page = await payments.begin(order, customer);
    await db.write(system, (tx) => openCheckout(tx, { checkoutId, ...page }));
    return { checkoutId, url: page.url };
  }
  throw new Busy('This invoice changes just now. Try again in a minute.');
}

/** Asks the provider about the acting member’s own attempt, so that the page need not wait for its report. */
export async function settleOwn(parts: OwnPayments, { checkoutId }: { checkoutId: string }): Promise<void> {
  // Policies refuse the attempt of somebody else.
  const order = await parts.db.read(parts.actor, (tx) => getCheckout(tx, { checkoutId }), {
    freshness: 'latest',
  });
  if (order.status === 'PAID' || !order.providerSession || !parts.payments.online) return;
  await lookAtCheckout(parts, { checkoutId, session: order.providerSession });
}

/** Sends the refunds that staff asked for, or one of them, to the provider. A repetition is one refund. */
export async function sendRefunds(parts: OnlinePayments, given: { refundId?: string }): Promise<void> {
  const { db, payments, portal } = parts;
  const orders = await db.read(system, (tx) => listRefundsToSettle(tx, given), { freshness: 'latest' });
  for (const order of orders) {
    const report = await payments.refund(order);
    await db.write(system, (tx) => settleRefund(tx, { ...report, portal }));
  }
}

/** Asks the provider about a payment and its refunds by the provider’s number, and acts on the answers. */
export async function lookAtPayment(
  { db, payments, portal }: OnlinePayments,
  reference: string,
): Promise<void> {
  const report = await payments.lookAtPayment(reference);
  if (!report) return;
  const refunds = await payments.listRefunds(reference);
  await db.write(system, async (tx) => {
    await settleCheckout(tx, { ...report, portal });
    for (const refund of refunds) await settleRefund(tx, { ...refund, portal });
  });
}

/** Asks the provider about a saved card, and acts on the answer: the member may have changed or removed it there. */
export async function lookAtCard(
  { db, payments, portal }: OnlinePayments,
  { method, customer }: { method: string; customer: string },
): Promise<void> {
  const card = await payments.findCard(method, customer);
  await db.write(system, (tx) => (card ? noteCard(tx, card) : loseCard(tx, { method, portal })));
}

/**
 * Acts on a report of the provider, once. What it is about is asked anew, so that reports may come late, twice and out of order. The
 * report is noted in the transaction that acts on it: if that fails, the provider sends it again.
 */
export async function actOnEvent(
  parts: OnlinePayments,
  { id, type, about }: ProviderEvent,
): Promise<'nothing' | 'known' | 'done' | 'unplaced'> {
  const { db, payments, portal } = parts;
  if (!about) return 'nothing';
  if (await db.read(system, (tx) => isEventKnown(tx, { eventId: id }))) return 'known';
  if (about.kind === 'checkout') {
    const known = about.checkoutId
      ? { checkoutId: about.checkoutId }
      : await db.read(system, (tx) => findCheckout(tx, { session: about.session }), { freshness: 'latest' });
    const report = known && (await payments.look(known.checkoutId, about.session));
    const subject = about.payment ?? about.session;
    return note(async (tx) => !!report && settleCheckout(tx, { ...report, portal }), subject);
  }
  if (about.kind === 'payment') {
    const report = await payments.lookAtPayment(about.payment);
    return note(async (tx) => !!report && settleCheckout(tx, { ...report, portal }), about.payment);
  }
  if (about.kind === 'card') {
    const { method } = about;
    const [kept] = await db.read(system, (tx) => listCardsToLookAt(tx, { method }), { freshness: 'latest' });
    const card = kept && (await payments.findCard(method, kept.customer));
    return note(async (tx) => {
      if (card) await noteCard(tx, card);
      else if (kept) await loseCard(tx, { method, portal });
      return true;
    }, method);
  }
  if (about.kind === 'unknown') return note(async () => false, about.subject);
  const dispute = about.kind === 'dispute' ? await payments.getDispute(about.dispute) : undefined;
  const payment = about.kind === 'dispute' ? (dispute?.paymentReference ?? '') : about.payment;
  // The report about the payment itself may still be on its way.
  const paid = payment ? await payments.lookAtPayment(payment) : undefined;
  const refunds = about.kind === 'refunds' ? await payments.listRefunds(payment) : [];
  return note(async (tx) => {
    if (paid) await settleCheckout(tx, { ...paid, portal });
    if (dispute) return settleDispute(tx, { ...dispute, portal });
    let isPlaced = true;
    for (const refund of refunds) isPlaced = (await settleRefund(tx, { ...refund, portal })) && isPlaced;
    return isPlaced;
  }, payment || id);

  function note(act: (tx: Parameters<typeof noteProviderEvent>[0]) => Promise<boolean>, subject: string) {
    return db.write(system, async (tx) => {
      if (!(await noteProviderEvent(tx, { id, type, subject }))) return 'known';
      if (await act(tx)) return 'done';
      // A page that closed without a payment is nobody’s task.
      if (type !== 'checkout.session.expired')
        await noteDifference(tx, {
          kind: 'UNPLACED_EVENT',
          reference: subject,
          words:
            'Stripe tells of a payment that the portal never asked for. Look it up at Stripe for its amount and its payer.',
        });
      return 'unplaced';
    });
  }
}
