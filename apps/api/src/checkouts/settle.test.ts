import { randomUUID } from 'node:crypto';
import type { Actor } from '@namc/db';
import { closeDifference, requestRefund } from '@namc/db/checkouts/commands';
import { getCheckoutOutcome, listDifferences, listDisputes } from '@namc/db/checkouts/queries';
import { freePort } from '@namc/db/free-port';
import { issueOwnUpgrade } from '@namc/db/invoices/commands/issue';
import { closeInvoice } from '@namc/db/invoices/commands/settle';
import { addInvoice, addInvoicePayment } from '@namc/db/invoices/factory';
import { getInvoice } from '@namc/db/invoices/queries';
import { addMember } from '@namc/db/members/factory';
import { startMembership } from '@namc/db/memberships/commands/terms';
import { listOwnUpgrades } from '@namc/db/memberships/queries/renewals';
import { listOwnMemberships } from '@namc/db/memberships/queries/terms';
import { testDatabase } from '@namc/db/testing/test-database';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { listen } from '../http/listen.ts';
import type { PaymentProvider } from '../http/payment-provider.ts';
import { makeCheckoutKeeper, makePageEnder, makePaymentComparer } from './jobs.ts';
import { beginOnline, sendRefunds, settleOwn } from './settle.ts';
import { type StandIn, startStandIn } from './stand-in.fixture.ts';
import { stripeProvider } from './stripe-provider.ts';

const portal = testDatabase();
const address = 'https://portal.example.org';
const signal = new AbortController().signal;
let standIn: StandIn;
let payments: PaymentProvider;
let treasurer: Actor & { kind: 'staff' };
let server: Awaited<ReturnType<typeof listen>>;

beforeAll(async () => {
  const port = await freePort();
  standIn = await startStandIn(`http://127.0.0.1:${port}/api/webhooks/stripe`);
  payments = stripeProvider(standIn.settings, address);
  treasurer = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
  server = await listen(testApp({ db: portal.db, payments }), { host: '127.0.0.1', port }, 1_000);
});
afterEach(async () => {
  await standIn.tell('travel', { delayMs: 0, times: 1, lose: 0, hold: false, shape: 'new' });
  await standIn.tell('release/first');
  await standIn.tell('answers', { loseAnswers: 0, isDown: false });
});
afterAll(async () => {
  await server?.close();
  await standIn?.stop();
});

/** Somebody with an open invoice of $500 for a year, who is on the way to the payment page. */
async function payer(issue = (userId: string) => addInvoice(portal.db, userId)) {
  const userId = await addMember(portal.db);
  const invoiceId = await issue(userId);
  const parts = { db: portal.db, payments, portal: address, actor: { kind: 'member', userId } as const };
  const begin = () => beginOnline(parts, { invoiceId, savesCard: false });
  const settle = (checkoutId: string) => settleOwn(parts, { checkoutId });
  const sessionOf = async (checkoutId: string) =>
    (await standIn.sessions()).find((one) => one.client_reference_id === checkoutId)?.id ?? '';
  return { userId, invoiceId, parts, begin, settle, sessionOf };
}
type Payer = Awaited<ReturnType<typeof payer>>;
async function onThePage(issue?: (userId: string) => Promise<string>) {
  const who = await payer(issue);
  const { checkoutId } = await who.begin();
  return { ...who, checkoutId, session: await who.sessionOf(checkoutId) };
}
const pay = (session: string, way = 'card') =>
  standIn.tell<{ payment_intent: string }>(`pay/${session}/${way}`);
const get = (invoiceId: string) =>
  portal.db.read(treasurer, (tx) => getInvoice(tx, { invoiceId }), { freshness: 'latest' });
const termsOf = async ({ userId }: Payer) =>
  (await portal.db.read({ kind: 'member', userId }, listOwnMemberships, { freshness: 'latest' })).filter(
    ({ status }) => status === 'ACTIVE',
  );
const stateOf = async ({ parts, checkoutId }: Payer & { checkoutId: string }) =>
  (await portal.db.read(parts.actor, (tx) => getCheckoutOutcome(tx, { checkoutId }), { freshness: 'latest' }))
    .status;
const lettersTo = async ({ userId }: Payer, template: string) =>
  (await portal.owner`select from mails where user_id = ${userId} and template = ${template}`).length;
const differences = () => portal.db.read(treasurer, listDifferences, { freshness: 'latest' });
const about = async (reference: string) => (await differences()).filter((one) => one.reference === reference);
const look = () => makeCheckoutKeeper(payments, address)(portal.db, {}, signal);
const aWhileAgo = (checkoutId: string) =>
  portal.owner`update checkouts set looked_at = now() - interval '1 hour', created_at = now() - interval '1 hour' where id = ${checkoutId}`;
const inTwoDays = () => Date.now() + 2 * 86_400_000;

/** One payment, one receipt, one letter, one term: whatever the roads were. */
async function expectPaidOnce(who: Payer) {
  const { status, payments: received, documents } = await get(who.invoiceId);
  expect(status).toBe('PAID');
  expect(received).toMatchObject([{ provider: 'STRIPE', amountCents: 50_000, allocatedCents: 50_000 }]);
  expect(documents.filter(({ kind }) => kind === 'RECEIPT')).toHaveLength(1);
  expect(await lettersTo(who, 'payment-received')).toBe(1);
  expect(await termsOf(who)).toHaveLength(1);
}

describe('one payment', () => {
  it('is one page for a double click, five tabs and the Back button, and one payment in the end', async () => {
    const who = await payer();
    const pages = await Promise.all(Array.from({ length: 5 }, who.begin));
    expect(new Set([...pages, await who.begin()].map(({ url }) => url)).size).toBe(1);
    const [{ checkoutId = '' } = {}] = pages;
    const own = (await standIn.sessions()).filter((one) => one.client_reference_id === checkoutId);
    expect(own).toHaveLength(1);
    await pay(own[0]?.id ?? '');
    await expect.poll(async () => (await get(who.invoiceId)).status).toBe('PAID');
    await expectPaidOnce(who);
    // The page that was left behind leads nowhere any more.
    await expect(who.begin()).rejects.toThrow('This invoice is paid already.');
  });

  it('is recorded once when the return page and the reports arrive together, each twice', async () => {
    for (const order of ['first', 'last', 'together']) {
      const who = await onThePage();
      await standIn.tell('travel', { hold: true, times: 2 });
      await pay(who.session);
      await Promise.all([
        who.settle(who.checkoutId),
        standIn.tell(`release/${order}`),
        who.settle(who.checkoutId),
      ]);
      await expectPaidOnce(who);
    }
  });

  it('stays one when a report is replayed a hundred times', async () => {
    const who = await onThePage();
    await pay(who.session);
    await expect.poll(() => stateOf(who)).toBe('PAID');
    const done = (await standIn.reports()).find(
      ({ type, data }) => type === 'checkout.session.completed' && data.object.id === who.session,
    );
    const before = (await standIn.requests()).length;
    await standIn.tell(`repeat/${done?.id}/100`);
    await expectPaidOnce(who);
    // A known report asks Stripe nothing.
    expect((await standIn.requests()).length - before).toBeLessThan(5);
  });

  it('is the same page after an answer of Stripe was lost', async () => {
    const who = await payer();
    // The library tries three times.
    await standIn.tell('answers', { loseAnswers: 3 });
    await expect(who.begin()).rejects.toThrow('doesn’t answer');
    const { checkoutId, url } = await who.begin();
    const own = (await standIn.sessions()).filter((one) => one.client_reference_id === checkoutId);
    expect(own).toHaveLength(1);
    expect(url).toContain(own[0]?.id);
  });

  it('is found by the job when every report is lost', async () => {
    const who = await onThePage();
    await standIn.tell('travel', { lose: 10 });
    await pay(who.session);
    expect(await stateOf(who)).toBe('OPEN');
    await aWhileAgo(who.checkoutId);
    await look();
    await expectPaidOnce(who);
  });

  it('is told in the shapes of both versions of the API', async () => {
    await standIn.tell('travel', { shape: 'old' });
    const who = await onThePage();
    const { payment_intent: payment } = await pay(who.session);
    await expect.poll(() => stateOf(who)).toBe('PAID');
    await expectPaidOnce(who);
    await standIn.tell(`refund/${payment}/10000`);
    await expect.poll(async () => (await get(who.invoiceId)).payments[0]?.refundedCents).toBe(10_000);
  });

  it('waits for a second card when the first one is declined', async () => {
    const who = await onThePage();
    await pay(who.session, 'declined');
    expect((await who.begin()).checkoutId).toBe(who.checkoutId);
    expect(await stateOf(who)).toBe('OPEN');
    await pay(who.session);
    await expect.poll(() => stateOf(who)).toBe('PAID');
    await expectPaidOnce(who);
  });

  it('of somebody else is nobody’s to begin or to see', async () => {
    const [who, other] = [await onThePage(), await payer()];
    await expect(
      beginOnline(other.parts, { invoiceId: who.invoiceId, savesCard: false }),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(other.settle(who.checkoutId)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a bank debit', () => {
  it('renews nothing while the bank moves the money, and staff are told before they record a check', async () => {
    const who = await onThePage();
    await pay(who.session, 'bank');
    await expect.poll(() => stateOf(who)).toBe('PROCESSING');
    expect(await get(who.invoiceId)).toMatchObject({ status: 'OPEN', payments: [] });
    expect(await termsOf(who)).toEqual([]);
    expect(await who.begin()).toEqual({ checkoutId: who.checkoutId, url: null });
    const check = (knowsUnderWay?: boolean) =>
      addInvoicePayment(portal.db, who.invoiceId, { knowsUnderWay }, treasurer);
    await expect(check()).rejects.toThrow('An online payment of this invoice is under way.');
    await standIn.tell(`bank/${who.session}/succeeded`);
    await expect.poll(() => stateOf(who)).toBe('PAID');
    await expectPaidOnce(who);
  });

  it('that fails opens the invoice again with a letter, also when the reports come in the wrong order', async () => {
    const who = await onThePage();
    await standIn.tell('travel', { hold: true });
    await pay(who.session, 'bank');
    await who.settle(who.checkoutId);
    expect(await stateOf(who)).toBe('PROCESSING');
    await standIn.tell(`bank/${who.session}/failed`);
    await standIn.tell('release/last');
    await expect.poll(() => stateOf(who)).toBe('FAILED');
    expect(await lettersTo(who, 'online-payment-failed')).toBe(1);
    expect(await get(who.invoiceId)).toMatchObject({ status: 'OPEN', payments: [] });
    const again = await who.begin();
    expect(again.checkoutId).not.toBe(who.checkoutId);
    expect(again.url).not.toBeNull();
  });

  it('that succeeds stays paid when the report of its beginning comes last', async () => {
    const who = await onThePage();
    await standIn.tell('travel', { hold: true });
    await pay(who.session, 'bank');
    await standIn.tell(`bank/${who.session}/succeeded`);
    await standIn.tell('release/last');
    await expectPaidOnce(who);
    expect(await stateOf(who)).toBe('PAID');
  });
});

describe('money is never lost', () => {
  it('when a check and a card pay at once: the second one is a credit, and a task', async () => {
    const who = await onThePage();
    await standIn.tell('travel', { hold: true });
    const { payment_intent: payment } = await pay(who.session);
    await addInvoicePayment(portal.db, who.invoiceId, {}, treasurer);
    await standIn.tell('release/first');
    await expect.poll(() => stateOf(who)).toBe('PAID');
    const { payments: received } = await get(who.invoiceId);
    expect(received).toMatchObject([
      { provider: 'CHECK', allocatedCents: 50_000 },
      { provider: 'STRIPE', amountCents: 50_000, allocatedCents: 0 },
    ]);
    expect(await termsOf(who)).toHaveLength(1);
    expect(await about(payment)).toMatchObject([{ kind: 'NOT_ALLOCATED', closedAt: null }]);
  });

  it('when an account was suspended meanwhile: the payment is a credit, and a task', async () => {
    const who = await onThePage();
    await portal.owner`update users set status = 'SUSPENDED' where id = ${who.userId}`;
    const { payment_intent: payment } = await pay(who.session);
    await expect.poll(() => stateOf(who)).toBe('PAID');
    expect(await get(who.invoiceId)).toMatchObject({ status: 'OPEN', paidCents: 0 });
    expect(await about(payment)).toMatchObject([{ kind: 'NOT_RENEWED' }]);
    expect(await termsOf(who)).toEqual([]);
    await expect(who.begin()).rejects.toThrow('This account is suspended');
  });

  it('when the invoice was voided: its page is ended, and a payment that was faster is a credit', async () => {
    const [early, late] = [await onThePage(), await onThePage()];
    await standIn.tell('travel', { lose: 10 });
    await pay(early.session);
    for (const { invoiceId, checkoutId } of [early, late]) {
      await portal.db.write(treasurer, (tx) =>
        closeInvoice(tx, { invoiceId, closing: 'VOID', reason: 'Issued twice', portal: address }),
      );
      await aWhileAgo(checkoutId);
    }
    await look();
    expect([await stateOf(early), await stateOf(late)]).toEqual(['PAID', 'EXPIRED']);
    expect((await get(early.invoiceId)).payments).toMatchObject([{ allocatedCents: 0 }]);
    await expect(pay(late.session)).rejects.toThrow('This page is closed.');
    await expect(late.begin()).rejects.toThrow('This invoice is closed, and takes no payment.');
    await standIn.tell('travel', { lose: 0 });
  });

  it('when a part was paid by check: the page for the whole is ended, and the next one asks for the rest', async () => {
    const who = await onThePage();
    await addInvoicePayment(portal.db, who.invoiceId, { amountCents: 20_000 }, treasurer);
    const next = await who.begin();
    expect(next.checkoutId).not.toBe(who.checkoutId);
    expect(await stateOf(who)).toBe('EXPIRED');
    await pay(await who.sessionOf(next.checkoutId));
    await expect.poll(async () => (await get(who.invoiceId)).status).toBe('PAID');
    expect((await get(who.invoiceId)).payments.map(({ amountCents }) => amountCents)).toEqual([
      20_000, 30_000,
    ]);
  });
});

describe('a page that nobody should pay any more', () => {
  const jobs = async (invoiceId: string) =>
    (
      await portal.owner<{ data: { invoiceId: string } }[]>`
        select data from jobs.job where name = 'end-checkouts' and data ->> 'invoiceId' = ${invoiceId}`
    ).map(({ data }) => data);

  it('is ended by a job that the check leaves behind, and one whose own payment came has none', async () => {
    const [who, paid] = [await onThePage(), await onThePage()];
    await addInvoicePayment(portal.db, who.invoiceId, { amountCents: 20_000 }, treasurer);
    await pay(paid.session);
    await expect.poll(() => stateOf(paid)).toBe('PAID');
    expect(await jobs(paid.invoiceId)).toEqual([]);
    const [payload] = await jobs(who.invoiceId);
    await makePageEnder(payments, address)(portal.db, payload, signal);
    expect(await stateOf(who)).toBe('EXPIRED');
    await expect(pay(who.session)).rejects.toThrow('This page is closed.');
  });
});

describe('a refund', () => {
  const refund = (
    paymentId: string,
    amountCents: number,
    key: string = randomUUID(),
    takesUpgradeBack = false,
  ) =>
    portal.db.write(treasurer, (tx) =>
      requestRefund(tx, { paymentId, amountCents, reason: 'Paid twice', takesUpgradeBack, key }),
    );
  const send = () => sendRefunds({ db: portal.db, payments, portal: address }, {});
  async function paid(issue?: (userId: string) => Promise<string>) {
    const who = await onThePage(issue);
    const { payment_intent: reference } = await pay(who.session);
    await expect.poll(() => stateOf(who)).toBe('PAID');
    const paymentId = (await get(who.invoiceId)).payments[0]?.id ?? '';
    const refunded = async () => (await get(who.invoiceId)).payments[0]?.refundedCents;
    return { ...who, reference, paymentId, refunded };
  }

  it('in parts adds up, changes no membership, and is never more than what is left', async () => {
    const who = await paid();
    const key = randomUUID();
    await Promise.all([refund(who.paymentId, 20_000, key), refund(who.paymentId, 20_000, key)]);
    await send();
    expect(await who.refunded()).toBe(20_000);
    await expect(refund(who.paymentId, 30_001)).rejects.toThrow('more than what is left');
    await refund(who.paymentId, 30_000);
    await expect(refund(who.paymentId, 1)).rejects.toThrow('more than what is left');
    await Promise.all([send(), send()]);
    await expect.poll(who.refunded).toBe(50_000);
    expect(await lettersTo(who, 'payment-refunded')).toBe(2);
    expect(await termsOf(who)).toHaveLength(1);
    expect((await get(who.invoiceId)).status).toBe('PAID');
  });

  it('of an upgrade takes it back when the money has left, if staff say so', async () => {
    const who = await paid(async (userId) => {
      const [days] = await portal.owner`
        select (today - 100)::text as first, (today + 264)::text as last from (select (now() at time zone 'America/Los_Angeles')::date as today) day`;
      const term = { userId, tierCode: 'REGULAR', startsOn: days?.first, endsOn: days?.last };
      await portal.db.write({ kind: 'system', name: 'test' }, (tx) => startMembership(tx, term));
      const member: Actor = { kind: 'member', userId };
      const offers = await portal.db.read(member, listOwnUpgrades, { freshness: 'latest' });
      const seenCents = offers.find(({ code }) => code === 'CORPORATE')?.cents ?? 0;
      const upgrade = { tierCode: 'CORPORATE', seenCents, portal: address };
      return (await portal.db.write(member, (tx) => issueOwnUpgrade(tx, upgrade))).id;
    });
    const tiers = async () => (await termsOf(who)).map(({ tierCode }) => tierCode).sort();
    const { totalCents } = await get(who.invoiceId);
    expect(await tiers()).toEqual(['CORPORATE', 'REGULAR']);
    await expect(refund(who.paymentId, totalCents - 1, randomUUID(), true)).rejects.toThrow(
      'all of its money goes back: $0.01 of it stays',
    );
    await refund(who.paymentId, totalCents, randomUUID(), true);
    expect(await tiers()).toEqual(['CORPORATE', 'REGULAR']);
    await send();
    await expect.poll(who.refunded).toBe(totalCents);
    expect(await tiers()).toEqual(['REGULAR']);
    expect((await get(who.invoiceId)).takenBackAt).not.toBeNull();
  });

  it('that Stripe didn’t answer for is one refund in the end', async () => {
    const who = await paid();
    await refund(who.paymentId, 10_000);
    await standIn.tell('answers', { loseAnswers: 3 });
    await expect(send()).rejects.toThrow('doesn’t answer');
    await send();
    await expect.poll(who.refunded).toBe(10_000);
    const made = (await standIn.reports()).filter(({ type }) => type === 'refund.created');
    expect(made.filter(({ data }) => JSON.stringify(data).includes(who.reference))).toHaveLength(1);
  });

  it('that was made at Stripe is in the books too, before the payment’s own report and once', async () => {
    const who = await onThePage();
    await standIn.tell('travel', { hold: true, times: 2 });
    const { payment_intent: reference } = await pay(who.session);
    await standIn.tell(`refund/${reference}/5000`);
    await standIn.tell('release/last');
    await expect.poll(async () => (await get(who.invoiceId)).payments[0]?.refundedCents).toBe(5_000);
    await expectPaidOnce(who);
  });
});

describe('a dispute', () => {
  const dispute = async (cents?: number) => {
    const who = await onThePage();
    const { payment_intent: reference } = await pay(who.session);
    await expect.poll(() => stateOf(who)).toBe('PAID');
    const { id } = await standIn.tell<{ id: string }>(
      `dispute/${reference}${cents ? `?amount=${cents}` : ''}`,
    );
    const state = async () =>
      (await portal.db.read(treasurer, listDisputes, { freshness: 'latest' })).find(
        ({ providerReference }) => providerReference === id,
      )?.status;
    await expect.poll(state).toBe('OPEN');
    return { ...who, id, state };
  };
  it('that is lost takes the payment and its term back; finance hears of both', async () => {
    const who = await dispute();
    const before = (await portal.owner`select from mails where template = 'payment-disputed'`).length;
    expect(before).toBeGreaterThan(0);
    const { payments: disputed } = await get(who.invoiceId);
    await expect(
      portal.db.write(treasurer, (tx) =>
        requestRefund(tx, {
          paymentId: disputed[0]?.id ?? '',
          amountCents: 100,
          reason: 'x',
          key: randomUUID(),
        }),
      ),
    ).rejects.toThrow('The bank is deciding');
    await standIn.tell(`end-dispute/${who.id}/lost`);
    await expect.poll(who.state).toBe('LOST');
    expect(await get(who.invoiceId)).toMatchObject({ status: 'OPEN', payments: [{ status: 'VOIDED' }] });
    expect(await termsOf(who)).toEqual([]);
    expect(await lettersTo(who, 'payment-voided')).toBe(1);
    // The report of the payment, sent again, doesn’t bring it back.
    await who.settle(who.checkoutId);
    expect((await get(who.invoiceId)).payments).toHaveLength(1);
  });
  it('about a part is a refund with a credit note when it is lost, once, and the membership stays', async () => {
    const who = await dispute(20_000);
    await standIn.tell('travel', { times: 2 });
    await standIn.tell(`end-dispute/${who.id}/lost`);
    await expect.poll(who.state).toBe('LOST');
    const { status, payments: received, documents } = await get(who.invoiceId);
    expect(status).toBe('PAID');
    expect(received).toMatchObject([{ status: 'SUCCEEDED', refundedCents: 20_000 }]);
    expect(documents.filter(({ kind }) => kind === 'CREDIT_NOTE')).toHaveLength(1);
    expect(await lettersTo(who, 'payment-refunded')).toBe(1);
    expect(await termsOf(who)).toHaveLength(1);
    expect(await about(who.id)).toEqual([]);
    // The money that the bank took can’t be given back again.
    await expect(
      portal.db.write(treasurer, (tx) =>
        requestRefund(tx, {
          paymentId: received[0]?.id ?? '',
          amountCents: 30_001,
          reason: 'x',
          key: randomUUID(),
        }),
      ),
    ).rejects.toThrow('more than what is left');
    await makePaymentComparer(payments, address, inTwoDays)(portal.db, {}, signal);
    expect((await differences()).filter(({ kind }) => kind === 'REFUND_MISSING_THERE')).toEqual([]);
  });
  it('that is lost beside another open invoice for dues is a task, and the payment stays until staff void it', async () => {
    const who = await dispute();
    await addInvoice(portal.db, who.userId);
    await standIn.tell(`end-dispute/${who.id}/lost`);
    await expect.poll(who.state).toBe('LOST');
    expect(await get(who.invoiceId)).toMatchObject({ status: 'PAID', payments: [{ status: 'SUCCEEDED' }] });
    expect(await about(who.id)).toMatchObject([{ kind: 'DISPUTE', invoiceId: who.invoiceId }]);
  });
  it('that is won changes nothing', async () => {
    const who = await dispute();
    await standIn.tell(`end-dispute/${who.id}/won`);
    await expect.poll(who.state).toBe('WON');
    await expectPaidOnce(who);
  });
});

describe('the books', () => {
  const compare = () => makePaymentComparer(payments, address, inTwoDays)(portal.db, {}, signal);
  it('take in what the portal missed, and make one task of each difference', async () => {
    const [missed, ghost] = [await onThePage(), await payer()];
    await standIn.tell('travel', { lose: 100 });
    await pay(missed.session);
    const { id: stray } = await standIn.tell<{ id: string }>('receive/12345');
    await standIn.tell('travel', { lose: 0 });
    await portal.owner`
      insert into payments (user_id, amount_cents, status, provider, provider_reference, idempotency_key, description, paid_at, invoice_id)
      values (${ghost.userId}, 777, 'SUCCEEDED', 'STRIPE', 'pi_ghost', 'ghost', 'Dues', now(), ${ghost.invoiceId})`;
    await compare();
    await compare();
    await expectPaidOnce(missed);
    expect(await about(stray)).toMatchObject([
      { kind: 'MISSING_HERE', words: 'The provider received $123.45 that the books don’t have.' },
    ]);
    expect(await about('pi_ghost')).toMatchObject([
      { kind: 'MISSING_THERE', words: 'The books have $7.77 that the provider doesn’t know.' },
    ]);
    const found = (await differences()).filter(({ kind }) => kind.startsWith('MISSING'));
    expect(found).toHaveLength(2);
    const [first] = found;
    const close = () =>
      portal.db.write(treasurer, (tx) =>
        closeDifference(tx, { differenceId: first?.id ?? '', reason: 'A donation' }),
      );
    await close();
    await expect(close()).rejects.toThrow('Someone else closed this');
    await compare();
    expect(
      (await differences()).filter(({ kind, closedAt }) => kind.startsWith('MISSING') && !closedAt),
    ).toHaveLength(1);
  });
});
