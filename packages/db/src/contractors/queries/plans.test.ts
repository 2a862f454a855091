import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  contractorFilters,
  countFacetsInput,
  mapContractorsInput,
  searchContractorsInput,
} from '@namc/inputs/contractors';
import { beforeAll, expect, it } from 'vitest';
import { visitor } from '../../engine/actors.ts';
import type { Transaction } from '../../engine/database.ts';
import { quoteLiteral } from '../../engine/quote-literal.ts';
import { generateContractors } from '../../tools/seed/contractors/generate-contractors.ts';
import { explain, recordStatements, scannedWhole } from '../../tools/testing/recorded-statements.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { importContractors } from '../import/import-contractors.ts';
import { countContractors } from './count.ts';
import { findExtent } from './extent.ts';
import { countFacets } from './facets.ts';
import { getLicense, listNeighbors } from './license.ts';
import { mapContractors } from './map.ts';
import { searchContractors } from './search.ts';

const portal = testDatabase();
/** A tenth of the real size. */
const rows = 24_500;
const licenseNumber = '100047';
/** Tables that a page of the server holds: a scan is the best way to read them. */
const small = new Set(['california_counties', 'contractor_import_runs']);

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'namc-portal-plans-'));
  const file = join(folder, 'master.csv');
  await writeFile(file, [...generateContractors({ rows, seed: 1, asOf: '2026-11-01' })].join(''));
  await importContractors({ url: portal.importUrl, embedded: false, file, importedBy: 'test' });
  await rm(folder, { recursive: true });
});

const search = (typed: object) => (tx: Transaction) =>
  searchContractors(tx, searchContractorsInput.parse(typed));
const count = (typed: object) => (tx: Transaction) => countContractors(tx, contractorFilters.parse(typed));
const facets = (typed: object) => (tx: Transaction) => countFacets(tx, countFacetsInput.parse(typed));
const map = (typed: object) => (tx: Transaction) =>
  mapContractors(tx, mapContractorsInput.parse({ window: [-124.5, 32.5, -114, 42], zoom: 6, ...typed }));

const bounds = '-122.4,37.7,-122.1,37.9';

const forms: Record<string, (tx: Transaction) => Promise<unknown>> = {
  'the most common word': search({ q: 'construction' }),
  'a rare word': search({ q: 'zephyr poppy' }),
  'a misspelt word': search({ q: 'constuction' }),
  'the beginning of a word': search({ q: 'plumb' }),
  'two common words': search({ q: 'construction inc' }),
  'a word for a trade': search({ q: 'electrician' }),
  'a word for a trade and a name': search({ q: 'pacific electrician' }),
  'a word for a trade and a city': search({ q: 'plumber oakland' }),
  'a word for a trade and a county': search({ q: 'plumber in Alameda County' }),
  'a city alone': search({ q: 'oakland' }),
  'words that may be written together': search({ q: 'j r bay view' }),
  initials: search({ q: 'jr builders' }),
  'a class with a predecessor': search({ trades: ['C-49'] }),
  'all limited specialties': search({ trades: ['C-61'] }),
  'the count of a word for a trade': count({ q: 'plumber' }),
  'the count of a word for a trade in a city': count({ q: 'plumber oakland' }),
  'the map of a word for a trade': map({ q: 'roofer' }),
  'a radius': search({ near: '90012', miles: 20, limit: 100 }),
  'a wide radius': search({ near: '90012', miles: 100, limit: 100 }),
  'a radius far away': search({ near: 'Austin, TX' }),
  'words in a radius': search({ q: 'electric', near: '94601' }),
  'words in a radius by distance': search({ q: 'electric', near: '94601', sort: 'distance' }),
  'an area of the map': search({ bounds, limit: 100 }),
  'an area by name': search({ bounds, sort: 'name' }),
  'an area of half the state': search({ bounds: '-124.5,32.5,-117,38', limit: 100 }),
  'an area next to California': search({ bounds: '-116,34,-104,38' }),
  'words in an area': search({ q: 'electric', bounds }),
  'a trade in an area': search({ trades: ['C-10'], bounds }),
  'an area around a place': search({ near: '94601', bounds }),
  'a trade in a radius': search({ trades: ['C-10'], near: '94601' }),
  'a trade': search({ trades: ['C-10'] }),
  'two trades at once': search({ trades: ['C-10', 'C-20'], match: 'all' }),
  'a county': search({ counties: ['Alameda'] }),
  'a county and good standing': search({ counties: ['Alameda'], standing: 'good' }),
  'good standing': search({ standing: 'good' }),
  'a region': search({ region: 'NORTH' }),
  'nothing but members': search({ member: true }),
  'the order of names': search({ q: 'construction', sort: 'name' }),
  'everybody by name': search({ sort: 'name' }),
  'a license number': search({ q: '1000' }),
  'the count of a common word': count({ q: 'construction' }),
  'the count of a radius': count({ near: '90012' }),
  'the count of an area': count({ bounds }),
  'the count of a trade': count({ trades: ['C-10'] }),
  'the trades of a middling word': facets({ q: 'okafor', facets: ['classifications'] }),
  'the counties of a trade': facets({
    trades: ['C-9'],
    counties: ['Alameda'],
    facets: ['counties', 'regions'],
  }),
  'the standing in a radius': facets({ near: '94601', miles: 10, facets: ['standing', 'membership'] }),
  'a map of a trade': map({ trades: ['C-10'] }),
  'the standing in an area': facets({ bounds, facets: ['standing', 'membership'] }),
  'the extent of a trade': (tx) => findExtent(tx, contractorFilters.parse({ trades: ['C-10'] })),
  'the extent of a radius': (tx) => findExtent(tx, contractorFilters.parse({ near: '94601' })),
  'a map of an area': map({ bounds }),
  'a map of a radius': map({ near: '90012', window: [-118.6, 33.6, -117.6, 34.4], zoom: 11 }),
  'a license page': (tx) => getLicense(tx, { licenseNumber }),
  neighbors: (tx) => listNeighbors(tx, { licenseNumber }),
};

it.each(Object.keys(forms))('%s reads only part of the contractors', async (name) => {
  await portal.db.read(visitor, async (tx) => {
    const recorded = recordStatements(tx);
    await forms[name]?.(recorded.tx);
    const large = recorded
      .sent()
      .filter(({ text }) => text.includes('california_contractors') || text.includes('contractor_words'));
    expect(large.length).toBeGreaterThan(0);
    for (const statement of large) {
      const nodes = await explain(tx, statement);
      expect(scannedWhole(nodes).filter((table) => !small.has(table))).toEqual([]);
    }
  });
});

it('one plan for all places takes the nearest from an index, in order', async () => {
  const nearest = search({ near: '90012', miles: 20, limit: 100 });
  await portal.db.read(visitor, nearest);
  const nodes = await portal.db.read(visitor, async (tx) => {
    const recorded = recordStatements(tx);
    await nearest(recorded.tx);
    const [statement] = recorded.sent();
    if (!statement) throw new Error('The search sends no statement.');
    const values = statement.parameters.map((value) => quoteLiteral(String(value)));
    await tx.sql.unsafe(`prepare nearest as ${statement.text}`);
    return explain(tx, { text: `execute nearest(${values.join()})`, parameters: [] });
  });
  expect(nodes).toContainEqual(
    expect.objectContaining({
      'Node Type': 'Index Scan',
      'Index Name': 'idx_contractors_point',
      'Order By': expect.stringContaining('<->'),
    }),
  );
  expect(scannedWhole(nodes).filter((table) => !small.has(table))).toEqual([]);
});
