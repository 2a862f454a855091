import { openDatabase } from '@namc/db';
import { listDifferences } from '@namc/db/checkouts/queries';
import { freePort } from '@namc/db/free-port';
import { addInvoice } from '@namc/db/invoices/factory';
import { getInvoice } from '@namc/db/invoices/queries';
import { addMember } from '@namc/db/members/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import type { App } from '../app.ts';
import type { PaymentProvider } from '../http/payment-provider.ts';
import { beginOnline } from './settle.ts';
import { type StandIn, sign, startStandIn } from './stand-in.fixture.ts';
import { stripeProvider } from './stripe-provider.ts';

const portal = testDatabase();
const address = 'https://portal.example.org';
const system = { kind: 'system', name: 'test' } as const;
let standIn: StandIn;
let payments: PaymentProvider;
let app: App;

beforeAll(async () => {
  // Its reports go nowhere: each test sends them by hand.
  standIn = await startStandIn();
  payments = stripeProvider(standIn.settings, address);
  app = testApp({ db: portal.db, payments });
});
afterAll(() => standIn?.stop());

const send = (body: string, signature: string, to = app) =>
  to.request('/api/webhooks/stripe', {
    method: 'POST',
    headers: { 'Stripe-Signature': signature, 'content-type': 'application/json' },
    body,
  });
const events = async () =>
  (await portal.owner<{ n: number }[]>`select count(*)::int as n from provider_events`)[0]?.n;

async function paidReport() {
  const userId = await addMember(portal.db);
  const invoiceId = await addInvoice(portal.db, userId);
  const { checkoutId } = await beginOnline(
    { db: portal.db, payments, portal: address, actor: { kind: 'member', userId } },
    { invoiceId, savesCard: false },
  );
  const session = (await standIn.sessions()).find((one) => one.client_reference_id === checkoutId)?.id ?? '';
  await standIn.tell(`pay/${session}/card`);
  const report = (await standIn.reports()).find(
    ({ type, data }) => type === 'checkout.session.completed' && data.object.id === session,
  );
  const statusOf = async () =>
    (await portal.db.read(system, (tx) => getInvoice(tx, { invoiceId }), { freshness: 'latest' })).status;
  return { body: JSON.stringify(report), statusOf };
}

it('a report is believed only with the signature of its own bytes, and of the last minutes', async () => {
  const { body, statusOf } = await paidReport();
  const anHourAgo = Math.floor(Date.now() / 1000) - 3_600;
  for (const [sent, signature] of [
    [body, ''],
    [body, 'nonsense'],
    [body, sign(body, 'whsec_of_somebody_else')],
    [body, sign(body, undefined, anHourAgo)],
    [body.replace('"complete"', '"completE"'), sign(body)],
    // The same JSON in other bytes.
    [JSON.stringify(JSON.parse(body), null, 1), sign(body)],
  ] as const) {
    const answer = await send(sent, signature);
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'The signature is wrong.' }]);
  }
  expect(await events()).toBe(0);
  expect(await statusOf()).toBe('OPEN');
  expect((await send(body, sign(body))).status).toBe(200);
  expect(await statusOf()).toBe('PAID');
  const again = await send(body, sign(body));
  expect([again.status, await again.json()]).toEqual([200, { received: true, outcome: 'known' }]);
});

it('a report that comes while the database or Stripe is down is refused, and counts when it comes again', async () => {
  const { body, statusOf } = await paidReport();
  const gone = openDatabase({ url: `postgres://portal_public@127.0.0.1:${await freePort()}/gone` });
  const without = testApp({ db: gone, payments });
  expect((await send(body, sign(body), without)).status).toBeGreaterThanOrEqual(500);
  await gone.close();
  await standIn.tell('answers', { isDown: true });
  expect((await send(body, sign(body))).status).toBeGreaterThanOrEqual(500);
  await standIn.tell('answers', { isDown: false });
  expect(await statusOf()).toBe('OPEN');
  expect((await send(body, sign(body))).status).toBe(200);
  expect(await statusOf()).toBe('PAID');
});

it('a payment that the portal never asked for is one task for staff, however often it is told', async () => {
  const { id } = await standIn.tell<{ id: string }>('receive/4200');
  const report = (await standIn.reports()).find(
    ({ type, data }) => type === 'payment_intent.succeeded' && data.object.id === id,
  );
  for (const eventId of ['evt_first', 'evt_second', 'evt_first']) {
    const body = JSON.stringify({ ...report, id: eventId });
    expect((await send(body, sign(body))).status).toBe(200);
  }
  const tasks = await portal.db.read(system, listDifferences, { freshness: 'latest' });
  expect(tasks.filter(({ reference }) => reference === id)).toMatchObject([{ kind: 'UNPLACED_EVENT' }]);
});

it('a report about nothing that concerns the portal is taken and forgotten', async () => {
  const before = await events();
  const body = JSON.stringify({
    id: 'evt_customer',
    object: 'event',
    type: 'customer.created',
    data: { object: { id: 'cus_1', object: 'customer' } },
  });
  expect((await send(body, sign(body))).status).toBe(200);
  expect(await events()).toBe(before);
});

it('a report of a megabyte is refused, and without Stripe there is no such address', async () => {
  const body = JSON.stringify({ much: 'x'.repeat(1_000_000) });
  expect((await send(body, sign(body))).status).toBe(413);
  expect((await send('{}', sign('{}'), testApp({ db: portal.db }))).status).toBe(404);
});
