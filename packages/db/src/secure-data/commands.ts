import type { SaveSecureDataInput } from '@namc/inputs/secure-data';
import { eq } from 'drizzle-orm';
import { rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { Refused } from '../engine/errors.ts';
import type { KeyRing } from '../engine/secrets/key-ring.ts';
import { closeRow, openRow, secureRow } from './queries.ts';
import { secureData } from './tables.ts';

/**
 * Stores the tax number and bank account of an account, encrypted. Fields that the draft omits stay unchanged. For the
 * system on behalf of the account's owner, because nobody else chooses a key or a ciphertext.
 * @throws Refused if the actor may not write them.
 */
export async function saveSecureData(
  { sql, orm }: WriteTransaction,
  ring: KeyRing,
  draft: SaveSecureDataInput,
): Promise<void> {
  // Locks the row first, so that two people who save at the same time wait for each other.
  await orm
    .insert(secureData)
    .values({ userId: draft.userId, keyId: ring.current.id })
    .onConflictDoNothing({ target: secureData.userId });
  const [row] = await rowsOf(sql, secureRow)`
    select ${secureRow(sql)} from secure_data where user_id = ${draft.userId} for update`;
  if (!row) throw new Refused('These details cannot be changed here.');
  const before = openRow(ring, row);
  const after = closeRow(ring, row.id, {
    taxId: draft.taxId ?? before.taxId,
    bankAccount: draft.bankAccount ?? before.bankAccount,
  });
  const changed = await orm
    .update(secureData)
    .set(after)
    .where(eq(secureData.id, row.id))
    .returning({ id: secureData.id });
  if (changed.length === 0) throw new Refused('These details cannot be changed here.');
}
