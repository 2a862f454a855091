import { expect, it } from 'vitest';
import { networkOf } from './limits.ts';

it('attempts are counted by IPv4 address, or by the /64 network of an IPv6 address', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
  expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9');
  expect(networkOf('2001:DB8:1:2:aaaa::1')).toBe(networkOf('2001:db8:1:2::ffff'));
  expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'));
  expect(networkOf('::1')).not.toBe(networkOf('fe80::1'));
  expect([networkOf(undefined), networkOf('not an address')]).toEqual(['unknown', 'unknown']);
});
