import { expect, it } from 'vitest';
import { dollars } from './projects.ts';

it.each([
  ['1500', '1500'],
  ['$1,500.50', '1500.50'],
  ['1,234,567', '1234567'],
  [' 12 000 ', '12000'],
])('an amount is read without its signs: %s', (typed, amount) => {
  expect(dollars.parse(typed)).toBe(amount);
});

it.each(['12,34', '1,2345', '1.500,00', '1,,000', '12,345,6', '-5', '1e6', '$1.2M'])(
  'what may mean another amount is refused: %s',
  (typed) => {
    expect(dollars.safeParse(typed).success).toBe(false);
  },
);
