import { type BankAccount, bankAccount, taxId } from '@namc/inputs/secure-data';
import { pick } from '../engine/columns/pick.ts';
import { type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { blindIndex, decrypt, encrypt } from '../engine/secrets/cipher.ts';
import type { KeyRing } from '../engine/secrets/key-ring.ts';
import { secureData } from './tables.ts';

export const secureRow = pick(secureData, ['id', 'keyId', 'encryptedTaxId', 'encryptedBankAccount']);

export type SecureRow = RowOf<typeof secureRow>;

const table = 'secure_data';
const taxColumn = 'encrypted_tax_id';
const bankColumn = 'encrypted_bank_account';

export interface SecureData {
  taxId: string | null;
  bankAccount: BankAccount | null;
}

/**
 * The decrypted row. Use it at once and never log it.
 * @throws Failure if it cannot be decrypted.
 */
export function openRow(ring: KeyRing, row: SecureRow): SecureData {
  const read = (column: string, bytes: Buffer | null) =>
    bytes && decrypt(ring, { table, column, row: row.id }, bytes);
  const account = read(bankColumn, row.encryptedBankAccount);
  return {
    taxId: read(taxColumn, row.encryptedTaxId),
    bankAccount: account === null ? null : bankAccount.parse(JSON.parse(account)),
  };
}

/** The encrypted columns of a row, all under the current key. */
export function closeRow(ring: KeyRing, row: string, clear: SecureData) {
  return {
    keyId: ring.current.id,
    encryptedTaxId:
      clear.taxId === null ? null : encrypt(ring, { table, column: taxColumn, row }, clear.taxId),
    taxIdIndex: clear.taxId === null ? null : blindIndex(ring.current, taxColumn, clear.taxId),
    encryptedBankAccount:
      clear.bankAccount === null
        ? null
        : encrypt(ring, { table, column: bankColumn, row }, JSON.stringify(clear.bankAccount)),
  };
}

/**
 * The tax number and bank account of an account; undefined if there are none or the actor may not see them.
 * @throws Failure if they cannot be decrypted.
 */
export async function findSecureData(
  { sql }: Transaction,
  ring: KeyRing,
  { userId }: { userId: string },
): Promise<SecureData | undefined> {
  const [row] = await rowsOf(sql, secureRow)`
    select ${secureRow(sql)} from secure_data where user_id = ${userId}`;
  return row && openRow(ring, row);
}

const ownerOfRow = pick(secureData, ['userId']);

/**
 * The account with a tax number, found by the blind index of every key; undefined if there is none. For staff who
 * may read tax numbers.
 */
export async function findUserByTaxId(
  { sql }: Transaction,
  ring: KeyRing,
  input: { taxId: string },
): Promise<string | undefined> {
  const number = taxId.parse(input.taxId);
  const indexes = ring.all.map((key) => blindIndex(key, taxColumn, number).toString('hex'));
  const [row] = await rowsOf(sql, ownerOfRow)`
    select ${ownerOfRow(sql)} from secure_data
    where tax_id_index = any (array(select decode(hex, 'hex') from unnest(${indexes}::text[]) hex))`;
  return row?.userId;
}

/** What a page shows of the details: the last characters alone, and never a value. */
export interface MaskedSecureData {
  taxIdEnd: string | null;
  routingEnd: string | null;
  accountEnd: string | null;
}

const end = (value: string | undefined | null) => value?.slice(-4) ?? null;

/**
 * The last four characters of an account's tax number and bank account; undefined if there are none or the actor may not see
 * them.
 * @throws Failure if they cannot be decrypted.
 */
export async function findMaskedSecureData(
  tx: Transaction,
  ring: KeyRing,
  input: { userId: string },
): Promise<MaskedSecureData | undefined> {
  const found = await findSecureData(tx, ring, input);
  return (
    found && {
      taxIdEnd: end(found.taxId),
      routingEnd: end(found.bankAccount?.routingNumber),
      accountEnd: end(found.bankAccount?.accountNumber),
    }
  );
}
