import { expect, it } from 'vitest';
import { parseSearchParams, stringifySearchParams } from '../../lib/search-params.ts';
import type { Project } from '../projects/project-queries.ts';
import { addressOf, readCriteria, readPages } from './firm-search.ts';

const project = { latitude: 37.8, longitude: -122.2, skillsRequired: ['C-10', 'painting'] } as Project;
const nowhere = { ...project, latitude: null, longitude: null } as Project;
const first = { trades: ['C-10'], miles: 20, standing: 'good', member: false } as const;

it('begins with the project’s classes around its place, without an address for it', () => {
  expect(readCriteria({}, project)).toEqual(first);
  expect(addressOf({ ...first, trades: ['C-10'] }, project)).toEqual({});
  expect(readCriteria({}, nowhere)).not.toHaveProperty('miles');
});

it.each([
  { trades: ['C-10', 'C-36'], miles: 50, standing: 'clear', member: true, q: 'harbor' },
  { trades: [] },
  { trades: ['B'], miles: 100 },
] as const)('says %j in an address, and reads the same out of it', (criteria) => {
  const one = { ...criteria, trades: [...criteria.trades] };
  const address = parseSearchParams(
    stringifySearchParams(addressOf(one, project) as Record<string, unknown>),
  );
  expect(readCriteria(address, project)).toEqual(one);
});

it('never fails: what cannot be read begins as the project says', () => {
  const wrong = { trades: 'lamps', miles: 'far', standing: ['bad'], member: 'perhaps', q: ['a', 'b'] };
  expect(readCriteria(wrong, project)).toEqual(first);
  expect(['3', '0', 'x', '999', undefined].map((pages) => readPages({ pages }))).toEqual([3, 1, 1, 10, 1]);
});
