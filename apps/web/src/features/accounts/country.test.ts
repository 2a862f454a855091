import { expect, it } from 'vitest';
import { placeOf } from './country.ts';

it('a place is an address and, where it is known, its country by name', () => {
  expect(placeOf('193.0.6.139', 'NL')).toBe(' at 193.0.6.139, Netherlands');
  expect(placeOf('10.0.0.1', null)).toBe(' at 10.0.0.1');
  expect(placeOf(null, null)).toBe('');
});
