import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchContractorsInput } from '@namc/inputs/contractors';
import { beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { visitor } from '../../engine/actors.ts';
import type { Transaction } from '../../engine/database.ts';
import { generateContractors } from '../../tools/seed/contractors/generate-contractors.ts';
import { recordStatements } from '../../tools/testing/recorded-statements.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors } from '../factory.ts';
import { importContractors } from '../import/import-contractors.ts';
import { searchContractors } from './search.ts';

const portal = testDatabase();
type Typed = z.input<typeof searchContractorsInput>;

const center: [number, number] = [-118.24, 34.05];
/** Half of the firms share one point. */
const around: [number, number][] = [center, center, [-118.3, 34.05], [-118.2, 34.1]];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'namc-portal-near-'));
  const file = join(folder, 'master.csv');
  await writeFile(file, [...generateContractors({ rows: 20_000, seed: 3, asOf: '2026-11-01' })].join(''));
  await importContractors({ url: portal.importUrl, embedded: false, file, importedBy: 'test' });
  await rm(folder, { recursive: true });
  await addContractors(
    portal.owner,
    Array.from({ length: 400 }, (_, number) => ({
      licenseNumber: String(7_000_000 - number * 3),
      businessName: `VOLTA ELECTRIC ${number % 7}`,
      classifications: number % 3 === 0 ? ['C-10'] : ['B'],
      location: around[number % around.length] as [number, number],
    })),
  );
});

const place = { '90012': 'downtown', '92260': 'a desert town', '95814': 'the capital' };
const searches: Typed[] = Object.keys(place).flatMap((near): Typed[] => [
  { near, q: 'electric' },
  { near, q: 'electric', sort: 'distance' },
  { near, trades: ['C-10'] },
  { near, trades: ['C-10', 'C-36'], miles: 3 },
  { near, trades: ['C-61'], standing: 'good', miles: 60 },
  { near, q: 'plumber', sort: 'distance', miles: 100 },
  { near, q: '"construction"', sort: 'distance', words: 'names' },
  { near, trades: ['C-10', 'C-36'], match: 'all', miles: 100 },
]);

/** Everything that a search lists, page by page, and the number of statements that met firms point by point. */
async function listAll(typed: Typed, limit: number) {
  const found: { licenseNumber: string; distance: unknown }[] = [];
  let cursor: string | undefined;
  let met = 0;
  do {
    const input = searchContractorsInput.parse({ ...typed, limit, ...(cursor && { cursor }) });
    const page = await portal.db.read(visitor, async (tx: Transaction) => {
      const recorded = recordStatements(tx);
      const answer = await searchContractors(recorded.tx, input);
      met += recorded.sent().filter(({ text }) => text.includes('contractor_points')).length;
      return answer;
    });
    found.push(...page.contractors.map(({ licenseNumber, distance }) => ({ licenseNumber, distance })));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && found.length < 1_500);
  return { found, met };
}

/** The same order by reading everybody: by distance in the plane, and by license number. */
async function byReadingAll(near: string, condition: string, miles: number): Promise<string[]> {
  const rows = await portal.owner.unsafe<{ license_number: string }[]>(`
    select license_number from california_contractors, zip_codes z
    where z.zip_code = '${near}' and gone_at is null and (${condition})
      and ST_Distance(california_contractors.location, z.location) <= ${miles * 1609.344}
    order by albers <-> california_albers(z.location), license_number limit 1500`);
  return rows.map(({ license_number: license }) => license);
}

it.each(Object.keys(place))('near %s the order is that of reading everybody', async (near) => {
  const electric = `classifications && '{C-10}' or search_vector @@ to_tsquery('simple', 'electric')`;
  for (const [typed, condition] of [
    [{ near, q: 'electric', sort: 'distance' }, electric],
    [{ near, trades: ['C-10'] }, `classifications && '{C-10}'`],
    [
      { near, q: '"construction"', sort: 'distance' },
      `search_vector @@ to_tsquery('simple', 'construction')`,
    ],
  ] satisfies [Typed, string][]) {
    const { found, met } = await listAll(typed, 100);
    const expected = await byReadingAll(near, condition, 20);
    expect(met).toBeGreaterThan(0);
    expect(expected.length).toBeGreaterThan(0);
    expect(found.map(({ licenseNumber }) => licenseNumber).slice(0, 1_500)).toEqual(expected);
  }
});

it('pages of every size list the same firms once each', async () => {
  for (const typed of searches) {
    const [small, large] = [await listAll(typed, 37), await listAll(typed, 100)];
    const shared = Math.min(small.found.length, large.found.length);
    expect(small.found.slice(0, shared)).toEqual(large.found.slice(0, shared));
    expect(new Set(large.found.map(({ licenseNumber }) => licenseNumber)).size).toBe(large.found.length);
  }
});

it('a firm that moves to a new point is found there', async () => {
  const license = '7000000';
  const nearby = () => listAll({ near: '37.000001, -120.5', trades: ['C-10'], miles: 2 }, 100);
  expect((await nearby()).found).toEqual([]);
  await portal.owner`
    update california_contractors set location = ST_SetSRID(ST_MakePoint(-120.5001, 37), 4326)::geography
    where license_number = ${license}`;
  const { found, met } = await nearby();
  expect(found.map(({ licenseNumber }) => licenseNumber)).toEqual([license]);
  expect(met).toBeGreaterThan(0);
});
