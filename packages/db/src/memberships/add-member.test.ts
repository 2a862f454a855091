import { addMemberInput } from '@namc/inputs/memberships';
import { beforeAll, describe, expect, it } from 'vitest';
import { confirmEmail } from '../accounts/commands/confirm-email.ts';
import { addApplication } from '../applications/factory.ts';
import { listAdminActions } from '../audit/queries.ts';
import { addContractors } from '../contractors/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { prepareMail } from '../mail/prepare.ts';
import { addMember } from '../members/factory.ts';
import { makeLink } from '../sign-in/commands/links.ts';
import { requestPasswordReset } from '../sign-in/commands/password.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { addMemberByHand, welcomeMember } from './commands/new-members.ts';
import { noticeMember } from './commands/terms.ts';
import { listMembersToLapse, listMembersToNotice } from './queries/to-tell.ts';

const testing = testDatabase();
const portal = 'https://portal.example.org';
const system: Actor = { kind: 'system', name: 'test' };
let staff: Actor;
let count = 0;

const day = async (offset: number): Promise<string> => {
  const [row] = await testing.owner<{ day: string }[]>`
    select ((now() at time zone 'America/Los_Angeles')::date + ${offset}::int)::text as day`;
  return row?.day ?? '';
};
const newcomer = async (more: object = {}) => {
  count += 1;
  return {
    email: `newcomer-${count}@example.org`,
    firstName: 'Nora',
    lastName: 'Newcomer',
    tierCode: 'REGULAR',
    startsOn: await day(-30),
    endsOn: await day(200),
    ...more,
  };
};
const outcomeOf = (draft: object, by: Actor = staff) =>
  testing.db.write(by, (tx) => addMemberByHand(tx, { ...addMemberInput.parse(draft), portal }));
async function add(draft: object, by: Actor = staff): Promise<string> {
  const added = await outcomeOf(draft, by);
  if (added.outcome !== 'added') throw new TypeError('A company has this name.');
  return added.userId;
}
const accountOf = async (userId: string) =>
  (
    await testing.owner`
      select u.status, f.name as company, f.license_number, u.email_verified_at, m.status as term, m.basis, m.basis_note as note,
             (select count(*)::int from user_credentials c where c.user_id = u.id) as passwords,
             (select count(*)::int from company_people p where p.user_id = u.id) as companies,
             (select array_agg(template order by template) from mails where user_id = u.id) as letters
      from users u join memberships m on m.user_id = u.id left join shown_firms f on f.user_id = u.id where u.id = ${userId}`
  )[0];

beforeAll(async () => {
  await addContractors(testing.owner, [
    { licenseNumber: '801', businessName: 'NEWCOMER ELECTRIC' },
    { licenseNumber: '802', businessName: 'TAKEN ELECTRIC' },
    { licenseNumber: '803', businessName: 'FREE CONCRETE' },
  ]);
  await addMember(testing.db, { licenseNumber: '802' });
  staff = { kind: 'staff', userId: await addMember(testing.db, { roles: ['membership_manager'] }) };
});

describe('a member whom staff add', () => {
  it('is active without a password or a letter, with the company, the license and the term', async () => {
    const userId = await add(await newcomer({ company: 'Newcomer Electric', licenseNumber: '801' }));
    expect(await accountOf(userId)).toEqual({
      status: 'ACTIVE',
      company: 'Newcomer Electric',
      license_number: '801',
      email_verified_at: null,
      term: 'ACTIVE',
      basis: 'DUES',
      note: null,
      passwords: 0,
      companies: 1,
      letters: null,
    });
    const trail = await testing.db.read(system, (tx) => listAdminActions(tx, { limit: 5 }));
    expect(trail.rows[0]).toMatchObject({ action: 'memberships.add', targetUserId: userId });
  });

  it('of a company that is here joins it, or brings along another one of the name, as staff say', async () => {
    const owner = await add(await newcomer({ company: 'Twin Pines Concrete' }));
    const draft = await newcomer({ company: 'twin pines CONCRETE ' });
    const asked = await outcomeOf(draft);
    expect(asked).toMatchObject({
      outcome: 'named',
      companies: [{ name: 'Twin Pines Concrete', people: 1 }],
    });
    const companyId = asked.outcome === 'named' ? asked.companies[0]?.id : undefined;
    const rolesOf = (userId: string) => testing.owner`
      select role, company_id = ${companyId ?? null} as "isSame" from company_people where user_id = ${userId}`;
    expect(await rolesOf(owner)).toEqual([{ role: 'OWNER', isSame: true }]);
    // A license belongs to one company, and this one has none.
    await expect(outcomeOf({ ...draft, companyId, licenseNumber: '803' })).rejects.toThrow(
      'Leave the license number out',
    );
    expect(await rolesOf(await add({ ...draft, companyId }))).toEqual([{ role: 'MEMBER', isSame: true }]);
    const other = await add(await newcomer({ company: 'Twin Pines Concrete', isAnotherCompany: true }));
    expect(await rolesOf(other)).toEqual([{ role: 'OWNER', isSame: false }]);
    // The database refuses what a page forgets to ask.
    await expect(
      testing.db.write(
        staff,
        ({ sql }) => sql`
          select add_member('forgot@example.org', 'A', 'B', 'Twin Pines Concrete', null, null, 'REGULAR', current_date - 9,
            current_date + 9, 'DUES', null, null, false)`,
      ),
    ).rejects.toThrow('There is a company of this name already.');
  });

  it('gets a link to choose a password when staff ask for it, and again by “forgot password”', async () => {
    const draft = await newcomer({ sendsWelcome: true });
    const userId = await add(draft);
    const [mail] = await testing.owner`select id from mails where user_id = ${userId}`;
    const letter = await testing.db.write(system, (tx) => prepareMail(tx, { mailId: mail?.id, makeLink }));
    const token = /confirm#([\w-]{43})/.exec(letter?.text ?? '')?.[1] ?? '';
    expect(letter?.text).toContain(`${portal}/confirm#`);
    await testing.db.write(system, (tx) => requestPasswordReset(tx, { email: draft.email, portal }));
    expect((await accountOf(userId))?.letters).toEqual(['member-added', 'member-added']);
    await testing.db.write(system, (tx) =>
      confirmEmail(tx, { token, passwordHash: '$argon2id$one', portal }),
    );
    expect(await accountOf(userId)).toMatchObject({ status: 'ACTIVE', passwords: 1 });
    await expect(testing.db.write(staff, (tx) => welcomeMember(tx, { userId, portal }))).rejects.toThrow(
      'has chosen a password already',
    );
  });

  it('gets the link later too, without another account', async () => {
    const userId = await add(await newcomer());
    await testing.db.write(staff, (tx) => welcomeMember(tx, { userId, portal }));
    expect((await accountOf(userId))?.letters).toEqual(['member-added']);
  });

  it('whose grace is over is lapsed at once and hears nothing of it', async () => {
    const userId = await add(await newcomer({ startsOn: await day(-400), endsOn: await day(-31) }));
    expect(await accountOf(userId)).toMatchObject({ status: 'LAPSED', term: 'ENDED', letters: null });
    expect(await testing.db.read(system, listMembersToLapse, { freshness: 'latest' })).not.toContain(userId);
  });

  it('hears of the last day only after confirming the address', async () => {
    const userId = await add(await newcomer({ endsOn: await day(5) }));
    expect(await testing.db.read(system, listMembersToNotice, { freshness: 'latest' })).toContain(userId);
    await testing.db.write(system, (tx) => noticeMember(tx, { userId, origin: portal }));
    const [mail] = await testing.owner`select id from mails where user_id = ${userId}`;
    expect(
      await testing.db.write(system, (tx) => prepareMail(tx, { mailId: mail?.id, makeLink })),
    ).toBeUndefined();
  });

  it('has a term without dues with its reason, and never one without', async () => {
    const userId = await add(await newcomer({ basis: 'HONORARY', note: 'Founded the chapter.' }));
    expect(await accountOf(userId)).toMatchObject({ basis: 'HONORARY', note: 'Founded the chapter.' });
    const bare = await newcomer({ basis: 'COMPLIMENTARY' });
    expect(() => addMemberInput.parse(bare)).toThrow('must name the reason');
    await expect(
      testing.owner`update memberships set basis_note = null where user_id = ${userId}`,
    ).rejects.toThrow('memberships_basis_explained');
  });

  it('for whole years has a term by the rule of every other one', async () => {
    const userId = await add(await newcomer({ startsOn: '2024-02-29', endsOn: undefined, years: 3 }));
    const [term] = await testing.owner`select ends_on::text from memberships where user_id = ${userId}`;
    expect(term?.ends_on).toBe('2027-02-28');
  });

  it.each([
    [{ licenseNumber: '802' }, 'licenseNumber: belongs to another member'],
    [{ licenseNumber: '899' }, 'licenseNumber: isn’t in the license board’s file'],
    [{ tierCode: 'GOLD' }, 'tierCode: is not a membership tier'],
    [{ startsOn: '2099-01-01', endsOn: '2099-12-31' }, 'startsOn: can’t be in the future'],
    [{ endsOn: '2099-12-31' }, 'endsOn: is more than six years away'],
  ])('with %j is refused, and nothing is left', async (more, words) => {
    const draft = await newcomer(more);
    await expect(add(draft)).rejects.toThrow(words);
    expect(await testing.owner`select from users where email = ${draft.email}`).toHaveLength(0);
  });

  it('is refused by the address of a member, of an open application and of a suspended account', async () => {
    const draft = await newcomer();
    await add(draft);
    await expect(add({ ...draft, email: draft.email.toUpperCase() })).rejects.toThrow(
      'email: belongs to a member already',
    );
    const { userId } = await addApplication(testing.db);
    const [applicant] = await testing.owner`select email from users where id = ${userId}`;
    await expect(add({ ...draft, email: applicant?.email })).rejects.toThrow('isn’t decided yet');
    const suspended = await addMember(testing.db, { status: 'SUSPENDED' });
    await expect(add({ ...draft, email: `${suspended}@example.org` })).rejects.toThrow('a suspended account');
  });

  it('is added once by two who add at once', async () => {
    const draft = await newcomer();
    const outcomes = await Promise.allSettled([add(draft), add(draft)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await testing.owner`select from users where email = ${draft.email}`).toHaveLength(1);
  });

  it('is added by nobody without the permission, not even by calling the function', async () => {
    const support: Actor = { kind: 'staff', userId: await addMember(testing.db, { roles: ['support'] }) };
    await expect(add(await newcomer(), support)).rejects.toThrow();
    await expect(
      testing.db.write(
        support,
        ({ sql }) => sql`
        select add_member('x@example.org', 'X', 'Y', null, null, null, 'REGULAR', '2026-01-01', '2026-12-31', 'DUES', null, null, false)`,
      ),
    ).rejects.toThrow();
    // The older form asks nothing about the company, so nobody may call it.
    await expect(
      testing.db.write(
        staff,
        ({ sql }) => sql`
        select add_member('x@example.org', 'X', 'Y', null, null, null, 'REGULAR', '2026-01-01', '2026-12-31', 'DUES', null)`,
      ),
    ).rejects.toThrow('You may not do this.');
  });
});
