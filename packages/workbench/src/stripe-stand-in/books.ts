import { randomUUID } from 'node:crypto';
import type { Deliveries } from './deliveries.ts';

type Metadata = Record<string, string>;
export interface Session {
  id: string;
  object: 'checkout.session';
  mode: 'payment';
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid';
  url: string | null;
  expires_at: number;
  amount_total: number;
  currency: string;
  client_reference_id: string | null;
  metadata: Metadata;
  payment_intent: string | null;
  success_url: string;
  cancel_url: string;
  name: string;
  customer: string | null;
  setup_future_usage: 'off_session' | null;
  allowed_payment_method_types: string[] | null;
}
export interface Customer {
  id: string;
  object: 'customer';
  metadata: Metadata;
}
/** The outcome of a later charge of a saved card. A new card is good. */
export type CardConduct = 'good' | 'card_declined' | 'authentication_required' | 'expired_card';
export interface PaymentMethod {
  id: string;
  object: 'payment_method';
  type: 'card';
  card: { brand: string; last4: string; exp_month: number; exp_year: number };
  customer: string | null;
}
export interface Intent {
  id: string;
  object: 'payment_intent';
  amount: number;
  amount_received: number;
  currency: string;
  status: 'requires_payment_method' | 'processing' | 'succeeded' | 'canceled';
  metadata: Metadata;
  latest_charge: string | null;
  customer: string | null;
  payment_method: string | null;
  setup_future_usage: 'off_session' | null;
  last_payment_error: { code: string; message: string; decline_code?: string } | null;
}
export interface Charge {
  id: string;
  object: 'charge';
  amount: number;
  amount_refunded: number;
  currency: string;
  payment_intent: string;
  refunded: boolean;
  metadata: Metadata;
}
export interface Refund {
  id: string;
  object: 'refund';
  amount: number;
  currency: string;
  charge: string;
  payment_intent: string;
  status: 'succeeded' | 'pending' | 'failed';
  metadata: Metadata;
}
export interface Dispute {
  id: string;
  object: 'dispute';
  amount: number;
  currency: string;
  charge: string;
  payment_intent: string;
  reason: string;
  status: 'needs_response' | 'won' | 'lost';
  evidence_details: { due_by: number };
}
interface Line {
  id: string;
  object: 'balance_transaction';
  type: 'charge' | 'refund';
  amount: number;
  created: number;
  source: Charge | Refund;
}

const newId = (kind: string) => `${kind}_${randomUUID().replaceAll('-', '')}`;
/** The ends of Stripe’s own test numbers. */
const lastFours: Record<CardConduct, string> = {
  good: '4242',
  card_declined: '0341',
  authentication_required: '3184',
  expired_card: '0069',
};
const seconds = () => Math.floor(Date.now() / 1000);

/** Stripe’s side of the books, in memory. Each change tells the portal. */
export function makeBooks({ report, travel }: Pick<Deliveries, 'report' | 'travel'>, origin: () => string) {
  const sessions = new Map<string, Session>();
  const intents = new Map<string, Intent>();
  const charges = new Map<string, Charge>();
  const refunds = new Map<string, Refund>();
  const disputes = new Map<string, Dispute>();
  const customers = new Map<string, Customer>();
  const methods = new Map<string, PaymentMethod>();
  const conducts = new Map<string, CardConduct>();
  const lines: Line[] = [];

  /** A thing as the API of the wanted version shows it: charges were part of a payment, and refunds part of a charge. */
  function shown(thing: Intent | Charge): { id: string; object: string } {
    if (travel.shape === 'new') return thing;
    if (thing.object === 'charge') {
      const own = [...refunds.values()].filter(({ charge }) => charge === thing.id);
      return { ...thing, refunds: { object: 'list', data: own } } as never;
    }
    const { latest_charge: latest, ...rest } = thing;
    const charge = charges.get(latest ?? '');
    return { ...rest, charges: { object: 'list', data: charge ? [charge] : [] } } as never;
  }
  const book = (source: Charge | Refund) =>
    lines.push({
      id: newId('txn'),
      object: 'balance_transaction',
      type: source.object,
      amount: source.object === 'charge' ? source.amount : -source.amount,
      created: seconds(),
      source,
    });

  function succeed(intent: Intent): void {
    const charge: Charge = {
      id: newId('ch'),
      object: 'charge',
      amount: intent.amount,
      amount_refunded: 0,
      currency: intent.currency,
      payment_intent: intent.id,
      refunded: false,
      metadata: intent.metadata,
    };
    charges.set(charge.id, charge);
    Object.assign(intent, { status: 'succeeded', amount_received: intent.amount, latest_charge: charge.id });
    book(charge);
    report('charge.succeeded', shown(charge));
    report('payment_intent.succeeded', shown(intent));
  }
  function intentOf(session: Session, metadata: Metadata): Intent {
    const intent: Intent = {
      id: newId('pi'),
      object: 'payment_intent',
      amount: session.amount_total,
      amount_received: 0,
      currency: session.currency,
      status: 'requires_payment_method',
      metadata,
      latest_charge: null,
      customer: session.customer ?? null,
      payment_method: null,
      setup_future_usage: session.setup_future_usage ?? null,
      last_payment_error: null,
    };
    intents.set(intent.id, intent);
    session.payment_intent = intent.id;
    return intent;
  }
  /** An old report holds the whole payment where a new one names it. */
  const told = (type: string, session: Session) =>
    report(
      type,
      travel.shape === 'old' && session.payment_intent
        ? ({ ...session, payment_intent: intents.get(session.payment_intent) } as never)
        : session,
    );

  return {
    sessions,
    intents,
    charges,
    refunds,
    disputes,
    lines,
    customers,
    methods,
    conducts,
    makeCustomer: (metadata: Metadata): Customer => {
      const customer: Customer = { id: newId('cus'), object: 'customer', metadata };
      customers.set(customer.id, customer);
      return customer;
    },
    detach: (method: PaymentMethod): void => {
      const { customer } = method;
      method.customer = null;
      report('payment_method.detached', method, { customer });
    },
    /** Charges a saved card while nobody is there. The payment of a declined one stays, as at Stripe. */
    charge: (
      given: { amount: number; currency: string; customer: string; metadata: Metadata },
      method: PaymentMethod,
    ): Intent => {
      const { amount, currency, customer, metadata } = given;
      const of = { amount_total: amount, currency, customer, setup_future_usage: null } as Session;
      const intent = intentOf(of, metadata);
      const conduct = conducts.get(method.id) ?? 'good';
      if (conduct === 'good') {
        intent.payment_method = method.id;
        succeed(intent);
        return intent;
      }
      intent.last_payment_error = { code: conduct, message: 'Your card was declined.' };
      report('payment_intent.payment_failed', shown(intent));
      return intent;
    },
    openSession: (
      given: Omit<
        Session,
        'id' | 'object' | 'mode' | 'status' | 'payment_status' | 'url' | 'expires_at' | 'payment_intent'
      >,
    ) => {
      const id = newId('cs_test');
      const session: Session = {
        id,
        object: 'checkout.session',
        mode: 'payment',
        status: 'open',
        payment_status: 'unpaid',
        url: `${origin()}/pay/${id}`,
        expires_at: seconds() + 86_400,
        payment_intent: null,
        ...given,
      };
      sessions.set(id, session);
      return session;
    },
    expire: (session: Session): void => {
      Object.assign(session, { status: 'expired', url: null });
      told('checkout.session.expired', session);
    },
    /** A card that is declined leaves the page open. */
    pay: (session: Session, way: 'card' | 'declined' | 'bank', conduct: CardConduct = 'good'): void => {
      const intent = intents.get(session.payment_intent ?? '') ?? intentOf(session, session.metadata);
      if (way === 'declined') {
        report('payment_intent.payment_failed', shown(intent));
        return;
      }
      Object.assign(session, { status: 'complete', url: null });
      if (way === 'bank') {
        intent.status = 'processing';
        report('payment_intent.processing', shown(intent));
      } else {
        session.payment_status = 'paid';
        if (session.customer && session.setup_future_usage) {
          const method: PaymentMethod = {
            id: newId('pm'),
            object: 'payment_method',
            type: 'card',
            card: {
              brand: 'visa',
              last4: lastFours[conduct],
              exp_month: 12,
              exp_year: new Date().getFullYear() + 3,
            },
            customer: session.customer,
          };
          methods.set(method.id, method);
          conducts.set(method.id, conduct);
          intent.payment_method = method.id;
        }
        succeed(intent);
      }
      told('checkout.session.completed', session);
    },
    /** The bank sends the money, or doesn’t. */
    endDebit: (session: Session, outcome: 'succeeded' | 'failed'): void => {
      const intent = intents.get(session.payment_intent ?? '');
      if (intent?.status !== 'processing') return;
      if (outcome === 'failed') {
        intent.status = 'requires_payment_method';
        report('payment_intent.payment_failed', shown(intent));
        told('checkout.session.async_payment_failed', session);
        return;
      }
      session.payment_status = 'paid';
      succeed(intent);
      told('checkout.session.async_payment_succeeded', session);
    },
    refund: (charge: Charge, amount: number, metadata: Metadata): Refund => {
      const refund: Refund = {
        id: newId('re'),
        object: 'refund',
        amount,
        currency: charge.currency,
        charge: charge.id,
        payment_intent: charge.payment_intent,
        status: 'succeeded',
        metadata,
      };
      refunds.set(refund.id, refund);
      charge.amount_refunded += amount;
      charge.refunded = charge.amount_refunded === charge.amount;
      book(refund);
      report('refund.created', refund);
      report('charge.refunded', shown(charge));
      return refund;
    },
    dispute: (charge: Charge, amount = charge.amount): Dispute => {
      const dispute: Dispute = {
        id: newId('du'),
        object: 'dispute',
        amount,
        currency: charge.currency,
        charge: charge.id,
        payment_intent: charge.payment_intent,
        reason: 'fraudulent',
        status: 'needs_response',
        evidence_details: { due_by: seconds() + 9 * 86_400 },
      };
      disputes.set(dispute.id, dispute);
      report('charge.dispute.created', dispute);
      return dispute;
    },
    endDispute: (dispute: Dispute, status: 'won' | 'lost'): void => {
      dispute.status = status;
      report('charge.dispute.closed', dispute);
    },
    /** Money that the portal never asked for, such as a donation. */
    receive: (amount: number): Intent => {
      const stray = { amount_total: amount, currency: 'usd', payment_intent: null } as Session;
      const intent = intentOf(stray, {});
      succeed(intent);
      return intent;
    },
  };
}
export type Books = ReturnType<typeof makeBooks>;
