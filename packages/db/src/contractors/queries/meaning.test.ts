import { type contractorFilters, searchContractorsInput } from '@namc/inputs/contractors';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { visitor } from '../../engine/actors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors } from '../factory.ts';
import { namedFirms, oakland, readingIn } from './meaning.fixture.ts';
import { readMeaning } from './meaning.ts';
import { searchContractors } from './search.ts';

const portal = testDatabase();
const { meaning, said } = readingIn(portal, readMeaning);

beforeAll(() => addContractors(portal.owner, namedFirms));

describe('words for names and numbers mean', () => {
  it.each([
    // Names stay names.
    // A small place of this name exists, and more firms have the name than are there.
    ["o'brien", "'o'brien'"],
    ['plumber in obrien', 'C-36 @Obrien, CA'],
    ['harbor light', "'harbor' 'light'"],
    ['paradise roofing', "'paradise' C-39"],
    ['smith and sons tree', "'smith' 'sons' C-49"],
    ['painting by ross', "C-33 'by' 'ross'"],
    ['"summit roofing"', '\'"summit roofing"\''],
    ['roofing or plumbing', 'C-39 C-36'],
    ['roofing -plumbing', "C-39 '-plumbing'"],
    ['construction', "'construction'"],
    ['100200', '#100200'],
    ['license #100200', '#license #100200'],
    ['1002', '#1002'],
    // The number of a license before the same ZIP code.
    ['94601', '#94601'],
    // License numbers as people paste them.
    ['CSLB 100200', '#CSLB 100200'],
    ['CSLB# 100200', '#CSLB# 100200'],
    ['CSLB#100200', '#CSLB#100200'],
    ['CSLB License #100200', '#CSLB License #100200'],
    ['CA lic 100200', '#CA lic 100200'],
    ['Lic. No. 100200', '#Lic. No. 100200'],
    ['license: 100200', '#license: 100200'],
    ['License Number: 100200', '#License Number: 100200'],
    ['Número de licencia: 100200', '#Número de licencia: 100200'],
    ['License Number: 7799999', '#License Number: 7799999'],
    ['100200.', '#100200.'],
    ['0100200', '#0100200'],
    ['00100200', '#00100200'],
    ['100 200', '#100 200'],
    ['100,200', '#100,200'],
    ['100-200', '#100-200'],
    ['24 7', "'24' '7'"],
    // A word that is no slip stays as it is.
    ['casas', "'casas'"],
    ['zorb –plumbr', "'zorb' '-plumbr'"],
    ['-plumber zorb', "'-plumber' 'zorb'"],
    ['zorb -plumbr', "'zorb' '-plumbr'"],
    ['commercial', "'commercial'"],
    ['limpieza', "'limpieza'"],
    ['table', "'table'"],
    ['bay area', '@the Bay Area'],
    // Several licenses, and addresses of one.
    ['100200, 100201', '#100200 #100201'],
    ['100200 100201', '#100200 #100201'],
    ['100200 and 100201', '#100200 #100201'],
    ['100200; 100201; 0100202', '#100200 #100201 #100202'],
    ['licenses 100200, 7799998', '#100200 #?7799998'],
    ['100200 94601', '#100200 #94601'],
    ['https://www.cslb.ca.gov/100200', '#https://www.cslb.ca.gov/100200'],
    ['cslb.ca.gov/100200', '#cslb.ca.gov/100200'],
    [
      'https://www.cslb.ca.gov/OnlineServices/CheckLicenseII/LicenseDetail.aspx?LicNum=100200',
      '#https://www.cslb.ca.gov/OnlineServices/CheckLicenseII/LicenseDetail.aspx?LicNum=100200',
    ],
    [
      'https://portal.example.org/contractors/100200?on=2026-01-02',
      '#https://portal.example.org/contractors/100200?on=2026-01-02',
    ],
    ['https://www.cslb.ca.gov/100200 https://www.cslb.ca.gov/100201', '#100200 #100201'],
    ['acme electric 100200', '#100200 (acme electric)'],
    ['Acme Electric (Lic #100200)', '#100200 (Acme Electric)'],
    ['acme electric 7799998', "'acme' C-10 '7799998'"],
    // A sign that nobody sees divides no word.
    ['plu\u200bmber', 'C-36'],
    ['plu\u00admber', 'C-36'],
    ['plu\u200emb\u2060er', 'C-36'],
    ['electrician in oakland c', `C-10 ${oakland}`],
  ])('%s → %s', async (typed, expected) => {
    expect(await said({ q: typed })).toBe(expected);
  });

  it('only names if a person wants only names', async () => {
    const names = (q: string) => said({ q, words: 'names' });
    expect(await names('oakland plumber')).toBe("'oakland' 'plumber'");
    expect(await names('contractors')).toBe("'contractors'");
    expect(await names('electrician in Alameda County')).toBe("'electrician' 'in' 'Alameda' 'County'");
    expect(await meaning({ q: 'plumber oakland', words: 'names' })).toMatchObject({
      place: null,
      counties: [],
    });
  });

  it('a license whose number is a ZIP code too, with that ZIP code', async () => {
    expect((await meaning({ q: '94601' })).understood).toEqual([
      { as: 'license', typed: '94601', isWhole: false, zip: '94601' },
    ]);
    expect((await meaning({ q: 'license 94601' })).understood).toMatchObject([{ as: 'license', zip: null }]);
    expect((await meaning({ q: '100200' })).understood).toMatchObject([{ as: 'license', zip: null }]);
  });

  it('everyone else, where words to leave out stand beside a filter', async () => {
    const besides: Partial<z.input<typeof contractorFilters>>[] = [
      { trades: ['C-10'] },
      { near: 'Oakland' },
      { member: true },
      { words: 'names', standing: 'good' },
    ];
    for (const beside of besides) {
      const { text, nothingRead } = await meaning({ ...beside, q: '-acme' });
      expect(nothingRead).toBe(false);
      expect(text?.clauses.map(({ query }) => query[0])).toEqual(['!']);
    }
    const named = async (q: string) => {
      const input = searchContractorsInput.parse({ q, trades: ['B'] });
      const page = await portal.db.read(visitor, (tx) => searchContractors(tx, input));
      return page.contractors.map(({ licenseNumber }) => licenseNumber);
    };
    const everyone = await named('');
    expect(everyone).toHaveLength(9);
    const others = await named('-affordable');
    expect(others.toSorted()).toEqual(everyone.filter((number) => number !== '100206').toSorted());
    expect(others).toHaveLength(8);
    expect(await meaning({ q: '-acme' })).toMatchObject({ nothingRead: true });
  });

  it('the licenses of a list and no others, in the order of their numbers', async () => {
    const found = async (q: string) => {
      const page = await portal.db.read(visitor, (tx) =>
        searchContractors(tx, searchContractorsInput.parse({ q })),
      );
      return page.contractors.map(({ licenseNumber }) => licenseNumber);
    };
    expect(await found('100205, 100200; 7799998')).toEqual(['100200', '100205']);
    expect(await found('https://www.cslb.ca.gov/100202')).toEqual(['100202']);
    expect(await found('GOODYEARS ARENA 100207')).toEqual(['100207']);
    expect(await found('7799997, 7799998')).toEqual([]);
  });

  it('nothing where there are only signs', async () => {
    for (const q of ['🏠', '&|!:*', "'", '--', '()', '…', '-solar']) {
      expect(await meaning({ q })).toMatchObject({ nothingRead: true, understood: [] });
    }
    expect(await meaning({ q: '  ' })).toMatchObject({ nothingRead: false });
  });
});
