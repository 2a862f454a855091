import { wordsOfChange } from '@namc/inputs/change-words';
import { describe, expect, it } from 'vitest';
import { addContractors } from '../contractors/factory.ts';
import { addMember } from '../members/factory.ts';
import { system } from '../tools/testing/sample.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { noteDueDates } from './commands/due-dates.ts';
import { member, startFollows, usual } from './license-files.fixture.ts';
import { listLicenseNotices } from './queries.ts';

const portal = testDatabase();
const { follow, heardBy, importFirms, lettersTo, tellEverybody } = startFollows(portal);

describe('an owner of a company with a license', () => {
  const own = async (userId: string, licenseNumber: string) => {
    await portal.owner`update companies set license_number = null where license_number = ${licenseNumber}`;
    const [company] = await portal.owner<{ id: string }[]>`
      insert into companies (name, license_number) values ('Example Own Firm', ${licenseNumber}) returning id`;
    if (!company) throw new Error('no company');
    await portal.owner`
      insert into company_people (company_id, user_id, role) values (${company.id}, ${userId}, 'OWNER')`;
    return company.id;
  };
  const toldOwn = async (userId: string): Promise<string[][]> => {
    const rows = await portal.owner<{ about: { firms: { changes: string[] }[] } }[]>`
      select about from mails join mail_contents on mail_id = mails.id
      where user_id = ${userId} and template = 'own-license' order by mails.id`;
    return rows.map(({ about }) => about.firms.flatMap(({ changes }) => changes));
  };
  const inDays = async (days: number) => {
    const [row] = await portal.owner<{ iso: string; filed: string }[]>`
      select day::text as iso, to_char(day, 'MM/DD/YYYY') as filed
      from (select (now() at time zone 'America/Los_Angeles')::date + ${days}::int as day) clock`;
    return row ?? { iso: '', filed: '' };
  };
  const morning = async () => {
    await portal.db.write(system, noteDueDates);
    await tellEverybody();
  };

  it('hears of a coming cancellation with the import, without following the license, and staff see who was told when', async () => {
    const firms = new Map(
      Array.from({ length: 12 }, (_, number) => [String(2_000_001 + number), { ...usual }]),
    );
    await importFirms(firms);
    const [owner, colleague, follower] = [
      await addMember(portal.db),
      await addMember(portal.db),
      await addMember(portal.db),
    ];
    const companyId = await own(owner, '2000001');
    await portal.owner`
      insert into company_people (company_id, user_id, role) values (${companyId}, ${colleague}, 'MEMBER')`;
    await follow(owner, '2000001');
    await follow(follower, '2000001');
    const { filed, iso } = await inDays(60);
    firms.set('2000001', { ...usual, bondCanceled: filed });
    await importFirms(firms);
    await tellEverybody();
    // The next mornings bring nothing new: the step of 90 days was told with the file.
    await morning();
    await morning();
    const words = wordsOfChange({ kind: 'bond_cancellation_set', before: null, after: iso }).sentence;
    expect(await toldOwn(owner)).toEqual([[words]]);
    expect(await lettersTo(owner)).toEqual([]);
    expect(await toldOwn(colleague)).toEqual([]);
    expect(await heardBy(follower)).toEqual([`2000001: ${words}`]);

    const staff = {
      kind: 'staff',
      userId: await addMember(portal.db, { roles: ['membership_manager'] }),
    } as const;
    const notices = await portal.db.read(staff, (tx) => listLicenseNotices(tx, { limit: 50 }));
    const told = notices.rows.filter(({ licenseNumber }) => licenseNumber === '2000001');
    expect(told.map(({ userId, kind, companyName }) => [userId, kind, companyName])).toEqual([
      [owner, 'own_day_ahead', 'Example Own Firm'],
      [owner, 'bond_cancellation_set', 'Example Own Firm'],
    ]);
    expect(told.every(({ toldAt }) => toldAt !== null)).toBe(true);
    // A member reads neither what others heard nor what they follow.
    const seen = await portal.db
      .read(member(follower), (tx) => listLicenseNotices(tx, { limit: 50 }))
      .catch((error: Error) => error.message);
    expect(seen).toBe('You may not do this.');
  });

  it('hears 90, 30 and 7 days before, once each, and nothing more once the day has moved away', async () => {
    const { iso } = await inDays(25);
    await addContractors(portal.owner, [
      { licenseNumber: '3000301', expirationDate: iso },
      { licenseNumber: '3000302', contractorBondCancellationDate: (await inDays(5)).iso },
      { licenseNumber: '3000303', expirationDate: (await inDays(91)).iso },
    ]);
    const owner = await addMember(portal.db);
    for (const licenseNumber of ['3000301', '3000302', '3000303']) await own(owner, licenseNumber);
    await morning();
    await morning();
    const steps = () => portal.owner<{ after: string }[]>`
      select after from followed_changes where user_id = ${owner} and kind = 'own_day_ahead' order by id`;
    expect((await steps()).map(({ after }) => after).sort()).toEqual([
      `contractor-bond-canceled ${(await inDays(5)).iso} 7`,
      `expiration ${iso} 30`,
    ]);
    expect(await toldOwn(owner)).toHaveLength(1);
    // The license is renewed, and another one comes within 90 days.
    await portal.owner`
      update california_contractors set expiration_date = ${(await inDays(700)).iso} where license_number = '3000301'`;
    await portal.owner`
      update california_contractors set expiration_date = ${(await inDays(90)).iso} where license_number = '3000303'`;
    await morning();
    expect((await steps()).map(({ after }) => after)).toContain(`expiration ${(await inDays(90)).iso} 90`);
    expect(await toldOwn(owner)).toHaveLength(2);
  });
});
