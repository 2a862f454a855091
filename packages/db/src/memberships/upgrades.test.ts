import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { issueDuesInvoice, issueOwnUpgrade, issueUpgrade } from '../invoices/commands/issue.ts';
import { closeInvoice, refundInvoicePayment, voidPayment } from '../invoices/commands/settle.ts';
import { addInvoicePayment } from '../invoices/factory.ts';
import { getInvoice } from '../invoices/queries.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { startMembership } from './commands/terms.ts';
import { listOwnUpgrades } from './queries/renewals.ts';
import { listOwnMemberships } from './queries/terms.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const address = 'https://portal.example.org';
let treasurer: Actor & { kind: 'staff' };
beforeAll(async () => {
  treasurer = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
});

const day = async (offset: number): Promise<string> => {
  const [row] = await portal.owner<{ day: string }[]>`
    select ((now() at time zone 'America/Los_Angeles')::date + ${offset}::int)::text as day`;
  return row?.day ?? '';
};
const start = (userId: string, startsOn: string, endsOn: string, tierCode = 'REGULAR') =>
  portal.db.write(system, (tx) => startMembership(tx, { userId, tierCode, startsOn, endsOn }));
/** Somebody whose term of a year ends so many days from today. */
async function memberEndingIn(left: number, tierCode = 'REGULAR'): Promise<string> {
  const userId = await addMember(portal.db);
  await start(userId, await day(left - 364), await day(left), tierCode);
  return userId;
}
const termsOf = async (userId: string) =>
  (await portal.db.read({ kind: 'member', userId }, listOwnMemberships, { freshness: 'latest' })).map(
    ({ tierCode, phase, startsOn, endsOn }) => [tierCode, phase, startsOn, endsOn],
  );
const offersOf = (userId: string) =>
  portal.db.read({ kind: 'member', userId }, listOwnUpgrades, { freshness: 'latest' });
const priceOf = async (userId: string, tierCode = 'CORPORATE') =>
  (await offersOf(userId)).find(({ code }) => code === tierCode)?.cents ?? 0;
const upgrade = async (userId: string, tierCode = 'CORPORATE') => {
  const seenCents = await priceOf(userId, tierCode);
  const { id } = await portal.db.write({ kind: 'member', userId }, (tx) =>
    issueOwnUpgrade(tx, { tierCode, seenCents, portal: address }),
  );
  return id;
};
const pay = async (invoiceId: string) => {
  const { totalCents } = await portal.db.read(treasurer, (tx) => getInvoice(tx, { invoiceId }), {
    freshness: 'latest',
  });
  const paymentId = await addInvoicePayment(
    portal.db,
    invoiceId,
    { amountCents: totalCents, seenDueCents: totalCents, receivedOn: await day(0) },
    treasurer,
  );
  return paymentId;
};
const takeBack = (paymentId: string) =>
  portal.db.write(treasurer, (tx) => voidPayment(tx, { paymentId, reason: 'Returned', portal: address }));
const refund = (paymentId: string, amountCents: number, takesUpgradeBack = true) =>
  portal.db.write(treasurer, (tx) =>
    refundInvoicePayment(tx, {
      paymentId,
      amountCents,
      way: 'CHECK',
      reason: 'By decision of the board',
      takesUpgradeBack,
      key: randomUUID(),
      portal: address,
    }),
  );
const typeOf = async (userId: string) =>
  (await portal.owner`select member_type from users where id = ${userId}`)[0]?.member_type;

describe('the price of an upgrade', () => {
  it('is a part of a year by its days, both ends counted, half a cent up, in leap years too', async () => {
    const parts = await portal.owner<{ cents: number }[]>`
      select prorated_cents(cents, days, of_days)::int as cents
      from (values (1, 60000, 184, 365), (2, 60000, 184, 366), (3, 60000, 365, 365), (4, 60000, 366, 366), (5, 60000, 1, 365),
                   (6, 365, 1, 730), (7, 1, 182, 365), (8, 1, 183, 365)) part (place, cents, days, of_days) order by place`;
    expect(parts.map(({ cents }) => cents)).toEqual([30_247, 30_164, 60_000, 60_000, 164, 1, 0, 1]);
  });

  /** The parts from a day on of a membership of $600 a year less, without a person’s terms of today. */
  const partsOf = async (startsOn: string, endsOn: string, from: string) => {
    const userId = await addMember(portal.db);
    await start(userId, startsOn, endsOn, 'STUDENT');
    const rows = await portal.owner<{ days: number; cents: number }[]>`
      select days, cents::int from upgrade_parts(${userId}, 'SIXTY', ${from}::date)`;
    return rows.map(({ days, cents }) => [days, cents]);
  };

  it('is the difference of whole years for whole years, and counts February 29 in the year that has it', async () => {
    await portal.owner`
      insert into membership_tiers (code, name, description, member_type, annual_dues_cents, is_offered)
      values ('SIXTY', 'Sixty', '', 'REGULAR', 65000, false)`;
    expect(await partsOf('2027-01-01', '2027-12-31', '2027-07-01')).toEqual([[184, 30_247]]);
    expect(await partsOf('2028-01-01', '2028-12-31', '2028-07-01')).toEqual([[184, 30_164]]);
    expect(await partsOf('2027-01-01', '2027-12-31', '2027-01-01')).toEqual([[365, 60_000]]);
    expect(await partsOf('2027-01-01', '2027-12-31', '2027-12-31')).toEqual([[1, 164]]);
    expect(await partsOf('2027-01-01', '2027-12-31', '2028-01-01')).toEqual([]);
    // Three years from the middle of the first one.
    expect(await partsOf('2027-01-01', '2029-12-31', '2027-07-01')).toEqual([
      [184, 30_247],
      [366, 60_000],
      [365, 60_000],
    ]);
    // A year that ends on February 29, and one that began on the day after.
    expect(await partsOf('2027-03-01', '2028-02-29', '2028-02-29')).toEqual([[1, 164]]);
    expect(await partsOf('2028-03-01', '2029-02-28', '2028-03-01')).toEqual([[365, 60_000]]);
  });
});

describe('an upgrade', () => {
  it('changes nothing until it is paid; then the old term ends yesterday, and the new one ends as it did', async () => {
    const userId = await memberEndingIn(100);
    const [first, last, yesterday, today] = [await day(-264), await day(100), await day(-1), await day(0)];
    const [offer] = (await offersOf(userId)).filter(({ code }) => code === 'CORPORATE');
    expect(offer).toMatchObject({ days: 101, startsOn: today, endsOn: last });
    expect(offer?.cents).toBe(Math.round((200_000 * 101) / 365));
    const before = await termsOf(userId);
    const invoiceId = await upgrade(userId);
    expect(await termsOf(userId)).toEqual(before);
    await pay(invoiceId);
    expect(await termsOf(userId)).toEqual([
      ['CORPORATE', 'CURRENT', today, last],
      ['REGULAR', 'PAST', first, yesterday],
    ]);
    expect(await typeOf(userId)).toBe('CORPORATE');
    expect(await priceOf(userId)).toBe(0);
    const receipt = (
      await portal.db.read(treasurer, (tx) => getInvoice(tx, { invoiceId }), { freshness: 'latest' })
    ).words;
    expect(receipt).toMatch(/^Upgrade to Corporate, 101 days: /);
  });

  it('upgrades terms ahead too, and taking its payment back restores every one of them', async () => {
    const userId = await memberEndingIn(10);
    const [mid, ahead] = [await day(11), await day(10 + 731)];
    await start(userId, mid, ahead);
    const before = await termsOf(userId);
    const paymentId = await pay(await upgrade(userId));
    expect((await termsOf(userId)).map(([tier, phase]) => [tier, phase])).toEqual(
      expect.arrayContaining([
        ['CORPORATE', 'COMING'],
        ['REGULAR', 'UPGRADED'],
        ['CORPORATE', 'CURRENT'],
        ['REGULAR', 'PAST'],
      ]),
    );
    await takeBack(paymentId);
    expect((await termsOf(userId)).filter(([, phase]) => phase !== 'CANCELED')).toEqual(before);
    expect(await typeOf(userId)).toBe('REGULAR');
    await pay(
      (await portal.owner`select id from invoices where user_id = ${userId} and status = 'OPEN'`)[0]?.id,
    );
    expect((await termsOf(userId))[0]?.[0]).toBe('CORPORATE');
  });

  it('is taken back before the payments under it, the last one first', async () => {
    const userId = await memberEndingIn(-400);
    await portal.owner`update users set status = 'LAPSED' where id = ${userId}`;
    const dues = await portal.db.write(treasurer, (tx) =>
      issueDuesInvoice(tx, { userId, tierCode: 'REGULAR', years: 1, portal: address }),
    );
    const paid = await pay(dues);
    const before = await termsOf(userId);
    const first = await pay(await upgrade(userId, 'ASSOCIATE'));
    const secondInvoice = await upgrade(userId, 'CORPORATE');
    const second = await pay(secondInvoice);
    for (const one of [paid, first]) await expect(takeBack(one)).rejects.toThrow('was upgraded since');
    await takeBack(second);
    expect((await termsOf(userId)).find(([, phase]) => phase === 'CURRENT')?.[0]).toBe('ASSOCIATE');
    await expect(takeBack(paid)).rejects.toThrow('was upgraded since');
    await portal.db.write(treasurer, (tx) =>
      closeInvoice(tx, {
        invoiceId: secondInvoice,
        closing: 'VOID',
        reason: 'Returned',
        portal: address,
      }),
    );
    await takeBack(first);
    expect((await termsOf(userId)).filter(([, phase]) => phase !== 'CANCELED')).toEqual(before);
    await takeBack(paid);
    expect((await portal.owner`select status from users where id = ${userId}`)[0]?.status).toBe('LAPSED');
  });

  it('is taken back with a refund of all of its money, in one transaction, if staff say so, and can be paid for again', async () => {
    const userId = await memberEndingIn(100);
    const before = await termsOf(userId);
    const price = await priceOf(userId);
    const invoiceId = await upgrade(userId);
    const paymentId = await pay(invoiceId);
    const upgraded = await termsOf(userId);
    // A part of the money takes nothing back, and nothing is refunded then.
    await expect(refund(paymentId, price - 1)).rejects.toThrow(
      'all of its money goes back: $0.01 of it stays',
    );
    await refund(paymentId, 1, false);
    expect(await termsOf(userId)).toEqual(upgraded);
    await refund(paymentId, price - 1);
    expect((await termsOf(userId)).filter(([, phase]) => phase !== 'CANCELED')).toEqual(before);
    expect(await typeOf(userId)).toBe('REGULAR');
    const bill = await portal.db.read(treasurer, (tx) => getInvoice(tx, { invoiceId }), {
      freshness: 'latest',
    });
    expect(bill).toMatchObject({ status: 'PAID', takenBackAt: expect.any(Date) });
    const [act] = await portal.owner`
      select details from admin_actions where action = 'invoices.refund_payment' and target_id = ${paymentId} order by created_at desc limit 1`;
    expect(act?.details).toMatchObject({ upgrade: 'taken back' });
    await pay(await upgrade(userId));
    expect(await termsOf(userId)).toEqual(expect.arrayContaining(upgraded));
  });

  it('stays with a refund while another one stands on it, and a refund of anything else takes nothing back', async () => {
    const userId = await addMember(portal.db);
    const { id: duesId } = await portal.db.write(treasurer, (tx) =>
      issueDuesInvoice(tx, { userId, tierCode: 'REGULAR', years: 1, portal: address }).then((id) => ({ id })),
    );
    const dues = await pay(duesId);
    await expect(refund(dues, 50_000)).rejects.toThrow('Only a paid upgrade can be taken back.');
    const cheap = await priceOf(userId, 'ASSOCIATE');
    const first = await pay(await upgrade(userId, 'ASSOCIATE'));
    const dear = await priceOf(userId, 'CORPORATE');
    const second = await pay(await upgrade(userId, 'CORPORATE'));
    await expect(refund(first, cheap)).rejects.toThrow('were upgraded again since');
    await refund(second, dear);
    expect((await termsOf(userId)).find(([, phase]) => phase === 'CURRENT')?.[0]).toBe('ASSOCIATE');
    await refund(first, cheap);
    expect((await termsOf(userId)).find(([, phase]) => phase === 'CURRENT')?.[0]).toBe('REGULAR');
    // The payment of the dues can be taken back now: nothing stands on it.
    await takeBack(dues);
  });

  it('that is waived counts as paid, and one whose terms have changed is refused', async () => {
    const waived = await memberEndingIn(50);
    const seenCents = await priceOf(waived);
    const invoiceId = await portal.db.write(treasurer, (tx) =>
      issueUpgrade(tx, { userId: waived, tierCode: 'CORPORATE', seenCents, portal: address }),
    );
    await portal.db.write(treasurer, (tx) =>
      closeInvoice(tx, { invoiceId, closing: 'WAIVED', reason: 'A gift of the board', portal: address }),
    );
    expect((await termsOf(waived))[0]?.slice(0, 2)).toEqual(['CORPORATE', 'CURRENT']);
    const changed = await memberEndingIn(50);
    const stale = await upgrade(changed);
    await portal.owner`update memberships set ends_on = ends_on - 1 where user_id = ${changed}`;
    await expect(pay(stale)).rejects.toThrow('The membership has changed since this upgrade was invoiced.');
  });

  it('is refused for another price, for the same or a lower tier, and for a lapsed member, in words', async () => {
    const userId = await memberEndingIn(50, 'ASSOCIATE');
    const ask = (tierCode: string, seenCents: number, person = userId) =>
      portal.db.write({ kind: 'member', userId: person }, (tx) =>
        issueOwnUpgrade(tx, { tierCode, seenCents, portal: address }),
      );
    await expect(ask('CORPORATE', 1)).rejects.toThrow('The price of the upgrade has changed');
    for (const tier of ['ASSOCIATE', 'REGULAR'])
      await expect(ask(tier, 1)).rejects.toThrow(
        'A tier with the same or lower dues begins with the next term.',
      );
    await expect(ask('HONORARY', 1)).rejects.toThrow('This tier isn’t offered.');
    const lapsed = await memberEndingIn(-60);
    await portal.owner`update users set status = 'LAPSED' where id = ${lapsed}`;
    await expect(ask('CORPORATE', 1, lapsed)).rejects.toThrow('This membership has lapsed.');
    expect(await offersOf(lapsed)).toEqual([]);
    const stranger = await addMember(portal.db);
    await expect(
      portal.db.write({ kind: 'member', userId: stranger }, ({ sql }) =>
        sql`select issue_upgrade_invoice(${userId}, 'CORPORATE', 1)`.then(() => undefined),
      ),
    ).rejects.toMatchObject({ code: 'refused' });
    expect(await upgrade(userId)).toBe(await ask('CORPORATE', 1).then(({ id }) => id));
  });
});
