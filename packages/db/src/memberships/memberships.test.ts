import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addApplication } from '../applications/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { prepareMail } from '../mail/prepare.ts';
import { addMember } from '../members/factory.ts';
import { makeLink } from '../sign-in/commands/links.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import {
  endMemberships,
  followTiers,
  lapseMembership,
  noticeMember,
  renewMembership,
  startMembership,
} from './commands/terms.ts';
import { addTier, changeTier } from './commands/tiers.ts';
import { getRenewal } from './queries/renewals.ts';
import { findOwnMembership } from './queries/standing.ts';
import { getMembershipFigures, listEndingMemberships, listOwnMemberships } from './queries/terms.ts';
import { listAllTiers, listOfferedTiers } from './queries/tiers.ts';
import { listMembersToLapse, listMembersToNotice } from './queries/to-tell.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };

const californiaDays = async (...offsets: number[]): Promise<string[]> => {
  const rows = await portal.owner<{ day: string }[]>`
    select ((now() at time zone 'America/Los_Angeles')::date + days::int)::text as day
    from unnest(${offsets}::int[]) with ordinality as one (days, place) order by place`;
  return rows.map(({ day }) => day);
};
const start = (userId: string, startsOn: string, endsOn: string, tierCode = 'REGULAR') =>
  portal.db.write(system, (tx) => startMembership(tx, { userId, tierCode, startsOn, endsOn }));
/** Somebody whose last term ends so many days from today. */
async function memberEndingIn(days: number, sample: Parameters<typeof addMember>[1] = {}) {
  const userId = await addMember(portal.db, sample);
  const [first = '', last = ''] = await californiaDays(days - 364, days);
  await start(userId, first, last);
  return userId;
}
const statusOf = async (userId: string) =>
  (await portal.owner`select status from users where id = ${userId}`)[0]?.status;
const termsOf = (userId: string) =>
  portal.db.read({ kind: 'member', userId }, listOwnMemberships, { freshness: 'latest' });

describe('the standing of a member', () => {
  it('turns 90 days before the last day, on the day after it, and when 30 days of grace are over', async () => {
    const days = ['2027-03-31', '2027-04-01', '2027-06-30', '2027-07-01', '2027-07-30', '2027-07-31'];
    const rows = await portal.owner<{ standing: string }[]>`
      select membership_standing('2027-07-01'::date - 1, day::date) as standing
      from unnest(${days}::text[]) with ordinality as one (day, place) order by place`;
    expect(rows.map(({ standing }) => standing)).toEqual([
      'ACTIVE',
      'DUE_SOON',
      'DUE_SOON',
      'GRACE',
      'GRACE',
      'LAPSED',
    ]);
    const [none] = await portal.owner`select membership_standing(null, '2027-01-01') as standing`;
    expect(none?.standing).toBe('NONE');
  });

  it('has the tier of today, also when the next term has another one', async () => {
    const userId = await addMember(portal.db);
    const [first = '', last = '', next = '', end = ''] = await californiaDays(-100, 100, 101, 465);
    await start(userId, first, last, 'CORPORATE');
    await start(userId, next, end, 'REGULAR');
    expect(await portal.db.read({ kind: 'member', userId }, findOwnMembership)).toMatchObject({
      tierCode: 'CORPORATE',
      endsOn: end,
    });
  });

  it('sees terms that follow day on day as one, and nothing of a canceled one or one to come', async () => {
    const userId = await addMember(portal.db);
    const standings = async (...days: string[]) =>
      (
        await portal.owner<{ standing: string }[]>`
          select membership_standing_of(${userId}, day::date) as standing
          from unnest(${days}::text[]) with ordinality as one (day, place) order by place`
      ).map(({ standing }) => standing);
    expect(await standings('2027-01-01')).toEqual(['NONE']);
    await start(userId, '2025-01-01', '2025-12-31');
    await start(userId, '2026-01-01', '2026-12-31');
    await start(userId, '2027-06-01', '2028-05-31');
    expect(
      await standings('2024-12-31', '2025-12-31', '2026-12-31', '2027-01-30', '2027-05-31', '2027-06-01'),
    ).toEqual(['NONE', 'ACTIVE', 'DUE_SOON', 'GRACE', 'LAPSED', 'ACTIVE']);
    await portal.owner`update memberships set status = 'CANCELLED' where user_id = ${userId} and starts_on = '2026-01-01'`;
    expect(await standings('2026-01-30', '2026-12-31')).toEqual(['GRACE', 'LAPSED']);
  });

  it('leaves no gap and no overlap in any history of renewals, and a lapse is the only break', async () => {
    const renewals = fc.array(
      fc.record({ wait: fc.integer({ min: 0, max: 800 }), years: fc.integer({ min: 1, max: 5 }) }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1500 }), renewals, async (from, history) => {
        const userId = await addMember(portal.db);
        let day = from;
        for (const { wait, years } of history) {
          day += wait;
          const [before] = await portal.owner`
            select membership_standing_of(${userId}, '2020-01-01'::date + ${day}::int) as standing,
                   membership_last_day(${userId}, '2020-01-01'::date + ${day}::int) as "lastDay"`;
          const [term] = await portal.owner`
            insert into memberships (user_id, tier_code, starts_on, ends_on)
            select ${userId}, 'REGULAR', first, term_last_day(first, ${years})
            from renewal_first_day(${userId}, '2020-01-01'::date + ${day}::int) first
            returning starts_on - '2020-01-01'::date as first, starts_on - ${before?.lastDay ?? null}::date as gap,
                      (starts_on + make_interval(years => ${years}))::date - 1 <= ends_on as "isWhole"`;
          // Early, or in the grace: the next day. Else the day itself, and never a day that is paid already.
          if (['NONE', 'LAPSED'].includes(before?.standing)) expect(term?.first).toBe(day);
          else expect(term?.gap).toBe(1);
          expect(term?.isWhole).toBe(true);
        }
        // The day after the grace is the first one of a lapse.
        const [broken] = await portal.owner`
          select count(*) filter (where starts_on <= before)::int as overlaps,
                 count(*) filter (where starts_on - before between 2 and membership_grace_days())::int as gaps
          from (select starts_on, lag(ends_on) over (order by starts_on) as before
                from memberships where user_id = ${userId}) term`;
        expect(broken).toEqual({ overlaps: 0, gaps: 0 });
      }),
      // A renewal on the first day of a lapse.
      { numRuns: 40, examples: [[0, [60, 395].map((wait) => ({ wait, years: 1 }))]] },
    );
  });

  it('ends a term of years on the same day as so many years in a row, leap days included', async () => {
    const rows = await portal.owner<{ at: string; together: string; apart: string }[]>`
      with recursive row (first, years, last) as (
        select first::date, 1, term_last_day(first::date, 1)
        from unnest('{2028-02-29,2027-03-01,2027-02-28,2027-01-01,2027-07-01,2024-12-31}'::text[]) first
        union all select first, years + 1, term_last_day(last + 1, 1) from row where years < 5)
      select first || ' ' || years as at, term_last_day(first, years)::text as together, last::text as apart from row`;
    expect(rows.filter(({ together, apart }) => together !== apart)).toEqual([]);
    expect(rows).toHaveLength(30);
    const lastOf = (at: string) => rows.find((one) => one.at === at)?.together;
    expect(lastOf('2028-02-29 1')).toBe('2029-02-28');
    expect(lastOf('2027-03-01 1')).toBe('2028-02-29');
    expect(lastOf('2027-01-01 5')).toBe('2031-12-31');
  });

  it('is a person’s own to see, with the days until its last day and the end of the grace', async () => {
    const userId = await memberEndingIn(10);
    const own = (actor: Actor = { kind: 'member', userId }) => portal.db.read(actor, findOwnMembership);
    const [inTen = '', inForty = ''] = await californiaDays(10, 40);
    expect(await own()).toMatchObject({
      tierCode: 'REGULAR',
      tierName: 'Regular',
      standing: 'DUE_SOON',
      endsOn: inTen,
      daysLeft: 10,
      graceEndsOn: inForty,
    });
    expect(await own({ kind: 'member', userId: await addMember(portal.db) })).toBeUndefined();
  });
});

it('ends a membership when its grace is over, once, and tells the member', async () => {
  const [inGrace, over, renewed] = [
    await memberEndingIn(-30),
    await memberEndingIn(-31),
    await memberEndingIn(-31),
  ];
  const staffMember = await memberEndingIn(-200, { roles: ['support'] });
  const origin = 'https://portal.example.org';
  const [first = '', last = ''] = await californiaDays(-30, 300);
  await start(renewed, first, last);
  const run = async () => {
    const due = await portal.db.read(system, listMembersToLapse, { freshness: 'latest' });
    for (const userId of [...due, ...due, renewed]) {
      await portal.db.write(system, (tx) => lapseMembership(tx, { userId, origin }));
    }
    await portal.db.write(system, endMemberships);
    return due;
  };
  expect(await run()).toContain(over);
  expect(await run()).not.toContain(over);
  expect(await Promise.all([inGrace, over, renewed, staffMember].map(statusOf))).toEqual([
    'ACTIVE',
    'LAPSED',
    'ACTIVE',
    'ACTIVE',
  ]);
  expect((await termsOf(inGrace)).map(({ status }) => status)).toEqual(['ACTIVE']);
  expect((await termsOf(over)).map(({ status }) => status)).toEqual(['ENDED']);
  expect((await termsOf(renewed)).map(({ status }) => status)).toEqual(['ACTIVE', 'ENDED']);
  const letters = await portal.owner`
    select user_id from mails where template = 'membership-lapsed' and user_id = any (${[inGrace, over, renewed]}::uuid[])`;
  expect(letters.map((row) => row.user_id)).toEqual([over]);
});

describe('a renewal by staff', () => {
  const portalAt = 'https://portal.example.org';
  const staffWith = async (role: string): Promise<Actor & { kind: 'staff' }> => ({
    kind: 'staff',
    userId: await addMember(portal.db, { roles: [role] }),
  });
  const renew = (by: Actor, userId: string, startsOn: string, more = {}) =>
    portal.db.write(by, (tx) =>
      renewMembership(tx, {
        userId,
        tierCode: 'REGULAR',
        years: 1,
        startsOn,
        basis: 'DUES',
        countsMissedDays: false,
        reason: 'Check 1042.',
        portal: portalAt,
        ...more,
      }),
    );
  const shown = (by: Actor, userId: string) =>
    portal.db.read(by, (tx) => getRenewal(tx, { userId }), { freshness: 'latest' });

  it('begins on the day after the last one, early and in the grace, and gives the days that were shown', async () => {
    const staff = await staffWith('membership_manager');
    for (const days of [40, 0, -30]) {
      const userId = await memberEndingIn(days);
      const [next = ''] = await californiaDays(days + 1);
      const offer = await shown(staff, userId);
      expect(offer.startsOn).toBe(next);
      const term = await renew(staff, userId, offer.startsOn, { years: 3 });
      expect(term).toEqual({ startsOn: next, endsOn: offer.lastDays[2]?.endsOn });
      expect((await shown(staff, userId)).standing).toMatchObject({
        standing: 'ACTIVE',
        endsOn: term.endsOn,
      });
    }
  });

  it('begins today once the grace is over, and the member is active again, with a letter and a row in the trail', async () => {
    const staff = await staffWith('finance');
    const userId = await memberEndingIn(-31);
    await portal.db.write(system, (tx) => lapseMembership(tx, { userId, origin: portalAt }));
    await portal.db.write(system, endMemberships);
    expect(await statusOf(userId)).toBe('LAPSED');
    const [today = ''] = await californiaDays(0);
    await renew(staff, userId, today, { tierCode: 'ASSOCIATE' });
    expect(await statusOf(userId)).toBe('ACTIVE');
    const [account] = await portal.owner`select member_type from users where id = ${userId}`;
    expect(account?.member_type).toBe('ASSOCIATE');
    const [act] = await portal.owner`
      select reason, details from admin_actions where action = 'memberships.renew' and target_user_id = ${userId}`;
    expect(act).toMatchObject({ reason: 'Check 1042.', details: { tier: 'Associate', from: today } });
    const [letter] = await portal.owner`
      select id from mails where template = 'membership-renewed' and user_id = ${userId}`;
    expect(letter).toBeDefined();
  });

  it('in another tier gives the kind of member when it begins, and not before', async () => {
    const staff = await staffWith('finance');
    const userId = await memberEndingIn(5);
    const typeOf = async () =>
      (await portal.owner`select member_type from users where id = ${userId}`)[0]?.member_type;
    await renew(staff, userId, (await shown(staff, userId)).startsOn, { tierCode: 'ASSOCIATE' });
    await portal.db.write(system, followTiers);
    expect(await typeOf()).toBe('REGULAR');
    await portal.owner`update memberships set starts_on = starts_on - 6, ends_on = ends_on - 6 where user_id = ${userId} and tier_code = 'REGULAR'`;
    await portal.owner`update memberships set starts_on = starts_on - 6, ends_on = ends_on - 6 where user_id = ${userId} and tier_code <> 'REGULAR'`;
    expect(await portal.db.write(system, followTiers)).toBe(1);
    expect(await typeOf()).toBe('ASSOCIATE');
    expect(await portal.db.write(system, followTiers)).toBe(0);
  });

  it('is one term when two renew at once, and the other one is told', async () => {
    const [one, other] = [await staffWith('membership_manager'), await staffWith('finance')];
    const userId = await memberEndingIn(5);
    const { startsOn } = await shown(one, userId);
    const outcomes = await Promise.allSettled([renew(one, userId, startsOn), renew(other, userId, startsOn)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(String(refused?.reason)).toContain('somebody has renewed this membership');
    expect(await termsOf(userId)).toHaveLength(2);
    // The other one looks at the new days and adds a term behind it.
    await renew(other, userId, (await shown(other, userId)).startsOn);
    const terms = await termsOf(userId);
    expect(terms.map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
  });

  it('wins against a lapse at the same moment, whichever comes first', async () => {
    const staff = await staffWith('membership_manager');
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const userId = await memberEndingIn(-31);
      const { startsOn } = await shown(staff, userId);
      await Promise.all([
        renew(staff, userId, startsOn),
        portal.db.write(system, (tx) => lapseMembership(tx, { userId, origin: portalAt })),
      ]);
      expect(await statusOf(userId)).toBe('ACTIVE');
    }
  });

  it('needs the permission, somebody else’s open account, and a tier that is offered or theirs already', async () => {
    const [staff, support] = [await staffWith('membership_manager'), await staffWith('support')];
    const userId = await memberEndingIn(5);
    const { startsOn } = await shown(staff, userId);
    for (const by of [support, { kind: 'member', userId } as const]) {
      await expect(renew(by, userId, startsOn)).rejects.toMatchObject({ code: 'refused' });
    }
    const [today = ''] = await californiaDays(0);
    await expect(renew(staff, staff.userId, today)).rejects.toThrow('Somebody else has to renew');
    const suspended = await addMember(portal.db, { status: 'SUSPENDED' });
    await expect(renew(staff, suspended, today)).rejects.toThrow('This account is suspended.');
    await expect(renew(staff, randomUUID(), today)).rejects.toMatchObject({ code: 'not_found' });
    await expect(renew(staff, userId, startsOn, { tierCode: 'NONE' })).rejects.toThrow('isn’t offered');
    await portal.owner`
      insert into membership_tiers (code, name, description, member_type, annual_dues_cents, is_offered)
      values ('OLD', 'Old', '', 'REGULAR', 1, false)`;
    await expect(renew(staff, userId, startsOn, { tierCode: 'OLD' })).rejects.toThrow('isn’t offered');
    const keeper = await addMember(portal.db);
    const [first = '', last = ''] = await californiaDays(-300, 64);
    await start(keeper, first, last, 'OLD');
    const offer = await shown(staff, keeper);
    expect(offer.tiers.map(({ code }) => code)).toContain('OLD');
    await renew(staff, keeper, offer.startsOn, { tierCode: 'OLD' });
  });
});

describe('the notices of a term', () => {
  const origin = 'https://portal.example.org';
  it('go out 90, 60, 30 and 7 days before, on the last day, in the middle of the grace, and at the lapse', async () => {
    const rows = await portal.owner<{ step: string | null; first: number; last: number }[]>`
      select step, max(left_days)::int as first, min(left_days)::int as last
      from generate_series(-40, 120) left_days,
           membership_notice_step('2028-06-30', '2028-06-30'::date - left_days) step
      group by step order by 2 desc`;
    expect(rows.map(({ step, first, last }) => [step, first, last])).toEqual([
      [null, 120, 91],
      ['DAYS_90', 90, 61],
      ['DAYS_60', 60, 31],
      ['DAYS_30', 30, 8],
      ['DAYS_7', 7, 1],
      ['LAST_DAY', 0, -14],
      ['GRACE', -15, -30],
      ['LAPSED', -31, -40],
    ]);
  });

  const run = async () => {
    const due = await portal.db.read(system, listMembersToNotice, { freshness: 'latest' });
    for (const userId of [...due, ...due]) {
      await portal.db.write(system, (tx) => noticeMember(tx, { userId, origin }));
    }
    return due;
  };
  const lettersTo = async (userId: string) =>
    (
      await portal.owner<{ template: string }[]>`
        select template from mails where user_id = ${userId} order by created_at, id`
    ).map(({ template }) => template);

  it('reach a member once a step, and again in the next term', async () => {
    const userId = await memberEndingIn(90);
    expect(await run()).toContain(userId);
    expect(await run()).not.toContain(userId);
    expect(await lettersTo(userId)).toEqual(['membership-ending']);
    /** Moves the last day, as if so many days went by. */
    const move = (days: number) =>
      portal.owner`update memberships set ends_on = ends_on - ${days}::int where user_id = ${userId} and starts_on < now()`;
    for (const days of [1, 29, 30, 22, 1, 7, 14, 1, 1]) {
      await move(days);
      await Promise.all([run(), run()]);
    }
    expect(await lettersTo(userId)).toEqual([
      'membership-ending',
      'membership-ending',
      'membership-ending',
      'membership-ending',
      'membership-ending',
      'membership-in-grace',
    ]);
    const steps = await portal.owner<{ step: string }[]>`
      select step from membership_notices where user_id = ${userId} order by created_at`;
    expect(steps.map(({ step }) => step)).toEqual([
      'DAYS_90',
      'DAYS_60',
      'DAYS_30',
      'DAYS_7',
      'LAST_DAY',
      'GRACE',
    ]);
    const [next = '', soon = ''] = await californiaDays(-15, 20);
    await start(userId, next, soon);
    expect(await run()).toContain(userId);
    expect((await lettersTo(userId)).at(-1)).toBe('membership-ending');
  });

  it('do not go out about a term that was renewed, not even if one waits to be sent', async () => {
    const renewed = await memberEndingIn(20);
    const [first = '', last = ''] = await californiaDays(21, 400);
    await start(renewed, first, last);
    expect(await run()).not.toContain(renewed);
    expect(await lettersTo(renewed)).toEqual([]);

    const userId = await memberEndingIn(20);
    await run();
    const prepare = async () => {
      const [mail] = await portal.owner<{ id: string }[]>`select id from mails where user_id = ${userId}`;
      return portal.db.write(system, (tx) => prepareMail(tx, { mailId: mail?.id ?? '', makeLink }));
    };
    expect(await prepare()).toMatchObject({
      subject: expect.stringContaining('The last day of your membership is'),
    });
    await start(userId, first, last);
    expect(await prepare()).toBeUndefined();
  });

  it('do not reach an account that is suspended, an applicant, or somebody whose membership lapsed long ago', async () => {
    const suspended = await memberEndingIn(20);
    await portal.owner`update users set status = 'SUSPENDED' where id = ${suspended}`;
    const long = await memberEndingIn(-300);
    const due = await run();
    expect(due).not.toContain(suspended);
    expect(due).not.toContain(long);
    expect(await lettersTo(long)).toEqual([]);
  });
});

it('staff change a tier, and visitors see it in its place', async () => {
  const manager: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
  const support: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['support'] }) };
  const shown = () => portal.db.read({ kind: 'visitor' }, listOfferedTiers, { freshness: 'latest' });
  const student = {
    code: 'STUDENT',
    name: 'Student',
    description: 'Apprentices.\n\nAll courses are free.',
    annualDuesCents: 4_050,
    isOffered: true,
    isJoinable: true,
    coversPeople: false,
    periodMonths: 12,
    position: 9,
    benefits: ['Free courses', 'A mentor'],
  };
  const before = await shown();
  await portal.db.write(manager, (tx) => changeTier(tx, student));
  expect((await shown()).at(-1)).toEqual({
    code: 'STUDENT',
    name: 'Student',
    description: student.description,
    annualDuesCents: 4_050,
    periodMonths: 12,
    coversPeople: false,
    benefits: student.benefits,
  });
  await portal.db.write(manager, (tx) => changeTier(tx, { ...student, isOffered: false }));
  expect((await shown()).map(({ code }) => code)).toEqual(
    before.map(({ code }) => code).filter((code) => code !== 'STUDENT'),
  );
  const [act] = await portal.owner`
    select user_id, details from admin_actions where action = 'memberships.tier' limit 1`;
  expect(act).toMatchObject({ user_id: manager.userId, details: { tier: 'Student' } });
  await expect(portal.db.write(support, (tx) => changeTier(tx, student))).rejects.toMatchObject({
    code: 'refused',
  });
  await expect(
    portal.db.write(manager, (tx) => changeTier(tx, { ...student, code: 'NONE' })),
  ).rejects.toMatchObject({ code: 'not_found' });
});

describe('a tier that staff make', () => {
  const sponsor = {
    name: 'Sponsor',
    description: 'Firms that pay for events.',
    memberType: 'CORPORATE' as const,
    annualDuesCents: 1_000_000,
    isOffered: true,
    isJoinable: true,
    coversPeople: false,
    periodMonths: 12,
    position: 50,
    benefits: ['Two tickets for each event'],
  };
  const shown = async () =>
    (await portal.db.read({ kind: 'visitor' }, listOfferedTiers, { freshness: 'latest' })).map(
      ({ code }) => code,
    );

  it('is open to applications at once, until staff close it, and keeps its code', async () => {
    const manager: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
    expect(await portal.db.write(manager, (tx) => addTier(tx, sponsor))).toBe('SPONSOR');
    expect(await shown()).toContain('SPONSOR');
    expect(await shown()).not.toContain('HONORARY');
    const { userId } = await addApplication(portal.db);
    await portal.owner`update membership_applications set tier_code = 'SPONSOR' where user_id = ${userId}`;
    await expect(portal.db.write(manager, (tx) => addTier(tx, sponsor))).rejects.toThrow('exists already');
    const { memberType: _, ...facts } = sponsor;
    await portal.db.write(manager, (tx) =>
      changeTier(tx, { ...facts, code: 'SPONSOR', name: 'Patron', isJoinable: false }),
    );
    expect(await shown()).not.toContain('SPONSOR');
    // The one that waits keeps its tier, and nobody else gets it.
    await portal.owner`update membership_applications set statement = 'We build.' where user_id = ${userId}`;
    const other = await addApplication(portal.db);
    await expect(
      portal.owner`update membership_applications set tier_code = 'SPONSOR' where user_id = ${other.userId}`,
    ).rejects.toThrow('isn’t open for applications');
  });

  it('is changed by one of two who saw the same state', async () => {
    const manager: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
    const code = await portal.db.write(manager, (tx) => addTier(tx, { ...sponsor, name: 'Raced tier' }));
    const [seen] = (await portal.db.read(manager, listAllTiers, { freshness: 'latest' })).filter(
      (one) => one.code === code,
    );
    const { memberType: _, ...facts } = sponsor;
    const outcomes = await Promise.allSettled(
      ['One', 'Two'].map((name) =>
        portal.db.write(manager, (tx) =>
          changeTier(tx, { ...facts, code, name, seenAt: seen?.updatedAt.toISOString() }),
        ),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((one) => one.status === 'rejected');
    expect(String(refused?.reason)).toContain('Someone else changed this tier');
  });
});

it('finds terms that end, and refuses one that shares a day with another', async () => {
  const userId = await addMember(portal.db);
  const started = await Promise.allSettled(
    Array.from({ length: 5 }, () => start(userId, '2025-01-01', '2025-12-31')),
  );
  expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(
    await portal.db.read(system, (tx) => listEndingMemberships(tx, { by: '2026-06-30', limit: 100 })),
  ).toContainEqual(expect.objectContaining({ userId, endsOn: '2025-12-31' }));
  await expect(start(userId, '2025-12-31', '2026-12-30')).rejects.toThrow(
    'This term overlaps another term of the same member.',
  );
});

it('staff see members by month, who is new, and how many memberships end soon', async () => {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date());
  const inDays = (days: number) =>
    new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  const figures = () => portal.db.read(system, getMembershipFigures);
  const before = await figures();
  const begin = async (startsOn: string, endsOn: string) => {
    const userId = await addMember(portal.db);
    await portal.db.write(system, (tx) =>
      startMembership(tx, { userId, tierCode: 'REGULAR', startsOn, endsOn }),
    );
  };
  await begin(today, inDays(30));
  await begin(inDays(-70), inDays(31));
  // Renewed ahead: a member, and nothing that ends.
  const renewed = await addMember(portal.db);
  await start(renewed, inDays(-364), inDays(20));
  await start(renewed, inDays(21), inDays(385));
  const after = await figures();
  expect(after.months).toHaveLength(12);
  expect(after.months.at(-1)?.month).toBe(today.slice(0, 7));
  const added = after.months.map(({ members, joined }, at) => [
    members - (before.months[at]?.members ?? 0),
    joined - (before.months[at]?.joined ?? 0),
  ]);
  // All three are members today. One of them is new, and the others were members at the end of last month.
  expect(added.at(-1)).toEqual([3, 1]);
  expect(added.at(-2)?.[0]).toBe(2);
  expect(added.at(-5)?.[0]).toBe(1);
  expect(after.ending - before.ending).toBe(1);
});
