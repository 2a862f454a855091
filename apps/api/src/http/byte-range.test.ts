import { expect, it } from 'vitest';
import { readRange } from './byte-range.ts';

const etag = '"one"';
const read = (range: string | undefined, ifRange?: string, bytes = 1000) =>
  readRange(bytes, etag, { range, ifRange });

it('a range is a part of the file, its end is cut, and a range behind the end is none', () => {
  expect(read('bytes=0-0')).toEqual({ first: 0, last: 0 });
  expect(read('bytes=400-')).toEqual({ first: 400, last: 999 });
  expect(read('bytes=400-5000')).toEqual({ first: 400, last: 999 });
  expect(read('bytes=-300')).toEqual({ first: 700, last: 999 });
  expect(read('bytes=-3000')).toEqual({ first: 0, last: 999 });
  expect(read('bytes=1000-')).toBe('none');
  expect(read('bytes=-0')).toBe('none');
  expect(read('bytes=0-', undefined, 0)).toBe('none');
});

it('everything else is the whole file: several ranges, other units, nonsense, and another version than the reader has', () => {
  for (const range of [undefined, 'bytes=0-1,5-6', 'lines=1-2', 'bytes=-', 'bytes=9-2', 'bytes=a-b'])
    expect(read(range)).toBeUndefined();
  expect(read('bytes=400-', etag)).toEqual({ first: 400, last: 999 });
  for (const other of ['"two"', 'W/"one"', 'Sat, 28 Nov 2026 00:00:00 GMT'])
    expect(read('bytes=400-', other)).toBeUndefined();
});
