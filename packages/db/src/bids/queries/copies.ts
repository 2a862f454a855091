import type { ListedSubcontractor } from '@namc/inputs/bids';
import { z } from 'zod/mini';
import { decrypt, encrypt } from '../../engine/secrets/cipher.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';

/** The content of an offer. `subcontractors` is the text of their JSON, whose fingerprint the database has. */
export interface Offer {
  amountCents: number | null;
  message: string;
  subcontractors: readonly ListedSubcontractor[];
}

const listedSubcontractor = z.object({
  name: z.string(),
  place: z.string(),
  licenseNumber: z.string(),
  dirNumber: z.string(),
  work: z.string(),
  amountCents: z.nullable(z.number()),
  percent: z.nullable(z.number()),
});
/** The schema of an offer’s content. */
export const offerContent = {
  amountCents: z.nullable(z.int().check(z.positive())),
  message: z.string().check(z.maxLength(10_000)),
  // Lists of offers that the system recorded name less.
  subcontractors: z.array(z.partial(z.looseObject(listedSubcontractor.shape))),
};
const ownCopy = z.object({
  ...offerContent,
  // Copies are older than this, and those of offers that the system recorded have none.
  files: z.optional(z.array(z.object({ id: z.string(), name: z.string(), sha256: z.string() }))),
});
/** A file of a submitted bid as its firm knows it: with the hash of the bytes that were uploaded. */
export interface OwnFile {
  id: string;
  name: string;
  sha256: string;
}
const copyPlace = (bidId: string) => ({ table: 'bid_copies', column: 'encrypted_content', row: bidId });

/** The firm’s own copy of an offer, encrypted. */
export const closeCopy = (
  keys: KeyRing,
  bidId: string,
  { amountCents, message, subcontractors }: Offer,
  files: readonly OwnFile[] = [],
) =>
  encrypt(
    keys,
    copyPlace(bidId),
    JSON.stringify({
      amountCents,
      message,
      subcontractors,
      files: files.map(({ id, name, sha256 }) => ({ id, name, sha256 })),
    }),
  );

/** @throws Failure if it cannot be decrypted. */
export const openCopy = (keys: KeyRing, bidId: string, bytes: Buffer): Offer & { files?: OwnFile[] } =>
  ownCopy.parse(JSON.parse(decrypt(keys, copyPlace(bidId), bytes))) as Offer & { files?: OwnFile[] };

/** Encrypts a copy with the current key. */
export const reencryptCopy = (keys: KeyRing, bidId: string, bytes: Buffer): Buffer =>
  encrypt(keys, copyPlace(bidId), decrypt(keys, copyPlace(bidId), bytes));
