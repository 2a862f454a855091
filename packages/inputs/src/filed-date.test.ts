import { expect, it } from 'vitest';
import { readFiledDate } from './filed-date.ts';

it.each([
  ['01/02/2027', '2027-01-02'],
  ['1/2/2027', '2027-01-02'],
  ['12/31/2026', '2026-12-31'],
  ['2027-01-02', '2027-01-02'],
  ['2/29/2028', '2028-02-29'],
  ['2/29/2027', null],
  ['02/30/2028', null],
  ['02/31/2026', null],
  ['04/31/2026', null],
  ['13/01/2026', null],
  ['1/2/27', null],
  ['0/2/2027', null],
  ['1/2/2027 ', null],
  ['Y', null],
  ['', null],
])('%j is read as the day %s', (filed, day) => {
  expect(readFiledDate(filed)).toBe(day);
});
