import { describe, expect, it } from 'vitest';
import { splitFields } from '../../../contractors/import/fields.ts';
import { headerNames } from '../../../contractors/import/master-file.ts';
import { type GenerateOptions, generateContractors } from './generate-contractors.ts';

const rows = 20_000;
const textOf = (options: Partial<GenerateOptions> = {}) =>
  [...generateContractors({ rows, seed: 5, asOf: '2026-11-01', ...options })].join('');

type Facts = Record<(typeof headerNames)[number], string>;

function linesOf(text: string): string[] {
  return text.trimEnd().split('\r\n').slice(1);
}

function firmsOf(text: string): Map<string, string> {
  return new Map(linesOf(text).map((line) => [line.slice(0, line.indexOf(',')), line]));
}

const first = textOf();
const firms = linesOf(first).map((line) => {
  const fields = splitFields(line) ?? [];
  expect(fields).toHaveLength(headerNames.length);
  return Object.fromEntries(headerNames.map((name, at) => [name, fields[at] ?? ''])) as Facts;
});
const share = (fits: (facts: Facts) => boolean) => firms.filter(fits).length / firms.length;

describe('a synthetic master file', () => {
  it('is identical for the same seed, and different for another', () => {
    expect(textOf()).toBe(first);
    expect(textOf({ seed: 6 })).not.toBe(first);
  });

  it('has the board’s header, CRLF, and each license once, almost in order', () => {
    expect(first.startsWith(`${headerNames.join(',')}\r\n`)).toBe(true);
    expect(first.split('\n').every((line) => line === '' || line.endsWith('\r'))).toBe(true);
    const numbers = firms.map(({ LicenseNo }) => Number(LicenseNo));
    expect(new Set(numbers).size).toBe(rows);
    expect(numbers).not.toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers.every((number, at) => Math.abs(number - (100_000 + at * 4)) < 300)).toBe(true);
  });

  it('has only telephone numbers that cannot be real', () => {
    const phones = firms.map(({ BusinessPhone }) => BusinessPhone).filter((phone) => phone !== '');
    expect(phones.length).toBeGreaterThan(rows * 0.9);
    expect(phones.filter((phone) => !/^\(\d{3}\) 555 \d{4}$/.test(phone))).toEqual([]);
  });

  it('has the board’s proportions of trades and standings', () => {
    const firstCode = (code: RegExp) => share((facts) => code.test(facts['Classifications(s)']));
    expect(firstCode(/^B(\||$)/)).toBeCloseTo(0.415, 1);
    expect(firstCode(/^C-?10\b/)).toBeCloseTo(0.119, 1);
    expect(share(({ PrimaryStatus }) => PrimaryStatus === 'CLEAR')).toBeGreaterThan(0.93);
    expect(share(({ PrimaryStatus }) => PrimaryStatus === 'CLEAR')).toBeLessThan(0.96);
    expect(share(({ PrimaryStatus }) => PrimaryStatus === 'Contr Bond Susp')).toBeGreaterThan(0.025);
    expect(share(({ County }) => County === 'Los Angeles')).toBeGreaterThan(0.15);
  });

  it('has the quirks of the board’s file', () => {
    expect(/, WCC\d{6}A, \d\d\/\d\d\/\d{4},/.test(first)).toBe(true);
    expect(/(STREET|DRIVE|ROAD)STE \d/.test(first)).toBe(true);
    expect(/,"[^",]+, [^",]+ & CO",/.test(first)).toBe(true);
    expect(/,[^",]+ "THE [^",]+" [^",]+,/.test(first)).toBe(true);
    const codes = firms.map((facts) => facts['Classifications(s)']).join('| ');
    expect(codes).toMatch(/C-8\b/);
    expect(codes).toMatch(/C10\b/);
    expect(codes).toMatch(/D0\d\b/);
    expect(share(({ ZIPCode }) => /^\d{9}$/.test(ZIPCode))).toBeGreaterThan(0.03);
    const away = firms.filter(({ State }) => State !== 'CA');
    expect(away.length).toBeGreaterThan(rows * 0.02);
    expect(away.filter(({ County }) => County !== '')).toEqual([]);
    const owner = firms.find(({ FullBusinessName }) => FullBusinessName !== '');
    expect(owner?.BusinessName.split(' ')[0]).toBe(owner?.FullBusinessName.split(' ').at(-1));
    const day = (text: string) => text.replace(/(..)\/(..)\/(....)/, '$3-$1-$2');
    expect(firms.some(({ CBCancellationDate }) => day(CBCancellationDate) > '2026-11-01')).toBe(true);
  });

  it('has a word that every third firm uses, and many words that only one firm uses', () => {
    const counts = new Map<string, number>();
    for (const { BusinessName } of firms) {
      for (const word of new Set(BusinessName.split(' '))) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    expect((counts.get('INC') ?? 0) / rows).toBeGreaterThan(0.33);
    expect((counts.get('CONSTRUCTION') ?? 0) / rows).toBeGreaterThan(0.2);
    expect([...counts.values()].filter((count) => count === 1).length).toBeGreaterThan(300);
  });
});

describe('a later edition', () => {
  it('has the same firms, except for the requested share that changed, came or went', () => {
    const before = firmsOf(first);
    const after = firmsOf(textOf({ edition: 2, changedPercent: 5 }));
    const gone = [...before.keys()].filter((license) => !after.has(license)).length;
    const added = [...after.keys()].filter((license) => !before.has(license)).length;
    const changed = [...after].filter(
      ([license, line]) => before.has(license) && before.get(license) !== line,
    ).length;
    expect(gone).toBeGreaterThan(20);
    expect(added).toBe(rows * 0.005);
    expect((gone + changed) / rows).toBeGreaterThan(0.035);
    expect((gone + changed) / rows).toBeLessThan(0.065);
  });
});

describe('broken rows', () => {
  it('occur in the requested number, between good ones', () => {
    const withBroken = linesOf(textOf({ broken: 10 }));
    expect(withBroken).toHaveLength(rows + 10);
    const present = new Set(withBroken);
    expect(linesOf(first).filter((line) => !present.has(line))).toEqual([]);
  });
});
