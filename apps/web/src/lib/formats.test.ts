import { expect, test } from 'vitest';
import { formatCapped, formatCents, formatSize } from './formats.ts';

test('whole dollars show no cents, and other amounts do', () => {
  expect(formatCents(2_500_000)).toBe('$25,000');
  expect(formatCents(1050)).toBe('$10.50');
});

test('a count that stopped at its limit says so', () => {
  expect(formatCapped(1000, true)).toBe('1,000+');
  expect(formatCapped(1000, false)).toBe('1,000');
});

test('the size of a file is in the unit that it fills', () => {
  const sizes = [1, 812, 1_200, 999_400, 999_600, 93_000_000];
  expect(sizes.map(formatSize)).toEqual(['1 byte', '812 bytes', '1 KB', '999 KB', '1 MB', '93 MB']);
});
