import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** The networks that are not of the open internet: private, of this machine, of one cable, shared, for tests, for many. */
const closed = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  closed.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 96],
  ['64:ff9b::', 32],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const) {
  closed.addSubnet(network, bits, 'ipv6');
}

/** True for an address of the open internet. */
export const isPublicAddress = (address: string): boolean =>
  !closed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * True if a host, as the URL says it, is on the open internet with all its addresses. A name may have others a moment later.
 * Over https that gains nothing: a server inside has no certificate for a name from outside.
 * @throws Error for a name that has no address.
 */
export async function isPublicHost(hostname: string): Promise<boolean> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : (await lookup(host, { all: true })).map(({ address }) => address);
  return addresses.every(isPublicAddress);
}
