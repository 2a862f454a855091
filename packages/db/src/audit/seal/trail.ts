import { createHash, createHmac } from 'node:crypto';
import type { TransactionClient } from '../../engine/connection.ts';
import type { auditSeals, Trail } from '../tables.ts';

/** A secret that the database does not hold, and the name that a seal stores for it. */
export interface SealKey {
  id: string;
  secret: Buffer;
}

/**
 * A row of a trail as one text. It is the same on every server: `jsonb` orders its keys and writes numbers in one way,
 * and an instant goes in as microseconds.
 */
export function canonicalRow(sql: TransactionClient, trail: Trail) {
  const columns =
    trail === 'admin_actions'
      ? sql`t.action, t.user_id, t.actor, t.target_user_id, t.target_table, t.target_id, t.reason, t.details`
      : sql`t.table_name, t.operation, t.row_id, t.user_id, t.actor, t.changes`;
  return sql`jsonb_build_array(
    t.id, (extract(epoch from t.created_at) * 1000000)::bigint, t.transaction_id, t.request_id, ${columns})::text`;
}

/** The seal of a row. It includes the row's position, so that rows cannot be swapped. */
export function sealRow(key: SealKey, batch: number, position: number, canonical: string): Buffer {
  return createHmac('sha256', key.secret).update(`row|${batch}|${position}|${canonical}`).digest();
}

/** SHA-256 over row seals in their order. */
export function digestRows(seals: Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const seal of seals) hash.update(seal);
  return hash.digest();
}

/** A sealed batch: `month` is the first instant of the UTC month of its rows. */
export type Batch = typeof auditSeals.$inferSelect;

/**
 * The seal of a batch covers the batch's own columns and the seal before it, so that batches form a chain.
 */
export function sealBatch(key: SealKey, batch: Omit<Batch, 'seal' | 'keyId'>, before: Buffer): Buffer {
  const said = [
    batch.batch,
    batch.trail,
    batch.month.toISOString(),
    batch.rows,
    batch.lastTransactionId,
    batch.lastRowId,
    batch.sealedAt.toISOString(),
    batch.rowsDigest.toString('hex'),
    before.toString('hex'),
  ];
  return createHmac('sha256', key.secret)
    .update(`batch|${said.join('|')}`)
    .digest();
}
