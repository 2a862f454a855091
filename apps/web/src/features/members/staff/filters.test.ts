import { expect, it } from 'vitest';
import { readMemberFilters, readTimelineFilter } from './filters.ts';

it('the address keeps known filters and drops the rest', () => {
  expect(readMemberFilters({ q: ' Ana ', status: 'LAPSED', role: 'support' })).toEqual({
    q: 'Ana',
    status: 'LAPSED',
    role: 'support',
  });
  expect(readMemberFilters({ status: 'GONE', role: 'Not a code', limit: '5' })).toEqual({ q: '' });
});

it('an unknown kind of the timeline shows all kinds', () => {
  expect([readTimelineFilter({ kind: 'mail' }), readTimelineFilter({ kind: 'all' })]).toEqual([
    { kind: 'mail' },
    { kind: undefined },
  ]);
});
