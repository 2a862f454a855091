import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { changePaymentTerms } from '../settings/commands.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { address, startBooks } from './books.fixture.ts';
import { issueDuesInvoice, issueOtherInvoice, issueOwnInvoice } from './commands/issue.ts';
import { closeInvoice, recordInvoicePayment, voidPayment } from './commands/settle.ts';
import { addInvoice, addInvoicePayment } from './factory.ts';
import {
  getDocument,
  getInvoiceTotals,
  getOwnDues,
  listInvoices,
  listOwnDocuments,
  listOwnInvoices,
} from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
let treasurer: Actor & { kind: 'staff' };
let bursar: Actor & { kind: 'staff' };
const { days, memberEndingIn, termsOf, lastDayOf, get, statusOf, pay, issueOwn, yearsAfter } = startBooks(
  portal,
  () => treasurer,
);

beforeAll(async () => {
  treasurer = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
  bursar = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
});

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
