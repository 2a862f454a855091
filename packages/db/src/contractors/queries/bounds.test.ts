import { type Bounds, writeBounds } from '@namc/inputs/bounds';
import {
  contractorFacets,
  contractorFilters,
  countFacetsInput,
  mapContractorsInput,
  type SearchContractorsInput,
  searchContractorsInput,
} from '@namc/inputs/contractors';
import { beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { visitor } from '../../engine/actors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors, type ContractorSample } from '../factory.ts';
import { countContractors } from './count.ts';
import { exportContractors } from './export.ts';
import { countFacets } from './facets.ts';
import { mapContractors } from './map.ts';
import { listMatches } from './matches.ts';
import { searchContractors } from './search.ts';

const portal = testDatabase();
type Typed = z.input<typeof searchContractorsInput>;

// A fixed series of pseudo-random numbers, the same in every run.
let seed = 11;
function random(): number {
  seed = (seed * 16_807) % 2_147_483_647;
  return seed / 2_147_483_647;
}
const between = (least: number, most: number) => Number((least + random() * (most - least)).toFixed(4));

/** Firms all over California and next to it, some far away, and some that nobody can place. */
const firms = Array.from({ length: 600 }, (_, number) => ({
  licenseNumber: String(300_000 + number),
  businessName: number % 3 ? `ALDER ELECTRIC ${number}` : `BIRCH PAINTING ${number}`,
  classifications: [number % 2 ? 'C-10' : 'C-33'],
  location:
    number % 50 === 0
      ? null
      : number % 50 === 1
        ? ([between(-100, -70), between(25, 48)] as [number, number])
        : ([between(-124.4, -114), between(32.4, 42.2)] as [number, number]),
})) satisfies ContractorSample[];

const bay: Bounds = [-122.6, 37.2, -121.7, 38.1];

beforeAll(() => addContractors(portal.owner, firms));

function inside(wanted: Bounds, among = firms): string[] {
  const [west, south, east, north] = wanted;
  return among
    .filter(({ location: at }) => at && at[0] >= west && at[0] <= east && at[1] >= south && at[1] <= north)
    .map(({ licenseNumber }) => licenseNumber)
    .sort();
}

async function listed(typed: Typed, limit = 100): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const input = searchContractorsInput.parse({ ...typed, limit, cursor });
    const page = await portal.db.read(visitor, (tx) => searchContractors(tx, input));
    found.push(...page.contractors.map(({ licenseNumber }) => licenseNumber));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found;
}

it('a rectangle holds the firms between its four sides, wherever it lies', async () => {
  const rectangles: Bounds[] = [
    bay,
    [-124.4, 32.4, -114, 42.2],
    // Across the edge of the projected part of the map, and past it.
    [-115, 31, -80, 44],
    [-95, 25, -72, 47],
    [-180, -90, 180, 90],
    [-179, 20, 20, 50],
    [5, 40, 20, 50],
  ];
  for (let more = 0; more < 40; more += 1) {
    const [west, south] = [between(-125, -116), between(32, 41)];
    rectangles.push([west, south, west + between(0.05, 8), south + between(0.05, 8)]);
  }
  for (const rectangle of rectangles) {
    const bounds = writeBounds(rectangle);
    const read = bounds.split(',').map(Number) as Bounds;
    expect([bounds, (await listed({ bounds })).sort()]).toEqual([bounds, inside(read)]);
  }
});

it('list, count, facets, map, download and watched search find the same firms', async () => {
  const typed = { bounds: writeBounds(bay), trades: ['C-10'] };
  const wanted = inside(
    bay,
    firms.filter(({ classifications: [trade] }) => trade === 'C-10'),
  );
  expect(wanted.length).toBeGreaterThan(2);
  const input: SearchContractorsInput = searchContractorsInput.parse({ ...typed, limit: 100 });
  const filters = contractorFilters.parse(typed);
  const answers = await portal.db.read(visitor, async (tx) => ({
    count: (await countContractors(tx, filters)).count,
    facets: await countFacets(tx, countFacetsInput.parse({ ...typed, facets: [...contractorFacets] })),
    map: await mapContractors(
      tx,
      mapContractorsInput.parse({ ...typed, window: [-125, 32, -114, 43], zoom: 6 }),
    ),
    download: (await exportContractors(tx, input)).rows.map(({ licenseNumber }) => licenseNumber).sort(),
    watched: (await listMatches(tx, filters, 5_000)).licenses?.sort(),
  }));
  expect((await listed(typed)).sort()).toEqual(wanted);
  expect(answers.count).toBe(wanted.length);
  expect(answers.facets.facets.membership).toEqual([
    { value: 'not-member', count: wanted.length, capped: false },
  ]);
  expect(answers.facets.facets.classifications?.find(({ value }) => value === 'C-33')?.count).toBe(
    inside(bay).length - wanted.length,
  );
  expect(answers.map.shown).toBe(wanted.length);
  expect(answers.download).toEqual(wanted);
  expect(answers.watched).toEqual(wanted);
});

it('with a place, a firm must be near the place and within the rectangle, the nearest first on every page', async () => {
  const near = '37.8044,-122.2711';
  const around = await listed({ near, miles: 60 });
  const both = await listed({ near, miles: 60, bounds: writeBounds(bay) }, 3);
  const within = new Set(inside(bay));
  expect(both).toEqual(around.filter((license) => within.has(license)));
  expect(both.length).toBeGreaterThan(3);
  expect(both.length).toBeLessThan(around.length);
});

it('words are ranked within the rectangle, on every page', async () => {
  const typed = { q: 'alder', bounds: writeBounds([-124, 34, -118, 40]) };
  const all = await listed(typed);
  expect(all.toSorted()).toEqual(
    inside(
      [-124, 34, -118, 40],
      firms.filter(({ businessName }) => businessName.startsWith('ALDER')),
    ),
  );
  expect(await listed(typed, 7)).toEqual(all);
});
