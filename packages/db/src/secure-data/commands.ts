import type { BankAccount, RevealSecureDataInput, SaveSecureDataInput } from '@namc/inputs/secure-data';
import { and, eq } from 'drizzle-orm';
import { recordAdminAction } from '../audit/commands.ts';
import { companyPeople } from '../companies/tables.ts';
import { rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound, Refused } from '../engine/errors.ts';
import type { KeyRing } from '../engine/secrets/key-ring.ts';
import { sendLetter } from '../mail/commands.ts';
import { findAddressee } from '../members/queries/addressee.ts';
import { closeRow, findSecureData, openRow, secureRow } from './queries.ts';
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

/**
 * Enters or replaces the details of the owner of a company, who hears of it by mail. What stood there before is gone. For the system
 * on behalf of that person. `portal` is the portal's own address.
 * @throws Refused for somebody who owns no company.
 */
export async function saveOwnSecureData(
  tx: WriteTransaction,
  ring: KeyRing,
  { portal, ...draft }: SaveSecureDataInput & { portal: string },
): Promise<void> {
  const [owned] = await tx.orm
    .select({ id: companyPeople.id })
    .from(companyPeople)
    .where(and(eq(companyPeople.userId, draft.userId), eq(companyPeople.role, 'OWNER')))
    .limit(1);
  if (!owned) throw new Refused('Only the owner of a company enters tax and bank details.');
  await saveSecureData(tx, ring, draft);
  const person = await findAddressee(tx, draft.userId);
  const field = draft.taxId === undefined ? 'BANK_ACCOUNT' : 'TAX_ID';
  if (person) await sendLetter(tx, person, 'secure-data-changed', { origin: portal, field });
}

/**
 * Reveals one value to staff, with the reason in the trail and a letter to its owner in the same transaction. `portal` is the
 * portal's own address. The caller has checked the second step.
 * @throws NotFound if there is no such value, Refused for one's own.
 */
export async function revealSecureData(
  tx: WriteTransaction,
  ring: KeyRing,
  { userId, field, reason, portal }: Omit<RevealSecureDataInput, 'code'> & { portal: string },
): Promise<{ taxId: string | null; bankAccount: BankAccount | null }> {
  if (tx.actor.kind === 'staff' && tx.actor.userId === userId) {
    throw new Refused('Somebody else has to look at your own details.');
  }
  const found = await findSecureData(tx, ring, { userId });
  const shown = {
    taxId: field === 'TAX_ID' ? (found?.taxId ?? null) : null,
    bankAccount: field === 'BANK_ACCOUNT' ? (found?.bankAccount ?? null) : null,
  };
  const person = await findAddressee(tx, userId);
  if (!person || (shown.taxId ?? shown.bankAccount) === null) throw new NotFound('such value of', userId);
  await recordAdminAction(
    tx,
    { action: 'secure_data.reveal', targetUserId: userId, targetTable: 'secure_data', reason },
    { field },
  );
  await sendLetter(tx, person, 'secure-data-seen', { origin: portal, field });
  return shown;
}
