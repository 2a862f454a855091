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

it('a proxy’s port is no part of an address', () => {
  for (const [told, address] of [
    ['203.0.113.5:4711', '203.0.113.5'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[fe80::1%eth0]:443', 'fe80::1'],
    ['[::ffff:192.0.2.1]:80', '192.0.2.1'],
    // The last group of an address is no port.
    ['2001:db8::443', '2001:db8::443'],
  ]) {
    expect(plainAddress(told), told).toBe(address);
  }
  expect(keys('203.0.114.7:4711')).not.toEqual(keys('203.0.114.8:4711'));
});

it('an address has no zone, and anything else counts as unknown', () => {
  expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
  expect(keys('fe80::1%eth0')).toEqual(keys('fe80::2%wlan0'));
  for (const text of [
    undefined,
    '',
    'unknown',
    'not an address',
    '203.0.113.9:port',
    '203.0.113:4711',
    '[203.0.113.9',
    '[]:443',
    '4711',
    '0x7f.1',
    '%eth0',
  ]) {
    expect(plainAddress(text), text).toBeUndefined();
    expect(keys(text), text).toEqual(['unknown']);
  }
});
