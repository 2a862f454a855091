import { expect, it } from 'vitest';
import { readMemberFilters, readTimelineFilter } from './filters.ts';

it('the address keeps known filters and drops the rest', () => {
  expect(readMemberFilters({ q: ' Ana ', status: 'LAPSED', role: 'support', order: 'name' })).toEqual({
    q: 'Ana',
    status: 'LAPSED',
    role: 'support',
    order: 'name',
  });
  expect(readMemberFilters({ status: 'GONE', role: 'Not a code', order: 'age', limit: '5' })).toEqual({
    q: '',
    order: 'newest',
  });
});

it('an unknown kind of the timeline shows all kinds', () => {
  expect([readTimelineFilter({ kind: 'mail' }), readTimelineFilter({ kind: 'all' })]).toEqual([
    { kind: 'mail' },
    { kind: undefined },
  ]);
});
