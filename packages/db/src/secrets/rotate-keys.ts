import type { Database } from '../database.ts';
import { Failure } from '../errors.ts';
import type { KeyRing } from './key-ring.ts';
import { closeRow, openRow, type SecureRow } from './secure-data.ts';

const system = { kind: 'system', name: 'portal keys rotate' } as const;

export interface Rotation {
  rotated: number;
  /** Ids of rows that could not be decrypted and stay as they are. */
  unreadable: string[];
}

/**
 * Encrypts with the current key whatever another key encrypted, a transaction a batch: stopped or killed, the next run
 * goes on with what is left. A row that somebody is saving meanwhile waits for that.
 */
export async function rotateKeys(options: {
  db: Database;
  ring: KeyRing;
  batchSize?: number;
  onProgress?: (rotated: number) => void;
  signal?: AbortSignal;
}): Promise<Rotation> {
  const { db, ring } = options;
  const result: Rotation = { rotated: 0, unreadable: [] };
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    options.signal?.throwIfAborted();
    const from = after;
    const batch = await db.write(system, async ({ sql }) => {
      const rows = await sql<SecureRow[]>`
        select id, user_id as "userId", key_id as "keyId", encrypted_tax_id as "taxId",
               encrypted_bank_account as "bankAccount"
        from secure_data where key_id <> ${ring.current.id} and id > ${from}
        order by id limit ${options.batchSize ?? 500} for update`;
      const unreadable: string[] = [];
      for (const row of rows) {
        try {
          const next = closeRow(ring, row.id, openRow(ring, row));
          await sql`
            update secure_data set key_id = ${next.keyId}, encrypted_tax_id = ${next.taxId},
              tax_id_index = ${next.taxIdIndex}, encrypted_bank_account = ${next.bankAccount}
            where id = ${row.id}`;
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          unreadable.push(row.id);
        }
      }
      return { rows: rows.length, last: rows.at(-1)?.id, unreadable };
    });
    result.rotated += batch.rows - batch.unreadable.length;
    result.unreadable.push(...batch.unreadable);
    options.onProgress?.(result.rotated);
    if (batch.last === undefined) return result;
    after = batch.last;
  }
}
