import { searchContractorsInput } from '@namc/inputs/contractors';
import { readTable } from '@namc/inputs/row-table';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { visitor } from '../../engine/actors.ts';
import type { Transaction } from '../../engine/database.ts';
import { recordStatements } from '../../tools/testing/recorded-statements.ts';
import { fileOf, importing } from '../import/files.fixture.ts';
import { searchContractors, searchContractorTable } from './search.ts';

const { portal, importFile } = importing();

type Typed = z.input<typeof searchContractorsInput>;
const endsWithLast = true;
const ask = (typed: Typed) =>
  portal.db.read(visitor, (tx) => searchContractorTable(tx, searchContractorsInput.parse(typed)), {
    endsWithLast,
  });
const licenses = async (typed: Typed) =>
  readTable((await ask(typed)).contractors).map(({ licenseNumber }) => licenseNumber);

/** The statements that a search sends, other than to end its transaction. */
const countStatements = (typed: Typed) =>
  portal.db.read(visitor, async (tx: Transaction) => {
    const recorded = recordStatements(tx);
    await searchContractorTable(recorded.tx, searchContractorsInput.parse(typed));
    return recorded.sent().length;
  });

it('a table has the rows of the list, each time it is asked for', async () => {
  await importFile(
    fileOf(
      { LicenseNo: '1', BusinessName: 'MCCOY & SONS \u2019N MORE', PrimaryStatus: 'Work Comp Susp' },
      {
        LicenseNo: '2',
        BusinessName: 'JOS\u00c9 \u682a\u5f0f\u4f1a\u793e \u{1f3d7} "BUILDERS"',
        BusinessPhone: '',
      },
      {
        LicenseNo: '3',
        BusinessName: 'BACK\\SLASH </SCRIPT>',
        City: 'LOS ANGELES',
        ZIPCode: '90012',
        County: 'Los Angeles',
      },
      { LicenseNo: '5', BusinessName: `O'NEIL \\' "D'ORO" \\" HOMES'` },
      {
        LicenseNo: '4',
        BusinessName: 'ELSEWHERE INC',
        City: 'RENO',
        State: 'NV',
        ZIPCode: '89501',
        County: '',
      },
    ),
  );
  const searches: Typed[] = [
    {},
    { near: '92260', miles: 100 },
    { near: '90012' },
    { q: 'inc' },
    { q: 'nobody' },
    { sort: 'name' },
    { on: '2027-06-01' },
    { limit: 2 },
  ];
  for (const typed of [...searches, ...searches]) {
    const input = searchContractorsInput.parse(typed);
    const list = await portal.db.read(visitor, (tx) => searchContractors(tx, input));
    const { contractors, ...page } = await ask(typed);
    expect({ ...page, contractors: readTable(contractors) }).toEqual(list);
    // Nothing makes V8 keep two bytes for each sign.
    expect(contractors.text).toMatch(/^[\0-\x7f]*$/);
  }
});

it('a list shows a row as it is now, not as it was before', async () => {
  const typed = { near: '92260' };
  await importFile(fileOf({ LicenseNo: '1' }, { LicenseNo: '2' }));
  expect(readTable((await ask(typed)).contractors)).toMatchObject([
    { licenseNumber: '1', standing: { kind: 'good' } },
    { licenseNumber: '2', standing: { kind: 'good' } },
  ]);
  await importFile(fileOf({ LicenseNo: '1', PrimaryStatus: 'Contr Bond Susp' }, { LicenseNo: '2' }));
  expect(readTable((await ask(typed)).contractors)).toMatchObject([
    { licenseNumber: '1', standing: { kind: 'suspended' } },
    { licenseNumber: '2', standing: { kind: 'good' } },
  ]);
  const asked = readTable((await ask({ ...typed, on: '2030-01-01' })).contractors);
  expect(asked[1]).toMatchObject({ licenseNumber: '2', standing: { kind: 'expired' } });
});

it('words are looked up once for each import', async () => {
  await importFile(fileOf({ LicenseNo: '1', BusinessName: 'ZEPHYR HOMES' }));
  expect(await licenses({ q: 'zephyr' })).toEqual(['1']);
  expect(await countStatements({ q: 'zephyr' })).toBe(1);
  expect(await licenses({ near: '92260' })).toEqual(['1']);
  expect(await countStatements({ near: '92260' })).toBe(1);
});

it('words mean what the newest import makes of them', async () => {
  await importFile(fileOf({ LicenseNo: '1', BusinessName: 'ZEPHYR HOMES' }));
  // Nobody has the word, so it is corrected to the only one like it.
  expect((await ask({ q: 'zephir' })).corrections).toEqual([{ typed: 'zephir', searched: 'zephyr' }]);
  expect(await licenses({ q: 'zephir' })).toEqual(['1']);
  await importFile(
    fileOf(
      { LicenseNo: '1', BusinessName: 'ZEPHYR HOMES' },
      { LicenseNo: '2', BusinessName: 'ZEPHIR POOLS' },
    ),
  );
  expect((await ask({ q: 'zephir' })).corrections).toEqual([]);
  expect(await licenses({ q: 'zephir' })).toEqual(['2']);
});

it('without an import nothing is remembered of words', async () => {
  expect(await licenses({ q: 'zephyr', near: '92260' })).toEqual([]);
  expect(await countStatements({ near: '92260' })).toBeGreaterThan(1);
});
