import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { startMembership } from './commands/terms.ts';
import { findOwnMembership } from './queries/standing.ts';
import { getMembershipFigures, listEndingMemberships } from './queries/terms.ts';
import { startTerms } from './terms.fixture.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const { californiaDays, memberEndingIn, start } = startTerms(portal);

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
