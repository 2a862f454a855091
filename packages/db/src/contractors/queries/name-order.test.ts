import { searchContractorsInput } from '@namc/inputs/contractors';
import { expect, it } from 'vitest';
import { visitor } from '../../engine/actors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors } from '../factory.ts';
import { searchContractors } from './search.ts';

const portal = testDatabase();

it('the order by name follows letters, whatever signs and accents a name has, from page to page', async () => {
  const names = [
    '24 KARAT WELDING',
    '"ABLE" WELDING',
    '+BAKER WELDING',
    'ÉCLAIR WELDING',
    'ECLIPSE WELDING',
    '(MOON) WELDING',
    'NADIR WELDING',
    'ÑANDÚ WELDING',
    'NAPOLI WELDING',
    'ZORBAX WELDING',
  ];
  await addContractors(
    portal.owner,
    names.map((businessName, at) => ({ licenseNumber: String(300_100 - at), businessName })),
  );
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const input = searchContractorsInput.parse({
      q: 'welding',
      words: 'names',
      sort: 'name',
      limit: 3,
      cursor,
    });
    const page = await portal.db.read(visitor, (tx) => searchContractors(tx, input));
    found.push(...page.contractors.map(({ licenseNumber }) => licenseNumber));
    if (!page.nextCursor) break;
    cursor = page.nextCursor;
  }
  expect(found.map((licenseNumber) => names[300_100 - Number(licenseNumber)])).toEqual(names);
});
