import { expect, it } from 'vitest';
import { whereSeen } from './country.ts';

it('names the address, and its country if that is known', () => {
  expect(whereSeen('193.0.6.139', 'NL')).toBe(' at 193.0.6.139, Netherlands');
  expect(whereSeen('10.0.0.1', null)).toBe(' at 10.0.0.1');
  expect(whereSeen(null, null)).toBe('');
});
