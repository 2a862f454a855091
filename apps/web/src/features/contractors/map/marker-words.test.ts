import { expect, test } from 'vitest';
import { capWords, contractorsIn, numberOn } from './marker-words.ts';

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
