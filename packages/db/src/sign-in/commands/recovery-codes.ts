import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { hashSecret } from '../../engine/secrets/hash-secret.ts';
import { sendLetter } from '../../mail/commands.ts';
import { findAddressee } from '../../members/queries/addressee.ts';
import { countRecoveryCodes } from '../queries.ts';
import { recoveryCodes, twoFactorSecrets } from '../tables.ts';
import { noteAccountEvent, type Origin } from './account-events.ts';
import { halfWayLasts } from './half-way.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const codeCount = 10;
/** 100 bits. Codes of this length are hashed slowly. */
const codeLength = 20;
/** OWASP's first choice for scrypt asks for more memory; a code of 100 random bits does not need it. */
const cost: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 };

/** Random base32 digits (RFC 4648), five bits each. */
export function randomBase32(length: number): string {
  return [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** New recovery codes, and what is stored of them. */
export interface RecoveryCodes {
  /** In the clear, to be shown once. */
  codes: string[];
  hashes: string[];
}

/** Makes ten recovery codes for an account. Takes a tenth of a second, so it runs before the transaction. */
export async function makeRecoveryCodes(userId: string): Promise<RecoveryCodes> {
  const codes = Array.from({ length: codeCount }, () => randomBase32(codeLength));
  return { codes, hashes: await Promise.all(codes.map((code) => hashRecoveryCode(userId, code))) };
}

/**
 * The stored form of a recovery code in hex: scrypt (RFC 7914) with the account as salt, so that one computation
 * compares a code with all of the account's. Codes of ten characters are older, and stored as SHA-256.
 */
export function hashRecoveryCode(userId: string, code: string): Promise<string> {
  if (code.length < codeLength) return Promise.resolve(hashSecret(code));
  return new Promise((resolve, reject) => {
    scrypt(code, `namc portal recovery code ${userId}`, 32, cost, (error, key) =>
      error ? reject(error) : resolve(key.toString('hex')),
    );
  });
}

/** Replaces the recovery codes of an account. For the system. */
export async function storeRecoveryCodes(
  { orm }: WriteTransaction,
  input: { userId: string; hashes: string[] },
): Promise<void> {
  const { userId, hashes } = input;
  await orm.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await orm.insert(recoveryCodes).values(hashes.map((codeHash) => ({ userId, codeHash })));
}

/** Replaces the recovery codes of an account at its owner's wish, and tells the owner. For the system. */
export async function renewRecoveryCodes(
  tx: WriteTransaction,
  input: { userId: string; hashes: string[]; portal: string } & Origin,
): Promise<void> {
  await storeRecoveryCodes(tx, input);
  await noteAccountEvent(tx, { ...input, kind: 'RECOVERY_CODES_MADE' });
  await tellOwner(tx, input, 'recovery-codes-made');
}

/**
 * Marks a recovery code as used and tells the account's owner. False if the account has no such unused code, or the
 * first step of the sign-in is too long ago. For the system.
 */
export async function takeRecoveryCode(
  tx: WriteTransaction,
  input: { userId: string; codeHash: string; begunAt?: Date | undefined; portal: string } & Origin,
): Promise<boolean> {
  const { userId, codeHash, begunAt, portal } = input;
  const used = await tx.orm
    .update(recoveryCodes)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(recoveryCodes.userId, userId),
        eq(recoveryCodes.codeHash, codeHash),
        isNull(recoveryCodes.usedAt),
        halfWayLasts(begunAt),
      ),
    );
  if (used.count === 0) return false;
  await tx.orm.update(twoFactorSecrets).set({ refusedCodes: 0 }).where(eq(twoFactorSecrets.userId, userId));
  await noteAccountEvent(tx, { ...input, kind: 'RECOVERY_CODE_USED' });
  const person = await findAddressee(tx, userId);
  const left = await countRecoveryCodes(tx, { userId });
  if (person) await sendLetter(tx, person, 'recovery-code-used', { origin: portal, left });
  return true;
}

/** Sends an account's owner a letter that leads to a new password. For the system. */
export async function tellOwner(
  tx: WriteTransaction,
  input: { userId: string; portal: string },
  name: 'codes-refused' | 'authenticator-replaced' | 'recovery-codes-made',
): Promise<void> {
  const person = await findAddressee(tx, input.userId);
  if (person) await sendLetter(tx, person, name, { origin: input.portal });
}
