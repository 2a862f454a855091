import { searchContractorsInput } from '@namc/inputs/contractors';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { addContractors } from '../contractors/factory.ts';
import { countContractors } from '../contractors/queries/count.ts';
import { searchContractors } from '../contractors/queries/search.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { visitor } from './actors.ts';
import { parseText, toTsquery } from './text-query.ts';

const portal = testDatabase();

const firms = [
  { licenseNumber: '1', businessName: "O'BRIEN & SONS PLUMBING" },
  { licenseNumber: '2', businessName: 'A-1 ROOFING INC', dbaName: 'PEÑA ROOFING' },
  { licenseNumber: '3', businessName: 'SOLAR PANELS OF OAKLAND LLC' },
  { licenseNumber: '4', businessName: 'PANELS AND SOLAR WATER INC' },
  { licenseNumber: '24', businessName: '24 HOUR ELECTRIC' },
  { licenseNumber: '6', businessName: 'ELECTRICAL WIZARDS' },
];
const filed = new Map(firms.map(({ licenseNumber, businessName }) => [licenseNumber, businessName]));

beforeAll(async () => {
  await addContractors(portal.owner, firms);
});

async function names(q: string): Promise<string[]> {
  const page = await portal.db.read(visitor, (tx) =>
    searchContractors(tx, searchContractorsInput.parse({ q })),
  );
  return page.contractors.map(({ licenseNumber }) => filed.get(licenseNumber) ?? '').sort();
}

describe('a typed search', () => {
  it.each([
    ["o'brien", ["O'BRIEN & SONS PLUMBING"]],
    ['OBRIEN &', ["O'BRIEN & SONS PLUMBING"]],
    ['o’brien plumbing', ["O'BRIEN & SONS PLUMBING"]],
    ['a-1', ['A-1 ROOFING INC']],
    ['pena', ['A-1 ROOFING INC']],
    ['peña', ['A-1 ROOFING INC']],
    ['solar panels', ['PANELS AND SOLAR WATER INC', 'SOLAR PANELS OF OAKLAND LLC']],
    ['"solar panels"', ['SOLAR PANELS OF OAKLAND LLC']],
    ['solar -water', ['SOLAR PANELS OF OAKLAND LLC']],
    ['roofing or plumbing', ['A-1 ROOFING INC', "O'BRIEN & SONS PLUMBING"]],
    ['electri', ['24 HOUR ELECTRIC', 'ELECTRICAL WIZARDS']],
    ['"electric"', ['24 HOUR ELECTRIC']],
    ['24', ['24 HOUR ELECTRIC']],
    ['license #24', ['24 HOUR ELECTRIC']],
    ['24 hour', ['24 HOUR ELECTRIC']],
  ])('for %j finds %j', async (typed, found) => {
    expect(await names(typed)).toEqual(found);
  });

  it.each(['', '   ', '&', '-', '"', '()', ':*', '-solar', '!!!', '\0'])(
    'for %j looks for nothing in particular',
    (typed) => {
      expect(parseText(typed).parts).toEqual([]);
    },
  );

  it('can be any text', async () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            '"',
            '-',
            "'",
            ' or ',
            '&',
            '|',
            '!',
            ':*',
            '<->',
            '(',
            ')',
            '\\',
            '\0',
            '%',
            '--',
            'solar',
            '24',
            '1e5',
            'é',
            '٣',
            '\ud800',
          ),
          { maxLength: 20 },
        )
        .map((parts) => parts.join('').slice(0, 200)),
    );
    await portal.db.read(visitor, async (tx) => {
      await fc.assert(
        fc.asyncProperty(nasty, async (typed) => {
          const [row] = await tx.sql<
            { query: string }[]
          >`select ${toTsquery(tx.sql, parseText(typed))}::text as query`;
          expect(typeof row?.query).toBe('string');
        }),
        { numRuns: 500, seed: 11 },
      );
    });
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (q, near) => {
        const input = searchContractorsInput.parse({
          q: q.trim().slice(0, 200),
          near: near.trim().slice(0, 80),
        });
        const [page, count] = await portal.db.read(visitor, async (tx) => [
          await searchContractors(tx, input),
          await countContractors(tx, input),
        ]);
        expect(page.contractors.length).toBe(count.count);
      }),
      { numRuns: 150, seed: 12 },
    );
  });
});
