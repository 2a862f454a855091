import { expect, it } from 'vitest';
import { readReplicaFilters } from './replica-filters.ts';

it.each([
  [{}, {}],
  [{ range: '1d' }, {}],
  [{ range: 'nonsense' }, {}],
  [{ range: '90d' }, { range: '90d' }],
])('the address %j is read as %j', (search, filters) => expect(readReplicaFilters(search)).toEqual(filters));
