import { expect, it } from 'vitest';
import { readLicenseSearch } from './license-search.ts';

it('a day that no calendar has is today, and does not stay in the address', () => {
  for (const on of ['2026-02-30', 'abc', '2026-2-3', 20_261_201, '']) {
    expect(readLicenseSearch({ on })).toStrictEqual({ on: undefined });
  }
  expect(readLicenseSearch({})).toStrictEqual({ on: undefined });
  expect(readLicenseSearch({ on: '2026-12-01' })).toStrictEqual({ on: '2026-12-01' });
});
