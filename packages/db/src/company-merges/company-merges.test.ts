import { beforeAll, describe, expect, it } from 'vitest';
import { addBid } from '../bids/factory.ts';
import { addSampleCertification } from '../certifications/factory.ts';
import {
  acceptCompanyInvitation,
  addCompanyPicture,
  leaveCompany,
  setCompanyLogo,
} from '../companies/commands.ts';
import { addColleague, addSampleCompany, invite } from '../companies/factory.ts';
import { listOwnCompanies } from '../companies/queries.ts';
import { addContractors } from '../contractors/factory.ts';
import { getFirm } from '../directory/queries/firm.ts';
import type { Actor } from '../engine/actors.ts';
import { uploadSample } from '../files/factory.ts';
import { addMember } from '../members/factory.ts';
import { searchMembers } from '../members/queries/staff.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { mergeCompanies } from './commands.ts';
import { findCompanyToday, getCompanyMerge } from './queries.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
let staffId = '';
beforeAll(async () => {
  staffId = await addMember(portal.db, { roles: ['membership_manager'] });
});
const staff = (): Actor => ({ kind: 'staff', userId: staffId });

interface Firm {
  companyId: string;
  ownerId: string;
  name: string;
}
let made = 0;
async function addFirm(): Promise<Firm> {
  made += 1;
  const name = `Firm number ${made}`;
  const ownerId = await addMember(portal.db);
  return { companyId: await addSampleCompany(portal.db, ownerId, name), ownerId, name };
}
const twoFirms = async () => [await addFirm(), await addFirm()] as const;
const merge = (kept: Firm, gone: Firm, typedName = gone.name, actor = staff()) =>
  portal.db.write(actor, (tx) =>
    mergeCompanies(tx, {
      companyId: kept.companyId,
      duplicateId: gone.companyId,
      typedName,
      reason: 'Registered twice.',
      portal: 'https://portal.example.org',
    }),
  );
const change = (firm: Firm, facts: Record<string, string | number | string[] | null>) =>
  portal.owner`update companies set ${portal.owner(facts)} where id = ${firm.companyId}`;
const rowOf = async ({ companyId }: Firm) => {
  const [row] = await portal.owner`select * from companies where id = ${companyId}`;
  return row;
};
const peopleOf = async ({ companyId }: Firm) =>
  Object.fromEntries(
    (
      await portal.owner<{ user: string; role: string }[]>`
        select user_id as user, role from company_people where company_id = ${companyId}`
    ).map(({ user, role }) => [user, role]),
  );

/** The columns that refer to a company, and the rule of the merge for each. */
const rules: Record<string, string> = {
  'addendum_acknowledgements.company_id': 'Moves. An addendum that a firm acknowledged stays acknowledged.',
  'bid_drafts.company_id': 'Moves. Of two drafts for one project the survivor’s stays.',
  'bid_exceptions.company_id': 'Moves. The later end counts.',
  'certifications.company_id': 'Moves. Of two with one kind and number, one becomes an earlier one.',
  'company_invitations.company_id':
    'Moves. An address that is invited twice, or is in the company, is not invited twice.',
  'company_merges.survivor_id': 'Moves, so that an older address leads to the last survivor.',
  'company_people.company_id': 'Moves. Somebody who is in both has one row, with the stronger role.',
  'membership_coverings.company_id': 'Moves, as history.',
  'project_applications.company_id': 'Moves, sealed or opened.',
  'project_interests.company_id': 'Moves. Of two interests in one project the survivor’s stays.',
  'projects.company_id': 'Moves. A project with bids keeps its terms, and its firm has another name.',
  'wanted_certifications.company_id': 'Moves. A kind that both need is needed once.',
};

it('every column that refers to a company has a rule, and the merge may follow it', async () => {
  const references = await portal.owner<{ name: string; isGranted: boolean }[]>`
    select t.relname || '.' || a.attname as name,
           has_column_privilege('definer_role', t.oid, a.attnum, 'update') as "isGranted"
    from pg_constraint r join pg_class t on t.oid = r.conrelid
    join pg_attribute a on a.attrelid = t.oid and a.attnum = any (r.conkey)
    where r.contype = 'f' and r.confrelid = 'companies'::regclass and r.conparentid = 0 order by 1`;
  // A column with the rule “simply moves” needs GRANT UPDATE for the definer role, a line above, and nothing else.
  expect(references).toEqual(Object.keys(rules).map((name) => ({ name, isGranted: true })));
});

it('staff see how many rows of each table move, also those that policies hide from them', async () => {
  const [kept, gone] = await twoFirms();
  await invite(portal.db, gone, `soon-${made}@example.org`);
  const projectId = await addProject(portal.db, gone.ownerId);
  await portal.owner`update projects set company_id = ${gone.companyId} where id = ${projectId}`;
  const pair = { companyId: kept.companyId, duplicateId: gone.companyId };
  const { moving } = await portal.db.read(staff(), (tx) => getCompanyMerge(tx, pair), {
    freshness: 'latest',
  });
  expect(moving).toEqual([
    { ofTable: 'company_invitations', rows: 1 },
    { ofTable: 'company_people', rows: 1 },
    { ofTable: 'projects', rows: 1 },
  ]);
  await merge(kept, gone);
  const [moved] = await portal.owner`select company_id from projects where id = ${projectId}`;
  expect(moved?.company_id).toBe(kept.companyId);
  const reader: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['support'] }) };
  const asReader = portal.db.read(
    reader,
    ({ sql }) => sql`select * from count_rows_of_company(${kept.companyId})`,
  );
  expect([...(await asReader)]).toEqual([]);
});

const leftAt = async (gone: Firm) => {
  const left: string[] = [];
  for (const name of Object.keys(rules)) {
    const [table = '', column = ''] = name.split('.');
    const rows = await portal.owner`
      select from ${portal.owner(table)} where ${portal.owner(column)} = ${gone.companyId}`;
    if (rows.length > 0) left.push(name);
  }
  const ofFiles = await portal.owner`select from files where owner_id = ${gone.companyId}`;
  return ofFiles.length > 0 ? [...left, 'files.owner_id'] : left;
};

it('nothing that belonged to the duplicate is lost, and its address leads to the survivor', async () => {
  const [kept, gone] = await twoFirms();
  const [both, clerk] = [await addMember(portal.db), await addMember(portal.db)];
  await addColleague(portal.db, kept, both, 'MEMBER');
  await addColleague(portal.db, gone, both, 'OWNER');
  await addColleague(portal.db, gone, clerk, 'BILLING');
  for (const address of ['new', 'twice']) await invite(portal.db, gone, `${address}-${made}@example.org`);
  await invite(portal.db, kept, `twice-${made}@example.org`);
  const certificationId = await addSampleCertification(portal.db, gone, { number: '42' });
  await portal.owner`insert into wanted_certifications (company_id, kind) values
    (${kept.companyId}, 'DBE'), (${gone.companyId}, 'DBE'), (${gone.companyId}, 'SB')`;
  const pictures: string[] = [];
  for (const firm of [kept, gone]) {
    const actor = member(firm.ownerId);
    const logo = await uploadSample(portal.db, actor, { kind: 'COMPANY_LOGO', text: `logo ${firm.name}` });
    await portal.db.write(actor, (tx) => setCompanyLogo(tx, { companyId: firm.companyId, fileId: logo }));
    const picture = await uploadSample(portal.db, actor, {
      kind: 'COMPANY_PICTURE',
      text: `work ${firm.name}`,
    });
    await portal.db.write(actor, (tx) =>
      addCompanyPicture(tx, { companyId: firm.companyId, fileId: picture }),
    );
    pictures.push(logo, picture);
  }
  await change(kept, { phone: '+15105550101', crew_size: 4, languages: ['Spanish'] });
  await change(gone, {
    story: 'We pour slabs.',
    phone: '+15105550102',
    city: 'Oakland',
    languages: ['Korean'],
    service_counties: ['Alameda'],
  });
  // A project with a bid, and a bid whose deadline has passed.
  const projectId = await addProject(portal.db, gone.ownerId);
  const bidId = await addBid(portal.db, await addProject(portal.db, kept.ownerId), gone.ownerId);
  await addBid(portal.db, projectId, kept.ownerId);
  await portal.owner`update projects set company_id = ${gone.companyId} where id = ${projectId}`;
  await portal.owner`update project_applications set company_id = ${gone.companyId} where id = ${bidId}`;
  const seen = await portal.db.read(staff(), (tx) =>
    getCompanyMerge(tx, { companyId: kept.companyId, duplicateId: gone.companyId }),
  );
  const before = await rowOf(gone);
  await merge(kept, gone);

  expect(await rowOf(gone)).toBeUndefined();
  expect(await leftAt(gone)).toEqual([]);
  expect(await peopleOf(kept)).toEqual({
    [kept.ownerId]: 'OWNER',
    [gone.ownerId]: 'OWNER',
    [both]: 'OWNER',
    [clerk]: 'BILLING',
  });
  expect(await rowOf(kept)).toMatchObject({
    name: kept.name,
    story: 'We pour slabs.',
    phone: '+15105550101',
    city: 'Oakland',
    crew_size: 4,
    languages: ['Korean', 'Spanish'],
    service_counties: ['Alameda'],
  });
  const files = await portal.owner<{ id: string; kind: string }[]>`
    select id, kind from files where owner_id = ${kept.companyId}`;
  expect(files.map(({ id }) => id).sort()).toEqual(pictures.sort());
  expect(files.filter(({ kind }) => kind === 'COMPANY_LOGO')).toHaveLength(1);
  const invited = await portal.owner<{ email: string }[]>`
    select email from company_invitations where company_id = ${kept.companyId} and accepted_at is null order by email`;
  expect(invited.map(({ email }) => email.replace(/-\d+@.*/, ''))).toEqual(['new', 'twice']);
  const [held] = await portal.owner`select company_id from certifications where id = ${certificationId}`;
  expect(held).toEqual({ company_id: kept.companyId });

  // The page showed the very company that there is now.
  expect(seen.merged).toMatchObject({ story: 'We pour slabs.', phone: '+15105550101', city: 'Oakland' });
  expect(Object.fromEntries(seen.people.map(({ id, mergedRole }) => [id, mergedRole]))).toEqual(
    await peopleOf(kept),
  );
  const firm = await portal.db.read(member(clerk), (tx) => getFirm(tx, { companyId: gone.companyId }), {
    freshness: 'latest',
  });
  expect(firm.id).toBe(kept.companyId);
  const [noted] = await portal.owner`select * from company_merges where duplicate_id = ${gone.companyId}`;
  expect(noted).toMatchObject({ duplicate_name: gone.name, merged_by: staffId, reason: 'Registered twice.' });
  expect(noted?.duplicate).toMatchObject({ phone: before?.phone, story: before?.story });
  const acts = await portal.owner`
    select details from admin_actions where action = 'companies.merge' and target_id = ${kept.companyId}`;
  expect(acts.map(({ details }) => details)).toEqual([
    { company: kept.name, duplicate: gone.name, duplicateId: gone.companyId },
  ]);
  const letters = await portal.owner<{ user: string }[]>`
    select m.user_id as user from mails m join mail_contents c on c.mail_id = m.id
    where template = 'companies-merged' and c.about ->> 'companyId' = ${kept.companyId}`;
  const wanted = await portal.owner<{ kind: string }[]>`
    select kind from wanted_certifications where company_id = ${kept.companyId} order by kind`;
  expect(wanted.map(({ kind }) => kind)).toEqual(['DBE', 'SB']);
  expect(letters.map(({ user }) => user).sort()).toEqual([kept.ownerId, gone.ownerId, both, clerk].sort());
});

it('a license moves with its company, which shows beside the people of both', async () => {
  const [kept, gone] = await twoFirms();
  const licenseNumber = '730001';
  await addContractors(portal.owner, [{ licenseNumber }]);
  await change(gone, { license_number: licenseNumber });
  await merge(kept, gone);
  expect(await rowOf(kept)).toMatchObject({ license_number: licenseNumber });
  const { rows } = await portal.db.read(staff(), (tx) =>
    searchMembers(tx, { q: licenseNumber, order: 'name', limit: 5 }),
  );
  expect(rows.map(({ id, company }) => [id, company]).sort()).toEqual(
    [kept.ownerId, gone.ownerId].sort().map((id) => [id, kept.name]),
  );
});

describe('two companies stay apart', () => {
  it('when each has a license, and nothing of them changes', async () => {
    const [kept, gone] = await twoFirms();
    await addContractors(portal.owner, [{ licenseNumber: '730002' }, { licenseNumber: '730003' }]);
    await change(kept, { license_number: '730002' });
    await change(gone, { license_number: '730003' });
    const before = [await rowOf(kept), await rowOf(gone)];
    await expect(merge(kept, gone)).rejects.toThrow('a license of its own');
    expect([await rowOf(kept), await rowOf(gone)]).toEqual(before);
  });

  it('for their own people among the staff, for a wrong name, for itself, and for staff who only read', async () => {
    const [kept, gone] = await twoFirms();
    await addColleague(portal.db, gone, staffId);
    await expect(merge(kept, gone)).rejects.toThrow('Somebody else');
    await portal.db.write(member(staffId), (tx) => leaveCompany(tx, gone));
    await expect(merge(kept, gone, 'Another name')).rejects.toThrow('Type the name');
    await expect(merge(kept, kept)).rejects.toThrow('A company can’t be merged into itself.');
    const itself = { companyId: kept.companyId, duplicateId: kept.companyId };
    await expect(portal.db.read(staff(), (tx) => getCompanyMerge(tx, itself))).rejects.toThrow('into itself');
    const reader: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['support'] }) };
    await expect(merge(kept, gone, gone.name, reader)).rejects.toThrow();
    expect(await rowOf(gone)).toBeDefined();
    await merge(kept, gone);
  });
});

it('what one of the two hid stays hidden', async () => {
  const [kept, gone] = await twoFirms();
  await change(gone, {
    phone: '+15105550103',
    phone_audience: 'NOBODY',
    street: '1 Quiet Way',
    city: 'Oakland',
    address_shown: 'NONE',
    directory_audience: 'MEMBERS',
  });
  await merge(kept, gone);
  expect(await rowOf(kept)).toMatchObject({
    phone: '+15105550103',
    phone_audience: 'NOBODY',
    address_shown: 'NONE',
    directory_audience: 'MEMBERS',
    checked_at: null,
  });
});

it('of one certificate in both wallets the one that is good for longer is current, and no version is lost', async () => {
  const [kept, gone] = await twoFirms();
  const add = (firm: Firm, expiresOn: string, replacesId?: string) =>
    addSampleCertification(portal.db, firm, { kind: 'SB', number: '9', expiresOn, replacesId });
  const old = await add(kept, '2026-12-31');
  const current = await add(kept, '2029-12-31', old);
  const twin = await add(gone, '2028-12-31');
  await merge(kept, gone);
  const rows = await portal.owner<{ id: string; next: string | null }[]>`
    select id, replacement_id as next from certifications where company_id = ${kept.companyId}`;
  expect(Object.fromEntries(rows.map(({ id, next }) => [id, next]))).toEqual({
    [twin]: old,
    [old]: current,
    [current]: null,
  });
});

it('of two merges of the same two companies in both directions one happens', async () => {
  for (let round = 0; round < 3; round += 1) {
    const [one, other] = await twoFirms();
    const outcomes = await Promise.allSettled([merge(one, other), merge(other, one)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(lost.reason).toMatchObject({
      code: 'refused',
      message: 'One of the two companies isn’t here anymore. It may have been merged already.',
    });
    const left = [await rowOf(one), await rowOf(other)].filter(Boolean);
    expect(left).toHaveLength(1);
  }
});

it('an invitation that is accepted during a merge leads into the company that stays', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [kept, gone] = await twoFirms();
    const guest = await addMember(portal.db);
    await invite(portal.db, gone, `${guest}@example.org`);
    const [invitation] = await portal.owner<{ id: string }[]>`
      select id from company_invitations where company_id = ${gone.companyId}`;
    const invitationId = invitation?.id ?? '';
    await Promise.all([
      merge(kept, gone),
      portal.db.write(member(guest), (tx) => acceptCompanyInvitation(tx, { invitationId })),
    ]);
    expect(Object.keys(await peopleOf(kept))).toContain(guest);
    const own = await portal.db.read(member(guest), listOwnCompanies, { freshness: 'latest' });
    expect(own.map(({ id }) => id)).toEqual([kept.companyId]);
    expect(await leftAt(gone)).toEqual([]);
  }
});

it('the address of a company that was merged twice leads to the last one, and the last owner stays one', async () => {
  const [first, second] = await twoFirms();
  const third = await addFirm();
  await merge(second, first);
  await merge(third, second);
  const today = await portal.db.read(member(first.ownerId), (tx) =>
    findCompanyToday(tx, { companyId: first.companyId }),
  );
  expect(today).toBe(third.companyId);
  expect(await leftAt(second)).toEqual([]);
  for (const ownerId of [first.ownerId, second.ownerId])
    await portal.db.write(member(ownerId), (tx) => leaveCompany(tx, third));
  await expect(portal.db.write(member(third.ownerId), (tx) => leaveCompany(tx, third))).rejects.toThrow(
    'always has an owner',
  );
});
