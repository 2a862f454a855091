import { hkdfSync, randomBytes } from 'node:crypto';
import { Failure, InvalidInput } from '../errors.ts';

/** One secret, from which a separate key for each use is derived (HKDF, RFC 5869). */
export interface Key {
  id: string;
  /** AES-256. */
  encryption: Buffer;
  /** HMAC-SHA-256 key for the blind index. */
  index: Buffer;
  /** HMAC-SHA-256 key for the seals of the audit trail. */
  seal: Buffer;
}

/** The current key, and the keys of older data. */
export interface KeyRing {
  current: Key;
  all: readonly Key[];
}

/** One line of keys: an id and 32 bytes. */
export interface KeyLine {
  id: string;
  secret: Buffer;
}

/**
 * Parses keys written as `id:base64`, one per line or separated by commas, the current one first. `from` names their
 * source for messages.
 * @throws InvalidInput that names the line and none of its content.
 */
export function readKeyLines(text: string, from = 'keys'): [KeyLine, ...KeyLine[]] {
  const all: KeyLine[] = [];
  for (const [at, line] of text.split(/[\n,]/).entries()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const [, id, base64] = /^([a-z0-9-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(line.trim()) ?? [];
    if (!id || !base64) {
      throw new InvalidInput(from, `line ${at + 1} is not of the form id:base64 with 32 bytes`);
    }
    if (all.some((key) => key.id === id))
      throw new InvalidInput(from, `line ${at + 1} repeats the id of another line`);
    all.push({ id, secret: Buffer.from(base64, 'base64') });
  }
  const [current, ...others] = all;
  if (!current) throw new InvalidInput(from, 'holds no key');
  return [current, ...others];
}

/** Parses the lines of a ring, and derives a key for each use. @throws InvalidInput */
export function readKeyRing(text: string, from = 'keys'): KeyRing {
  const keyOf = ({ id, secret }: KeyLine): Key => {
    const derive = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `namc portal ${use}`, 32));
    return { id, encryption: derive('encryption'), index: derive('index'), seal: derive('seal') };
  };
  const [current, ...others] = readKeyLines(text, from);
  const first = keyOf(current);
  return { current: first, all: [first, ...others.map(keyOf)] };
}

/** @throws Failure if the ring does not hold the key. */
export function findKey(ring: KeyRing, id: string): Key {
  const key = ring.all.find((one) => one.id === id);
  if (!key) throw new Failure('unavailable', `The key ${id} is missing from the given keys.`);
  return key;
}

/** Makes a new line for the keys, with today's date as its id. */
export function makeKey(today = new Date()): string {
  return `${today.toISOString().slice(0, 10)}-${randomBytes(2).toString('hex')}:${randomBytes(32).toString('base64')}`;
}
