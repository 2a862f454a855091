import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { Failure } from '../errors.ts';
import { findKey, type Key, type KeyRing } from './key-ring.ts';

/** The row and column to which a ciphertext belongs. It does not decrypt anywhere else. */
export interface Place {
  table: string;
  column: string;
  row: string;
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** The place as the associated data of a ciphertext. */
export const placeBytes = ({ table, column, row }: Place) =>
  Buffer.from(JSON.stringify([version, table, column, row]));

/**
 * Encrypts with AES-256-GCM (NIST SP 800-38D), a random nonce, and the place as associated data. The result holds
 * the version, the length of the key's id, the id, the nonce, the tag and the ciphertext.
 */
export function encrypt(ring: KeyRing, place: Place, text: string): Buffer {
  const { id, encryption } = ring.current;
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', encryption, nonce).setAAD(placeBytes(place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([
    Buffer.from([version, id.length]),
    Buffer.from(id),
    nonce,
    cipher.getAuthTag(),
    body,
  ]);
}

/**
 * Decrypts a ciphertext.
 * @throws Failure if the key is missing, or the ciphertext was damaged, moved here from another row or column, or
 * made with another secret under the same id. The message names the column and none of the content.
 */
export function decrypt(ring: KeyRing, place: Place, bytes: Buffer): string {
  const where = `${place.table}.${place.column}`;
  const broken = (cause?: unknown) =>
    new Failure(
      'unavailable',
      `The encrypted value in ${where} of row ${place.row} cannot be read: it was damaged or moved, or encrypted with another key.`,
      { cause },
    );
  const idEnd = 2 + (bytes[1] ?? 0);
  if (bytes[0] !== version || bytes.length < idEnd + nonceBytes + tagBytes) throw broken();
  const key = findKey(ring, bytes.subarray(2, idEnd).toString());
  const nonce = bytes.subarray(idEnd, idEnd + nonceBytes);
  const tag = bytes.subarray(idEnd + nonceBytes, idEnd + nonceBytes + tagBytes);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.encryption, nonce)
      .setAAD(placeBytes(place))
      .setAuthTag(tag);
    return Buffer.concat([
      decipher.update(bytes.subarray(idEnd + nonceBytes + tagBytes)),
      decipher.final(),
    ]).toString();
  } catch (error) {
    throw broken(error);
  }
}

/** A keyed hash, equal for equal values and keys, so that a search can test equality. */
export function blindIndex(key: Key, column: string, value: string): Buffer {
  return createHmac('sha256', key.index).update(`${column}|${value}`).digest();
}
