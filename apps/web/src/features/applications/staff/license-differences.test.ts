import { expect, it } from 'vitest';
import { licenseDifferences, listedWarnings } from './license-differences.ts';

const license = {
  name: 'Acme Electric Inc.',
  doingBusinessAs: [],
  filed: {
    businessName: 'ACME ELECTRIC INC',
    dbaName: null,
    fullBusinessName: 'ACME ELECTRIC & SONS INC',
    secondNameType: null,
    city: 'OAKLAND',
  },
  city: 'Oakland',
};

it('a different spelling of the same firm is not a difference', () => {
  for (const company of ['Acme Electric', 'ACME ELECTRIC, Inc.', 'Acme Electric and Sons, Inc.']) {
    expect(licenseDifferences({ company, city: 'Oakland' }, license)).toEqual([]);
  }
});

it('a different company and city are named, and missing values are ignored', () => {
  expect(licenseDifferences({ company: 'Bay Roofing', city: 'Fresno' }, license)).toEqual([
    'The company is “Bay Roofing” here and “Acme Electric Inc.” on the license.',
    'The city is “Fresno” here and “Oakland” on the license.',
  ]);
  expect(licenseDifferences({ company: null, city: null }, license)).toEqual([]);
  expect(
    licenseDifferences({ company: 'Acme Electric', city: 'Fresno' }, { ...license, city: null }),
  ).toEqual([]);
});

it('a list warns of a license that is not good, of differences, and of a number that no file held', () => {
  const applicant = { company: 'Acme Electric', city: 'Oakland', licenseNumber: '700' };
  const good = { tone: 'ok', short: 'In good standing', note: null } as const;
  expect(listedWarnings(applicant, { ...license, standing: good })).toEqual([]);
  const expired = { tone: 'bad', short: 'Expired', note: null } as const;
  expect(listedWarnings({ ...applicant, city: 'Fresno' }, { ...license, standing: expired })).toEqual([
    'The license’s standing: Expired.',
    'The city is “Fresno” here and “Oakland” on the license.',
  ]);
  expect(listedWarnings(applicant, null)).toEqual(['The license board’s file has no license 700.']);
  expect(listedWarnings({ ...applicant, licenseNumber: null }, null)).toEqual([]);
});
