import { randomUUID } from 'node:crypto';
import type { SaveSecureDataInput } from '@namc/inputs/secure-data';
import type { WriteTransaction } from '../engine/database.ts';
import { Refused } from '../engine/errors.ts';
import type { KeyRing } from '../engine/secrets/key-ring.ts';
import { closeRow, openRow, type SecureRow } from './queries.ts';

/**
 * Keeps somebody's tax number and bank account, encrypted; what the draft leaves out stays.
 * @throws Refused when the acting person may not write it.
 */
export async function saveSecureData(
  { sql }: WriteTransaction,
  ring: KeyRing,
  draft: SaveSecureDataInput,
): Promise<void> {
  // The row is there first, so that two who save at once come one after the other.
  await sql`
    insert into secure_data (id, user_id, key_id) values (${randomUUID()}, ${draft.userId}, ${ring.current.id})
    on conflict (user_id) do nothing`;
  const [row] = await sql<SecureRow[]>`
    select id, user_id as "userId", key_id as "keyId", encrypted_tax_id as "taxId",
           encrypted_bank_account as "bankAccount"
    from secure_data where user_id = ${draft.userId} for update`;
  if (!row) throw new Refused('These details cannot be changed here.');
  const before = openRow(ring, row);
  const after = closeRow(ring, row.id, {
    taxId: draft.taxId ?? before.taxId,
    bankAccount: draft.bankAccount ?? before.bankAccount,
  });
  const { count } = await sql`
    update secure_data set key_id = ${after.keyId}, encrypted_tax_id = ${after.taxId}, tax_id_index = ${after.taxIdIndex},
      encrypted_bank_account = ${after.bankAccount}
    where id = ${row.id}`;
  if (count === 0) throw new Refused('These details cannot be changed here.');
}
