import { expect, it } from 'vitest';
import { contractorSearchDefaults } from './contractor-search.ts';
import { sortChoices } from './sort-words.ts';

const oakland = {
  label: 'Oakland, CA',
  latitude: 37.8,
  longitude: -122.27,
  kind: 'city' as const,
  county: null,
};
const labels = (
  search: Partial<typeof contractorSearchDefaults>,
  order: NonNullable<Parameters<typeof sortChoices>[1]>['order'],
) => {
  const place = search.near ? oakland : null;
  return sortChoices({ ...contractorSearchDefaults, ...search }, { order, place }).map(({ label }) => label);
};

it('each order says what it does', () => {
  expect(labels({ q: 'roofing' }, 'match')).toEqual(['Best match', 'By name, A to Z']);
  expect(labels({ q: 'roofing', near: 'Oakland' }, 'match')).toEqual([
    'Best match',
    'Nearest first',
    'By name, A to Z',
  ]);
  expect(labels({ trades: ['C-10'] }, 'precedence')).toEqual([
    'Members, then good standing, then oldest license',
    'By name, A to Z',
  ]);
  expect(labels({ q: '100' }, 'license')).toEqual(['By license number', 'By name, A to Z']);
});

it('no order is offered twice', () => {
  expect(labels({ near: 'Oakland' }, 'distance')).toEqual(['Nearest first', 'By name, A to Z']);
  expect(labels({ near: 'Oakland', sort: 'distance' }, 'distance')).toEqual([
    'Nearest first',
    'By name, A to Z',
  ]);
  expect(labels({ sort: 'distance', trades: ['C-10'] }, 'precedence')).toEqual([
    'Members, then good standing, then oldest license',
    'By name, A to Z',
  ]);
});

it('a search whose words were all understood as a trade is not called a match', () => {
  expect(labels({ q: 'electrician' }, 'precedence')[0]).toBe(
    'Members, then good standing, then oldest license',
  );
});
