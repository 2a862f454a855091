import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import papaparse from 'papaparse';
import { describe, expect, it } from 'vitest';
import { type CsvCell, toCsv } from './csv.ts';

/** An independent parser. Spreadsheets of some countries split at semicolons, and of some at tabs. */
const parse = (text: string, delimiter = ',') =>
  papaparse.parse<string[]>(text.replace(/^\ufeff/, '').replace(/\r\n$/, ''), { delimiter });
const runs = (cell: string) => /^\s*[=+@＝＋－＠-]/u.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell);

const unit = fc.oneof(
  fc.constantFrom(
    ...'=+-@|;,"\'\t\r\n\u0085\u2028\u00a0 aé',
    "=cmd|' /C calc'!A0",
    '\r\n=1+1',
    '"',
    '＝',
    '\u202e',
    '\0',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const words = fc.array(unit, { maxLength: 6 }).map((parts) => parts.join(''));
const tableOf = (cell: fc.Arbitrary<CsvCell>) =>
  fc
    .integer({ min: 1, max: 6 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    );

describe('a CSV file of whatever people typed', () => {
  it('has as many rows and cells as the list, each row on one line', () => {
    fc.assert(
      fc.property(tableOf(fc.oneof(words, fc.constant(null), fc.integer())), (rows) => {
        const text = toCsv(
          rows,
          rows[0]?.map((_, at) => `Column ${at}`),
        );
        const { data, errors } = parse(text);
        expect(errors).toEqual([]);
        expect(data.map((row) => row.length)).toEqual([rows[0]?.length, ...rows.map((row) => row.length)]);
        expect(text.split('\r\n')).toHaveLength(rows.length + 2);
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([',', ';', '\t'])('holds no cell that a spreadsheet would run, split at %j', (delimiter) => {
    fc.assert(
      fc.property(tableOf(words), (rows) => {
        const cells = parse(toCsv(rows), delimiter).data.flat();
        expect(cells.filter(runs)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps ordinary words, numbers and quotation marks', () => {
    const rows = [['O’Brien "Bob" & Söhne, Inc.', -5, '-3250.00', null, 'a-b=c', '2026-01-01']];
    expect(parse(toCsv(rows)).data).toEqual([
      ['O’Brien "Bob" & Söhne, Inc.', '-5', '-3250.00', '', 'a-b=c', '2026-01-01'],
    ]);
  });

  it('is disarmed of a formula after a line break', () => {
    expect(parse(toCsv([["Bob\n=cmd|' /C calc'!A0"], [' \u200b=1+1'], ['a;=1+1']])).data).toEqual([
      ["Bob =cmd|' /C calc'!A0"],
      ["'=1+1"],
      ["a;'=1+1"],
    ]);
  });
});

it('nothing else in the portal writes CSV', () => {
  const top = join(import.meta.dirname, '../../../..');
  const writers = ['packages', 'apps'].flatMap((folder) =>
    readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /^[^/]+\/src\/.*\.tsx?$/.test(path))
      .map((path) => `${folder}/${path}`)
      .filter((path) => /from 'csv-stringify|text\/csv;/.test(readFileSync(join(top, path), 'utf8'))),
  );
  expect(writers.sort()).toEqual([
    'apps/api/src/download.ts',
    // Both of its files come from `toCsv`.
    'apps/api/src/file-imports/rows-file.ts',
    // It hands out a file that the importer has written with `toCsv`.
    'apps/api/src/imports/rejects.ts',
    'packages/db/src/engine/csv.test.ts',
    'packages/db/src/engine/csv.ts',
  ]);
});
