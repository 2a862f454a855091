import { expect, test } from 'vitest';
import { capWords, countedOn, elsewhereWords, type MapNoun, numberOn } from './marker-words.ts';

const noun: MapNoun = {
  one: 'contractor',
  first: 'most prominent',
  noPlace: (count) => `nobody knows where ${count === 1 ? 'it is' : 'they are'}`,
};

test.each([
  [1, false, '1', '1 contractor'],
  [855, false, '855', '855 contractors'],
  [855, true, '855+', '855+ contractors'],
  [1234, false, '1.2k', '1.2k (1,234) contractors'],
  [1234, true, '1.2k+', '1.2k+ (1,234+) contractors'],
  [45_678, false, '45k', '45k (45,678) contractors'],
])('%i contractors, more of them: %s', (count, isCapped, seen, said) => {
  expect(numberOn(count, isCapped)).toBe(seen);
  expect(countedOn(count, isCapped, noun)).toBe(said);
});

test('a map of some contractors says which they are', () => {
  expect(capWords(false, true, noun)).toBeNull();
  expect(capWords(true, false, noun)).toContain('these are the most prominent.');
  expect(capWords(true, true, noun)).toContain('these are the nearest.');
});

test('a map says how many results are only in the list', () => {
  expect(elsewhereWords({ count: 0, capped: false }, '240 contractors', noun)).toBeNull();
  expect(elsewhereWords({ count: 12, capped: false }, '240 contractors', noun)).toBe(
    '12 of 240 contractors are only in the list: nobody knows where they are.',
  );
  expect(elsewhereWords({ count: 1, capped: false }, null, noun)).toMatch(
    /^1 contractor is only in the list: nobody knows where it is/,
  );
  expect(elsewhereWords({ count: 1000, capped: true }, '1,000+ contractors', noun)).toMatch(
    /^1,000\+ of 1,000\+ contractors are/,
  );
});
