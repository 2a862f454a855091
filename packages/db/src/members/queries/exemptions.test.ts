import { beforeAll, expect, it } from 'vitest';
import { addSampleCompany } from '../../companies/factory.ts';
import { addContractors } from '../../contractors/factory.ts';
import { getLicense } from '../../contractors/queries/license.ts';
import type { Actor } from '../../database.ts';
import { addProject } from '../../projects/factory.ts';
import { listFits } from '../../projects/queries/fits.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addMember } from '../factory.ts';
import { listExemptions } from './exemptions.ts';

const portal = testDatabase();
const insured = "Workers' Compensation Insurance";

beforeAll(async () => {
  await addContractors(portal.owner, [
    { licenseNumber: '7500001', workersCompCoverageType: 'Exempt', classifications: ['B'] },
    { licenseNumber: '7500002', workersCompCoverageType: 'Exempt', classifications: ['B', 'C-39'] },
    { licenseNumber: '7500003', workersCompCoverageType: insured, classifications: ['C-39'] },
    {
      licenseNumber: '7500004',
      workersCompCoverageType: 'Exempt',
      classifications: ['B'],
      businessType: 'Joint Venture',
    },
  ]);
});

/** A member with a firm that has the license. */
async function owner(licenseNumber: string) {
  const userId = await addMember(portal.db);
  const companyId = await addSampleCompany(portal.db, userId);
  await portal.owner`update companies set license_number = ${licenseNumber} where id = ${companyId}`;
  return userId;
}

it('staff read which members’ firms are exempt, those whose exemption does not count first', async () => {
  for (const licenseNumber of ['7500001', '7500002', '7500003', '7500004']) await owner(licenseNumber);
  const staff: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['administrator'] }) };
  expect(await portal.db.read(staff, listExemptions)).toMatchObject([
    { licenseNumber: '7500002', isOver: true, firstName: 'Sample' },
    { licenseNumber: '7500001', endsOn: '2028-01-01', isOver: false },
  ]);
});

it('the page of a license names the end of its exemption, and a bid after it needs coverage', async () => {
  const endOf = async (licenseNumber: string) =>
    (await portal.db.read({ kind: 'visitor' }, (tx) => getLicense(tx, { licenseNumber }))).workersComp
      .exemptionEndsOn;
  expect(await endOf('7500001')).toBe('2028-01-01');
  expect(await endOf('7500003')).toBeNull();
  expect(await endOf('7500004')).toBeNull();
  const licenseNumber = '7500005';
  await addContractors(portal.owner, [
    { licenseNumber, workersCompCoverageType: 'Exempt', classifications: ['B'] },
  ]);
  const userId = await owner(licenseNumber);
  const poster = await addMember(portal.db);
  const isOverFor = async (deadline: string) => {
    const projectId = await addProject(portal.db, poster, { deadlineAt: new Date(deadline) });
    const [fit] = await portal.db.read({ kind: 'member', userId }, (tx) => listFits(tx, { projectId }));
    return [fit?.isExemptionOver, fit?.isExempt];
  };
  // Deadlines of the evening before, and of the first minute of 2028 in California.
  expect(await isOverFor('2028-01-01T07:59:00Z')).toEqual([false, true]);
  expect(await isOverFor('2028-01-01T08:00:00Z')).toEqual([true, false]);
});
