import { expect, it } from 'vitest';
import { licenseDifferences } from './license-differences.ts';

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
