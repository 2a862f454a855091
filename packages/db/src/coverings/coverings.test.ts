import { randomUUID } from 'node:crypto';
import { searchMembersInput } from '@namc/inputs/member-lists';
import { saveProjectInput } from '@namc/inputs/project-drafts';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { beginBid } from '../bids/commands/drafts.ts';
import { sayInterest } from '../bids/commands/interest.ts';
import { leaveCompany } from '../companies/commands.ts';
import { addColleague, addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { connect } from '../engine/connection.ts';
import { issueDuesInvoice } from '../invoices/commands/issue.ts';
import { addMember } from '../members/factory.ts';
import { searchMembers } from '../members/queries/staff.ts';
import { lapseMembership, noticeMember, startMembership } from '../memberships/commands/terms.ts';
import { findOwnMembership } from '../memberships/queries/standing.ts';
import { listMembersToLapse, listMembersToNotice } from '../memberships/queries/to-tell.ts';
import { createProject, saveProject } from '../projects/commands.ts';
import { addProject } from '../projects/factory.ts';
import { listFits } from '../projects/queries/fits.ts';
import { listOwnRules } from '../standing-rules/queries.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { beginCovering, endCovering } from './commands.ts';
import { listCoveringsToEnd, listPeopleToCover } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const origin = 'https://portal.example.org';
let staff: Actor;

const dayIn = async (days: number): Promise<string> => {
  const [row] =
    await portal.owner`select ((now() at time zone 'America/Los_Angeles')::date + ${days}::int)::text as day`;
  return row?.day;
};
const start = async (userId: string, first: number, last: number, tierCode: string) =>
  portal.db.write(system, async (tx) =>
    startMembership(tx, { userId, tierCode, startsOn: await dayIn(first), endsOn: await dayIn(last) }),
  );

/** The nightly job. */
async function keep(): Promise<void> {
  for (const userId of await portal.db.read(system, listPeopleToCover, { freshness: 'latest' }))
    await portal.db.write(system, (tx) => beginCovering(tx, { userId, origin }));
  for (const userId of await portal.db.read(system, listCoveringsToEnd, { freshness: 'latest' }))
    await portal.db.write(system, (tx) => endCovering(tx, { userId, origin }));
  for (const userId of await portal.db.read(system, listMembersToLapse, { freshness: 'latest' }))
    await portal.db.write(system, (tx) => lapseMembership(tx, { userId, origin }));
  for (const userId of await portal.db.read(system, listMembersToNotice, { freshness: 'latest' }))
    await portal.db.write(system, (tx) => noticeMember(tx, { userId, origin }));
}

const factsOf = async (userId: string) => {
  const [row] = await factsOfAll([userId]);
  return row;
};
const factsOfAll = (people: string[]) =>
  portal.db.read(
    system,
    async ({ sql }) => [
      ...(await sql<{ status: string; standing: string; letters: string[] }[]>`
    select status, membership_standing_of(id, (now() at time zone 'America/Los_Angeles')::date) as standing,
           array(select template from mails where user_id = users.id and (template like 'membership-%' or template like 'covering-%')
                 order by created_at, id) as letters
    from users where id = any (${people}::uuid[]) order by array_position(${people}::uuid[], id)`),
    ],
    { freshness: 'latest' },
  );
const mayBid = async (userId: string) =>
  (await portal.db.read({ kind: 'member', userId }, listOwnRules, { freshness: 'latest' })).find(
    ({ act }) => act === 'BID',
  )?.isAllowed;

/** A firm whose owner has a covering term through a day, and a colleague whose own term is over. */
async function firm({ last = 200, own = -60 }: { last?: number; own?: number } = {}) {
  const ownerId = await addMember(portal.db);
  const userId = await addMember(portal.db);
  await start(ownerId, -100, last, 'COVERING');
  await start(userId, own - 364, own, 'REGULAR');
  await portal.db.write(system, (tx) => lapseMembership(tx, { userId, origin }));
  const companyId = await addSampleCompany(portal.db, ownerId, `Firm ${randomUUID().slice(0, 8)}`);
  await addColleague(portal.db, { companyId, ownerId }, userId);
  return { ownerId, userId, companyId };
}

beforeAll(async () => {
  staff = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance', 'membership_manager'] }) };
  await portal.owner`
    insert into membership_tiers (code, name, description, member_type, annual_dues_cents, covers_people)
    values ('COVERING', 'Covering', 'For firms', 'CORPORATE', 100000, true)`;
});

describe('a term that covers the people of a company', () => {
  it('makes a lapsed colleague active at once, and the job tells of it once', async () => {
    const { userId, ownerId } = await firm();
    expect(await factsOf(userId)).toMatchObject({ status: 'LAPSED', standing: 'ACTIVE' });
    expect(await mayBid(userId)).toBe(true);
    await keep();
    await keep();
    expect(await factsOf(userId)).toEqual({
      status: 'ACTIVE',
      standing: 'ACTIVE',
      letters: ['membership-lapsed', 'membership-covered'],
    });
    const membership = await portal.db.read({ kind: 'member', userId }, findOwnMembership, {
      freshness: 'latest',
    });
    expect(membership).toMatchObject({ tierName: 'Covering', standing: 'ACTIVE', endsOn: await dayIn(200) });
    expect(membership?.coveredBy).toMatch(/^Firm /);
    // Staff see in the list of members by whom, and until when.
    const listed = await portal.db.read(
      staff,
      (tx) => searchMembers(tx, searchMembersInput.parse({ limit: 100 })),
      {
        freshness: 'latest',
      },
    );
    const facts = Object.fromEntries(
      listed.rows.map(({ id, coveredBy, coveredThrough }) => [id, [coveredBy, coveredThrough]]),
    );
    expect(facts[userId]).toEqual([membership?.coveredBy, await dayIn(200)]);
    expect(facts[ownerId]).toEqual([null, null]);
    // The owner stands on the term alone.
    expect((await factsOf(ownerId))?.letters).toEqual([]);
    expect(
      (await portal.db.read({ kind: 'member', userId: ownerId }, findOwnMembership, { freshness: 'latest' }))
        ?.coveredBy,
    ).toBeNull();
  });

  it('ends when the colleague leaves: nothing is allowed at once, and the job lapses the account with a letter', async () => {
    const { userId, companyId } = await firm();
    await keep();
    await portal.db.write({ kind: 'member', userId }, (tx) => leaveCompany(tx, { companyId }));
    expect(await mayBid(userId)).toBe(false);
    await keep();
    await keep();
    expect(await factsOf(userId)).toEqual({
      status: 'LAPSED',
      standing: 'LAPSED',
      letters: ['membership-lapsed', 'membership-covered', 'covering-ended'],
    });
  });

  it('ends after its grace, in which it covers on', async () => {
    const { userId, ownerId } = await firm({ last: 10 });
    await keep();
    await portal.owner`update memberships set starts_on = starts_on - 20, ends_on = ends_on - 20 where user_id = ${ownerId}`;
    expect(await factsOf(userId)).toMatchObject({ status: 'ACTIVE', standing: 'GRACE' });
    await portal.owner`update memberships set starts_on = starts_on - 30, ends_on = ends_on - 30 where user_id = ${ownerId}`;
    await keep();
    expect(await factsOf(userId)).toMatchObject({ status: 'LAPSED', standing: 'LAPSED' });
    expect((await factsOf(userId))?.letters.at(-1)).toBe('covering-ended');
  });

  it('gives nothing to the other firms of a covered colleague', async () => {
    const { userId, companyId } = await firm();
    const own = await addSampleCompany(portal.db, userId, 'A firm of the covered');
    const isListed = async () => {
      const sql = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
      const [row] = await sql`select is_listed from directory_firms where company_id = ${own}`.finally(() =>
        sql.end(),
      );
      return row?.is_listed;
    };
    expect(await isListed()).toBe(false);
    const as = { kind: 'member', userId } as const;
    const owner = await addMember(portal.db);
    const projectId = await addProject(portal.db, owner);
    const begin = (company: string) =>
      portal.db.write(as, (tx) => beginBid(tx, { projectId, companyId: company }));
    const refusal =
      /^A colleague’s membership covers you at Firm \w+ alone\. To bid on projects for another company/;
    await expect(begin(own)).rejects.toThrow(refusal);
    const interest = {
      projectId,
      companyId: own,
      stance: 'INTERESTED',
      bidsAs: 'PRIME',
      isShown: false,
    } as const;
    await expect(portal.db.write(as, (tx) => sayInterest(tx, interest))).rejects.toThrow(refusal);
    await expect(begin(companyId)).resolves.toBeDefined();
    const fits = await portal.db.read(as, (tx) => listFits(tx, { projectId }));
    expect(fits.map(({ id, isMemberThen }) => [id, isMemberThen]).sort()).toEqual(
      [
        [companyId, true],
        [own, false],
      ].sort(),
    );
    const draftId = await portal.db.write(as, (tx) => createProject(tx, { title: 'Shed' }));
    const posting = saveProjectInput.parse({
      projectId: draftId,
      version: 1,
      title: 'Shed',
      description: 'All of it.',
      category: 'COMMERCIAL',
      skills: ['C-39'],
      zipCode: '94601',
      timeZone: 'America/Los_Angeles',
      deadline: '2100-07-01T15:00',
      companyId: own,
    });
    await expect(portal.db.write(as, (tx) => saveProject(tx, posting))).rejects.toThrow(
      'To post projects for another company',
    );
    // They may become a member for it.
    await portal.db.write(staff, (tx) =>
      issueDuesInvoice(tx, { userId, tierCode: 'REGULAR', years: 1, portal: origin }),
    );
    await portal.db.write(as, (tx) => leaveCompany(tx, { companyId }));
    await start(userId, 0, 364, 'REGULAR');
    // The account is lapsed still; a renewal makes it active in its own transaction.
    await portal.owner`update users set status = 'ACTIVE' where id = ${userId}`;
    expect(await isListed()).toBe(true);
    await portal.owner`update memberships set status = 'CANCELLED' where user_id = ${userId} and starts_on = ${await dayIn(0)}`;
    expect(await isListed()).toBe(false);
  });

  it('leaves a colleague to the own term when it ends', async () => {
    const { userId, companyId } = await firm({ own: 20 });
    await keep();
    // Covered people get no notice about their own last day.
    expect(await factsOf(userId)).toMatchObject({ standing: 'ACTIVE', letters: ['membership-covered'] });
    await portal.db.write({ kind: 'member', userId }, (tx) => leaveCompany(tx, { companyId }));
    await keep();
    expect(await factsOf(userId)).toEqual({
      status: 'ACTIVE',
      standing: 'DUE_SOON',
      letters: ['membership-covered', 'covering-ended-own-term', 'membership-ending'],
    });
  });

  it('asks a covered colleague for no dues', async () => {
    const { userId } = await firm();
    await expect(
      portal.db.write(staff, (tx) =>
        issueDuesInvoice(tx, { userId, tierCode: 'REGULAR', years: 1, portal: origin }),
      ),
    ).rejects.toThrow('A colleague’s membership covers this one');
  });

  it('is a suspended owner’s no more, and no covered colleague covers another', async () => {
    const { userId, ownerId } = await firm();
    const third = await addMember(portal.db);
    await start(third, -500, -100, 'REGULAR');
    const other = await addSampleCompany(portal.db, userId, 'Another firm');
    await addColleague(portal.db, { companyId: other, ownerId: userId }, third);
    expect(await factsOf(third)).toMatchObject({ standing: 'LAPSED' });
    await keep();
    await portal.owner`delete from jobs.job where name = 'keep-memberships'`;
    await portal.owner`update users set status = 'SUSPENDED' where id = ${ownerId}`;
    expect(await factsOf(userId)).toMatchObject({ standing: 'LAPSED' });
    // The job comes at once, and tells of it.
    expect(await portal.owner`select from jobs.job where name = 'keep-memberships'`).toHaveLength(1);
    await keep();
    expect((await factsOf(userId))?.letters.at(-1)).toBe('covering-ended');
  });

  it('can’t be looked up about somebody else', async () => {
    const { userId, ownerId } = await firm();
    await portal.db.read({ kind: 'member', userId: ownerId }, async ({ sql }) => {
      const [row] =
        await sql`select covering_of(${userId}, current_date)::text as found, membership_standing_of(${userId}, current_date) as standing`;
      expect(row).toEqual({ found: '(,,,,)', standing: 'NONE' });
    });
  });
});

it('covers exactly those who belong to a firm with a covering term, in any history of terms, joins and leavings', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('join' as const), person: fc.nat(3), firm: fc.nat(1) }),
    fc.record({ kind: fc.constant('leave' as const), person: fc.nat(3), firm: fc.nat(1) }),
    fc.record({
      kind: fc.constant('term' as const),
      person: fc.nat(3),
      covers: fc.boolean(),
      days: fc.integer({ min: 5, max: 120 }),
    }),
    fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 70 }) }),
    fc.record({ kind: fc.constant('job' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const people = await Promise.all([0, 1, 2, 3].map(() => addMember(portal.db)));
      const firms = [randomUUID(), randomUUID()];
      for (const id of firms) await portal.owner`insert into companies (id, name) values (${id}, 'A firm')`;
      // The model counts days from today; each person's terms by first and last day.
      const inside = firms.map(() => new Set<number>());
      const terms = people.map(() => [] as { first: number; last: number; covers: boolean }[]);
      for (const one of steps) {
        if (one.kind === 'join' && !inside[one.firm]?.has(one.person)) {
          inside[one.firm]?.add(one.person);
          // Each is an owner, so that everybody may leave while somebody stays.
          await portal.owner`
            insert into company_people (company_id, user_id, role) values (${firms[one.firm] ?? ''}, ${people[one.person] ?? ''}, 'OWNER')`;
        } else if (
          one.kind === 'leave' &&
          inside[one.firm]?.has(one.person) &&
          (inside[one.firm]?.size ?? 0) > 1
        ) {
          inside[one.firm]?.delete(one.person);
          await portal.owner`
            delete from company_people where company_id = ${firms[one.firm] ?? ''} and user_id = ${people[one.person] ?? ''}`;
        } else if (one.kind === 'term') {
          const own = terms[one.person] ?? [];
          const first = Math.max(0, ...own.map(({ last }) => last + 1));
          own.push({ first, last: first + one.days, covers: one.covers });
          await start(people[one.person] ?? '', first, first + one.days, one.covers ? 'COVERING' : 'REGULAR');
          // A renewal makes a lapsed account active.
          await portal.owner`update users set status = 'ACTIVE' where id = ${people[one.person] ?? ''} and status = 'LAPSED'`;
        } else if (one.kind === 'days') {
          for (const own of terms)
            for (const term of own)
              Object.assign(term, { first: term.first - one.days, last: term.last - one.days });
          for (const userId of people)
            for (const { id } of await portal.owner<{ id: string }[]>`
              select id from memberships where user_id = ${userId} order by starts_on`)
              await portal.owner`update memberships set starts_on = starts_on - ${one.days}::int, ends_on = ends_on - ${one.days}::int where id = ${id}`;
        } else if (one.kind === 'job') await keep();

        const ownStanding = (person: number) => {
          const own = (terms[person] ?? []).filter(({ first }) => first <= 0);
          if (own.length === 0) return 'NONE';
          // The terms follow each other day on day.
          const begun = terms[person] ?? [];
          let last = Math.max(...own.map((term) => term.last));
          for (const term of begun) if (term.first === last + 1) last = term.last;
          return last < -30 ? 'LAPSED' : last < 0 ? 'GRACE' : last <= 90 ? 'DUE_SOON' : 'ACTIVE';
        };
        const all = await factsOfAll(people);
        for (const person of people.keys()) {
          const own = ownStanding(person);
          const colleagues = new Set(inside.flatMap((one) => (one.has(person) ? [...one] : [])));
          colleagues.delete(person);
          const given = [...colleagues].flatMap((other) =>
            (terms[other] ?? []).flatMap(({ first, last, covers }) => {
              if (!covers || first > 0) return [];
              if (last >= 0) return ['ACTIVE'];
              return last >= -30 && ownStanding(other) === 'GRACE' ? ['GRACE'] : [];
            }),
          );
          const expected =
            own !== 'ACTIVE' && given.includes('ACTIVE')
              ? 'ACTIVE'
              : ['NONE', 'LAPSED'].includes(own) && given.includes('GRACE')
                ? 'GRACE'
                : own;
          expect({ person, standing: all[person]?.standing }).toEqual({ person, standing: expected });
        }
      }
      // After the job, each status follows the standing. One who never had anything keeps the status.
      await keep();
      for (const userId of people) {
        const [row] = await portal.owner<{ open: number; overlaps: number; selves: number }[]>`
          select count(*) filter (where v.ends_on is null)::int as open,
                 count(*) filter (where v.covered_by = v.user_id)::int as selves,
                 (select count(*)::int from membership_coverings a join membership_coverings b on b.user_id = a.user_id and b.id > a.id
                    and daterange(a.starts_on, a.ends_on, '[)') && daterange(b.starts_on, b.ends_on, '[)')
                  where a.user_id = ${userId}) as overlaps
          from membership_coverings v where v.user_id = ${userId}`;
        expect(row?.open).toBeLessThanOrEqual(1);
        expect(row).toMatchObject({ selves: 0, overlaps: 0 });
        const facts = await factsOf(userId);
        if (facts?.standing === 'LAPSED') expect(facts.status).toBe('LAPSED');
        if (facts && ['ACTIVE', 'DUE_SOON', 'GRACE'].includes(facts.standing))
          expect(facts.status).toBe('ACTIVE');
      }
    }),
    { numRuns: 10 },
  );
});
