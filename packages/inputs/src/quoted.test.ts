import { expect, it } from 'vitest';
import { quoted } from './quoted.ts';

it.each([
  ['zorb trees', '“zorb trees”'],
  ['“zorb trees”, Within 50 miles of Oakland', '“‘zorb trees’, Within 50 miles of Oakland”'],
  ['"summit roofing" -tile', "“'summit roofing' -tile”"],
])('%s in quotation marks is %s', (text, expected) => {
  expect(quoted(text)).toBe(expected);
});
