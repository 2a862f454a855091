import { expect, it } from 'vitest';
import { columnWords } from './state-words.ts';

it('a column of evidence is named in words', () => {
  expect(['lastVacuum', 'pid', 'burnOf30Days', 'p95'].map(columnWords)).toEqual([
    'last vacuum',
    'pid',
    'burn of 30 days',
    'p95',
  ]);
});
