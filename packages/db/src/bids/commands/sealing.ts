import { z } from 'zod/mini';
import type { BidKeyRing, PublicBidKey } from '../../engine/secrets/bid-keys.ts';
import { findBidKey } from '../../engine/secrets/bid-keys.ts';
import { decrypt, encrypt } from '../../engine/secrets/cipher.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import { makeSealingPair, sealTo, unseal } from '../../engine/secrets/sealing.ts';
import { type Offer, offerContent } from '../queries/copies.ts';

/** The keys of a process that takes bids: for encrypted columns, and the public half of the worker's key. */
export interface SealingKeys {
  keys: KeyRing;
  bidKey: PublicBidKey;
}

const offerPlace = (bidId: string) => ({ table: 'bid_contents', column: 'sealed', row: bidId });
const wrapPlace = (projectId: string) => ({ table: 'project_seals', column: 'wrapped_key', row: projectId });
const publicPlace = (projectId: string) => ({
  table: 'project_seals',
  column: 'encrypted_public_key',
  row: projectId,
});
/** A new pair for a project, as it is stored. The private half leaves this function wrapped, and is forgotten. */
export async function makeProjectSeal({ keys, bidKey }: SealingKeys, projectId: string) {
  const { publicKey, privateKey } = await makeSealingPair();
  return {
    encryptedPublicKey: encryptPublicKey(keys, projectId, publicKey),
    wrappedKey: await sealTo(bidKey.publicKey, wrapPlace(projectId), privateKey),
    keyId: bidKey.id,
  };
}

const encryptPublicKey = (keys: KeyRing, projectId: string, publicKey: Buffer) =>
  encrypt(keys, publicPlace(projectId), publicKey.toString('base64'));
const decryptPublicKey = (keys: KeyRing, projectId: string, bytes: Buffer) =>
  Buffer.from(decrypt(keys, publicPlace(projectId), bytes), 'base64');

/** Encrypts a project’s public key with the current key. @throws Failure if another portal made it. */
export const reencryptPublicKey = (keys: KeyRing, projectId: string, bytes: Buffer): Buffer =>
  encryptPublicKey(keys, projectId, decryptPublicKey(keys, projectId, bytes));

/** Unwraps the private key of a project. @throws Failure if the ring does not hold its key. */
export const unwrapProjectKey = (
  ring: BidKeyRing,
  { projectId, wrappedKey, keyId }: { projectId: string; wrappedKey: Buffer; keyId: string },
): Promise<Buffer> => unseal(findBidKey(ring, keyId).privateKey, wrapPlace(projectId), wrappedKey);

/** Wraps a project’s key to the current key of the ring. */
export async function rewrapProjectKey(
  ring: BidKeyRing,
  seal: { projectId: string; wrappedKey: Buffer; keyId: string },
): Promise<{ wrappedKey: Buffer; keyId: string }> {
  const privateKey = await unwrapProjectKey(ring, seal);
  const { id, publicKey } = ring.current;
  return { wrappedKey: await sealTo(publicKey, wrapPlace(seal.projectId), privateKey), keyId: id };
}

const hex32 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const sealedFile = z.object({
  id: z.string(),
  name: z.string(),
  sha256: hex32,
  salt: hex32,
  /** The key of its bytes in base64. Null for bytes that are not encrypted. */
  key: z.nullable(z.base64().check(z.length(44))),
});
/** A file as the seal of its offer holds it. */
export type SealedFile = z.output<typeof sealedFile>;
const sealedOffer = z.object({
  ...offerContent,
  salt: hex32,
  // Seals are older than this.
  files: z.optional(z.array(sealedFile)),
});
/** An offer as its seal holds it: with the salt of its fingerprints, and the keys of its files. */
export type SealedOffer = z.output<typeof sealedOffer>;

/** Encrypts an offer with the public key of its project. @throws Failure if the portal did not make that key. */
export function sealOffer(
  keys: KeyRing,
  of: { projectId: string; bidId: string; encryptedPublicKey: Buffer },
  offer: Offer & { salt: Buffer; files?: SealedFile[] },
): Promise<Buffer> {
  const publicKey = decryptPublicKey(keys, of.projectId, of.encryptedPublicKey);
  const text = JSON.stringify({ ...offer, salt: offer.salt.toString('hex') });
  return sealTo(publicKey, offerPlace(of.bidId), Buffer.from(text));
}

/** @throws Failure or a ZodError for what is no sealed offer. */
export async function unsealOffer(privateKey: Buffer, bidId: string, sealed: Buffer): Promise<SealedOffer> {
  return sealedOffer.parse(JSON.parse((await unseal(privateKey, offerPlace(bidId), sealed)).toString()));
}
