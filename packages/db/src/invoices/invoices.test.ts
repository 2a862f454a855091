import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { startMembership } from '../memberships/commands/terms.ts';
import { listOwnMemberships } from '../memberships/queries.ts';
import { changePaymentTerms } from '../settings/commands.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { issueDuesInvoice, issueOtherInvoice, issueOwnInvoice } from './commands/issue.ts';
import { closeInvoice, recordInvoicePayment, refundInvoicePayment, voidPayment } from './commands/settle.ts';
import { addInvoice, addInvoicePayment } from './factory.ts';
import {
  getDocument,
  getInvoice,
  getInvoiceTotals,
  getOwnDues,
  listInvoices,
  listOwnDocuments,
  listOwnInvoices,
} from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const address = 'https://portal.example.org';
let treasurer: Actor & { kind: 'staff' };
let bursar: Actor & { kind: 'staff' };

beforeAll(async () => {
  treasurer = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
  bursar = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
});

const days = async (...offsets: number[]): Promise<string[]> => {
  const rows = await portal.owner<{ day: string }[]>`
    select ((now() at time zone 'America/Los_Angeles')::date + days::int)::text as day
    from unnest(${offsets}::int[]) with ordinality as one (days, place) order by place`;
  return rows.map(({ day }) => day);
};
/** Somebody whose only term ends so many days from today. */
async function memberEndingIn(left: number, sample: Parameters<typeof addMember>[1] = {}): Promise<string> {
  const userId = await addMember(portal.db, sample);
  const [startsOn = '', endsOn = ''] = await days(left - 364, left);
  await portal.db.write(system, (tx) =>
    startMembership(tx, { userId, tierCode: 'REGULAR', startsOn, endsOn }),
  );
  return userId;
}
const termsOf = (userId: string) =>
  portal.db.read({ kind: 'member', userId }, listOwnMemberships, { freshness: 'latest' });
const lastDayOf = async (userId: string) =>
  (await termsOf(userId)).find(({ status }) => status !== 'CANCELLED')?.endsOn;
const get = (invoiceId: string) =>
  portal.db.read(treasurer, (tx) => getInvoice(tx, { invoiceId }), { freshness: 'latest' });
const statusOf = async (userId: string) =>
  (await portal.owner`select status from users where id = ${userId}`)[0]?.status;
const pay = (
  invoiceId: string,
  change: Parameters<typeof addInvoicePayment>[2] = {},
  actor: Actor = treasurer,
) => addInvoicePayment(portal.db, invoiceId, change, actor);
const issueOwn = async (userId: string, years = 1) => {
  const { id } = await portal.db.write({ kind: 'member', userId }, (tx) =>
    issueOwnInvoice(tx, { tierCode: 'REGULAR', years, portal: address }),
  );
  return id;
};
const yearsAfter = async (day: string, years: number) =>
  (await portal.owner`select (${day}::date + make_interval(years => ${years}))::date::text as day`)[0]?.day;

describe('numbers of invoices', () => {
  it('are given once and without gaps to a hundred invoices, twenty at once, and again when one fails', async () => {
    const people = await Promise.all(Array.from({ length: 100 }, () => addMember(portal.db)));
    const other = (userId: string) =>
      portal.db.write(system, async (tx) => {
        await issueOtherInvoice(tx, { userId, words: 'A dinner', amountCents: 5_000, portal: address });
        if (userId === people[7]) throw new Error('The connection broke.');
      });
    const outcomes: PromiseSettledResult<void>[] = [];
    // More at once would wait for a connection, and be told to try again.
    for (let at = 0; at < people.length; at += 20)
      outcomes.push(...(await Promise.allSettled(people.slice(at, at + 20).map(other))));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    const numbers = await portal.owner<{ at: number }[]>`
      select split_part(number, '-', 2)::int as at from invoices order by 1`;
    expect(numbers.map(({ at }) => at)).toEqual(Array.from({ length: 99 }, (_, at) => at + 1));
    const [first] = await portal.owner`
      select number = to_char(now() at time zone 'America/Los_Angeles', 'YYYY') || '-0001' as is from invoices order by number limit 1`;
    expect(first?.is).toBe(true);
  });
});

describe('dues by invoice', () => {
  it('an open invoice changes nothing about a running membership, and neither does voiding it', async () => {
    const userId = await memberEndingIn(29);
    const before = await termsOf(userId);
    const invoiceId = await issueOwn(userId);
    expect(await termsOf(userId)).toEqual(before);
    await portal.db.write(treasurer, (tx) =>
      closeInvoice(tx, { invoiceId, closing: 'VOID', reason: 'Asked for by mistake', portal: address }),
    );
    expect(await termsOf(userId)).toEqual(before);
    expect(await statusOf(userId)).toBe('ACTIVE');
    await expect(pay(invoiceId)).rejects.toThrow('This invoice is closed and takes no payment.');
  });

  it('a payment adds the invoice’s years to the day after the last one, once, however often and by whomever it is recorded', async () => {
    const userId = await memberEndingIn(29);
    const last = (await lastDayOf(userId)) ?? '';
    const invoiceId = await issueOwn(userId, 3);
    const change = { amountCents: 150_000, seenDueCents: 150_000 };
    const key = randomUUID();
    const outcomes = await Promise.allSettled([
      pay(invoiceId, { ...change, key }),
      pay(invoiceId, { ...change, key }),
      pay(invoiceId, change, bursar),
      pay(invoiceId, change, bursar),
    ]);
    const ids = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(new Set(ids).size).toBe(1);
    for (const one of outcomes)
      if (one.status === 'rejected') expect(String(one.reason)).toMatch('This invoice is paid already.');
    expect(await termsOf(userId)).toHaveLength(2);
    expect(await lastDayOf(userId)).toBe(await yearsAfter(last, 3));
    const invoice = await get(invoiceId);
    expect(invoice).toMatchObject({ status: 'PAID', paidCents: 150_000 });
    expect(invoice.payments).toHaveLength(1);
    expect(invoice.documents.map(({ kind }) => kind)).toEqual(['INVOICE', 'RECEIPT']);
    // The same request again, after its answer was lost.
    if (outcomes[0].status === 'fulfilled') expect(await pay(invoiceId, { ...change, key })).toBe(ids[0]);
    expect(await termsOf(userId)).toHaveLength(2);
    const letters = await portal.owner<{ template: string }[]>`
      select template from mails where user_id = ${userId} order by created_at, id`;
    expect(letters.map(({ template }) => template)).toEqual(['invoice-issued', 'payment-received']);
  });

  it('a lapsed member is active again on the day of the payment', async () => {
    const userId = await memberEndingIn(-400, { status: 'LAPSED' });
    const invoiceId = await issueOwn(userId);
    expect(await statusOf(userId)).toBe('LAPSED');
    await pay(invoiceId);
    expect(await statusOf(userId)).toBe('ACTIVE');
    const [today] = await days(0);
    expect((await termsOf(userId))[0]?.startsOn).toBe(today);
  });

  it('a person has one open invoice for dues: asking again, even at the same moment, finds it', async () => {
    const userId = await memberEndingIn(60);
    const ids = await Promise.all(Array.from({ length: 6 }, () => issueOwn(userId)));
    expect(new Set(ids).size).toBe(1);
    const staffs = await portal.db.write(treasurer, (tx) =>
      issueDuesInvoice(tx, { userId, tierCode: 'ASSOCIATE', years: 2, portal: address }),
    );
    expect(staffs).toBe(ids[0]);
    const [mails] = await portal.owner`select count(*)::int as many from mails where user_id = ${userId}`;
    expect(mails?.many).toBe(1);
  });

  it('three payments of a third close an invoice to the cent, and more than the rest leaves a credit', async () => {
    const userId = await memberEndingIn(60);
    const invoiceId = await portal.db.write(treasurer, (tx) =>
      issueOtherInvoice(tx, { userId, words: 'A booth', amountCents: 10_000, portal: address }),
    );
    await pay(invoiceId, { amountCents: 3_333, seenDueCents: 10_000 });
    expect(await get(invoiceId)).toMatchObject({ status: 'OPEN', paidCents: 3_333 });
    await expect(pay(invoiceId, { amountCents: 3_333, seenDueCents: 10_000 })).rejects.toThrow(
      'Someone else recorded a payment of this invoice a moment ago.',
    );
    await pay(invoiceId, { amountCents: 3_333, seenDueCents: 6_667 });
    await pay(invoiceId, { amountCents: 5_000, seenDueCents: 3_334 });
    expect(await get(invoiceId)).toMatchObject({ status: 'PAID', paidCents: 10_000 });
    const own = await portal.db.read({ kind: 'member', userId }, getOwnDues, { freshness: 'latest' });
    expect(own.creditCents).toBe(1_666);
    expect(await termsOf(userId)).toHaveLength(1);
  });

  it('a bounced check opens the invoice again, cancels the term that it paid, and may cost a fee', async () => {
    const userId = await memberEndingIn(-400, { status: 'LAPSED' });
    const invoiceId = await issueOwn(userId);
    const paymentId = await pay(invoiceId);
    const bounce = () =>
      portal.db.write(bursar, (tx) =>
        voidPayment(tx, { paymentId, reason: 'Returned by the bank', feeCents: 2_500, portal: address }),
      );
    const outcomes = await Promise.allSettled([bounce(), bounce()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await get(invoiceId)).toMatchObject({ status: 'OPEN', paidCents: 0 });
    expect((await termsOf(userId)).map(({ status }) => status)).toEqual(['CANCELLED', 'ACTIVE']);
    expect(await statusOf(userId)).toBe('LAPSED');
    const invoices = await portal.db.read({ kind: 'member', userId }, listOwnInvoices, {
      freshness: 'latest',
    });
    expect(invoices.map(({ kind, totalCents, status }) => [kind, totalCents, status])).toEqual([
      ['FEE', 2_500, 'OPEN'],
      ['DUES', 50_000, 'OPEN'],
    ]);
    await pay(invoiceId, { reference: '1043' });
    expect(await get(invoiceId)).toMatchObject({ status: 'PAID' });
    expect(await statusOf(userId)).toBe('ACTIVE');
  });

  it('a bounced check leaves an earlier term as it is', async () => {
    const userId = await memberEndingIn(100);
    const before = await termsOf(userId);
    const paymentId = await pay(await issueOwn(userId, 1));
    await portal.db.write(treasurer, (tx) =>
      voidPayment(tx, { paymentId, reason: 'Returned by the bank', portal: address }),
    );
    expect((await termsOf(userId)).filter(({ status }) => status === 'ACTIVE')).toEqual(before);
    expect(await statusOf(userId)).toBe('ACTIVE');
  });

  it('a bounced check leaves no gap before the years that were paid for after it', async () => {
    const userId = await memberEndingIn(100);
    const [first] = await termsOf(userId);
    const paymentId = await pay(await issueOwn(userId, 1));
    const [bounced] = (await termsOf(userId)).filter(({ id }) => id !== first?.id);
    await pay(await issueOwn(userId, 1));
    await portal.db.write(treasurer, (tx) =>
      voidPayment(tx, { paymentId, reason: 'Returned by the bank', portal: address }),
    );
    const held = (await termsOf(userId)).filter(({ status }) => status === 'ACTIVE');
    expect(held).toHaveLength(2);
    expect(held.map(({ startsOn }) => startsOn).sort()).toEqual([first?.startsOn, bounced?.startsOn].sort());
  });

  it('a bounced check is refused beside another open invoice for dues, and nothing of it happens', async () => {
    const userId = await memberEndingIn(10);
    const paymentId = await pay(await issueOwn(userId));
    const next = await issueOwn(userId);
    const bounce = () =>
      portal.db.write(treasurer, (tx) =>
        voidPayment(tx, { paymentId, reason: 'Returned by the bank', feeCents: 2_500, portal: address }),
      );
    await expect(bounce()).rejects.toThrow('This member has another open invoice for dues.');
    expect((await termsOf(userId)).filter(({ status }) => status === 'ACTIVE')).toHaveLength(2);
    const own = await portal.db.read({ kind: 'member', userId }, listOwnInvoices, { freshness: 'latest' });
    expect(own.map(({ kind, status }) => [kind, status])).toEqual([
      ['DUES', 'OPEN'],
      ['DUES', 'PAID'],
    ]);
    await portal.db.write(treasurer, (tx) =>
      closeInvoice(tx, { invoiceId: next, closing: 'VOID', reason: 'By mistake', portal: address }),
    );
    await bounce();
    expect((await termsOf(userId)).filter(({ status }) => status === 'ACTIVE')).toHaveLength(1);
  });

  it('a waiver renews the membership as a payment does, and a write-off does not', async () => {
    const close = (invoiceId: string, closing: 'WAIVED' | 'WRITTEN_OFF' | 'VOID') =>
      portal.db.write(treasurer, (tx) =>
        closeInvoice(tx, { invoiceId, closing, reason: 'By decision of the board', portal: address }),
      );
    const waived = await memberEndingIn(10);
    const forgiven = await issueOwn(waived);
    await close(forgiven, 'WAIVED');
    expect(await termsOf(waived)).toHaveLength(2);
    await expect(close(forgiven, 'WAIVED')).rejects.toThrow('This invoice isn’t open anymore.');
    const gone = await memberEndingIn(10);
    const lost = await issueOwn(gone);
    await pay(lost, { amountCents: 10_000 });
    await expect(close(lost, 'VOID')).rejects.toThrow('A part of this invoice is paid.');
    await close(lost, 'WRITTEN_OFF');
    expect(await termsOf(gone)).toHaveLength(1);
    const invoice = await get(lost);
    expect(invoice).toMatchObject({ status: 'WRITTEN_OFF', closeReason: 'By decision of the board' });
    const note = invoice.documents.find(({ kind }) => kind === 'CREDIT_NOTE');
    const { snapshot } = await portal.db.read(
      treasurer,
      (tx) => getDocument(tx, { documentId: note?.id ?? '' }),
      { freshness: 'latest' },
    );
    expect(snapshot).toMatchObject({ creditedCents: 40_000, closing: 'WRITTEN_OFF' });
  });

  it('checks of different people may have the same number', async () => {
    const [one, other] = [await memberEndingIn(10), await memberEndingIn(10)];
    await pay(await issueOwn(one), { reference: '101' });
    await pay(await issueOwn(other), { reference: '101' });
    expect(await termsOf(other)).toHaveLength(2);
  });
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
    await expect(refund(paymentId, 9_001)).rejects.toThrow('more than what’s left of the payment');
    await refund(paymentId, 9_000);
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

describe('who keeps the books', () => {
  it('nobody records, voids or waives their own, and nobody without the permission another’s', async () => {
    const invoiceId = await addInvoice(portal.db, treasurer.userId);
    await expect(pay(invoiceId)).rejects.toThrow('Somebody else has to handle your own invoice.');
    await expect(
      portal.db.write(treasurer, (tx) =>
        closeInvoice(tx, { invoiceId, closing: 'WAIVED', reason: 'Mine', portal: address }),
      ),
    ).rejects.toThrow('Somebody else has to handle your own invoice.');
    const paymentId = await pay(invoiceId, {}, bursar);
    await expect(
      portal.db.write(treasurer, (tx) => voidPayment(tx, { paymentId, reason: 'Mine', portal: address })),
    ).rejects.toThrow('Somebody else has to handle your own invoice.');
    for (const role of ['membership_manager', 'auditor', 'support']) {
      const actor: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: [role] }) };
      const userId = await memberEndingIn(10);
      const theirs = await addInvoice(portal.db, userId);
      await expect(pay(theirs, {}, actor), role).rejects.toThrow();
      expect(await termsOf(userId)).toHaveLength(1);
    }
  });

  it('a member sees and downloads their own documents only, and issues invoices only to themselves', async () => {
    const [ana, ben] = [await memberEndingIn(10), await memberEndingIn(10)];
    await issueOwn(ana);
    const as = (userId: string): Actor => ({ kind: 'member', userId });
    const [document] = await portal.db.read(as(ana), listOwnDocuments, { freshness: 'latest' });
    const documentId = document?.id ?? '';
    expect(
      await portal.db.read(as(ana), (tx) => getDocument(tx, { documentId }), { freshness: 'latest' }),
    ).toMatchObject({ kind: 'INVOICE' });
    await expect(portal.db.read(as(ben), (tx) => getDocument(tx, { documentId }))).rejects.toThrow(
      'There is no document',
    );
    expect(await portal.db.read(as(ben), listOwnDocuments)).toEqual([]);
    await expect(
      portal.db.write(as(ben), (tx) =>
        issueDuesInvoice(tx, { userId: ana, tierCode: 'REGULAR', years: 1, portal: address }),
      ),
    ).rejects.toThrow();
    await expect(
      portal.db.write(as(ben), (tx) =>
        issueOwnInvoice(tx, { tierCode: 'STUDENT', years: 1, portal: address }),
      ),
    ).rejects.toThrow('Ask us to change your tier.');
  });

  it('staff with the permission change no payment of an invoice past the functions', async () => {
    const userId = await memberEndingIn(10);
    const paymentId = await pay(await issueOwn(userId));
    const changed = await portal.db.write(
      treasurer,
      ({ sql }) => sql`update payments set provider_reference = '1' where id = ${paymentId}`,
    );
    expect(changed.count).toBe(0);
  });
});

describe('documents', () => {
  it('keep the name, the address and the words of the day on which they were issued', async () => {
    const userId = await memberEndingIn(10, { firstName: 'Nguyễn Thị', lastName: 'Hồng Đào' });
    const administrator: Actor = {
      kind: 'staff',
      userId: await addMember(portal.db, { roles: ['administrator'] }),
    };
    await portal.db.write(administrator, (tx) =>
      changePaymentTerms(tx, { howToPay: 'Checks to NAMC NorCal.', dueDays: 14 }),
    );
    const invoiceId = await issueOwn(userId, 2);
    await portal.owner`update users set last_name = 'Changed' where id = ${userId}`;
    await portal.db.write(administrator, (tx) =>
      changePaymentTerms(tx, { howToPay: 'Cash only.', dueDays: 30 }),
    );
    const { documents, dueOn } = await get(invoiceId);
    const { snapshot } = await portal.db.read(
      treasurer,
      (tx) => getDocument(tx, { documentId: documents[0]?.id ?? '' }),
      { freshness: 'latest' },
    );
    const [due = ''] = await days(14);
    expect(dueOn).toBe(due);
    expect(snapshot).toMatchObject({
      to: { name: 'Nguyễn Thị Hồng Đào' },
      howToPay: 'Checks to NAMC NorCal.',
      invoice: {
        dueOn: due,
        totalCents: 100_000,
        lines: [{ words: 'Regular membership, 2 years', amountCents: 100_000 }],
      },
    });
    const change = portal.owner.begin(async (sql) => {
      await sql`select set_config('role', 'definer_role', true)`;
      await sql`update invoice_documents set snapshot = '{}' where invoice_id = ${invoiceId}`;
    });
    await expect(change).rejects.toThrow('permission denied');
  });
});

describe('what staff see', () => {
  it('lists by state, by a part of the number and by name, and adds up what is owed by age', async () => {
    const userId = await memberEndingIn(10, { firstName: 'Zoraida', lastName: 'Quintanilla' });
    const invoiceId = await issueOwn(userId);
    const before = await portal.db.read(treasurer, getInvoiceTotals, { freshness: 'latest' });
    await portal.owner`
      update invoices set issued_on = issued_on - 80, due_on = issued_on - 45 where id = ${invoiceId}`;
    const after = await portal.db.read(treasurer, getInvoiceTotals, { freshness: 'latest' });
    expect(after.openCents).toBe(before.openCents);
    expect(after.to60Cents - before.to60Cents).toBe(50_000);
    expect(after.notDueCents - before.notDueCents).toBe(-50_000);
    expect(after.overdueCount - before.overdueCount).toBe(1);
    const { number } = await get(invoiceId);
    const find = async (q: string, state: 'OPEN' | 'OVERDUE' | 'PAID' | 'ALL') =>
      (await portal.db.read(treasurer, (tx) => listInvoices(tx, { state, q, limit: 5 }))).rows.map(
        ({ id }) => id,
      );
    expect(await find(number.slice(5), 'OVERDUE')).toEqual([invoiceId]);
    expect(await find('zoraida quint', 'ALL')).toEqual([invoiceId]);
    expect(await find('zoraida', 'PAID')).toEqual([]);
    await expect(
      portal.db.write(treasurer, (tx) =>
        recordInvoicePayment(tx, {
          invoiceId,
          provider: 'CASH',
          amountCents: 1,
          seenDueCents: 50_000,
          keepsCredit: false,
          receivedOn: '2999-01-01',
          key: randomUUID(),
          portal: address,
        }),
      ),
    ).rejects.toThrow('The day received can’t be in the future.');
    await expect(
      addInvoicePayment(portal.db, invoiceId, { receivedOn: '1990-05-01' }, treasurer),
    ).rejects.toThrow('more than 90 days before the invoice was issued');
    await expect(
      addInvoicePayment(portal.db, invoiceId, { amountCents: 500_000, keepsCredit: false }, treasurer),
    ).rejects.toThrow('more than what’s left of the invoice');
  });
});
