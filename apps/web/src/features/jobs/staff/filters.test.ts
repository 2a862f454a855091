import { expect, it } from 'vitest';
import { readJobTab } from './filters.ts';

it('an unknown tab opens the first one', () => {
  expect([readJobTab('done'), readJobTab('nonsense'), readJobTab(undefined)]).toEqual([
    'done',
    'failed',
    'failed',
  ]);
});
