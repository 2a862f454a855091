import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { issueDuesInvoice, issueUpgrade } from '../invoices/commands/issue.ts';
import { voidPayment } from '../invoices/commands/settle.ts';
import { addInvoicePayment } from '../invoices/factory.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { endPause, pauseMembership } from './commands/pauses.ts';
import { renewMembership, startMembership } from './commands/terms.ts';
import { getRenewal, listUpgrades } from './queries/renewals.ts';
import { findOwnMembership, listPauses } from './queries/standing.ts';
import { listOwnMemberships } from './queries/terms.ts';
import { listMembersToLapse, listMembersToNotice } from './queries/to-tell.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const address = 'https://portal.example.org';
let staff: Actor & { kind: 'staff' };
beforeAll(async () => {
  staff = { kind: 'staff', userId: await addMember(portal.db, { roles: ['membership_manager', 'finance'] }) };
});

const day = async (offset: number): Promise<string> => {
  const [row] = await portal.owner<{ day: string }[]>`
    select ((now() at time zone 'America/Los_Angeles')::date + ${offset}::int)::text as day`;
  return row?.day ?? '';
};
async function memberEndingIn(left: number, status: 'ACTIVE' | 'LAPSED' = 'ACTIVE'): Promise<string> {
  const userId = await addMember(portal.db, { status });
  const [startsOn, endsOn] = [await day(left - 364), await day(left)];
  await portal.db.write(system, (tx) =>
    startMembership(tx, { userId, tierCode: 'REGULAR', startsOn, endsOn }),
  );
  return userId;
}
const pause = async (userId: string, from: number, until: number, actor: Actor = staff) => {
  const [startsOn, endsOn] = [await day(from), await day(until)];
  return portal.db.write(actor, (tx) =>
    pauseMembership(tx, { userId, startsOn, endsOn, reason: 'Illness', portal: address }),
  );
};
const pausesOf = (userId: string) =>
  portal.db.read(staff, (tx) => listPauses(tx, { userId }), { freshness: 'latest' });
const end = async (userId: string) => {
  const [newest] = await pausesOf(userId);
  const lastDay = await portal.db.write(staff, (tx) =>
    endPause(tx, { pauseId: newest?.id ?? '', portal: address }),
  );
  // Staff saw this day before.
  expect(lastDay).toBe(newest?.lastDayThen);
  return lastDay;
};
const own = (userId: string) =>
  portal.db.read({ kind: 'member', userId }, findOwnMembership, { freshness: 'latest' });
const termsOf = async (userId: string) =>
  (await portal.db.read({ kind: 'member', userId }, listOwnMemberships, { freshness: 'latest' })).map(
    ({ startsOn, endsOn, phase }) => [startsOn, endsOn, phase],
  );
/** A year that a payment adds at the end. */
async function addPaidYear(userId: string) {
  const invoiceId = await portal.db.write(staff, (tx) =>
    issueDuesInvoice(tx, { userId, tierCode: 'REGULAR', years: 1, portal: address }),
  );
  return addInvoicePayment(portal.db, invoiceId, { receivedOn: await day(0) }, staff);
}
const bounce = (paymentId: string) =>
  portal.db.write(staff, (tx) => voidPayment(tx, { paymentId, reason: 'Returned', portal: address }));
const lengthOf = ([first = '', last = '']: string[]) =>
  (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1;
/** Lets so many days pass for one member: terms and pauses lie so much further back. */
const pass = async (userId: string, days: number) => {
  await portal.owner.begin(async (sql) => {
    // One by one, the earliest first: two of them never share a day, not even in between.
    for (const table of ['memberships', 'membership_pauses'])
      for (const { id } of await sql<{ id: string }[]>`
        select id from ${sql(table)} where user_id = ${userId} order by starts_on`)
        await sql`update ${sql(table)} set starts_on = starts_on - ${days}::int, ends_on = ends_on - ${days}::int where id = ${id}`;
  });
};

describe('a pause', () => {
  it('moves the last day, and every term ahead, by its days; meanwhile the membership is paused', async () => {
    const userId = await memberEndingIn(100);
    const [next, last] = [await day(101), await day(465)];
    await portal.db.write(system, (tx) =>
      startMembership(tx, { userId, tierCode: 'REGULAR', startsOn: next, endsOn: last }),
    );
    expect(await pause(userId, 0, 29)).toBe(await day(495));
    expect(await termsOf(userId)).toEqual([
      [await day(131), await day(495), 'COMING'],
      [await day(-264), await day(130), 'CURRENT'],
    ]);
    expect(await own(userId)).toMatchObject({ standing: 'PAUSED', pausedThrough: await day(29) });
    const letters = await portal.owner`select template from mails where user_id = ${userId}`;
    expect(letters.map(({ template }) => template)).toEqual(['membership-paused']);
    await pass(userId, 30);
    expect(await own(userId)).toMatchObject({ standing: 'ACTIVE', pausedThrough: null });
  });

  it('sends no notice, and what was told before it is told again with the new last day', async () => {
    const userId = await memberEndingIn(29);
    const due = async () =>
      (await portal.db.read(system, listMembersToNotice, { freshness: 'latest' })).includes(userId);
    expect(await due()).toBe(true);
    await portal.owner`
      insert into membership_notices (membership_id, user_id, step)
      select id, user_id, 'DAYS_30' from memberships where user_id = ${userId}`;
    expect(await due()).toBe(false);
    await pause(userId, 0, 9);
    expect(await due()).toBe(false);
    await pass(userId, 10);
    expect(await due()).toBe(true);
    expect((await own(userId))?.daysLeft).toBe(29);
  });

  it('that ends early gives back exactly the days that were left of it, and one to come never was', async () => {
    const userId = await memberEndingIn(100);
    const before = await termsOf(userId);
    await pause(userId, 10, 19);
    await end(userId);
    expect(await termsOf(userId)).toEqual(before);
    expect(await pausesOf(userId)).toEqual([]);
    await pause(userId, 0, 29);
    await pass(userId, 12);
    // Twelve days were paused. The rest of the thirty come off again.
    await end(userId);
    expect((await own(userId))?.endsOn).toBe(await day(100));
    expect(await own(userId)).toMatchObject({ standing: 'ACTIVE' });
    await expect(end(userId)).rejects.toThrow('This pause is over already.');
  });

  it('is refused twice on a day, in the past, without a term, beside an open upgrade, and for oneself', async () => {
    const userId = await memberEndingIn(100);
    const outcomes = await Promise.allSettled([pause(userId, 5, 9), pause(userId, 5, 9)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(pause(userId, 9, 12)).rejects.toThrow('shares a day with another pause');
    await expect(pause(userId, -1, 2)).rejects.toThrow('A pause begins today or later.');
    await expect(pause(userId, 200, 210)).rejects.toThrow('No term of this membership runs');
    await expect(pause(userId, 20, 600)).rejects.toThrow('A pause is a year at most');
    await expect(pause(staff.userId, 0, 1)).rejects.toThrow(
      'Somebody else has to pause your own membership.',
    );
    const support: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['support'] }) };
    await expect(pause(userId, 20, 21, support)).rejects.toMatchObject({ code: 'refused' });
    const upgrade = async (person: string) => {
      const offers = await portal.db.read(staff, (tx) => listUpgrades(tx, { userId: person }), {
        freshness: 'latest',
      });
      const seenCents = offers.find(({ code }) => code === 'CORPORATE')?.cents ?? 1;
      return portal.db.write(staff, (tx) =>
        issueUpgrade(tx, { userId: person, tierCode: 'CORPORATE', seenCents, portal: address }),
      );
    };
    await expect(upgrade(userId)).rejects.toThrow('It can be upgraded after the pause.');
    const other = await memberEndingIn(100);
    await upgrade(other);
    await expect(pause(other, 0, 1)).rejects.toThrow('An invoice for an upgrade is open.');
  });

  it('ends with its term when the payment of the term is taken back', async () => {
    const userId = await memberEndingIn(-400, 'LAPSED');
    const invoiceId = await portal.db.write(staff, (tx) =>
      issueDuesInvoice(tx, { userId, tierCode: 'REGULAR', years: 1, portal: address }),
    );
    const receivedOn = await day(0);
    const paymentId = await addInvoicePayment(portal.db, invoiceId, { receivedOn }, staff);
    await pause(userId, 0, 9);
    await portal.db.write(staff, (tx) => voidPayment(tx, { paymentId, reason: 'Returned', portal: address }));
    expect(await own(userId)).toMatchObject({ standing: 'LAPSED', pausedThrough: null });
    await addInvoicePayment(portal.db, invoiceId, { receivedOn }, staff);
    expect(await own(userId)).toMatchObject({ standing: 'ACTIVE', endsOn: await day(364) });
  });

  it('stays on its days when a later paid year moves there, and that year is longer by them', async () => {
    const userId = await memberEndingIn(100);
    const bounced = await addPaidYear(userId);
    await pause(userId, 110, 139);
    await addPaidYear(userId);
    const [year = [], gone = []] = await termsOf(userId);
    await bounce(bounced);
    const moved = (await termsOf(userId)).find(([first, , phase]) => first === gone[0] && phase === 'COMING');
    expect(lengthOf(moved ?? [])).toBe(lengthOf(year) + 30);
    expect(await pausesOf(userId)).toMatchObject([{ startsOn: await day(110), endsOn: await day(139) }]);
    await end(userId);
    expect((await own(userId))?.endsOn).toBe(await day(100 + lengthOf(year)));
  });

  it('goes when its year moves before it, and its days go off the end', async () => {
    const userId = await memberEndingIn(100);
    const bounced = await addPaidYear(userId);
    await addPaidYear(userId);
    const [year = []] = await termsOf(userId);
    await pause(userId, 800, 829);
    await bounce(bounced);
    expect(await pausesOf(userId)).toEqual([]);
    expect((await own(userId))?.endsOn).toBe(await day(100 + lengthOf(year)));
  });
});

describe('a reinstatement', () => {
  const shown = (userId: string) =>
    portal.db.read(staff, (tx) => getRenewal(tx, { userId }), { freshness: 'latest' });
  const reinstate = (userId: string, startsOn: string, change: object = {}) =>
    portal.db.write(staff, (tx) =>
      renewMembership(tx, {
        userId,
        tierCode: 'REGULAR',
        years: 1,
        startsOn,
        basis: 'DUES',
        countsMissedDays: false,
        reason: 'Check 1042.',
        portal: address,
        ...change,
      }),
    );

  it('begins today without the missed days, or on the day after the last term with them', async () => {
    const [without, counted] = [await memberEndingIn(-60, 'LAPSED'), await memberEndingIn(-60, 'LAPSED')];
    const offer = await shown(without);
    expect(offer.startsOn).toBe(await day(0));
    expect(offer.withMissedDays?.startsOn).toBe(await day(-59));
    await reinstate(without, offer.startsOn);
    await reinstate(counted, await day(-59), { countsMissedDays: true });
    expect((await own(without))?.endsOn).toBe(offer.lastDays[0]?.endsOn);
    expect((await own(counted))?.endsOn).toBe(offer.withMissedDays?.lastDays[0]?.endsOn);
    for (const userId of [without, counted])
      expect((await portal.owner`select status from users where id = ${userId}`)[0]?.status).toBe('ACTIVE');
    expect(await portal.db.read(system, listMembersToLapse, { freshness: 'latest' })).not.toContain(counted);
    expect((await shown(counted)).withMissedDays).toBeNull();
  });

  it('never makes a term that is over already', async () => {
    const userId = await memberEndingIn(-500, 'LAPSED');
    const startsOn = await day(-499);
    await expect(reinstate(userId, startsOn, { countsMissedDays: true })).rejects.toThrow(
      'With the missed days, this term would be over already.',
    );
    await reinstate(userId, startsOn, { countsMissedDays: true, years: 2 });
    expect(await own(userId)).toMatchObject({ standing: 'ACTIVE' });
  });

  it('an honorary or complimentary term of a member begins after the paid days, and names its reason', async () => {
    const userId = await memberEndingIn(50);
    const startsOn = await day(51);
    await reinstate(userId, startsOn, {
      tierCode: 'HONORARY',
      basis: 'HONORARY',
      reason: 'Thirty years\nof service',
    });
    const [term] = await portal.owner`
      select basis, basis_note, starts_on::text from memberships where user_id = ${userId} order by starts_on desc limit 1`;
    expect(term).toEqual({ basis: 'HONORARY', basis_note: 'Thirty years of service', starts_on: startsOn });
  });
});
