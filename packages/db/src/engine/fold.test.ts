import { searchContractorsInput } from '@namc/inputs/contractors';
import { foldedWords } from '@namc/inputs/fold';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { addContractors } from '../contractors/factory.ts';
import { searchContractors } from '../contractors/queries/search.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { visitor } from './actors.ts';

const portal = testDatabase();

beforeAll(() =>
  addContractors(portal.owner, [
    { licenseNumber: '1', businessName: 'ŽIŽEK & ŁUKASZ ŐRSÉG' },
    { licenseNumber: '2', businessName: 'STRASSE GROSS' },
    { licenseNumber: '3', businessName: 'STRAẞE GROẞ' },
    { licenseNumber: '4', businessName: 'ΑΘΗΝΑΪΚΟΣ ΔΡΟΜΟΣ' },
    { licenseNumber: '5', businessName: 'МЁД И ЧАЙ' },
    { licenseNumber: '6', businessName: '漢字工務店' },
    { licenseNumber: '7', businessName: 'ガーデン東京' },
    { licenseNumber: '8', businessName: 'PEÑA GARCÍA' },
    { licenseNumber: '9', businessName: 'ÆRØ SØREN' },
  ]),
);

describe('a name in any alphabet is found', () => {
  it.each([
    ['zizek', ['1']],
    ['Žižek', ['1']],
    ['lukasz orseg', ['1']],
    ['łukasz', ['1']],
    ['strasse', ['2', '3']],
    ['straße', ['2', '3']],
    ['αθηναικος', ['4']],
    ['Αθηναϊκός δρόμος', ['4']],
    ['мед', ['5']],
    ['МЁД', ['5']],
    ['漢字', ['6']],
    ['漢字工務店', ['6']],
    ['ガーデン', ['7']],
    ['pena garcia', ['8']],
    ['Peña García', ['8']],
    ['aero soren', ['9']],
    ['ærø søren', ['9']],
  ])('by %s', async (q, licenses) => {
    const page = await portal.db.read(visitor, (tx) =>
      searchContractors(tx, searchContractorsInput.parse({ q, words: 'names' })),
    );
    expect(page.contractors.map(({ licenseNumber }) => licenseNumber).sort()).toEqual(licenses);
    expect(page.corrections).toEqual([]);
  });
});

it('the database folds names as the portal folds what people type', async () => {
  const letter = fc.oneof(
    fc.integer({ min: 0x20, max: 0x52f }),
    fc.integer({ min: 0x1e00, max: 0x1fff }),
    fc.integer({ min: 0x2010, max: 0x2027 }),
    fc.integer({ min: 0x3041, max: 0x30ff }),
    fc.integer({ min: 0xac00, max: 0xad00 }),
    fc.integer({ min: 0xff01, max: 0xff5e }),
  );
  const name = fc
    .array(letter, { maxLength: 40 })
    .map((points) => String.fromCodePoint(...points).normalize('NFC'));
  const words = (text: string) => text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];
  await fc.assert(
    fc.asyncProperty(fc.array(name, { minLength: 50, maxLength: 50 }), async (names) => {
      const rows = await portal.owner<{ folded: string }[]>`
        select searchable_text(name) as folded from unnest(${names}::text[]) with ordinality as given(name, at) order by at`;
      expect(rows.map(({ folded }) => words(folded))).toEqual(names.map(foldedWords));
    }),
    { numRuns: 40, seed: 16 },
  );
});
