import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { endMemberships, followTiers, lapseMembership, renewMembership } from './commands/terms.ts';
import { getRenewal } from './queries/renewals.ts';
import { startTerms } from './terms.fixture.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const { californiaDays, memberEndingIn, start, statusOf, termsOf } = startTerms(portal);

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
