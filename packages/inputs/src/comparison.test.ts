import { expect, it } from 'vitest';
import { readCompared } from './comparison.ts';

it('a comparison has each license of its address once, and names what is no license', () => {
  const read = (text: string) => Object.values(readCompared(text)).map((parts) => parts.join());
  expect(read('1001,1002')).toEqual(['1001,1002', '']);
  expect(read(' 1001, 01002,1001,abc,,123456789')).toEqual(['1001,1002', 'abc,123456789']);
  expect(read('')).toEqual(['', '']);
});
