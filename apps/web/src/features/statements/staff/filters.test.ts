import { expect, it } from 'vitest';
import { readStatementFilters } from './filters.ts';

it('keeps what differs from the usual view', () => {
  expect(readStatementFilters({ range: '7d', order: 'wal', statement: '-123' })).toEqual({
    range: '7d',
    order: 'wal',
    statement: '-123',
  });
});

it('leaves out the usual view and what the page does not know', () => {
  expect(readStatementFilters({ range: '1d', order: 'time' })).toEqual({});
  expect(readStatementFilters({ range: '2d', order: 'color', statement: '1; drop' })).toEqual({});
  for (const caller of ['\0', '', 'x'.repeat(101), 12, ['a']])
    expect(readStatementFilters({ caller })).toEqual({});
  expect(readStatementFilters({ caller: 'bids.submit' })).toEqual({ caller: 'bids.submit' });
});
