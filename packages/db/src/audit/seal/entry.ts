import { createHash, createHmac } from 'node:crypto';
import type { TransactionClient } from '../../engine/connection.ts';
import type { Key, KeyRing } from '../../engine/secrets/key-ring.ts';
import type { auditSeals, Trail } from '../tables.ts';

/** A secret that the database does not hold, and the name that a seal stores for it. */
export interface SealKey {
  id: string;
  secret: Buffer;
}

const sealKeyOf = ({ id, seal }: Key): SealKey => ({ id, secret: seal });
/** The key that seals now, and every key that verifies. */
export const currentSealKey = (ring: KeyRing): SealKey => sealKeyOf(ring.current);
export const allSealKeys = (ring: KeyRing): SealKey[] => ring.all.map(sealKeyOf);

/** One link of the chain of seals. */
export type Entry = typeof auditSeals.$inferSelect;
/** Its content before it has a place in the chain. */
export type Unsealed = Pick<Entry, 'kind'> &
  Partial<Pick<Entry, 'trail' | 'month' | 'rows' | 'rowsDigest' | 'snapshot'>> & { details?: object };

/**
 * A row of a trail as one text. It is the same on every server: `jsonb` orders its keys and writes numbers in one way,
 * and an instant goes in as microseconds.
 */
export function canonicalRow(sql: TransactionClient, trail: Trail) {
  const columns =
    trail === 'admin_actions'
      ? sql`t.action, t.user_id, t.actor, t.target_user_id, t.target_table, t.target_id, t.reason, t.details`
      : sql`t.table_name, t.operation, t.row_id, t.user_id, t.actor, t.changes`;
  return sql`jsonb_build_array(t.id, (extract(epoch from t.created_at) * 1000000)::bigint, t.transaction_id,
    t.request_id, t.login, ${columns})::text`;
}

export const writers = ['own', 'another', 'unknown'] as const;

/**
 * The transaction that wrote the row: its own, which the row names, or another, which has changed it since. The server
 * notes the writer in every row. In a savepoint, or a plpgsql block with EXCEPTION, that is a subtransaction with a number
 * of its own. It commits in the record of its transaction, so the server keeps one and the same instant for both. Another
 * transaction can change the row only after that commit, and its own instant is later. `unknown` is a subtransaction, or
 * another transaction, on a server that kept no instants then (`track_commit_timestamp`).
 */
export const writerOf = (sql: TransactionClient) => sql`(
  select case
    when wrote = named then 'own'
    -- The numbers below 3 belong to no transaction, and the server has no instant for them.
    when wrote::text::bigint < 3 or named::text::bigint < 3 then 'another'
    when current_setting('track_commit_timestamp') <> 'on' or pg_xact_commit_timestamp(named) is null then 'unknown'
    when pg_xact_commit_timestamp(wrote) = pg_xact_commit_timestamp(named) then 'own'
    else 'another' end
  from (select t.xmin as wrote, (t.transaction_id & 4294967295)::text::xid as named) writer)`;

/** The verification's words about a row that its own transaction did not write, or may not have written. */
export const inWordsOfWriter = (rowId: string, trail: Trail, writer: 'another' | 'unknown') =>
  writer === 'another'
    ? `Row ${rowId} of ${trail} was changed before it was sealed.`
    : `Row ${rowId} of ${trail} was changed before it was sealed, or was written in a savepoint: the server kept no instants of commits then. Set track_commit_timestamp = on.`;

/** The seal of a row. It includes the row's position, so that rows cannot be swapped. */
export function sealRow(key: SealKey, batch: number, position: number, canonical: string): Buffer {
  return createHmac('sha256', key.secret).update(`row|${batch}|${position}|${canonical}`).digest();
}

/** SHA-256 over row seals in their order. */
export function digestRows(seals: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const seal of seals) hash.update(seal);
  return hash.digest();
}

/** The seal of an entry covers its own columns and the seal before it, so that entries form a chain. */
export function sealEntry(key: SealKey, entry: Omit<Entry, 'seal'>, before: Buffer): Buffer {
  const said = [
    entry.batch,
    entry.kind,
    entry.trail,
    entry.month?.toISOString() ?? null,
    entry.rows,
    entry.rowsDigest?.toString('hex') ?? null,
    entry.snapshot,
    entry.details,
    entry.rulesDigest.toString('hex'),
    entry.sealedAt.toISOString(),
    entry.keyId,
    before.toString('hex'),
  ];
  return createHmac('sha256', key.secret)
    .update(`entry|${JSON.stringify(said)}`)
    .digest();
}
