import { expect, test } from 'vitest';
import { typedDay } from './typed-day.ts';

test.each([
  ['', null],
  ['0002-12-31', null],
  ['0020-12-31', null],
  ['0202-12-31', null],
  ['2026-12-31', '2026-12-31'],
  ['1999-01-01', '1999-01-01'],
  ['20261-12-31', null],
])('a field that holds “%s” means %s', (held, day) => {
  expect(typedDay(held)).toBe(day);
});
