import { expect, it } from 'vitest';
import { columnWords } from './state-words.ts';

it('a column of evidence is named in words', () => {
  expect(['lastVacuum', 'pid', 'blockedBy'].map(columnWords)).toEqual(['last vacuum', 'pid', 'blocked by']);
});
