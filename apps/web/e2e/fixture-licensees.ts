import type { addPeopleOfLicenses } from '@namc/db/contractors/factory';
import { harborLight, tuleFog, willowCreek } from './fixture-contractors.ts';

type People = Parameters<typeof addPeopleOfLicenses>[1];
type Policies = Parameters<typeof addPeopleOfLicenses>[2];

/** The date of the board's files of people and of policies that these invented rows come from. */
export const peopleDate = '2026-02-10';

const person = (
  licenseNumber: string,
  name: string,
  title: string,
  classes: string[],
  bond: Partial<People[number]> = {},
): People[number] => ({
  licenseNumber,
  lastUpdated: peopleDate,
  recordType: 'Class/Title',
  nameType: 'Principal',
  name,
  titles: classes.map(() => title),
  classes,
  classStatuses: classes.map(() => 'Y'),
  associatedDates: classes.map(() => '2020-05-01'),
  // The driver takes the array's nulls, which the type of the column does not name.
  disassociatedDates: [],
  ...bond,
});

/** The principal's name is for staff alone. */
export const principal = 'SAMPLE PAT Q';

export const people: People = [
  person(harborLight.licenseNumber, principal, 'Responsible Managing Employee', ['B', 'C10'], {
    suretyType: 'Qualifier',
    bondSurety: 'MODEL SURETY',
    bondNumber: 'QB-4711',
    bondAmountCents: 2_500_000,
    bondEffectiveDate: '2026-01-02',
  }),
  person(tuleFog.licenseNumber, 'SAMPLE KIM', 'Responsible Managing Officer', ['C36']),
  person(tuleFog.licenseNumber, 'SAMPLE LEE', 'Responsible Managing Employee', ['C20'], {
    suretyType: 'Qualifier',
    bondSurety: 'MODEL SURETY',
    bondNumber: 'QB-4712',
    bondEffectiveDate: '2020-01-02',
    bondCancellationDate: '2026-02-01',
  }),
  {
    ...person(willowCreek.licenseNumber, 'SAMPLE JV', 'Joint Venture', []),
    recordType: 'Joint Venture',
    nameType: 'Business',
    jointVentureLicenseType: 'Corporation',
    jointVentureLicenseNumber: harborLight.licenseNumber,
  },
  {
    ...person(willowCreek.licenseNumber, 'SAMPLE JV', 'Joint Venture', []),
    recordType: 'Joint Venture',
    nameType: 'Business',
    jointVentureLicenseType: 'Corporation',
    jointVentureLicenseNumber: '99',
  },
];

export const policies: Policies = [
  {
    licenseNumber: harborLight.licenseNumber,
    licenseType: 'C',
    lastUpdated: peopleDate,
    coverageType: "Workers' Compensation Insurance",
    insurer: 'EXAMPLE CASUALTY',
    policyNumber: 'WCC-4711',
    effectiveDate: '2026-01-02',
    expirationDate: '2099-01-02',
    cancellationDate: '2026-02-05',
  },
];
