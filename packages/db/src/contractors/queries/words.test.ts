import { contractorFilters, mapContractorsInput, searchContractorsInput } from '@namc/inputs/contractors';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { visitor } from '../../engine/actors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors } from '../factory.ts';
import { countContractors } from './count.ts';
import { exportContractors } from './export.ts';
import { mapContractors } from './map.ts';
import { searchContractors } from './search.ts';

const portal = testDatabase();
type Typed = z.input<typeof searchContractorsInput>;

const search = (typed: Typed) =>
  portal.db.read(visitor, (tx) => searchContractors(tx, searchContractorsInput.parse(typed)));
const found = async (typed: Typed) =>
  (await search(typed)).contractors.map(({ licenseNumber }) => licenseNumber);
const sorted = async (typed: Typed) => (await found(typed)).sort();

const fresno: [number, number] = [-119.7726, 36.7468];

beforeAll(async () => {
  await addContractors(portal.owner, [
    // Initials, as the board writes them.
    { licenseNumber: '8811001', businessName: 'Q V GRANITE EXAMPLE' },
    { licenseNumber: '8811002', businessName: 'Z X T FRAMING EXAMPLE' },
    { licenseNumber: '8811003', businessName: 'K W MILLWORK EXAMPLE' },
    { licenseNumber: '8811004', businessName: 'JR QUILL EXAMPLE' },
    { licenseNumber: '8811005', businessName: 'A-1 TIDE WORKS' },
    { licenseNumber: '8811006', businessName: 'A1 DUNE WORKS' },
    { licenseNumber: '8811007', businessName: 'TRI-COUNTY DREDGING' },
    { licenseNumber: '8811008', businessName: 'TRICOUNTY DIVING' },
    { licenseNumber: '8811009', businessName: "O'DELL MARINE" },
    { licenseNumber: '8811010', businessName: 'O DELL HARBORS' },
    { licenseNumber: '8811011', businessName: 'FOX & HOUND WORKS' },
    { licenseNumber: '8811012', businessName: 'FOX AND HOUND DOCKS' },
    { licenseNumber: '8811013', businessName: 'J.P. LARK' },
    { licenseNumber: '8811014', businessName: "O'HARROW'S QX ROOFING" },
    { licenseNumber: '8811015', businessName: "ZED'S QV PAVERS" },
    // Trees, of the retired code and of its successor.
    { licenseNumber: '8808001', businessName: 'SAMPLE TREES INC', classifications: ['C-49'] },
    { licenseNumber: '8808002', businessName: 'SAMPLE PALMS INC', classifications: ['D-49'] },
    // Trades and names.
    { licenseNumber: '101', businessName: 'NORTH STAR INC', classifications: ['C-10'] },
    { licenseNumber: '102', businessName: 'ELECTRICIAN SUPPLY', classifications: ['C-61'] },
    { licenseNumber: '103', businessName: 'ELECTRICIAN BROTHERS', classifications: ['C-10'] },
    { licenseNumber: '104', businessName: 'NORTH STAR PIPES', classifications: ['C-36'] },
    {
      licenseNumber: '105',
      businessName: 'SOUTH STAR',
      classifications: ['C-10'],
      location: fresno,
      city: 'FRESNO',
      county: 'Fresno',
    },
    // Certifications beside trades.
    { licenseNumber: '201', businessName: 'GRAY ROOM ABATEMENT', classifications: ['C-22'] },
    { licenseNumber: '202', businessName: 'PIPE AND LAGGING', classifications: ['C-2', 'ASB'] },
    { licenseNumber: '203', businessName: 'DRUM AND BARREL', classifications: ['A', 'HAZ'] },
    { licenseNumber: '204', businessName: 'HAZ COOPERAGE', classifications: ['B'] },
    { licenseNumber: '106', businessName: 'CLIMBING FRAMES', classifications: ['D-34', 'D-12'] },
    { licenseNumber: '107', businessName: 'LOCKS OF ALL KINDS', classifications: ['D-8'] },
    // Of each standing, a hundred miles from the others.
    ...(
      [
        ['301', {}],
        ['302', { secondaryStatus: 'Pending Case/CIT' }],
        ['303', { primaryStatus: 'Work Comp Susp' }],
        ['304', { expirationDate: '2020-01-31' }],
      ] as const
    ).map(([licenseNumber, facts]) => ({
      licenseNumber,
      businessName: 'HOIST EXAMPLE',
      classifications: ['C-11'],
      location: fresno,
      county: 'Fresno',
      ...facts,
    })),
  ]);
});

describe('initials are found written together and apart', () => {
  it.each([
    ['qv granite', '8811001'],
    ['q v granite', '8811001'],
    ['Q.V. Granite', '8811001'],
    ['zxt framing', '8811002'],
    ['kw millwork', '8811003'],
    ['J R QUILL', '8811004'],
    ['j.r. quill', '8811004'],
    ['jr quill', '8811004'],
    ['jp lark', '8811013'],
    ['j p lark', '8811013'],
  ])('%s', async (q, license) => {
    expect(await found({ q, words: 'names' })).toEqual([license]);
    expect(await found({ q })).toContain(license);
  });
});

describe('parts of a name are found written together and apart', () => {
  const tide = ['8811005'];
  const tri = ['8811007', '8811008'];
  const dell = ['8811009', '8811010'];
  const fox = ['8811011', '8811012'];
  it.each([
    ['a-1 tide', tide],
    ['a1 tide', tide],
    ['a 1 tide', tide],
    ['a-1 dune', ['8811006']],
    ['tri-county', tri],
    ['tri county', tri],
    ['tricounty', tri],
    ["o'dell", dell],
    ['odell', dell],
    ['o dell', dell],
    ['fox & hound', fox],
    ['fox and hound', fox],
    ['fox hound', fox],
    ['"fox and hound"', fox],
    ['"fox & hound"', fox],
  ])('%s', async (q, licenses) => {
    expect(await sorted({ q, words: 'names' })).toEqual(licenses);
  });

  it.each([
    ['oharrow qx', ['8811014']],
    ["o'harrow qx", ['8811014']],
    ['o harrow qx', ['8811014']],
    ["o'harrow's qx", ['8811014']],
    ['oharrows qx', ['8811014']],
    ['zed qv pavers', ['8811015']],
    ['zed', ['8811015']],
  ])('and without the ending of a possessive: %s', async (q, licenses) => {
    expect(await sorted({ q, words: 'names' })).toEqual(licenses);
    expect((await search({ q })).corrections).toEqual([]);
  });

  it('without a correction of words that a firm has', async () => {
    expect((await search({ q: 'tricounty dredging' })).corrections).toEqual([]);
    expect((await search({ q: 'odell marine' })).corrections).toEqual([]);
  });
});

describe('a word for a trade', () => {
  it('finds the holders of the trade and the firms with the word in their names, holders first', async () => {
    expect(await found({ q: 'electrician' })).toEqual(['103', '101', '105', '102']);
    expect(await sorted({ q: 'electrician', words: 'names' })).toEqual(['102', '103']);
  });

  it('narrows a name', async () => {
    expect(await found({ q: 'north star electrician' })).toEqual(['101']);
    expect(await found({ q: 'star plomero' })).toEqual(['104']);
  });

  it('joins with another by “or”, and with words to leave out', async () => {
    expect(await sorted({ q: 'electrician or plumber' })).toEqual(['101', '102', '103', '104', '105']);
    expect(await sorted({ q: 'electrician -supply' })).toEqual(['101', '103', '105']);
  });

  it('and a place find the trade at the place', async () => {
    expect(await found({ q: 'electrician fresno' })).toEqual(['105']);
    expect(await sorted({ q: 'electrician in Alameda County' })).toEqual(['101', '102', '103']);
    expect(await search({ q: 'electricista 93721' })).toMatchObject({
      place: { label: '93721 (Fresno, CA)' },
      contractors: [{ licenseNumber: '105', distance: expect.any(Object) }],
    });
  });

  it('counts, maps and downloads the same firms', async () => {
    const typed = { q: 'electrician fresno' };
    const [count, map, file] = await portal.db.read(visitor, async (tx) => [
      await countContractors(tx, contractorFilters.parse(typed)),
      await mapContractors(
        tx,
        mapContractorsInput.parse({ ...typed, window: [-125, 32, -114, 42], zoom: 6 }),
      ),
      await exportContractors(tx, searchContractorsInput.parse(typed)),
    ]);
    expect(count.count).toBe(1);
    expect(map.features).toMatchObject([{ licenseNumber: '105' }]);
    expect(file.rows).toMatchObject([{ licenseNumber: '105' }]);
  });
});

describe('a wish for licenses that are active or not suspended', () => {
  const all = ['301', '302', '303', '304'];
  it.each([
    ['active elevator contractors', ['301', '302']],
    ['elevator contractors not suspended', ['301', '302']],
    ['active license elevator', ['301', '302']],
    ['elevator contractors in good standing', ['301']],
    ['elevator contractors on probation', ['302']],
    ['suspended elevator contractors', ['303', '304']],
    ['active and suspended elevator contractors', all],
  ])('%s: the list, its count, its map and its file have the same firms', async (q, licenses) => {
    const view = mapContractorsInput.parse({ q, window: [-125, 32, -114, 42], zoom: 6 });
    const [count, map, file] = await portal.db.read(visitor, async (tx) => [
      await countContractors(tx, contractorFilters.parse({ q })),
      await mapContractors(tx, view),
      await exportContractors(tx, searchContractorsInput.parse({ q })),
    ]);
    expect(await sorted({ q })).toEqual(licenses);
    expect(count.count).toBe(licenses.length);
    expect(map.shown).toBe(licenses.length);
    expect(file.rows.map(({ licenseNumber }) => licenseNumber).toSorted()).toEqual(licenses);
  });

  it('is a filter too', async () => {
    expect(await sorted({ trades: ['C-11'], standing: 'clear' })).toEqual(['301', '302']);
  });
});

describe('classes that succeeded each other', () => {
  it.each([
    [['C-49'], ['8808001', '8808002']],
    [['D-49'], ['8808001', '8808002']],
    [['C-28'], ['107']],
  ])('%j finds %j', async (trades, licenses) => {
    expect(await sorted({ trades })).toEqual(licenses);
    expect(await sorted({ trades, match: 'all' })).toEqual(licenses);
  });

  it('are found by the words for either', async () => {
    expect(await sorted({ q: 'tree service' })).toEqual(['8808001', '8808002']);
    expect(await sorted({ q: 'c61/d49' })).toEqual(['8808001', '8808002']);
  });

  it('of C-61 are all D classes', async () => {
    expect(await sorted({ trades: ['C-61'] })).toEqual(['102', '106', '107', '8808002']);
    expect(await sorted({ trades: ['C-61', 'D-34'], match: 'all' })).toEqual(['106']);
  });
});

describe('a word for a certification', () => {
  it.each([
    ['ASB', ['202'], ['ASB']],
    ['asbestos certified', ['202'], ['ASB']],
    ['certificación de asbesto', ['202'], ['ASB']],
    ['asbestos', ['201', '202'], ['C-22', 'ASB']],
    ['asbesto', ['201', '202'], ['C-22', 'ASB']],
    ['asbestos contractor', ['201', '202'], ['C-22', 'ASB']],
    ['asbestos abatement', ['201'], ['C-22']],
    ['HAZ', ['203', '204'], ['HAZ']],
    ['hazardous', ['203'], ['HAZ']],
    ['hazmat', ['203'], ['HAZ']],
    ['materiales peligrosos', ['203'], ['HAZ']],
    ['residuos peligrosos', ['203'], ['HAZ']],
  ])('“%s” finds its holders, and the search says so', async (typed, licenses, codes) => {
    expect(await sorted({ q: typed })).toEqual(licenses);
    expect((await search({ q: typed })).understood).toEqual([{ as: 'trade', typed, codes }]);
  });

  it('narrows a trade', async () => {
    expect(await found({ q: 'insulation asbestos certified' })).toEqual(['202']);
    expect(await found({ q: 'insulation hazmat' })).toEqual([]);
  });
});

describe('signs alone', () => {
  it.each(['🏠', '&|!:*', "'", '--'])('%s find nobody, on every face of the search', async (q) => {
    const view = { q, window: [-125, 32, -114, 42], zoom: 6 };
    const [page, count, map] = await portal.db.read(visitor, async (tx) => [
      await searchContractors(tx, searchContractorsInput.parse({ q })),
      await countContractors(tx, contractorFilters.parse({ q })),
      await mapContractors(tx, mapContractorsInput.parse(view)),
    ]);
    expect(page).toMatchObject({ nothingRead: true, contractors: [], nextCursor: null });
    expect(count.count).toBe(0);
    expect(map.features).toEqual([]);
    await expect(
      portal.db.read(visitor, (tx) => exportContractors(tx, searchContractorsInput.parse({ q }))),
    ).rejects.toThrow('q: holds no word, license number or place');
  });
});
