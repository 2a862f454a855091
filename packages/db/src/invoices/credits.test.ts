import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { address, startBooks } from './books.fixture.ts';
import { issueOtherInvoice } from './commands/issue.ts';
import { closeInvoice, refundInvoicePayment, voidPayment } from './commands/settle.ts';
import { addInvoice, addInvoicePayment } from './factory.ts';
import { getDocument, getInvoiceTotals, getOwnDues, listOwnDocuments } from './queries.ts';

const portal = testDatabase();
let treasurer: Actor & { kind: 'staff' };
let bursar: Actor & { kind: 'staff' };
const { days, memberEndingIn, termsOf, get, pay, issueOwn } = startBooks(portal, () => treasurer);

beforeAll(async () => {
  treasurer = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
  bursar = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
});

describe('credits and refunds', () => {
  const other = (userId: string, amountCents: number) =>
    portal.db.write(treasurer, (tx) =>
      issueOtherInvoice(tx, { userId, words: 'A booth', amountCents, portal: address }),
    );
  const creditOf = async (userId: string) =>
    (await portal.db.read({ kind: 'member', userId }, getOwnDues, { freshness: 'latest' })).creditCents;
  const refund = (
    paymentId: string,
    amountCents: number,
    key: string = randomUUID(),
    actor: Actor = treasurer,
  ) =>
    portal.db.write(actor, (tx) =>
      refundInvoicePayment(tx, {
        paymentId,
        amountCents,
        way: 'CHECK',
        reference: '5021',
        reason: 'Paid twice',
        key,
        portal: address,
      }),
    );
  const useCredit = (
    invoiceId: string,
    amountCents: number,
    seenDueCents: number,
    actor: Actor = treasurer,
  ) => pay(invoiceId, { provider: 'CREDIT', amountCents, seenDueCents, keepsCredit: false }, actor);

  it('a credit pays another invoice of the same person, and never more than there is, at the same moment too', async () => {
    const userId = await memberEndingIn(60);
    const paymentId = await pay(await other(userId, 10_000), { amountCents: 15_000, seenDueCents: 10_000 });
    expect(await creditOf(userId)).toBe(5_000);
    const [first, second] = [await other(userId, 5_000), await other(userId, 5_000)];
    await expect(useCredit(first, 5_001, 5_000)).rejects.toThrow('no more than what’s left of the invoice');
    const outcomes = await Promise.allSettled([
      useCredit(first, 5_000, 5_000),
      useCredit(second, 5_000, 5_000, bursar),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of outcomes)
      if (one.status === 'rejected')
        expect(String(one.reason)).toMatch('This is more than the member’s credit.');
    expect(await creditOf(userId)).toBe(0);
    // Another person’s invoice finds no credit.
    await expect(useCredit(await other(await memberEndingIn(60), 5_000), 1, 5_000)).rejects.toThrow(
      'This is more than the member’s credit.',
    );
    await expect(
      portal.db.write(treasurer, (tx) => voidPayment(tx, { paymentId, reason: 'Returned', portal: address })),
    ).rejects.toThrow('has paid another invoice. Take that back first.');
    const used = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))[0] ?? '';
    await portal.db.write(treasurer, (tx) =>
      voidPayment(tx, { paymentId: used, reason: 'Not what they asked for', portal: address }),
    );
    expect(await creditOf(userId)).toBe(5_000);
    await portal.db.write(treasurer, (tx) =>
      voidPayment(tx, { paymentId, reason: 'Returned', portal: address }),
    );
    expect(await creditOf(userId)).toBe(0);
  });

  it('gives nothing of an open invoice back but the credit, until the invoice is closed', async () => {
    const userId = await memberEndingIn(60);
    const first = await other(userId, 50_000);
    const whole = await pay(first, { amountCents: 60_000, seenDueCents: 50_000 });
    const half = await other(userId, 50_000);
    const paymentId = await pay(half, { amountCents: 25_000, seenDueCents: 50_000 });
    await expect(refund(paymentId, 25_000)).rejects.toThrow('The invoice is still open. Close it first');
    await refund(whole, 10_000);
    await expect(refund(paymentId, 1)).rejects.toThrow('The invoice is still open.');
    await portal.db.write(treasurer, (tx) =>
      closeInvoice(tx, {
        invoiceId: half,
        closing: 'WRITTEN_OFF',
        reason: 'No booth after all',
        portal: address,
      }),
    );
    await refund(paymentId, 25_000);
    expect((await get(half)).payments[0]?.refundedCents).toBe(25_000);
  });

  it('what arrived this year counts every payment and every refund', async () => {
    const received = async () =>
      (await portal.db.read(treasurer, getInvoiceTotals, { freshness: 'latest' })).receivedThisYearCents;
    const before = await received();
    const userId = await memberEndingIn(60);
    const invoiceId = await other(userId, 10_000);
    const paymentId = await pay(invoiceId, { amountCents: 15_000, seenDueCents: 10_000 });
    await refund(paymentId, 4_000);
    await portal.owner`
      insert into payments (user_id, amount_cents, status, provider, idempotency_key, description, paid_at)
      values (${userId}, 7000, 'SUCCEEDED', 'CHECK', ${randomUUID()}, 'A place at an event', now())`;
    expect((await received()) - before).toBe(15_000 - 4_000 + 7_000);
  });

  it('a credit that pays dues in full renews the membership, with a receipt that says so', async () => {
    const userId = await memberEndingIn(29);
    await pay(await other(userId, 10_000), { amountCents: 60_000, seenDueCents: 10_000 });
    const invoiceId = await issueOwn(userId);
    await useCredit(invoiceId, 50_000, 50_000);
    expect(await termsOf(userId)).toHaveLength(2);
    const { documents, status } = await get(invoiceId);
    expect(status).toBe('PAID');
    const receipt = documents.find(({ kind }) => kind === 'RECEIPT');
    const { snapshot } = await portal.db.read(
      treasurer,
      (tx) => getDocument(tx, { documentId: receipt?.id ?? '' }),
      { freshness: 'latest' },
    );
    expect(snapshot.payment).toMatchObject({ way: 'CREDIT', amountCents: 50_000 });
  });

  it('refunds add up to the payment and no more, change no membership, and each has a credit note', async () => {
    const userId = await memberEndingIn(29);
    const invoiceId = await issueOwn(userId);
    const paymentId = await pay(invoiceId);
    const terms = await termsOf(userId);
    await refund(paymentId, 20_000);
    expect(await get(invoiceId)).toMatchObject({ status: 'PAID', paidCents: 50_000 });
    const outcomes = await Promise.allSettled([
      refund(paymentId, 30_000),
      refund(paymentId, 30_000, randomUUID(), bursar),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(refund(paymentId, 1)).rejects.toThrow('more than what’s left of the payment');
    expect(await termsOf(userId)).toEqual(terms);
    const { documents, refunds, payments } = await get(invoiceId);
    expect(refunds.map(({ amountCents }) => amountCents)).toEqual([20_000, 30_000]);
    expect(payments[0]?.refundedCents).toBe(50_000);
    expect(documents.filter(({ kind }) => kind === 'CREDIT_NOTE')).toHaveLength(2);
    await expect(
      portal.db.write(treasurer, (tx) => voidPayment(tx, { paymentId, reason: 'Returned', portal: address })),
    ).rejects.toThrow('A part of this payment was refunded');
    const letters = await portal.owner<{ template: string }[]>`
      select template from mails where user_id = ${userId} and template = 'payment-refunded'`;
    expect(letters).toHaveLength(2);
  });

  it('a refund takes the credit first, and a request that arrives twice is one refund', async () => {
    const userId = await memberEndingIn(60);
    const paymentId = await pay(await other(userId, 10_000), { amountCents: 15_000, seenDueCents: 10_000 });
    const key = randomUUID();
    const [first, again] = await Promise.all([refund(paymentId, 6_000, key), refund(paymentId, 6_000, key)]);
    expect(again).toBe(first);
    expect(await creditOf(userId)).toBe(0);
    // Another refund under the key of a request whose answer was lost is not that one.
    await expect(refund(paymentId, 2_000, key)).rejects.toThrow('sent from here before was recorded');
    await expect(refund(paymentId, 9_001)).rejects.toThrow('more than what’s left of the payment');
    await refund(paymentId, 9_000);
  });

  it('a check under the key of another one is refused, and the same one again is one payment', async () => {
    const userId = await memberEndingIn(60);
    const invoiceId = await other(userId, 50_000);
    const key = randomUUID();
    const check = (reference: string, amountCents: number, seenDueCents: number) =>
      addInvoicePayment(portal.db, invoiceId, { reference, amountCents, seenDueCents, key }, treasurer);
    const first = await check('501', 30_000, 50_000);
    expect(await check('501', 30_000, 50_000)).toBe(first);
    await expect(check('502', 20_000, 20_000)).rejects.toThrow('sent from here before was recorded');
    await expect(check('501', 20_000, 20_000)).rejects.toThrow('sent from here before was recorded');
    const [bill] = await portal.owner`select paid_cents::int as paid from invoices where id = ${invoiceId}`;
    expect(bill).toEqual({ paid: 30_000 });
  });

  it('a refund takes the credit first, whichever payment left it', async () => {
    const userId = await memberEndingIn(60);
    const invoiceId = await other(userId, 50_000);
    const check = await pay(invoiceId, { amountCents: 10_010, seenDueCents: 50_000 });
    const later = await pay(invoiceId, { amountCents: 50_000, seenDueCents: 39_990 });
    expect(await creditOf(userId)).toBe(10_010);
    await refund(check, 10_010);
    expect(await creditOf(userId)).toBe(0);
    await expect(refund(check, 1)).rejects.toThrow('more than what’s left of the payment');
    await expect(refund(later, 39_991)).rejects.toThrow('more than what’s left of the payment');
    await refund(later, 39_990);
  });

  it('a used credit is not refunded once more, and staff refund no payment of an invoice past the function', async () => {
    const userId = await memberEndingIn(60);
    const paymentId = await pay(await other(userId, 10_000), { amountCents: 15_000, seenDueCents: 10_000 });
    await useCredit(await other(userId, 5_000), 5_000, 5_000);
    await expect(refund(paymentId, 10_001)).rejects.toThrow('more than what’s left of the payment');
    await refund(paymentId, 10_000);
    await expect(
      portal.db.write(
        treasurer,
        ({ sql }) => sql`
          insert into payment_refunds (payment_id, amount_cents, reason, refunded_by, idempotency_key)
          values (${paymentId}, 1, 'Past the function', ${treasurer.userId}, 'past')`,
      ),
    ).rejects.toThrow('You may not do this.');
    const own = await addInvoice(portal.db, treasurer.userId);
    const theirs = await pay(own, {}, bursar);
    await expect(refund(theirs, 100)).rejects.toThrow('Somebody else has to handle your own invoice.');
  });

  it('the receipt of a payment that bounced is void, and the fee and its invoice name each other', async () => {
    const userId = await memberEndingIn(10);
    const invoiceId = await issueOwn(userId);
    const paymentId = await pay(invoiceId);
    await portal.db.write(treasurer, (tx) =>
      voidPayment(tx, { paymentId, reason: 'Returned by the bank', feeCents: 2_500, portal: address }),
    );
    await pay(invoiceId, { reference: '1043' });
    const { documents, related } = await get(invoiceId);
    expect(documents.map(({ kind, isVoid }) => [kind, isVoid])).toEqual([
      ['INVOICE', false],
      ['RECEIPT', true],
      ['RECEIPT', false],
    ]);
    const [today] = await days(0);
    const own = { kind: 'member', userId } as const;
    expect(
      (await portal.db.read(own, listOwnDocuments, { freshness: 'latest' })).filter(({ isVoid }) => isVoid),
    ).toHaveLength(1);
    const receipt = await portal.db.read(
      own,
      (tx) => getDocument(tx, { documentId: documents[1]?.id ?? '' }),
      {
        freshness: 'latest',
      },
    );
    expect(receipt.voidedOn).toBe(today);
    expect(related).toHaveLength(1);
    const fee = await get(related[0]?.id ?? '');
    expect(fee.kind).toBe('FEE');
    expect(fee.related.map(({ id }) => id)).toEqual([invoiceId]);
  });
});
