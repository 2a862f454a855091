import { createHash } from 'node:crypto';
import { describeCompanyInput, placeCompanyInput, sizeCompanyInput } from '@namc/inputs/companies';
import { describe, expect, it } from 'vitest';
import { closeAccount } from '../accounts/commands/close.ts';
import { exportOwnData } from '../accounts/queries.ts';
import { approveApplication } from '../applications/commands/decide.ts';
import { addApplication } from '../applications/factory.ts';
import { addContractors } from '../contractors/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { NotFound } from '../engine/errors.ts';
import { announceContent, beginFile, finishFile } from '../files/commands.ts';
import { getFile } from '../files/queries.ts';
import { addMember } from '../members/factory.ts';
import { system } from '../tools/testing/sample.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import {
  acceptCompanyInvitation,
  addCompanyPicture,
  askAboutCompany,
  changeCompanyRole,
  confirmCompany,
  declineCompanyInvitation,
  describeCompany,
  leaveCompany,
  placeCompany,
  removeCompanyPerson,
  removeCompanyPicture,
  setCompanyLogo,
  sizeCompany,
  transferCompany,
  withdrawCompanyInvitation,
} from './commands.ts';
import { addColleague, addSampleCompany, invite } from './factory.ts';
import {
  findCompanyInvitation,
  isOwnerToAsk,
  listCompaniesToAsk,
  listCompanyInvitations,
  listCompanyPeople,
  listCompanyPictures,
  listOwnCompanies,
  listOwnCompanyInvitations,
} from './queries.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const as = <Result>(userId: string, run: Parameters<typeof portal.db.write<Result>>[1]): Promise<Result> =>
  portal.db.write(member(userId), run);
const companiesOf = (userId: string) => portal.db.read(member(userId), listOwnCompanies);
const rolesIn = async (companyId: string, userId: string) =>
  (await portal.db.read(member(userId), (tx) => listCompanyPeople(tx, { companyId }))).map(
    ({ role }) => role,
  );
const profileOf = async (userId: string) => {
  const [row] = await portal.owner<{ company: string | null; license: string | null }[]>`
    select name as company, license_number as license from shown_firms where user_id = ${userId}`;
  return row;
};
const addressOf = (userId: string) => `${userId}@example.org`;

/** A company with an owner and, where asked for, a second owner or other colleagues. */
async function companyWith(...roles: ('OWNER' | 'BILLING' | 'MEMBER')[]) {
  const ownerId = await addMember(portal.db);
  const companyId = await addSampleCompany(portal.db, ownerId);
  const colleagues: string[] = [];
  for (const role of roles) {
    const userId = await addMember(portal.db);
    await addColleague(portal.db, { companyId, ownerId }, userId, role);
    colleagues.push(userId);
  }
  return { companyId, ownerId, colleagues };
}

describe('the facts of a company', () => {
  it('are an owner’s to change, and the database says what is missing', async () => {
    const { companyId, ownerId, colleagues } = await companyWith('MEMBER');
    const [colleague = ''] = colleagues;
    const [before] = await companiesOf(ownerId);
    expect(before?.missing).toEqual([
      'story',
      'phone',
      'place',
      'service_area',
      'crew_size',
      'bonding',
      'languages',
    ]);
    const words = describeCompanyInput.parse({
      companyId,
      name: 'Ridge Builders',
      phone: '(510) 555-0142',
      website: 'ridge.example.org',
      languages: ['Spanish'],
    });
    await as(ownerId, (tx) => describeCompany(tx, words));
    const place = placeCompanyInput.parse({
      companyId,
      city: 'Oakland',
      addressShown: 'NONE',
      serviceCounties: ['Alameda'],
    });
    await as(ownerId, (tx) => placeCompany(tx, place));
    const size = sizeCompanyInput.parse({ companyId, crewSize: '4', bondingSingle: '$500,000' });
    await as(ownerId, (tx) => sizeCompany(tx, size));
    expect((await companiesOf(colleague))[0]).toMatchObject({
      name: 'Ridge Builders',
      website: 'https://ridge.example.org',
      addressShown: 'NONE',
      bondingSingleCents: 50_000_000,
      ownRole: 'MEMBER',
      missing: ['story'],
    });
    await expect(as(colleague, (tx) => describeCompany(tx, words))).rejects.toThrow('Only an owner');
    const stranger = await addMember(portal.db);
    await expect(as(stranger, (tx) => describeCompany(tx, words))).rejects.toMatchObject({
      code: 'not_found',
    });
    // One name, wherever it is read.
    for (const userId of [ownerId, colleague]) {
      expect((await profileOf(userId))?.company).toBe('Ridge Builders');
    }
  });
});

describe('the yearly check', () => {
  it('asks the owners once a year, until one of them looks the facts over or changes them', async () => {
    const owner = await addMember(portal.db);
    const colleague = await addMember(portal.db);
    const companyId = await addSampleCompany(portal.db, owner);
    await addColleague(portal.db, { companyId, ownerId: owner }, colleague);
    const run = async () => {
      for (const id of await portal.db.read(system, listCompaniesToAsk))
        await portal.db.write(system, (tx) =>
          askAboutCompany(tx, { companyId: id, origin: 'https://portal.example.org' }),
        );
    };
    const asked = async () =>
      (
        await portal.owner<{ user_id: string }[]>`
          select user_id from mails where template = 'company-check' order by id`
      ).map(({ user_id }) => user_id);
    const pass = (time: string) => portal.owner`
      update companies set created_at = created_at - ${time}::interval, asked_at = asked_at - ${time}::interval
      where id = ${companyId}`;
    const isDue = async () =>
      (await portal.db.read({ kind: 'member', userId: owner }, listOwnCompanies, { freshness: 'latest' }))[0]
        ?.isCheckDue;

    await pass('364 days');
    await run();
    expect([await asked(), await isDue()]).toEqual([[], false]);
    await pass('2 days');
    await run();
    await run();
    expect([await asked(), await isDue()]).toEqual([[owner], true]);
    expect(
      await portal.db.read(system, (tx) => isOwnerToAsk(tx, { userId: owner, companyId }), {
        freshness: 'latest',
      }),
    ).toBe(true);

    // A colleague can't say it for the owner, and nobody can name another time than now.
    await expect(
      portal.db.write({ kind: 'member', userId: colleague }, (tx) => confirmCompany(tx, { companyId })),
    ).rejects.toThrow('Only an owner of the company can do this.');
    await expect(
      portal.db.write({ kind: 'member', userId: owner }, async (tx) => {
        await tx.sql`update companies set checked_at = now() where id = ${companyId}`;
      }),
    ).rejects.toThrow('You may not do this.');
    await portal.db.write({ kind: 'member', userId: owner }, (tx) => confirmCompany(tx, { companyId }));
    expect(await isDue()).toBe(false);
    expect(
      await portal.db.read(system, (tx) => isOwnerToAsk(tx, { userId: owner, companyId }), {
        freshness: 'latest',
      }),
    ).toBe(false);
  });
});

describe('an invitation', () => {
  it('is accepted by the account with its address alone, however the address was written, and once', async () => {
    const { companyId, ownerId } = await companyWith();
    const [ana, bob] = [await addMember(portal.db), await addMember(portal.db)];
    await invite(portal.db, { companyId, ownerId }, addressOf(ana), 'BILLING');
    const [offer] = await portal.db.read(member(ana), listOwnCompanyInvitations);
    const invitationId = offer?.invitationId ?? '';
    expect(offer).toMatchObject({
      companyName: 'Sample Builders',
      role: 'BILLING',
      invitedBy: 'Sample Person',
    });
    expect(await portal.db.read(member(bob), listOwnCompanyInvitations)).toEqual([]);
    expect(await portal.db.read(member(bob), (tx) => findCompanyInvitation(tx, { invitationId }))).toEqual({
      state: 'other_address',
      email: addressOf(ana),
    });
    const accept = (userId: string) => as(userId, (tx) => acceptCompanyInvitation(tx, { invitationId }));
    await expect(accept(bob)).rejects.toThrow(`This invitation is for ${addressOf(ana)}.`);
    expect(await companiesOf(bob)).toEqual([]);
    // A double click.
    const outcomes = await Promise.allSettled([accept(ana), accept(ana)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await rolesIn(companyId, ana)).toEqual(['OWNER', 'BILLING']);
    await as(ana, (tx) => leaveCompany(tx, { companyId }));
    await expect(accept(ana)).rejects.toThrow('accepted this invitation already');
  });

  it('ends by itself, can be taken back or declined, and waits for the approval of an applicant', async () => {
    const { companyId, ownerId } = await companyWith();
    const by = { companyId, ownerId };
    const ana = await addMember(portal.db);
    const offers = (userId: string) => portal.db.read(member(userId), listOwnCompanyInvitations);
    await invite(portal.db, by, addressOf(ana));
    const [first] = await offers(ana);
    const invitationId = first?.invitationId ?? '';
    await portal.owner`update company_invitations set expires_at = now() where id = ${invitationId}`;
    await expect(as(ana, (tx) => acceptCompanyInvitation(tx, { invitationId }))).rejects.toThrow('expired');
    expect(await offers(ana)).toEqual([]);
    // Inviting again renews the same one.
    await invite(portal.db, by, addressOf(ana));
    expect((await offers(ana)).map((one) => one.invitationId)).toEqual([invitationId]);
    await as(ana, (tx) => declineCompanyInvitation(tx, { invitationId }));
    expect(await portal.db.read(member(ownerId), (tx) => listCompanyInvitations(tx, { companyId }))).toEqual(
      [],
    );
    await invite(portal.db, by, addressOf(ana));
    const [third] = await offers(ana);
    await as(ownerId, (tx) => withdrawCompanyInvitation(tx, { invitationId: third?.invitationId ?? '' }));
    await expect(
      as(ana, (tx) => acceptCompanyInvitation(tx, { invitationId: third?.invitationId ?? '' })),
    ).rejects.toMatchObject({ code: 'not_found' });
    const applicant = await addMember(portal.db, { status: 'PENDING' });
    await invite(portal.db, by, addressOf(applicant));
    const [waiting] = await offers(applicant);
    await expect(
      as(applicant, (tx) => acceptCompanyInvitation(tx, { invitationId: waiting?.invitationId ?? '' })),
    ).rejects.toThrow('once your membership is approved');
  });

  it('comes from an owner, never to a colleague, and tells nothing of who has an account', async () => {
    const { companyId, ownerId, colleagues } = await companyWith('BILLING');
    const [colleague = ''] = colleagues;
    await expect(invite(portal.db, { companyId, ownerId: colleague }, 'new@example.org')).rejects.toThrow(
      'Only an owner',
    );
    await expect(invite(portal.db, { companyId, ownerId }, addressOf(colleague))).rejects.toThrow(
      'in the company already',
    );
    const known = await addMember(portal.db);
    await invite(portal.db, { companyId, ownerId }, 'unknown@example.org');
    await invite(portal.db, { companyId, ownerId }, addressOf(known));
    const letters = await portal.owner`
      select about - 'invitationId' as about from mails join mail_contents on mail_id = id
      where recipient in ('unknown@example.org', ${addressOf(known)}) and template = 'company-invitation'`;
    expect(letters).toHaveLength(2);
    expect(letters[0]).toEqual(letters[1]);
    for (let at = 0; at < 18; at += 1) {
      await invite(portal.db, { companyId, ownerId }, `guest-${at}@example.org`);
    }
    await expect(invite(portal.db, { companyId, ownerId }, 'one.more@example.org')).rejects.toThrow(
      'up to 20 open invitations',
    );
  });
});

describe('a company always has an owner', () => {
  it('whatever its last owner tries, until somebody else is one', async () => {
    const { companyId, ownerId, colleagues } = await companyWith('MEMBER');
    const [colleague = ''] = colleagues;
    const refused = 'A company always has an owner. Make somebody else an owner first.';
    await expect(as(ownerId, (tx) => leaveCompany(tx, { companyId }))).rejects.toThrow(refused);
    const demote = { companyId, userId: ownerId, role: 'MEMBER' } as const;
    await expect(as(ownerId, (tx) => changeCompanyRole(tx, demote))).rejects.toThrow(refused);
    await expect(
      as(ownerId, (tx) => removeCompanyPerson(tx, { companyId, userId: ownerId })),
    ).rejects.toThrow(refused);
    await expect(
      portal.db.write({ kind: 'system', name: 'test' }, (tx) => closeAccount(tx, { userId: ownerId })),
    ).rejects.toThrow(refused);
    await as(ownerId, (tx) => transferCompany(tx, { companyId, userId: colleague }));
    expect(await rolesIn(companyId, colleague)).toEqual(['MEMBER', 'OWNER']);
    await expect(as(ownerId, (tx) => changeCompanyRole(tx, demote))).rejects.toThrow('Only an owner');
    await as(ownerId, (tx) => leaveCompany(tx, { companyId }));
    expect(await profileOf(ownerId)).toBeUndefined();
  });

  it('also when two owners leave, or demote each other, at the same moment', async () => {
    for (const act of ['leave', 'demote'] as const) {
      const { companyId, ownerId, colleagues } = await companyWith('OWNER');
      const [other = ''] = colleagues;
      const acts = (
        [
          [ownerId, other],
          [other, ownerId],
        ] as const
      ).map(([self, rival]) =>
        as(self, (tx) =>
          act === 'leave'
            ? leaveCompany(tx, { companyId })
            : changeCompanyRole(tx, { companyId, userId: rival, role: 'MEMBER' }),
        ),
      );
      const outcomes = await Promise.allSettled(acts);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const owners = await portal.owner`
        select from company_people where company_id = ${companyId} and role = 'OWNER'`;
      expect(owners).toHaveLength(1);
    }
  });
});

describe('the license of a company', () => {
  it('comes with the approved application, belongs to one company, and stands beside each of its people', async () => {
    await addContractors(portal.owner, [
      { licenseNumber: '800', businessName: 'RIDGE ELECTRIC' },
      { licenseNumber: '801', businessName: 'HARBOR ELECTRIC' },
    ]);
    const staff: Actor = {
      kind: 'staff',
      userId: await addMember(portal.db, { roles: ['membership_manager'] }),
    };
    const approve = (id: string) =>
      portal.db.write(staff, (tx) =>
        approveApplication(tx, { id, reason: '', portal: 'https://portal.example.org' }),
      );
    const one = await addApplication(portal.db, { licenseNumber: '800', company: 'Ridge' });
    const two = await addApplication(portal.db, { licenseNumber: '800', firstName: 'Fay' });
    await approve(one.id);
    const [company] = await companiesOf(one.userId);
    expect(company).toMatchObject({ name: 'Ridge', licenseNumber: '800', ownRole: 'OWNER' });
    await expect(approve(two.id)).rejects.toThrow(
      'The license that Fay Person names belongs to another member.',
    );
    const companyId = company?.id ?? '';
    const colleague = await addMember(portal.db);
    await addColleague(portal.db, { companyId, ownerId: one.userId }, colleague);
    expect(await profileOf(colleague)).toEqual({ company: 'Ridge', license: '800' });
    await as(one.userId, (tx) => transferCompany(tx, { companyId, userId: colleague }));
    expect(await profileOf(one.userId)).toEqual({ company: 'Ridge', license: '800' });
    const [marked] = await portal.owner`
      select is_namc_member from california_contractors where license_number = '800'`;
    expect(marked?.is_namc_member).toBe(true);
    // A member with a license and no company name has the name on the license.
    const harbor = await addMember(portal.db, { licenseNumber: '801' });
    expect((await companiesOf(harbor))[0]).toMatchObject({ name: 'HARBOR ELECTRIC', licenseNumber: '801' });
  });
});

it('the export names the companies, and closing the account leaves them to colleagues or takes them along', async () => {
  const shared = await companyWith('OWNER');
  const alone = await addSampleCompany(portal.db, shared.ownerId, 'Second Builders');
  await invite(portal.db, { companyId: alone, ownerId: shared.ownerId }, 'left@example.org');
  const exported = await portal.db.read(member(shared.ownerId), exportOwnData);
  expect(exported.companies).toMatchObject([{ name: 'Sample Builders' }, { name: 'Second Builders' }]);
  await portal.db.write({ kind: 'system', name: 'test' }, (tx) =>
    closeAccount(tx, { userId: shared.ownerId }),
  );
  const left = await portal.owner`
    select id from companies where id in (${shared.companyId}, ${alone})`;
  expect(left.map(({ id }) => id)).toEqual([shared.companyId]);
  expect(await profileOf(shared.ownerId)).toBeUndefined();
});

describe('the logo and the pictures of a company', () => {
  const uploaded = async (userId: string, kind: 'COMPANY_LOGO' | 'COMPANY_PICTURE', text: string) => {
    const content = {
      sha256: createHash('sha256').update(text).digest('hex'),
      bytes: text.length,
      contentType: 'image/png',
    };
    const fileId = await as(userId, (tx) =>
      beginFile(tx, testKeys, { kind, name: 'x.png', bytes: text.length }),
    );
    await portal.db.write(system, async (tx) => {
      const contentId = await announceContent(tx, content);
      await finishFile(tx, { fileId, contentId, ...content });
    });
    return fileId;
  };
  const seenBy = async (reader: Actor, companyId: string) =>
    (
      await portal.db.read(reader, (tx) => listCompanyPictures(tx, { companyId }), { freshness: 'latest' })
    ).map(({ id }) => id);

  it('are the owner’s to change, and are seen by those who find the company in the directory', async () => {
    const { companyId, ownerId, colleagues } = await companyWith('MEMBER');
    const [colleague = ''] = colleagues;
    const other = await addMember(portal.db);
    const logo = await uploaded(ownerId, 'COMPANY_LOGO', 'logo');
    const picture = await uploaded(ownerId, 'COMPANY_PICTURE', 'picture');
    await as(ownerId, (tx) => setCompanyLogo(tx, { companyId, fileId: logo }));
    await as(ownerId, (tx) => addCompanyPicture(tx, { companyId, fileId: picture }));
    const visitor: Actor = { kind: 'visitor' };
    for (const reader of [member(ownerId), member(colleague), member(other), visitor])
      expect(await seenBy(reader, companyId)).toEqual([logo, picture]);
    expect((await portal.db.read(visitor, (tx) => getFile(tx, { fileId: logo }))).contentType).toBe(
      'image/png',
    );

    // A colleague and a stranger change nothing.
    for (const userId of [colleague, other]) {
      const own = await uploaded(userId, 'COMPANY_PICTURE', `of ${userId}`);
      await expect(as(userId, (tx) => addCompanyPicture(tx, { companyId, fileId: own }))).rejects.toThrow(
        'You may not put a file there.',
      );
      await expect(
        as(userId, (tx) => removeCompanyPicture(tx, { companyId, fileId: picture })),
      ).rejects.toThrow(NotFound);
    }

    // Members alone find it, then nobody does.
    await portal.owner`update companies set directory_audience = 'MEMBERS' where id = ${companyId}`;
    expect(await seenBy(visitor, companyId)).toEqual([]);
    await expect(portal.db.read(visitor, (tx) => getFile(tx, { fileId: logo }))).rejects.toThrow(NotFound);
    expect(await seenBy(member(other), companyId)).toEqual([logo, picture]);
    await portal.owner`update companies set directory_audience = 'NOBODY' where id = ${companyId}`;
    expect(await seenBy(member(other), companyId)).toEqual([]);
    expect(await seenBy(member(ownerId), companyId)).toEqual([logo, picture]);

    // A new logo takes the place of the old one.
    const next = await uploaded(ownerId, 'COMPANY_LOGO', 'next');
    await as(ownerId, (tx) => setCompanyLogo(tx, { companyId, fileId: next }));
    await as(ownerId, (tx) => removeCompanyPicture(tx, { companyId, fileId: picture }));
    expect(await seenBy(member(ownerId), companyId)).toEqual([next]);
    await portal.owner`delete from companies where id = ${companyId}`;
    expect(await portal.owner`select id from files where owner_id = ${companyId}`).toEqual([]);
  });

  it('are twelve at most, also when two arrive at once', async () => {
    const { companyId, ownerId } = await companyWith();
    const files = await Promise.all(
      Array.from({ length: 14 }, (_, at) => uploaded(ownerId, 'COMPANY_PICTURE', `picture ${at}`)),
    );
    for (const fileId of files.slice(0, 11))
      await as(ownerId, (tx) => addCompanyPicture(tx, { companyId, fileId }));
    const results = await Promise.allSettled(
      files.slice(11).map((fileId) => as(ownerId, (tx) => addCompanyPicture(tx, { companyId, fileId }))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await seenBy(member(ownerId), companyId)).toHaveLength(12);
  });
});
