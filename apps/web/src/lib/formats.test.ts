import { expect, test } from 'vitest';
import { formatCapped, formatCents, formatDay } from './formats.ts';

test('a day is the same in every time zone', () => {
  expect(formatDay('2028-03-31')).toBe('March 31, 2028');
});

test('whole dollars show no cents, and other amounts do', () => {
  expect(formatCents(2_500_000)).toBe('$25,000');
  expect(formatCents(1050)).toBe('$10.50');
});

test('a count that stopped at its limit says so', () => {
  expect(formatCapped(1000, true)).toBe('1,000+');
  expect(formatCapped(1000, false)).toBe('1,000');
});
