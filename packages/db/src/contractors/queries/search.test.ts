import {
  contractorFilters,
  mapContractorsInput,
  type SearchContractorsInput,
  searchContractorsInput,
} from '@namc/inputs/contractors';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { visitor } from '../../engine/actors.ts';
import { InvalidInput } from '../../engine/errors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors, type ContractorSample } from '../factory.ts';
import { countContractors } from './count.ts';
import { getContractorSnapshot, listCountyCounts } from './counties.ts';
import { exportContractors } from './export.ts';
import { findExtent } from './extent.ts';
import { getLicense, listNeighbors } from './license.ts';
import { mapContractors } from './map.ts';
import { searchContractors } from './search.ts';

const portal = testDatabase();
type Typed = z.input<typeof searchContractorsInput>;

const search = (typed: Typed) =>
  portal.db.read(visitor, (tx) => searchContractors(tx, searchContractorsInput.parse(typed)));
const count = (typed: Typed) =>
  portal.db.read(visitor, (tx) => countContractors(tx, contractorFilters.parse(typed)));
const licenses = async (typed: Typed) =>
  (await search(typed)).contractors.map(({ licenseNumber }) => licenseNumber);

const oakland: [number, number] = [-122.2711, 37.8044];
const berkeley: [number, number] = [-122.2727, 37.8716];
const losAngeles: [number, number] = [-118.2437, 34.0522];

/** 400 roofers on three points, so that pages end in the middle of equal distances and equal ranks. */
const roofers: ContractorSample[] = Array.from({ length: 400 }, (_, number) => ({
  licenseNumber: String(500_000 + number * 7),
  businessName:
    number % 40 === 0 ? `SUMMIT ROOFING ${number}` : `SUMMIT ${number} GENERAL ROOFING AND MORE INC`,
  classifications: ['C-39'],
  issueDate: number % 5 === 0 ? null : `20${10 + (number % 10)}-01-01`,
  location: [oakland, berkeley, losAngeles][number % 3] as [number, number],
}));

beforeAll(async () => {
  await addContractors(portal.owner, [
    {
      licenseNumber: '100',
      businessName: 'ACME ELECTRIC',
      classifications: ['C-10', 'B'],
      isNamcMember: true,
    },
    {
      licenseNumber: '101',
      businessName: 'ZETA ELECTRIC',
      classifications: ['C-10'],
      primaryStatus: 'Work Comp Susp',
    },
    {
      licenseNumber: '102',
      businessName: 'BAY VIEW PAINTING',
      dbaName: 'ACME FINISHES',
      classifications: ['C-33'],
      location: berkeley,
      city: 'BERKELEY',
    },
    {
      licenseNumber: '103',
      businessName: 'HARBOR WORKS',
      classifications: ['A'],
      county: 'Los Angeles',
      region: 'SOUTH',
      location: losAngeles,
      city: 'LOS ANGELES',
    },
    {
      licenseNumber: '104',
      businessName: 'FAR AWAY ELECTRIC',
      classifications: ['C-10'],
      county: null,
      region: 'OTHER',
      location: [-73.98, 40.75],
      city: 'NEW YORK',
    },
    {
      licenseNumber: '105',
      businessName: 'NOWHERE ELECTRIC',
      classifications: ['C-10'],
      location: null,
      businessType: 'Sole Owner',
    },
    {
      licenseNumber: '106',
      businessName: 'VANISHED ELECTRIC',
      classifications: ['C-10'],
      goneAt: new Date('2026-05-01T12:00:00Z'),
    },
    {
      licenseNumber: '107',
      businessName: 'ACME PLUMBING',
      city: 'ELECTRA',
      classifications: ['C-36'],
      expirationDate: '2027-06-30',
    },
    ...roofers,
  ]);
});

describe('a search', () => {
  it('puts a word in the name before the same word in another name or a city', async () => {
    expect(await licenses({ q: 'acme' })).toEqual(['100', '107', '102']);
    expect((await licenses({ q: 'electr' })).at(-1)).toBe('107');
  });

  it('puts the exact name first', async () => {
    expect((await licenses({ q: 'summit roofing 360' }))[0]).toBe(String(500_000 + 360 * 7));
  });

  it('corrects a misspelling and reports it', async () => {
    const page = await search({ q: 'elecrtic' });
    expect(page.corrections).toEqual([{ typed: 'elecrtic', searched: 'electric' }]);
    expect(page.contractors.length).toBeGreaterThan(2);
    expect((await search({ q: 'electric' })).corrections).toEqual([]);
  });

  it('finds holders of any or of all of several trades', async () => {
    expect((await licenses({ trades: ['C-10', 'C-33'] })).sort()).toEqual([
      '100',
      '101',
      '102',
      '104',
      '105',
    ]);
    expect(await licenses({ trades: ['c10', 'B'], match: 'all' })).toEqual(['100']);
  });

  it('narrows by county, region, business type and membership', async () => {
    expect(await licenses({ counties: ['Los Angeles'] })).toEqual(['103']);
    expect(await licenses({ region: 'OTHER' })).toEqual(['104']);
    expect(await licenses({ businessTypes: ['Sole Owner'] })).toEqual(['105']);
    expect(await licenses({ member: true })).toEqual(['100']);
  });

  it('judges good standing on the requested day', async () => {
    expect(await licenses({ trades: ['C-10'], standing: 'not-good', on: '2026-11-23' })).toEqual(['101']);
    expect(await licenses({ trades: ['C-36'], standing: 'good', on: '2027-06-30' })).toEqual(['107']);
    expect(await licenses({ trades: ['C-36'], standing: 'good', on: '2027-07-01' })).toEqual([]);
  });

  it('leaves out contractors that are gone from the file', async () => {
    expect(await licenses({ q: 'vanished' })).toEqual([]);
  });

  it('finds contractors within a radius of a ZIP code, a city or a point, nearest first, with the distance', async () => {
    const page = await search({ trades: ['C-10', 'C-33'], near: 'Oakland, CA', miles: 10 });
    expect(page.place).toMatchObject({ label: 'Oakland, CA' });
    expect(page.contractors.map(({ licenseNumber }) => licenseNumber)).toEqual(['100', '101', '102']);
    // The last one stands in Berkeley, some 5 miles from the middle of Oakland's ZIP codes.
    expect(page.contractors.map(({ distance }) => distance)).toEqual([
      { miles: 2 },
      { miles: 2 },
      { miles: 5 },
    ]);
    expect(await licenses({ trades: ['C-33'], near: '94704' })).toEqual(['102']);
    expect(await licenses({ trades: ['C-33'], near: '37.8044,-122.2711', miles: 4 })).toEqual([]);
    expect(await licenses({ trades: ['C-33'], near: '37.8044, -122.2711', miles: 5 })).toEqual(['102']);
  });

  it('measures on the spheroid outside of the projection’s area', async () => {
    const page = await search({ near: 'New York, NY', miles: 30 });
    expect(page.contractors.map(({ licenseNumber }) => licenseNumber)).toEqual(['104']);
  });

  it('finds nobody near an unknown place, and offers the nearest names', async () => {
    expect(await search({ q: 'harbor', near: 'Los Angelos' })).toMatchObject({
      placeUnknown: true,
      place: null,
      contractors: [],
      nextCursor: null,
      nearestPlaces: expect.arrayContaining([{ label: 'Los Angeles, CA', near: 'Los Angeles, CA' }]),
    });
    expect(await count({ q: 'harbor', near: 'Los Angelos' })).toMatchObject({ count: 0, capped: false });
  });

  it('near a county is in the county, without a distance', async () => {
    const page = await search({ near: 'Los Angeles County', miles: 5 });
    expect(page).toMatchObject({ area: 'Los Angeles County', place: null, order: 'precedence' });
    expect(page.contractors.map(({ licenseNumber, distance }) => [licenseNumber, distance])).toEqual([
      ['103', null],
    ]);
  });

  it('refuses a cursor that no page returned', async () => {
    await expect(search({ cursor: 'bm9uc2Vuc2U' })).rejects.toThrow(InvalidInput);
    const { nextCursor } = await search({ q: 'summit', limit: 1 });
    await expect(search({ sort: 'name', q: 'summit', cursor: nextCursor ?? '' })).rejects.toThrow('cursor');
  });
});

describe('page by page', () => {
  async function walk(typed: Typed, limit: number): Promise<string[]> {
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < 200; pages += 1) {
      const page = await search({ ...typed, limit, ...(cursor ? { cursor } : {}) });
      seen.push(...page.contractors.map(({ licenseNumber }) => licenseNumber));
      if (!page.nextCursor) return seen;
      cursor = page.nextCursor;
    }
    throw new Error('The pages do not end.');
  }

  it.each([
    ['best match', { q: 'roofing' }],
    ['best match nearby', { q: 'roofing', near: '94704', miles: 100 }],
    ['distance', { trades: ['C-39'], near: 'Berkeley' }],
    ['distance of words', { q: 'summit', near: '94704', sort: 'distance' }],
    ['name', { q: 'summit', sort: 'name' }],
    ['standing and age', { trades: ['C-39'] }],
    ['license number', { q: '5000' }],
  ] satisfies [string, Typed][])('by %s nobody is missing or seen twice', async (_order, typed) => {
    const all = await walk(typed, 100);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(10);
    expect(await walk(typed, 7)).toEqual(all);
    expect(all.length).toBe((await count(typed)).count);
  });

  it('reports when only the first of many were ranked', async () => {
    expect((await search({ q: 'roofing' })).rankedAmongTop).toBe(300);
    expect((await search({ q: 'acme' })).rankedAmongTop).toBeNull();
  });

  it('a download has the same rows in the same order', async () => {
    const rows: string[] = [];
    let cursor: string | null = null;
    do {
      const input: SearchContractorsInput = {
        ...searchContractorsInput.parse({ q: 'roofing' }),
        limit: 2_000,
        ...(cursor ? { cursor } : {}),
      };
      const page = await portal.db.read(visitor, (tx) => exportContractors(tx, input));
      rows.push(...page.rows.map(({ licenseNumber }) => licenseNumber));
      cursor = page.nextCursor;
    } while (cursor);
    expect(rows).toEqual(await walk({ q: 'roofing' }, 100));
  });
});

it('a download around an unknown place is refused', async () => {
  const input = searchContractorsInput.parse({ near: 'Atlantis' });
  await expect(portal.db.read(visitor, (tx) => exportContractors(tx, input))).rejects.toThrow(
    'near: is not a place that the portal knows',
  );
});

describe('a count', () => {
  it('stops at its cap', async () => {
    const many = Array.from({ length: 1_001 }, (_, number) => ({
      licenseNumber: String(700_000 + number),
      businessName: 'COMMON NAME',
      classifications: ['C-8'],
    }));
    await addContractors(portal.owner, many);
    expect(await count({ q: 'common' })).toMatchObject({ count: 1_000, capped: true });
    expect(await count({ q: 'common', near: 'Oakland' })).toMatchObject({ count: 1_000, capped: true });
  });
});

describe('the map', () => {
  const california = { window: [-124.5, 32.5, -114.1, 42] as [number, number, number, number], zoom: 6 };
  const view = (typed: z.input<typeof mapContractorsInput>) =>
    portal.db.read(visitor, (tx) => mapContractors(tx, mapContractorsInput.parse(typed)));

  it('shows the counties for an empty search', async () => {
    const { features } = await view(california);
    expect(features).toContainEqual(
      expect.objectContaining({ kind: 'cluster', county: 'Los Angeles', count: 1 }),
    );
  });

  it('clusters close contractors, and counts each one once', async () => {
    const { features, shown, capped } = await view({ ...california, trades: ['C-39'] });
    expect(
      features.map((feature) => (feature.kind === 'cluster' ? feature.count : 1)).sort((a, b) => b - a),
    ).toEqual([267, 133]);
    expect({ shown, capped }).toEqual({ shown: 400, capped: false });
  });

  it('separates them at a higher zoom, except for those on the same point', async () => {
    const { features } = await view({ window: [-122.4, 37.7, -122.1, 38], zoom: 13, trades: ['C-39'] });
    expect(features.map((feature) => feature.kind)).toEqual(['cluster', 'cluster']);
  });

  it('says how far the contractors of a cluster lie apart', async () => {
    const { features } = await view({ ...california, trades: ['C-39'] });
    expect(features.map((feature) => feature.kind === 'cluster' && feature.extent)).toEqual([
      [-122.2727, 37.8044, -122.2711, 37.8716],
      [-118.2437, 34.0522, -118.2437, 34.0522],
    ]);
  });

  it('can be fitted to the results, those far away and those without a place aside', async () => {
    const found = (typed: Typed) =>
      portal.db.read(visitor, (tx) => findExtent(tx, contractorFilters.parse(typed)));
    const extent = async (typed: Typed) => (await found(typed)).bounds;
    expect(await extent({ trades: ['C-39'] })).toEqual([-122.2727, 34.0522, -118.2437, 37.8716]);
    expect(await extent({ trades: ['C-39'], near: 'Oakland', miles: 10 })).toEqual([
      -122.2727, 37.8044, -122.2711, 37.8716,
    ]);
    expect(await extent({ q: 'harbor works' })).toEqual([-118.2437, 34.0522, -118.2437, 34.0522]);
    expect(await extent({ q: 'far away' })).toBeNull();
    expect(await extent({ near: 'Los Angelos' })).toBeNull();
    // One in New York and one without a place.
    expect((await found({ trades: ['C-10'] })).elsewhere).toEqual({ count: 2, capped: false });
    expect((await found({ q: 'far away' })).elsewhere.count).toBe(1);
    expect((await found({ trades: ['C-10'], near: 'Oakland' })).elsewhere.count).toBe(0);
  });

  it('shows a single contractor by name', async () => {
    const { features } = await view({ ...california, q: 'harbor works' });
    expect(features).toMatchObject([{ kind: 'contractor', licenseNumber: '103', precision: 'zip' }]);
  });

  it('is empty around an unknown place', async () => {
    expect((await view({ ...california, q: 'harbor works', near: 'Los Angelos' })).features).toEqual([]);
  });

  it('is empty outside of California, and accepts the whole world without an error', async () => {
    expect((await view({ window: [10, 40, 20, 50], zoom: 5, q: 'acme' })).features).toEqual([]);
    expect((await view({ window: [-180, -90, 180, 90], zoom: 0, q: 'harbor works' })).shown).toBe(1);
  });
});

describe('a license page', () => {
  it('has only the facts that a visitor may see', async () => {
    const license = await portal.db.read(visitor, (tx) => getLicense(tx, { licenseNumber: '100' }));
    expect(license).toMatchObject({
      name: 'Acme Electric',
      standing: { kind: 'good', validThrough: '2099-12-31' },
      isNamcMember: true,
    });
    expect(license.mailingAddress).toBeNull();
    expect(JSON.stringify(license)).not.toMatch(/TEST WAY|policyNumber|bondNumber|caseNumber/i);
  });

  it('still exists for a license that is gone', async () => {
    const license = await portal.db.read(visitor, (tx) => getLicense(tx, { licenseNumber: '106' }));
    expect(license.standing).toMatchObject({ kind: 'gone', since: '2026-05-01' });
  });

  it('reports an unknown license', async () => {
    await expect(
      portal.db.read(visitor, (tx) => getLicense(tx, { licenseNumber: '99999999' })),
    ).rejects.toThrow('There is no contractor with the license number 99999999.');
  });

  it('lists the nearest in good standing with a trade in common', async () => {
    const neighbors = await portal.db.read(visitor, (tx) => listNeighbors(tx, { licenseNumber: '107' }));
    expect(neighbors).toEqual([]);
    const ofRoofer = await portal.db.read(visitor, (tx) => listNeighbors(tx, { licenseNumber: '500000' }));
    expect(ofRoofer).toHaveLength(8);
    expect(
      ofRoofer.every((one) => one.classifications.includes('C-39') && one.licenseNumber !== '500000'),
    ).toBe(true);
    expect(await portal.db.read(visitor, (tx) => listNeighbors(tx, { licenseNumber: '105' }))).toEqual([]);
  });
});

describe('before any search', () => {
  it('the counties have their counts', async () => {
    const counties = await portal.db.read(visitor, listCountyCounts);
    expect(counties).toContainEqual({
      county: 'Los Angeles',
      region: 'SOUTH',
      contractors: 1,
      clear: 1,
      members: 0,
    });
  });

  it('the date of the file is unknown without a file', async () => {
    expect(await portal.db.read(visitor, getContractorSnapshot)).toMatchObject({ asOf: null });
  });
});
