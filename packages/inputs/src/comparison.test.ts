import { expect, it } from 'vitest';
import { readCompared } from './comparison.ts';

it('a comparison has each license of its address once, and nothing that is no license', () => {
  expect(readCompared('1001,1002')).toEqual(['1001', '1002']);
  expect(readCompared(' 1001, 1002,1001,abc,,123456789')).toEqual(['1001', '1002']);
  expect(readCompared('')).toEqual([]);
});
