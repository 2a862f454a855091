import { expect, it } from 'vitest';
import { networksOf, plainAddress } from './networks.ts';

const keys = (address: string | undefined) => networksOf(address).map(({ key }) => key);

it('attempts are counted by IPv4 address, however it is written', () => {
  expect(keys('203.0.113.9')).toEqual(['203.0.113.9']);
  expect(keys('::ffff:203.0.113.9')).toEqual(['203.0.113.9']);
  expect(keys('::ffff:cb00:7109')).toEqual(['203.0.113.9']);
});

it('attempts are counted by the /64 of an IPv6 address, and more loosely by its /56', () => {
  expect(keys('2001:DB8:1:2:aaaa::1')).toEqual(keys('2001:db8:1:2::ffff'));
  const [one, neighbor, stranger] = ['2001:db8:1:2::1', '2001:db8:1:3::1', '2001:db8:1:102::1'].map(keys);
  expect(neighbor?.[0]).not.toBe(one?.[0]);
  expect(neighbor?.[1]).toBe(one?.[1]);
  expect(stranger?.[1]).not.toBe(one?.[1]);
});

it('an address has no zone, and what is no address counts as unknown', () => {
  expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
  expect(keys('fe80::1%eth0')).toEqual(keys('fe80::2%wlan0'));
  for (const text of [
    undefined,
    '',
    'unknown',
    'not an address',
    '203.0.113.9:4711',
    '4711',
    '0x7f.1',
    '%eth0',
  ]) {
    expect(plainAddress(text), text).toBeUndefined();
    expect(keys(text), text).toEqual(['unknown']);
  }
});
