import { expect, it } from 'vitest';
import { countryOf } from './countries.ts';

it('a public address has its registered country, and a private one has none', () => {
  // The networks of RIPE itself and of Brazil's registry.
  expect([countryOf('193.0.6.139'), countryOf('200.160.2.3')]).toEqual(['NL', 'BR']);
  expect(countryOf('2001:67c:2e8:22::c100:68b')).toBe('NL');
  expect(countryOf('::ffff:193.0.6.139')).toBe('NL');
  expect([countryOf('10.0.0.1'), countryOf('127.0.0.1'), countryOf('::1'), countryOf(null)]).toEqual(
    Array(4).fill(null),
  );
});
