import { expect, it } from 'vitest';
import { formatBlocks, formatBytes, formatMs, formatShare, wordsOf } from './figures.ts';

it.each([
  [0.4213, '0.42 ms'],
  [12.4, '12 ms'],
  [3_140, '3.1 s'],
  [720_000, '12 min'],
  [9_000_000, '2.5 h'],
])('%d milliseconds are “%s”', (ms, words) => expect(formatMs(ms)).toBe(words));

it('sizes are in the server’s units', () => {
  expect([0, 512, 2_048, 3_355_443].map(formatBytes)).toEqual(['0', '512 B', '2.0 KiB', '3.2 MiB']);
  expect(formatBlocks(128)).toBe('1.0 MiB');
});

it('a small share keeps a decimal', () => {
  expect([0.004, 0.43].map(formatShare)).toEqual(['0.4%', '43%']);
});

it('a statement without a text says why', () => {
  expect(wordsOf({ kind: 'STATEMENT', text: 'select\n  1' })).toBe('select 1');
  expect(wordsOf({ kind: 'UTILITY', text: null })).toContain('isn’t stored');
  expect(wordsOf({ kind: null, text: null })).toContain('not known');
});
