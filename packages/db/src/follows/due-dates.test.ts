import { describe, expect, it } from 'vitest';
import { addContractors } from '../contractors/factory.ts';
import { addMember } from '../members/factory.ts';
import { system } from '../tools/testing/sample.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { noteDueDates } from './commands/due-dates.ts';
import { startFollows } from './license-files.fixture.ts';

const portal = testDatabase();
const { follow, lettersTo, tellEverybody } = startFollows(portal);

describe('a person who follows a license', () => {
  it('hears of a license that ends within 30 days and of a cancellation on its day, each of them once', async () => {
    const day = async (ahead: number) => {
      const [row] = await portal.owner<{ day: string }[]>`
        select ((now() at time zone 'America/Los_Angeles')::date + ${ahead}::int)::text as day`;
      return row?.day ?? '';
    };
    await addContractors(portal.owner, [
      { licenseNumber: '3000001', expirationDate: await day(30), secondaryStatus: 'Pending Case/CIT' },
      { licenseNumber: '3000002', expirationDate: await day(31) },
      { licenseNumber: '3000003', contractorBondCancellationDate: await day(0) },
      { licenseNumber: '3000004', contractorBondCancellationDate: await day(1) },
      {
        licenseNumber: '3000005',
        contractorBondCancellationDate: await day(0),
        contractorBondEffectiveDate: await day(1),
      },
      { licenseNumber: '3000006', workersCompCancellationDate: await day(-2) },
      { licenseNumber: '3000007', expirationDate: await day(10), primaryStatus: 'Work Comp Susp' },
    ]);
    const person = await addMember(portal.db);
    for (let number = 1; number <= 7; number += 1) await follow(person, `300000${number}`);
    for (let times = 0; times < 2; times += 1) {
      await portal.db.write(system, noteDueDates);
      await tellEverybody();
    }
    const letters = await lettersTo(person);
    expect(letters).toHaveLength(1);
    expect(letters[0]?.firms.map(({ licenseNumber }) => licenseNumber).sort()).toEqual([
      '3000001',
      '3000003',
      '3000006',
    ]);
    // The note that is the warning of the headline, and the last day that is near.
    const ending = letters[0]?.firms.find(({ licenseNumber }) => licenseNumber === '3000001')?.standing;
    expect(ending).toContain('a disciplinary case or a citation pending');
    expect(ending).toMatch(/The license expires after .+, unless it is renewed\./);
  });

  it('hears of every day that the license’s page counts, when it comes, and of none that it does not count', async () => {
    const [row] = await portal.owner<{ today: string; before: string; ninetyBefore: string }[]>`
      select today::text, (today - 100)::text as before, (today - 90)::text as "ninetyBefore" from (select (now() at time zone 'America/Los_Angeles')::date as today) clock`;
    const { today = '', before = '', ninetyBefore = '' } = row ?? {};
    const usual = { lastUpdated: before, contractorBondEffectiveDate: before };
    const due = [
      { pendingSuspension: today },
      { workersCompSuspensionDate: today },
      { workersCompCancellationDate: today },
      { policyCancellationDate: today },
      { contractorBondCancellationDate: today },
      { workerBondCancellationDate: today, businessType: 'Limited Liability' },
      { disciplinaryBondCancellationDate: today },
      { qualifierBondCancellationDate: today },
      { inactivationDate: today },
      { pendingClassRemoval: today },
      { pendingClassReplacement: today },
      { qualifierLeavesOn: today },
      { qualifierLeavesOn: ninetyBefore },
      { inactivationDate: today, pendingSuspension: today },
      { primaryStatus: 'Liab Ins Susp', inactivationDate: today, qualifierLeavesOn: today },
      { policySuspensionDate: today },
      { classDepartures: [`B ${today}`, `C-10 ${ninetyBefore} 2099-01-01`] },
      { qualifierGapFrom: today, qualifierGapUntil: '2099-01-01' },
      { inactivationDate: before, reactivationDate: today },
      { primaryStatus: 'Liab Ins Susp', inactivationDate: before, reactivationDate: today },
      { issueDate: today },
      {
        barredMembers: [
          `1000001 ${today} 9999-12-31 suspended-inferred`,
          '1000002 0001-01-01 9999-12-31 suspended',
        ],
      },
      // The end of an older inactive time.
      { inactivationDate: '2099-01-01', reactivationDate: today },
      // The bond of a person who has left, an LLC's bond at a firm that is none, and a disciplinary bond that is no longer required.
      { qualifierBondCancellationDate: today, qualifierBondHolderLeavesOn: today },
      { workerBondCancellationDate: today, businessType: 'Corporation' },
      {
        disciplinaryBondCancellationDate: today,
        disciplinaryBondEffectiveDate: '2020-01-02',
        disciplinaryBondRequiredDate: '2024-01-02',
      },
    ].map((facts, number) => ({ ...usual, ...facts, licenseNumber: String(3_000_101 + number) }));
    await addContractors(portal.owner, due);
    const person = await addMember(portal.db);
    for (const { licenseNumber } of due) await follow(person, licenseNumber);
    for (let times = 0; times < 2; times += 1) await portal.db.write(system, noteDueDates);
    const noted = await portal.owner<{ license: string; kind: string; after: string }[]>`
      select license_number as license, kind, after from followed_changes where user_id = ${person} order by 1, kind::text`;
    expect(noted.map(({ license, kind }) => [Number(license) - 3_000_100, kind])).toEqual([
      [1, 'pending_suspension_due'],
      [2, 'workers_comp_suspension_due'],
      [3, 'workers_comp_cancellation_due'],
      [4, 'policy_cancellation_due'],
      [5, 'bond_cancellation_due'],
      [6, 'worker_bond_cancellation_due'],
      [7, 'disciplinary_bond_cancellation_due'],
      [8, 'qualifier_bond_cancellation_due'],
      [9, 'inactivation_due'],
      [10, 'pending_class_removal_due'],
      [11, 'pending_class_replacement_due'],
      [12, 'qualifier_departure_due'],
      [13, 'no_qualifier_due'],
      [14, 'inactivation_due'],
      [14, 'pending_suspension_due'],
      [15, 'inactivation_due'],
      [15, 'qualifier_departure_due'],
      [16, 'workers_comp_suspension_due'],
      [17, 'qualifier_class_departure_due'],
      [17, 'qualifier_class_due'],
      [18, 'qualifier_departure_due'],
      [19, 'reactivation_due'],
      [20, 'reactivation_due'],
      [21, 'issue_due'],
      [22, 'member_barred_due'],
    ]);
    expect(noted.slice(-7, -4).map(({ after }) => after)).toEqual([
      `B ${today}`,
      `C-10 ${today}`,
      `${today} 2099-01-01`,
    ]);
  });
});
