import { expect, test } from 'vitest';
import { appliedFilters } from './applied-filters.ts';
import { readContractorSearch } from './contractor-search.ts';

const today = '2027-01-31';
const labels = (search: object, found?: Parameters<typeof appliedFilters>[1]) =>
  appliedFilters(readContractorSearch({ ...search }), found, today).map(({ label }) => label);

test('each filter is put into words', () => {
  expect(
    labels({
      q: 'roof',
      near: '94607',
      miles: 5,
      bounds: '-122.4,37.7,-122.1,37.9',
      trades: ['C-10', 'D-99'],
      counties: ['Napa'],
      region: 'NORTH',
      standing: 'good',
      on: '2027-01-31',
      businessTypes: ['Sole Owner'],
      member: false,
    }),
  ).toEqual([
    '“roof”',
    'Within 5 miles of 94607',
    'In the map’s area',
    'C-10 Electrical',
    'D-99',
    'Napa County',
    'Northern California',
    'In good standing on January 31, 2027',
    'Sole owner',
    'Not NAMC members',
  ]);
});

test.each([
  ['good', '2027-01-31', 'In good standing on January 31, 2027'],
  ['good', '2027-02-01', 'Valid as filed on February 1, 2027'],
  ['pending', '2027-02-01', 'Clear, with a warning as filed on February 1, 2027'],
  ['not-good', '2027-02-01', 'Not in good standing as filed on February 1, 2027'],
  ['unknown', '2027-02-01', 'Unknown on February 1, 2027'],
  ['clear', '2027-02-01', 'Clear, even with a warning as filed on February 1, 2027'],
  ['good', undefined, 'In good standing'],
  ['clear', undefined, 'Clear, even with a warning'],
])('the standing %s on the day %s is “%s”', (standing, on, expected) => {
  expect(labels({ standing, on })).toEqual([expected]);
});

test('the location is named as the portal understood it', () => {
  const oakland = { place: { label: 'Oakland, CA' }, area: null, placeUnknown: false };
  expect(labels({ near: 'oakland', miles: 1 }, oakland)).toEqual(['Within 1 mile of Oakland, CA']);
  expect(labels({ near: '37.8,-122.3' }, oakland)).toEqual(['Within 20 miles of the chosen location']);
  for (const near of ['37.80,-122.27', '37.8044, -122.2711'])
    expect(labels({ near })).toEqual(['Within 20 miles of the chosen location']);
  expect(labels({ near: '37.80, -122.27' }, oakland)).toEqual(['Within 20 miles of the chosen location']);
  expect(labels({ near: 'marin' }, { place: null, area: 'Marin County', placeUnknown: false })).toEqual([
    'In Marin County',
  ]);
  expect(labels({ near: 'Atlantis' }, { place: null, area: null, placeUnknown: true })).toEqual([
    'Near “Atlantis” (not found)',
  ]);
});

test('a day without a standing can be taken away too', () => {
  const search = readContractorSearch({ q: 'zorb', on: '2020-01-01' });
  expect(appliedFilters(search).slice(1)).toEqual([
    { key: 'on', label: 'Standing as of January 1, 2020', without: { on: undefined } },
  ]);
});

test('quotation marks are never doubled', () => {
  expect(labels({ q: '"summit roofing"' })).toEqual(["“'summit roofing'”"]);
});

test('removing one trade leaves the others', () => {
  const search = readContractorSearch({ trades: ['C-10', 'B'] });
  expect(appliedFilters(search).map(({ without }) => without)).toEqual([
    { trades: ['B'] },
    { trades: ['C-10'] },
  ]);
});
