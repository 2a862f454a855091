import { expect, it } from 'vitest';
import { readJobTab } from './filters.ts';

it('a tab that is not there is the first one', () => {
  expect([readJobTab('done'), readJobTab('nonsense'), readJobTab(undefined)]).toEqual([
    'done',
    'failed',
    'failed',
  ]);
});
