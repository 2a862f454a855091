import { expect, test } from 'vitest';
import { splitTrades } from './asked-trades.ts';
import { askedTrades } from './trades-of-search.ts';

const many = ['A', 'B', 'C-10', 'C-36', 'C-54'];

test('a class that the filter asks for is shown before the others, which stay in their order', () => {
  expect(splitTrades(many, askedTrades(['C-54'], []), 3)).toEqual({
    shown: ['C-54', 'A', 'B'],
    rest: ['C-10', 'C-36'],
  });
});

test('so are the classes of the words, and those that a search for a class finds too', () => {
  const words = askedTrades(['C-61'], [{ as: 'trade', typed: 'plumber', codes: ['C-36'] }]);
  expect(splitTrades(['A', 'B', 'C-10', 'C-36', 'D-21'], words, 3).shown).toEqual(['C-36', 'D-21', 'A']);
  expect(splitTrades(['A', 'B', 'C-10', 'D-49'], askedTrades(['C-49'], []), 3).shown).toEqual([
    'D-49',
    'A',
    'B',
  ]);
});

test('without a wish the order is that of the license', () => {
  expect(splitTrades(many, new Set(), 3)).toEqual({ shown: ['A', 'B', 'C-10'], rest: ['C-36', 'C-54'] });
});
