import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  countFacetsInput,
  listContractorChangesInput,
  mapContractorsInput,
  searchContractorsInput,
} from '@namc/inputs/contractors';
import { distanceWords } from '@namc/inputs/miles';
import { beforeAll, describe, expect, it } from 'vitest';
import { visitor } from '../engine/actors.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { importContractors } from './import/import-contractors.ts';
import { headerNames } from './import/master-file.ts';
import { listContractorChanges } from './queries/changes.ts';
import { exportContractors } from './queries/export.ts';
import { countFacets } from './queries/facets.ts';
import { getLicense, listNeighbors } from './queries/license.ts';
import { mapContractors } from './queries/map.ts';
import { namesOf } from './queries/names.ts';
import { searchContractors } from './queries/search.ts';

/** Rows of the board's file, as a person reads them: who the firm is, what it does, and how far away it is. */

const portal = testDatabase();

const usual = {
  LastUpdate: '11/18/2026',
  MailingAddress: '1 TEST WAY',
  City: 'OAKLAND',
  State: 'CA',
  County: 'Alameda',
  ZIPCode: '94601',
  BusinessPhone: '(510) 555 0100',
  BusinessType: 'Corporation',
  IssueDate: '01/02/2020',
  ExpirationDate: '01/31/2098',
  PrimaryStatus: 'CLEAR',
  'Classifications(s)': 'B',
};

const rows: Partial<Record<(typeof headerNames)[number], string>>[] = [
  {
    LicenseNo: '8802001',
    BusinessName: 'BLUE LANTERN ELECTRIC',
    'BUS-NAME-2': 'SAMPLE HOLDINGS INC',
    FullBusinessName: 'SAMPLE HOLDINGS INC DBA BLUE LANTERN ELECTRIC',
    'NAME-TP-2': 'Current Name',
    'Classifications(s)': 'B| C33| ASB| HAZ',
  },
  {
    LicenseNo: '8802002',
    BusinessName: 'SAMPLE PAVING INC',
    'BUS-NAME-2': 'SAMPLE PAT',
    'NAME-TP-2': 'Principal Name',
  },
  {
    LicenseNo: '8802003',
    BusinessName: 'DOE JANE A',
    FullBusinessName: 'JANE A DOE',
    BusinessType: 'Sole Owner',
    City: 'ST HELENA',
    ZIPCode: '945744321',
    'Classifications(s)': 'ASB',
  },
  { LicenseNo: '8802004', BusinessName: 'SAMPLE NEXT INC', ZIPCode: '94602' },
  { LicenseNo: '8802005', BusinessName: 'SAMPLE FAR INC', ZIPCode: '94704', City: 'BERKELEY' },
];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'namc-portal-names-'));
  const file = join(folder, 'names.csv');
  const write = (some: typeof rows) =>
    writeFile(
      file,
      [
        headerNames,
        ...some.map((row) => headerNames.map((name) => ({ ...usual, ...row })[name as never] ?? '')),
      ]
        .map((fields) => `${fields.join(',')}\r\n`)
        .join(''),
    );
  const load = () =>
    importContractors({ url: portal.importUrl, embedded: false, file, importedBy: 'tester' });
  await write(rows);
  await load();
  await write(rows.map((row, at) => (at === 0 ? { ...row, ExpirationDate: '01/31/2099' } : row)));
  await load();
  await rm(folder, { recursive: true });
});

const license = (licenseNumber: string) => portal.db.read(visitor, (tx) => getLicense(tx, { licenseNumber }));
const search = async (typed: object) =>
  (await portal.db.read(visitor, (tx) => searchContractors(tx, searchContractorsInput.parse(typed))))
    .contractors;

describe('a firm whose second name is its current one', () => {
  it('has that name, and does business under the first', async () => {
    expect(await license('8802001')).toMatchObject({
      name: 'Sample Holdings Inc.',
      doingBusinessAs: ['Blue Lantern Electric'],
      otherNames: [],
      fullName: null,
      filed: {
        businessName: 'BLUE LANTERN ELECTRIC',
        dbaName: 'SAMPLE HOLDINGS INC',
        fullBusinessName: 'SAMPLE HOLDINGS INC DBA BLUE LANTERN ELECTRIC',
        secondNameType: 'Current Name',
        city: 'OAKLAND',
      },
    });
  });

  it('has that name on the list, the map, the file and the changes too, and is found by both names', async () => {
    const named = { name: 'Sample Holdings Inc.' };
    for (const q of ['blue lantern', 'sample holdings']) {
      expect(await search({ q })).toMatchObject([{ ...named, doingBusinessAs: ['Blue Lantern Electric'] }]);
    }
    const view = { window: [-125, 32, -114, 42], zoom: 6 };
    expect(
      await portal.db.read(visitor, (tx) =>
        mapContractors(tx, mapContractorsInput.parse({ ...view, q: 'lantern' })),
      ),
    ).toMatchObject({ features: [{ kind: 'contractor', ...named }] });
    expect(
      await portal.db.read(visitor, (tx) =>
        exportContractors(tx, searchContractorsInput.parse({ q: 'lantern' })),
      ),
    ).toMatchObject({ rows: [{ ...named, filed: { businessName: 'BLUE LANTERN ELECTRIC' } }] });
    expect(
      await portal.db.read({ kind: 'system', name: 'test' }, (tx) =>
        listContractorChanges(tx, listContractorChangesInput.parse({})),
      ),
    ).toMatchObject({ rows: [{ ...named, licenseNumber: '8802001' }] });
  });
});

it('a principal’s name is no name under which the firm does business', async () => {
  expect(await license('8802002')).toMatchObject({
    name: 'Sample Paving Inc.',
    doingBusinessAs: [],
    otherNames: ['Sample Pat'],
  });
  expect(await search({ q: 'sample pat' })).toMatchObject([{ licenseNumber: '8802002' }]);
});

it('a sole owner has the order of the full name, and the city is in title case', async () => {
  expect(await license('8802003')).toMatchObject({ name: 'Jane A Doe', city: 'St. Helena', fullName: null });
});

const filed = (
  businessName: string,
  dbaName: string | null,
  secondNameType: string | null,
  full: string | null,
) => ({
  businessName,
  dbaName,
  secondNameType,
  fullBusinessName: full,
});

it.each<[ReturnType<typeof filed>, Partial<ReturnType<typeof namesOf>>]>([
  [filed('A TILE', 'B TILE', null, null), { name: 'A Tile', doingBusinessAs: ['B Tile'], otherNames: [] }],
  [filed('A TILE', 'B TILE', 'DBA', null), { name: 'A Tile', doingBusinessAs: ['B Tile'] }],
  [filed('A TILE', 'B TILE', null, 'B TILE DBA A TILE'), { name: 'B Tile', doingBusinessAs: ['A Tile'] }],
  [filed('A TILE', 'B TILE', null, 'A TILE DBA B TILE'), { name: 'A Tile', fullName: null }],
  [filed('A TILE', 'A TILE', null, null), { name: 'A Tile', doingBusinessAs: [] }],
  [filed('A TILE', null, 'Current Name', null), { name: 'A Tile', doingBusinessAs: [] }],
  [filed('A TILE', null, 'Principal Name', null), { name: 'A Tile', otherNames: [] }],
  [filed('A TILE', 'B TILE', ' current name', null), { name: 'B Tile', doingBusinessAs: ['A Tile'] }],
  [filed('DOE PAT DBA A TILE', null, null, null), { name: 'Doe Pat', doingBusinessAs: ['A Tile'] }],
  [filed('DOE PAT D/B/A A TILE', null, null, 'PAT DOE'), { name: 'Pat Doe', doingBusinessAs: ['A Tile'] }],
  [
    filed('A TILE', 'DOE PAT', 'Current Name', 'PAT DOE DBA A TILE'),
    { name: 'Pat Doe', doingBusinessAs: ['A Tile'], fullName: null },
  ],
  [filed('DOE, PAT', null, null, 'PAT DOE'), { name: 'Pat Doe', fullName: null }],
  [
    filed('A TILE', null, null, 'A TILE AND STONE INC'),
    { name: 'A Tile', fullName: 'A Tile and Stone Inc.' },
  ],
])('%j means %j', (given, meant) => {
  expect(namesOf(given)).toMatchObject(meant);
});

describe('a certification', () => {
  it('is no trade: on the page, on the list, among the counts, and for neighbors', async () => {
    expect(await license('8802001')).toMatchObject({
      classifications: ['B', 'C-33'],
      certifications: ['ASB', 'HAZ'],
    });
    expect(await search({ q: 'lantern' })).toMatchObject([{ certifications: ['ASB', 'HAZ'] }]);
    const { facets } = await portal.db.read(visitor, (tx) =>
      countFacets(tx, countFacetsInput.parse({ facets: ['classifications', 'certifications'] })),
    );
    expect(facets.classifications?.map(({ value }) => value).sort()).toEqual(['B', 'C-33']);
    expect(facets.certifications).toEqual([
      { value: 'ASB', count: 2, capped: false },
      { value: 'HAZ', count: 1, capped: false },
    ]);
    // It shares a certification with one firm, and a trade with nobody.
    expect(await portal.db.read(visitor, (tx) => listNeighbors(tx, { licenseNumber: '8802003' }))).toEqual(
      [],
    );
  });

  it('is a condition of its own beside the trades', async () => {
    const found = async (typed: object) => (await search(typed)).map(({ licenseNumber }) => licenseNumber);
    expect(await found({ trades: ['C-33', 'C-10'], certifications: ['ASB'] })).toEqual(['8802001']);
    expect((await found({ certifications: ['ASB'] })).sort()).toEqual(['8802001', '8802003']);
    expect(await found({ certifications: ['ASB', 'HAZ'] })).toEqual(['8802001']);
    expect(await found({ near: '94601', miles: 5, certifications: ['ASB'] })).toEqual(['8802001']);
  });
});

it('a distance is no finer than the middle of a ZIP code', async () => {
  const found = await search({ near: '94601', miles: 10 });
  expect(
    found.map(({ licenseNumber, distance }) => [licenseNumber, distance && distanceWords(distance)]),
  ).toEqual([
    ['8802001', 'in 94601'],
    ['8802002', 'in 94601'],
    ['8802004', 'about 1 mi'],
    ['8802005', 'about 6 mi'],
  ]);
  expect(JSON.stringify(found)).not.toMatch(/\d\.\d+ mi|Meters/);
  const neighbors = await portal.db.read(visitor, (tx) => listNeighbors(tx, { licenseNumber: '8802004' }));
  expect(neighbors.map(({ distance }) => distance)).toEqual([{ miles: 1 }, { miles: 1 }, { miles: 5 }]);
});
