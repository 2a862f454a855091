import {
  type ContractorFacet,
  contractorFacets,
  contractorFilters,
  countFacetsInput,
} from '@namc/inputs/contractors';
import { beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { visitor } from '../../engine/actors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors, type ContractorSample } from '../factory.ts';
import { countContractors } from './count.ts';
import { countFacets } from './facets.ts';

const portal = testDatabase();
type Typed = z.input<typeof contractorFilters>;

const facetsOf = (typed: Typed, facets: ContractorFacet[] = [...contractorFacets]) =>
  portal.db.read(visitor, (tx) => countFacets(tx, countFacetsInput.parse({ ...typed, facets })));
const count = (typed: Typed) =>
  portal.db.read(visitor, (tx) => countContractors(tx, contractorFilters.parse(typed)));

const trades = [
  ['C-10'],
  ['C-10', 'B'],
  ['C-49'],
  ['D-49'],
  ['C-49', 'D-49'],
  ['D-12'],
  ['C-61', 'D-12'],
  ['C-28', 'D-8', 'ASB'],
  ['B', 'ASB', 'HAZ'],
];
const counties = ['Alameda', 'Marin', 'Los Angeles', null];
const types = ['Corporation', 'Sole Owner', null];

const firms: ContractorSample[] = Array.from({ length: 360 }, (_, number) => ({
  licenseNumber: String(200_000 + number),
  businessName: number % 2 ? 'ACME ELECTRIC' : 'BAY TREE WORKS',
  classifications: trades[number % trades.length] as string[],
  county: counties[number % 4] as string | null,
  region: number % 4 === 2 ? 'SOUTH' : 'NORTH',
  businessType: types[number % 3] as string | null,
  primaryStatus: number % 5 === 0 ? 'Work Comp Susp' : 'CLEAR',
  secondaryStatus: number % 7 === 0 ? 'Pending Case/CIT' : null,
  isNamcMember: number % 7 === 0,
  goneAt: number % 11 === 0 ? new Date('2026-05-01T12:00:00Z') : null,
}));

beforeAll(async () => {
  await addContractors(portal.owner, firms);
});

/** The same search with one more choice. */
function choosing(typed: Typed, facet: ContractorFacet, value: string): Typed {
  switch (facet) {
    case 'classifications':
      return typed.match === 'all'
        ? { ...typed, trades: [...(typed.trades ?? []), value] }
        : { ...typed, trades: [value] };
    case 'certifications':
      return { ...typed, certifications: [...(typed.certifications ?? []), value as never] };
    case 'counties':
      return { ...typed, counties: [value as never] };
    case 'regions':
      return { ...typed, region: value as never };
    case 'businessTypes':
      return { ...typed, businessTypes: [value] };
    case 'standing':
      return { ...typed, standing: value as never };
    case 'membership':
      return { ...typed, member: value === 'member' };
  }
}

it.each([
  ['words', { q: 'acme' }],
  ['a trade', { trades: ['C-10'] }],
  ['one of several trades', { trades: ['C-10', 'C-49'] }],
  ['every one of several trades', { trades: ['C-10', 'B'], match: 'all' }],
  ['a retired code', { trades: ['D-49'], match: 'all' }],
  ['a certification', { certifications: ['ASB'] }],
  ['a county', { counties: ['Alameda'] }],
  ['a place', { near: 'Oakland', miles: 5 }],
  ['a county that the place names', { near: 'Marin County' }],
  [
    'everything at once',
    {
      q: 'acme',
      trades: ['C-49'],
      counties: ['Alameda', 'Marin'],
      region: 'NORTH',
      standing: 'good',
      member: false,
      businessTypes: ['Corporation'],
    },
  ],
] satisfies [string, Typed][])(
  'with %s each number is what choosing the value gives',
  async (_what, typed) => {
    const { facets } = await facetsOf(typed);
    let compared = 0;
    for (const facet of contractorFacets) {
      for (const { value, count: said, capped } of facets[facet] ?? []) {
        const given = await count(choosing(typed, facet, value));
        expect({ facet, value, said, capped }).toEqual({
          facet,
          value,
          said: given.count,
          capped: given.capped,
        });
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(5);
  },
);

it('licenses that are clear are those in good standing and those with a warning', async () => {
  const { facets } = await facetsOf({ q: 'acme' }, ['standing']);
  const of = (value: string) => facets.standing?.find((one) => one.value === value)?.count ?? 0;
  expect(of('pending')).toBeGreaterThan(0);
  expect(of('clear')).toBe(of('good') + of('pending'));
});

it('a value that is left out would find nobody', async () => {
  const { facets } = await facetsOf({ q: 'acme' });
  expect(facets.classifications?.map(({ value }) => value)).not.toContain('C-7');
  expect((await count({ q: 'acme', trades: ['C-7'] })).count).toBe(0);
});

it('a rare value among more than a thousand is exact, and a common one says that there are more', async () => {
  await addContractors(
    portal.owner,
    Array.from({ length: 1_300 }, (_, number) => ({
      licenseNumber: String(700_000 + number),
      businessName: 'COMMON NAME',
      classifications: number < 1_200 ? ['C-8'] : ['C-9'],
      county: number === 1_250 ? 'Alpine' : 'Fresno',
    })),
  );
  const { facets, cap } = await facetsOf({ q: 'common' }, ['classifications', 'counties']);
  expect(cap).toBe(1_000);
  expect(facets).toEqual({
    classifications: [
      { value: 'C-8', count: 1_000, capped: true },
      { value: 'C-9', count: 100, capped: false },
    ],
    counties: [
      { value: 'Fresno', count: 1_000, capped: true },
      { value: 'Alpine', count: 1, capped: false },
    ],
  });
});
