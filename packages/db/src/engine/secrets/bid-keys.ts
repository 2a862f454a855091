import { createPrivateKey, createPublicKey } from 'node:crypto';
import { Failure } from '../errors.ts';
import { type KeyLine, readKeyLines } from './key-ring.ts';
import { type KeySource, readFrom } from './read-keys.ts';

/** A key to which the keys of projects are encrypted. Every process that takes bids has it. */
export interface PublicBidKey {
  id: string;
  publicKey: Buffer;
}
/** With the private half, which opens bids. The worker alone has it. */
export interface BidKey extends PublicBidKey {
  privateKey: Buffer;
}
/** The current key, and those with which the keys of older projects are wrapped. */
export interface BidKeyRing {
  current: BidKey;
  all: readonly BidKey[];
}

/** The bytes before an X25519 private key in PKCS #8 (RFC 8410). */
const pkcs8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

function pairOf({ id, secret }: KeyLine): BidKey {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, secret]), format: 'der', type: 'pkcs8' });
  // The public half is the end of its encoding.
  const encoded = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return { id, privateKey: secret, publicKey: encoded.subarray(-32) };
}

/** Parses a ring whose lines are `id:base64`, each an X25519 private key. @throws InvalidInput */
export function readBidKeyRing(text: string, from = 'keys'): BidKeyRing {
  const [current, ...others] = readKeyLines(text, from);
  const first = pairOf(current);
  return { current: first, all: [first, ...others.map(pairOf)] };
}

/** The ring in PORTAL_BID_KEYS, or the file that PORTAL_BID_KEYS_FILE names. @throws Failure as `readKeys` */
export const readBidKeys = (from: KeySource): BidKeyRing => readFrom(from, readBidKeyRing);

/**
 * The public half of the current key, from settings of its own. A developer's process finds it in the ring instead.
 * @throws Failure as `readKeys`
 */
export function readPublicBidKey(from: KeySource, ring: KeySource): PublicBidKey {
  if (!from.text && !from.file && ring.ownFile) return readBidKeys(ring).current;
  const [{ id, secret }] = readFrom(from, readKeyLines);
  return { id, publicKey: secret };
}

/** The line for the process of the pages. */
export const publicLineOf = ({ id, publicKey }: PublicBidKey): string =>
  `${id}:${publicKey.toString('base64')}`;

/** @throws Failure if the ring does not hold the key. */
export function findBidKey(ring: BidKeyRing, id: string): BidKey {
  const key = ring.all.find((one) => one.id === id);
  if (!key) throw new Failure('unavailable', `The key ${id} of sealed bids is missing from the given keys.`);
  return key;
}
