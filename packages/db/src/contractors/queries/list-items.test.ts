import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { visitor } from '../../engine/actors.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import { generateContractors } from '../../tools/seed/contractors/generate-contractors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors } from '../factory.ts';
import { importContractors } from '../import/import-contractors.ts';
import { listColumns, listShape, packedColumns, unpacked } from './list-items.ts';

const portal = testDatabase();

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'namc-portal-list-'));
  const file = join(folder, 'master.csv');
  await writeFile(file, [...generateContractors({ rows: 3_000, seed: 7, asOf: '2026-11-01' })].join(''));
  await importContractors({ url: portal.importUrl, embedded: false, file, importedBy: 'test' });
  await rm(folder, { recursive: true });
  await addContractors(portal.owner, [
    { licenseNumber: '1', businessName: 'A "QUOTED", NAME', dbaName: '""', secondaryStatus: '' },
    { licenseNumber: '2', businessName: '(PARENS) \\ BACK\\\\SLASH"', dbaName: ',', city: ')' },
    { licenseNumber: '3', businessName: '"', dbaName: '()', city: 'NULL', secondaryStatus: 'A|"B", C' },
    { licenseNumber: '4', classifications: ['B', 'two words', 'a"b', 'c\\d', 'e,f', '{g}', 'NULL', ''] },
    { licenseNumber: '5', classifications: [], businessType: null, isNamcMember: true },
    { licenseNumber: '6', goneAt: new Date('2026-10-01T07:00:00Z'), county: null, city: null },
    { licenseNumber: '7', businessName: 'JOSÉ ’ 株式会社 🏗', location: [-122.123456789, 37.987654321] },
  ]);
});

it('a row that left the server as one text is the row of its columns', async () => {
  const [plain, packed] = await portal.db.read(visitor, async ({ sql }) => [
    await rowsOf(
      sql,
      listShape,
    )`select ${listColumns(sql)} from california_contractors order by license_number`,
    await rowsOf(
      sql,
      computed({ licenseNumber: 'string', packed: 'string' }),
    )`select ${packedColumns(sql)} from california_contractors order by license_number`,
  ]);
  expect(plain.length).toBe(3_007);
  expect(packed.map((row) => unpacked(row.packed))).toEqual([...plain]);
});
