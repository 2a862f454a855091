import { type BankAccount, bankAccount, taxId } from '@namc/inputs/secure-data';
import type { Transaction } from '../engine/database.ts';
import { blindIndex, decrypt, encrypt } from '../engine/secrets/cipher.ts';
import type { KeyRing } from '../engine/secrets/key-ring.ts';

export const table = 'secure_data';

export const taxColumn = 'encrypted_tax_id';

export const bankColumn = 'encrypted_bank_account';

export interface SecureRow {
  id: string;
  userId: string;
  keyId: string;
  taxId: Buffer | null;
  bankAccount: Buffer | null;
}

export interface SecureData {
  taxId: string | null;
  bankAccount: BankAccount | null;
}

/** A row in the clear; it is for one moment, and for no log. */
export function openRow(ring: KeyRing, row: SecureRow): SecureData {
  const read = (column: string, bytes: Buffer | null) =>
    bytes && decrypt(ring, { table, column, row: row.id }, bytes);
  const account = read(bankColumn, row.bankAccount);
  return {
    taxId: read(taxColumn, row.taxId),
    bankAccount: account === null ? null : bankAccount.parse(JSON.parse(account)),
  };
}

/** The columns of a row that holds the data, all under the current key. */
export function closeRow(ring: KeyRing, row: string, clear: SecureData) {
  return {
    keyId: ring.current.id,
    taxId: clear.taxId === null ? null : encrypt(ring, { table, column: taxColumn, row }, clear.taxId),
    taxIdIndex: clear.taxId === null ? null : blindIndex(ring.current, taxColumn, clear.taxId),
    bankAccount:
      clear.bankAccount === null
        ? null
        : encrypt(ring, { table, column: bankColumn, row }, JSON.stringify(clear.bankAccount)),
  };
}

/**
 * Somebody's tax number and bank account; undefined when there are none or the acting person may not see them.
 * @throws Failure when they cannot be decrypted.
 */
export async function findSecureData(
  { sql }: Transaction,
  ring: KeyRing,
  { userId }: { userId: string },
): Promise<SecureData | undefined> {
  const [row] = await sql<SecureRow[]>`
    select id, user_id as "userId", key_id as "keyId", encrypted_tax_id as "taxId",
           encrypted_bank_account as "bankAccount"
    from secure_data where user_id = ${userId}`;
  return row && openRow(ring, row);
}

/** Whose tax number it is, by the blind index of every key; undefined when nobody's. For staff who may read them. */
export async function findUserByTaxId(
  { sql }: Transaction,
  ring: KeyRing,
  input: { taxId: string },
): Promise<string | undefined> {
  const number = taxId.parse(input.taxId);
  const indexes = ring.all.map((key) => blindIndex(key, taxColumn, number).toString('hex'));
  const [row] = await sql<{ userId: string }[]>`
    select user_id as "userId" from secure_data
    where tax_id_index = any (array(select decode(one, 'hex') from unnest(${indexes}::text[]) one))`;
  return row?.userId;
}
