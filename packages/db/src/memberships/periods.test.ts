import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { issueDuesInvoice } from '../invoices/commands/issue.ts';
import { recordInvoicePayment } from '../invoices/commands/settle.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { renewMembership } from './commands/terms.ts';
import { addTier, changeTier } from './commands/tiers.ts';
import { getRenewal, listUpgrades } from './queries/renewals.ts';

const portal = testDatabase();
const origin = 'https://portal.example.org';
let staff: Actor;
const tier = {
  name: 'Half a year',
  description: 'For half a year',
  memberType: 'REGULAR' as const,
  annualDuesCents: 45_000,
  periodMonths: 6,
  isOffered: true,
  isJoinable: true,
  coversPeople: false,
  position: 60,
  benefits: [],
};
const { memberType: _, ...facts } = tier;

beforeAll(async () => {
  staff = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance', 'membership_manager'] }) };
  await portal.db.write(staff, (tx) => addTier(tx, tier));
  await portal.db.write(staff, (tx) => addTier(tx, { ...tier, name: 'More half', annualDuesCents: 90_000 }));
});

it('periods in a row end on the same day as so many at once, from any day', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 1500 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 5 }),
      async (offset, months, periods) => {
        const [row] = await portal.owner`
          with recursive first as (select '2026-01-01'::date + ${offset}::int as day),
          one_by_one as (
            select 1 as count, periods_last_day(day, ${months}::int, 1) as last_day from first
            union all
            select count + 1, periods_last_day(last_day + 1, ${months}::int, 1) from one_by_one where count < ${periods}::int)
          select max(last_day) = periods_last_day(day, ${months}::int, ${periods}::int) as same from one_by_one, first group by day`;
        expect(row?.same).toBe(true);
      },
    ),
  );
});

it('a term, its dues and the invoice follow the period of the tier', async () => {
  const userId = await addMember(portal.db);
  const offer = await portal.db.read(staff, (tx) => getRenewal(tx, { userId }), { freshness: 'latest' });
  const days = offer.lastDays.filter(({ tierCode }) => tierCode === 'HALF_A_YEAR');
  expect(days.map(({ years }) => years)).toEqual([1, 2, 3, 4, 5]);
  await portal.db.write(staff, (tx) =>
    issueDuesInvoice(tx, { userId, tierCode: 'HALF_A_YEAR', years: 3, portal: origin }),
  );
  const [invoice] = await portal.owner<{ id: string; words: string; total: string }[]>`
    select id, words, total_cents as total from invoices where user_id = ${userId}`;
  expect([invoice?.words, Number(invoice?.total)]).toEqual(['Half a year membership, 18 months', 135_000]);
  const [today] = await portal.owner`select (now() at time zone 'America/Los_Angeles')::date::text as day`;
  await portal.db.write(staff, (tx) =>
    recordInvoicePayment(tx, {
      invoiceId: invoice?.id ?? '',
      provider: 'CHECK',
      reference: '1042',
      amountCents: 135_000,
      receivedOn: today?.day,
      seenDueCents: 135_000,
      keepsCredit: false,
      key: userId,
      portal: origin,
    }),
  );
  const [term] = await portal.owner`select ends_on::text as last from memberships where user_id = ${userId}`;
  expect(term?.last).toBe(days[2]?.endsOn);
});

it('a tier for long periods is renewed for five years at most', async () => {
  await portal.db.write(staff, (tx) => addTier(tx, { ...tier, name: 'Three years', periodMonths: 36 }));
  const userId = await addMember(portal.db);
  const offer = await portal.db.read(staff, (tx) => getRenewal(tx, { userId }), { freshness: 'latest' });
  expect(
    offer.lastDays.filter(({ tierCode }) => tierCode === 'THREE_YEARS').map(({ years }) => years),
  ).toEqual([1]);
  await expect(
    portal.db.write(staff, (tx) =>
      issueDuesInvoice(tx, { userId, tierCode: 'THREE_YEARS', years: 2, portal: origin }),
    ),
  ).rejects.toThrow('A membership is renewed for five years at most.');
});

it('an upgrade is to a tier with the same period, and costs its share of the period day by day', async () => {
  const userId = await addMember(portal.db);
  const offer = await portal.db.read(staff, (tx) => getRenewal(tx, { userId }), { freshness: 'latest' });
  await portal.db.write(staff, (tx) =>
    renewMembership(tx, {
      userId,
      tierCode: 'HALF_A_YEAR',
      years: 1,
      startsOn: offer.startsOn,
      basis: 'DUES',
      countsMissedDays: false,
      reason: 'Check 7',
      portal: origin,
    }),
  );
  const upgrades = () => portal.db.read(staff, (tx) => listUpgrades(tx, { userId }), { freshness: 'latest' });
  // From its first day the upgrade costs the whole difference.
  expect((await upgrades()).map(({ code, cents }) => [code, cents])).toEqual([['MORE_HALF', 45_000]]);
  // That holds for each first day, also for those with days before the first whole month.
  for (const day of ['01-01', '01-28', '01-29', '01-30', '01-31', '08-31', '10-29', '11-30', '12-31']) {
    await portal.owner`
      update memberships set starts_on = first_day, ends_on = periods_last_day(first_day, 6, 1)
      from (select (extract(year from now())::int + 2 || ${`-${day}`})::date as first_day) chosen where user_id = ${userId}`;
    expect(await upgrades()).toMatchObject([{ code: 'MORE_HALF', cents: 45_000 }]);
  }
  await portal.owner`
    update memberships set starts_on = today - 60, ends_on = periods_last_day(today - 60, 6, 1)
    from (select (now() at time zone 'America/Los_Angeles')::date as today) clock where user_id = ${userId}`;
  const [upgrade] = await upgrades();
  const [whole] = await portal.owner<{ days: number }[]>`
    select ends_on + 1 - starts_on as days from memberships where user_id = ${userId}`;
  expect(upgrade?.cents).toBe(Math.floor((45_000 * (upgrade?.days ?? 0)) / (whole?.days ?? 1) + 0.5));
});

it('a tier that has terms or invoices keeps its period, and another may change it', async () => {
  await expect(
    portal.db.write(staff, (tx) => changeTier(tx, { ...facts, code: 'HALF_A_YEAR', periodMonths: 7 })),
  ).rejects.toThrow('its period stays');
  await portal.db.write(staff, (tx) => addTier(tx, { ...tier, name: 'Unused' }));
  await portal.db.write(staff, (tx) =>
    changeTier(tx, { ...facts, code: 'UNUSED', name: 'Unused', periodMonths: 3 }),
  );
  const [row] =
    await portal.owner`select period_months as months from membership_tiers where code = 'UNUSED'`;
  expect(row?.months).toBe(3);
});
