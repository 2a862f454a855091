import { createHash, randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type CardConduct, type Intent, makeBooks, type Session } from './books.ts';
import { makeDeliveries } from './deliveries.ts';
import { type FormValue, part, readForm, text, texts } from './form-body.ts';
import { customerPage, hostedPage } from './hosted-page.ts';

export interface StandInParts {
  secretKey: string;
  webhookSecret: string;
  /** Where reports go. */
  hook: string | undefined;
  origin: () => string;
  /** The bank decides by itself after this time; without it, a test decides. */
  bankMs?: number | undefined;
}

/** The version of the API that the portal’s library speaks. */
const version = '2026-10-28.endive';

/** Stripe’s test numbers: one that is good, and some that pay once and are declined when they are charged again. */
const conductOf: Record<string, CardConduct> = {
  '4242424242424242': 'good',
  '4000000000000341': 'card_declined',
  '4000002760003184': 'authentication_required',
};

class StripeFault extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: { error: { type: string; code?: string; message: string } };
  constructor(status: ContentfulStatusCode, type: string, message: string, code?: string, more: object = {}) {
    super(message);
    this.status = status;
    this.body = { error: { type, message, ...(code && { code }), ...more } };
  }
}
const wrong = (message: string, code?: string) =>
  new StripeFault(400, 'invalid_request_error', message, code);
const missing = (id: string) =>
  new StripeFault(404, 'invalid_request_error', `No such object: '${id}'`, 'resource_missing');
const list = (data: unknown[], url: string) => ({ object: 'list', data, has_more: false, url });

/** Speaks Stripe’s wire format, as far as the portal uses it, and says no where Stripe would. */
export function makeStandIn({ secretKey, webhookSecret, hook, origin, bankMs }: StandInParts) {
  const deliveries = makeDeliveries({ hook, secret: webhookSecret });
  const books = makeBooks(deliveries, origin);
  const answered = new Map<string, { print: string; status: ContentfulStatusCode; body: object }>();
  const control = { loseAnswers: 0, isDown: false };
  const requests: string[] = [];
  const pages = new Map<string, { customer: string; back: string }>();
  const cardsOf = (customer: string) =>
    [...books.methods.values()].filter((one) => one.customer === customer);
  const app = new Hono<{ Variables: { form: Record<string, FormValue> } }>();
  app.onError((error, c) =>
    error instanceof StripeFault
      ? c.json(error.body, error.status)
      : c.json({ error: { type: 'api_error', message: String(error) } }, 500),
  );

  app.use('/v1/*', async (c, next) => {
    requests.push(`${c.req.method} ${c.req.path}`);
    if (control.isDown) throw new StripeFault(503, 'api_error', 'Down for a test.');
    if (c.req.header('authorization') !== `Bearer ${secretKey}`)
      throw new StripeFault(401, 'invalid_request_error', 'Invalid API Key provided.');
    if (c.req.header('stripe-version') !== version)
      throw wrong(`Invalid Stripe API version: ${c.req.header('stripe-version')}`);
    if (c.req.method !== 'POST') return next();
    if (!/^application\/x-www-form-urlencoded/.test(c.req.header('content-type') ?? 'none'))
      if (c.req.header('content-length') !== '0' && (await c.req.text()) !== '')
        throw wrong('The body must be form-encoded.');
    const body = await c.req.text();
    c.set('form', readForm(body));
    const key = c.req.header('idempotency-key');
    if (!key) throw wrong('This stand-in wants an idempotency key on everything.');
    const print = createHash('sha256').update(`${c.req.path} ${body}`).digest('hex');
    const known = answered.get(key);
    if (known && known.print !== print)
      throw new StripeFault(
        400,
        'idempotency_error',
        'Keys for idempotent requests can only be used with the same parameters they were first used with.',
      );
    if (known) c.res = c.json(known.body, known.status, { 'idempotent-replayed': 'true' });
    else {
      await next();
      // Stripe keeps what came of a request that it carried out, a declined card too.
      if (c.res.ok || c.res.status === 402)
        answered.set(key, {
          print,
          status: c.res.status as ContentfulStatusCode,
          body: await c.res.clone().json(),
        });
    }
    if (control.loseAnswers === 0) return undefined;
    control.loseAnswers -= 1;
    c.res = undefined;
    c.res = c.json({ error: { type: 'api_error', message: 'The answer was lost.' } }, 500);
    return undefined;
  });

  const expandsOf = (c: Context): string[] =>
    Object.values(texts(part(readForm(new URL(c.req.url).search), 'expand')));
  const withMethod = (intent: Intent) => ({
    ...intent,
    payment_method: books.methods.get(intent.payment_method ?? '') ?? null,
  });
  const methodOf = (id: string) => {
    const method = books.methods.get(id);
    if (!method) throw missing(id);
    return method;
  };
  const sessionOf = (c: Context): Session => {
    const id = c.req.param('id') ?? '';
    const session = books.sessions.get(id);
    if (!session) throw missing(id);
    return session;
  };
  app.post('/v1/checkout/sessions', (c) => {
    const form = c.get('form');
    const item = part(form, 'line_items', '0', 'price_data');
    const amount = Number(text(item, 'unit_amount'));
    if (!Number.isInteger(amount) || amount < 50)
      throw wrong('The Checkout Session’s total amount must be at least 50 cents.', 'amount_too_small');
    const [success, cancel] = [text(form, 'success_url'), text(form, 'cancel_url')];
    if (text(form, 'mode') !== 'payment' || !success || !cancel) throw wrong('Missing required param.');
    if (part(form, 'payment_method_types'))
      throw wrong('This parameter is gone.', 'payment_method_types_no_longer_supported');
    const customer = text(form, 'customer');
    if (customer && !books.customers.has(customer)) throw missing(customer);
    const usage = text(form, 'payment_intent_data', 'setup_future_usage');
    const types = Object.values(texts(part(form, 'allowed_payment_method_types')));
    const session = books.openSession({
      amount_total: amount,
      currency: text(item, 'currency') ?? 'usd',
      client_reference_id: text(form, 'client_reference_id') ?? null,
      metadata: texts(part(form, 'metadata')),
      success_url: success,
      cancel_url: cancel,
      name: text(item, 'product_data', 'name') ?? '',
      customer: customer ?? null,
      setup_future_usage: usage === 'off_session' ? usage : null,
      allowed_payment_method_types: types.length > 0 ? types : null,
    });
    return c.json(session);
  });
  app.get('/v1/checkout/sessions/:id', (c) => {
    const session = sessionOf(c);
    const wanted = expandsOf(c);
    const intent = books.intents.get(session.payment_intent ?? '');
    if (!intent || !wanted.some((one) => one.startsWith('payment_intent'))) return c.json(session);
    const isWhole = wanted.includes('payment_intent.payment_method');
    return c.json({ ...session, payment_intent: isWhole ? withMethod(intent) : intent });
  });
  app.post('/v1/checkout/sessions/:id/expire', (c) => {
    const session = sessionOf(c);
    if (session.status !== 'open')
      throw wrong('Only Checkout Sessions with a status in ["open"] can be expired.');
    books.expire(session);
    return c.json(session);
  });
  app.get('/v1/payment_intents/:id', (c) => {
    const intent = books.intents.get(c.req.param('id'));
    if (!intent) throw missing(c.req.param('id'));
    return c.json(expandsOf(c).includes('payment_method') ? withMethod(intent) : intent);
  });
  app.get('/v1/payment_intents', (c) => {
    const customer = c.req.query('customer');
    const own = [...books.intents.values()].filter((one) => one.customer === customer).reverse();
    return c.json(list(own, '/v1/payment_intents'));
  });
  app.post('/v1/payment_intents', (c) => {
    const form = c.get('form');
    const method = methodOf(text(form, 'payment_method') ?? '');
    const customer = text(form, 'customer') ?? '';
    if (text(form, 'off_session') !== 'true' || text(form, 'confirm') !== 'true')
      throw wrong('The portal charges saved cards off session, and at once.');
    if (part(form, 'payment_method_types'))
      throw wrong('This parameter is gone.', 'payment_method_types_no_longer_supported');
    if (method.customer !== customer)
      throw wrong('The PaymentMethod does not belong to the Customer you supplied.');
    const amount = Number(text(form, 'amount'));
    const metadata = texts(part(form, 'metadata'));
    const intent = books.charge(
      { amount, currency: text(form, 'currency') ?? 'usd', customer, metadata },
      method,
    );
    const problem = intent.last_payment_error;
    if (!problem) return c.json(intent);
    throw new StripeFault(402, 'card_error', problem.message, problem.code, { payment_intent: intent });
  });
  app.post('/v1/customers', (c) => c.json(books.makeCustomer(texts(part(c.get('form'), 'metadata')))));
  app.get('/v1/payment_methods/:id', (c) => c.json(methodOf(c.req.param('id'))));
  app.post('/v1/payment_methods/:id/detach', (c) => {
    const method = methodOf(c.req.param('id'));
    if (!method.customer) throw wrong('The payment method you provided is not attached to a customer.');
    books.detach(method);
    return c.json(method);
  });
  app.post('/v1/refunds', (c) => {
    const form = c.get('form');
    const payment = text(form, 'payment_intent') ?? '';
    const charge = books.charges.get(books.intents.get(payment)?.latest_charge ?? '');
    if (!charge) throw missing(payment);
    const amount = Number(text(form, 'amount') ?? charge.amount - charge.amount_refunded);
    if (charge.refunded) throw wrong('Charge has already been refunded.', 'charge_already_refunded');
    if (!(amount > 0) || amount > charge.amount - charge.amount_refunded)
      throw wrong('Refund amount is greater than unrefunded amount on charge.');
    return c.json(books.refund(charge, amount, texts(part(form, 'metadata'))));
  });
  app.get('/v1/refunds', (c) => {
    const payment = c.req.query('payment_intent');
    return c.json(
      list(
        [...books.refunds.values()].filter((one) => one.payment_intent === payment),
        '/v1/refunds',
      ),
    );
  });
  app.get('/v1/disputes/:id', (c) => {
    const dispute = books.disputes.get(c.req.param('id'));
    if (!dispute) throw missing(c.req.param('id'));
    return c.json(dispute);
  });
  app.get('/v1/balance_transactions', (c) => {
    const since = Number(c.req.query('created[gte]') ?? 0);
    return c.json(
      list(
        books.lines.filter(({ created }) => created >= since),
        '/v1/balance_transactions',
      ),
    );
  });

  app.post('/v1/billing_portal/sessions', (c) => {
    const customer = text(c.get('form'), 'customer') ?? '';
    if (!books.customers.has(customer)) throw missing(customer);
    const back = text(c.get('form'), 'return_url') ?? '';
    const id = `bps_${randomUUID().replaceAll('-', '')}`;
    pages.set(id, { customer, back });
    return c.json({
      id,
      object: 'billing_portal.session',
      customer,
      return_url: back,
      url: `${origin()}/customer/${id}`,
    });
  });
  app.get('/customer/:id', (c) => {
    const page = pages.get(c.req.param('id'));
    if (!page) throw missing(c.req.param('id'));
    return c.html(customerPage(cardsOf(page.customer), page.back));
  });
  app.post('/customer/:id', async (c) => {
    const page = pages.get(c.req.param('id'));
    if (!page) throw missing(c.req.param('id'));
    const method = books.methods.get(text(readForm(await c.req.text()), 'remove') ?? '');
    if (method?.customer === page.customer) books.detach(method);
    return c.html(customerPage(cardsOf(page.customer), page.back));
  });

  // The page to which the portal leads people.
  app.get('/pay/:id', (c) => c.html(hostedPage(sessionOf(c))));
  app.post('/pay/:id', async (c) => {
    const session = sessionOf(c);
    const form = readForm(await c.req.text());
    if (session.status !== 'open') return c.html(hostedPage(session));
    const way = text(form, 'way') === 'bank' ? 'bank' : 'card';
    const digits = (text(form, 'card') ?? '').replaceAll(/\D/g, '');
    const conduct = conductOf[digits];
    if (way === 'bank' && session.allowed_payment_method_types) throw wrong('This page takes cards alone.');
    if (way === 'card' && !conduct) {
      if (digits === '4000000000000002') books.pay(session, 'declined');
      const words = digits === '4000000000000002' ? 'Your card was declined.' : 'Your card number is wrong.';
      return c.html(hostedPage(session, words));
    }
    books.pay(session, way, conduct);
    if (way === 'bank' && bankMs !== undefined)
      setTimeout(() => books.endDebit(session, 'succeeded'), bankMs);
    return c.redirect(session.success_url, 303);
  });

  // What tests do with it.
  app.post('/control/travel', async (c) => c.json(Object.assign(deliveries.travel, await c.req.json())));
  app.post('/control/answers', async (c) => c.json(Object.assign(control, await c.req.json())));
  app.post('/control/release/:order', async (c) => {
    await deliveries.release(c.req.param('order') as 'first');
    return c.json({});
  });
  app.post('/control/repeat/:id/:times', async (c) => {
    await deliveries.repeat(c.req.param('id'), Number(c.req.param('times')));
    return c.json({});
  });
  app.get('/control/reports', (c) => c.json(deliveries.reports));
  app.get('/control/requests', (c) => c.json(requests));
  app.get('/control/sessions', (c) => c.json([...books.sessions.values()]));
  app.post('/control/pay/:id/:way', (c) => {
    const session = sessionOf(c);
    if (session.status !== 'open') throw wrong('This page is closed.');
    books.pay(session, c.req.param('way') as 'card');
    return c.json(session);
  });
  // A saved card’s conduct from now on: `good`, `card_declined`, …
  app.post('/control/cards/:method/:conduct', (c) => {
    books.conducts.set(methodOf(c.req.param('method')).id, c.req.param('conduct') as CardConduct);
    return c.json({});
  });
  app.post('/control/detach/:method', (c) => {
    books.detach(methodOf(c.req.param('method')));
    return c.json({});
  });
  app.get('/control/methods', (c) => c.json([...books.methods.values()]));
  app.get('/control/intents', (c) => c.json([...books.intents.values()]));
  app.get('/control/customers', (c) => c.json([...books.customers.values()]));
  app.post('/control/bank/:id/:outcome', (c) => {
    books.endDebit(sessionOf(c), c.req.param('outcome') as 'failed');
    return c.json({});
  });
  app.post('/control/dispute/:payment', (c) => {
    const charge = books.charges.get(books.intents.get(c.req.param('payment'))?.latest_charge ?? '');
    if (!charge) throw missing(c.req.param('payment'));
    const part = Number(c.req.query('amount'));
    return c.json(books.dispute(charge, part || undefined));
  });
  app.post('/control/end-dispute/:id/:status', (c) => {
    const dispute = books.disputes.get(c.req.param('id'));
    if (!dispute) throw missing(c.req.param('id'));
    books.endDispute(dispute, c.req.param('status') as 'lost');
    return c.json(dispute);
  });
  app.post('/control/refund/:payment/:amount', (c) => {
    const charge = books.charges.get(books.intents.get(c.req.param('payment'))?.latest_charge ?? '');
    if (!charge) throw missing(c.req.param('payment'));
    return c.json(books.refund(charge, Number(c.req.param('amount')), {}));
  });
  app.post('/control/receive/:amount', (c) => c.json(books.receive(Number(c.req.param('amount')))));
  return { app, close: deliveries.close };
}
