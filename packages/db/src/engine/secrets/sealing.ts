import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { Failure } from '../errors.ts';
import { type Place, placeBytes } from './cipher.ts';

/** HPKE (RFC 9180) in its base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const info = new TextEncoder().encode('namc portal sealed bids');
const version = 1;
const encapsulatedBytes = 32;

/** An X25519 pair, each half as its 32 bytes. Whoever holds the public half encrypts; the private half decrypts. */
export interface SealingPair {
  publicKey: Buffer;
  privateKey: Buffer;
}

const bytesOf = (buffer: Buffer) => new Uint8Array(buffer).buffer;

export async function makeSealingPair(): Promise<SealingPair> {
  const pair = await suite.kem.generateKeyPair();
  // Node exports the private half as PKCS #8, of which the key is the end (RFC 8410).
  const encoded = Buffer.from(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  return {
    publicKey: Buffer.from(await suite.kem.serializePublicKey(pair.publicKey)),
    privateKey: encoded.subarray(-32),
  };
}

/** Encrypts to a public key. The result opens with the private half, and in this place alone. */
export async function sealTo(publicKey: Buffer, place: Place, content: Buffer): Promise<Buffer> {
  const recipientPublicKey = await suite.kem.importKey('raw', bytesOf(publicKey), true);
  const sender = await suite.createSenderContext({ recipientPublicKey, info });
  const body = await sender.seal(content, placeBytes(place));
  return Buffer.concat([Buffer.from([version]), Buffer.from(sender.enc), Buffer.from(body)]);
}

/** @throws Failure if it was damaged, moved here from another place, or encrypted to another key. It names none of the content. */
export async function unseal(privateKey: Buffer, place: Place, sealed: Buffer): Promise<Buffer> {
  const recipientKey = await suite.kem.importKey('raw', bytesOf(privateKey), false);
  try {
    if (sealed[0] !== version) throw new RangeError('unknown version');
    const recipient = await suite.createRecipientContext({
      recipientKey,
      info,
      enc: bytesOf(sealed.subarray(1, 1 + encapsulatedBytes)),
    });
    return Buffer.from(await recipient.open(sealed.subarray(1 + encapsulatedBytes), placeBytes(place)));
  } catch (cause) {
    throw new Failure(
      'unavailable',
      `The sealed value in ${place.table}.${place.column} of row ${place.row} cannot be opened: it was damaged or moved, or sealed with another key.`,
      { cause },
    );
  }
}
