import { describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { prepareMail } from '../mail/prepare.ts';
import { makeLink } from '../sign-in/commands/links.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { endMemberships, lapseMembership, noticeMember } from './commands/terms.ts';
import { listMembersToLapse, listMembersToNotice } from './queries/to-tell.ts';
import { startTerms } from './terms.fixture.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const { californiaDays, memberEndingIn, start, termsOf, statusOf } = startTerms(portal);

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
