import { expect, it } from 'vitest';
import { readTimelineFilter } from './filters.ts';

it('an unknown kind of the timeline shows all kinds', () => {
  expect([readTimelineFilter({ kind: 'mail' }), readTimelineFilter({ kind: 'all' })]).toEqual([
    { kind: 'mail' },
    { kind: undefined },
  ]);
});
