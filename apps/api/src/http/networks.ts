import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address as some proxies write it, with the port of the connection: `203.0.113.5:4711`, `[2001:db8::1]:443`. */
const withPort = /^(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/;

/**
 * An address in its plain form: without a port, without the zone of a link-local one (`fe80::1%eth0`), and as IPv4 where
 * IPv6 only wraps it. Undefined for anything else.
 */
export function plainAddress(text: string | undefined): string | undefined {
  // Most addresses are plain already.
  if (text !== undefined && isIPv4(text)) return text;
  const [, inBrackets, beforePort] = withPort.exec(text ?? '') ?? [];
  const [bare = ''] = (inBrackets ?? beforePort ?? text ?? '').split('%');
  return ipaddr.isValid(bare) && (bare.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(bare))
    ? ipaddr.process(bare).toString()
    : undefined;
}

/** A network by which attempts are counted, and how many households it may stand for. */
export interface Network {
  key: string;
  households: number;
}

/**
 * The networks of an address: itself for IPv4. For IPv6 the /64 in which its owner may use any address, and the /56 that a
 * provider may give to one customer, or share among a few.
 */
export function networksOf(address: string | undefined): Network[] {
  if (address !== undefined && isIPv4(address)) return [{ key: address, households: 1 }];
  const plain = plainAddress(address);
  if (!plain) return [{ key: 'unknown', households: 1 }];
  const known = ipaddr.parse(plain);
  if (!(known instanceof ipaddr.IPv6)) return [{ key: plain, households: 1 }];
  const within = (bits: number) => `${ipaddr.IPv6.networkAddressFromCIDR(`${plain}/${bits}`)}/${bits}`;
  return [
    { key: within(64), households: 1 },
    { key: within(56), households: 4 },
  ];
}
