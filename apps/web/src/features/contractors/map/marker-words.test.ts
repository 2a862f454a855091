import { expect, test } from 'vitest';
import { capWords, contractorsIn, elsewhereWords, numberOn } from './marker-words.ts';

test.each([
  [1, false, '1', '1 contractor'],
  [855, false, '855', '855 contractors'],
  [855, true, '855+', '855+ contractors'],
  [1234, false, '1.2k', '1.2k (1,234) contractors'],
  [1234, true, '1.2k+', '1.2k+ (1,234+) contractors'],
  [45_678, false, '45k', '45k (45,678) contractors'],
])('%i contractors, more of them: %s', (count, isCapped, seen, said) => {
  expect(numberOn(count, isCapped)).toBe(seen);
  expect(contractorsIn(count, isCapped)).toBe(said);
});

test('a map of some contractors says which they are', () => {
  expect(capWords(false, true)).toBeNull();
  expect(capWords(true, false)).toContain('these are the most prominent.');
  expect(capWords(true, true)).toContain('these are the nearest.');
});

test('a map says how many results are only in the list', () => {
  expect(elsewhereWords({ count: 0, capped: false }, '240 contractors')).toBeNull();
  expect(elsewhereWords({ count: 12, capped: false }, '240 contractors')).toBe(
    '12 of 240 contractors are only in the list: the file has no place for them, or one far from California.',
  );
  expect(elsewhereWords({ count: 1, capped: false }, null)).toMatch(
    /^1 contractor is only in the list: the file has no place for it/,
  );
  expect(elsewhereWords({ count: 1000, capped: true }, '1,000+ contractors')).toMatch(
    /^1,000\+ of 1,000\+ contractors are/,
  );
});
