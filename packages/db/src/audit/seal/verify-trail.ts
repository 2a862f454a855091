import { gt } from 'drizzle-orm';
import { systemActor } from '../../engine/actors.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Database, Transaction } from '../../engine/database.ts';
import { auditRowSeals, auditSeals, trails } from '../tables.ts';
import { type Batch, canonicalRow, digestRows, type SealKey, sealBatch, sealRow } from './trail.ts';

const system = systemActor('portal audit verify');
/** A row's time is its transaction's start. No transaction runs this long, so an older row was backdated. */
const longestTransactionMs = 3_600_000;

export interface TrailProblem {
  kind:
    | 'edited'
    | 'deleted'
    | 'inserted'
    | 'reordered'
    | 'batch damaged'
    | 'batch missing'
    | 'dropped early'
    | 'key missing';
  trail: string;
  batch: number | null;
  rowId: string | null;
  /** A sentence for a person. */
  message: string;
}

export interface Verification {
  rows: number;
  batches: number;
  /** The number of rows that are not sealed yet. */
  unsealed: number;
  problems: TrailProblem[];
}

/**
 * Verifies the whole trail against its seals and names each row that was edited, deleted, inserted or moved after
 * it was sealed, and each changed batch. Partitions that retention has dropped are verified by their batches' own
 * seals.
 */
export async function verifyTrail(
  db: Database,
  keys: readonly SealKey[],
  options: { onProgress?: (rows: number) => void; signal?: AbortSignal } = {},
): Promise<Verification> {
  const result: Verification = { rows: 0, batches: 0, unsealed: 0, problems: [] };
  let before: { batch: number; seal: Buffer; sealedAt: Date | undefined } = {
    batch: 0,
    seal: Buffer.alloc(0),
    sealedAt: undefined,
  };
  /** By trail, the time at which the previous batch was sealed. */
  const sealedAt = new Map<string, Date>();
  for (;;) {
    options.signal?.throwIfAborted();
    const after = before.batch;
    const batch = await db.read(system, (tx) => findBatchAfter(tx, after));
    if (!batch) break;
    result.batches += 1;
    const say = (kind: TrailProblem['kind'], message: string, rowId: string | null = null) =>
      result.problems.push({ kind, trail: batch.trail, batch: batch.batch, rowId, message });
    for (let gone = before.batch + 1; gone < batch.batch; gone += 1) {
      result.problems.push({
        kind: 'batch missing',
        trail: batch.trail,
        batch: gone,
        rowId: null,
        message: `Batch ${gone} is missing: its seal was deleted.`,
      });
    }
    const key = keys.find(({ id }) => id === batch.keyId);
    if (!key) {
      say('key missing', `Batch ${batch.batch} was sealed with the key ${batch.keyId}, which was not given.`);
    } else {
      // A missing batch breaks the chain to this one; its rows still can be verified.
      if (batch.batch === before.batch + 1 && !sealBatch(key, batch, before.seal).equals(batch.seal)) {
        say('batch damaged', `The record of batch ${batch.batch} was changed after it was sealed.`);
      }
      result.rows += await verifyRows(db, batch, key, sealedAt.get(batch.trail), say);
    }
    sealedAt.set(batch.trail, batch.sealedAt);
    before = batch;
    options.onProgress?.(result.rows);
  }
  await findUnsealed(db, result);
  return result;
}

async function findBatchAfter({ orm }: Transaction, batch: number): Promise<Batch | undefined> {
  const [row] = await orm
    .select()
    .from(auditSeals)
    .where(gt(auditSeals.batch, batch))
    .orderBy(auditSeals.batch)
    .limit(1);
  return row;
}

type Say = (kind: TrailProblem['kind'], message: string, rowId?: string | null) => void;

const sealedRow = pick(auditRowSeals, ['rowId', 'position', 'seal'], 's');
/** Null when the row is gone. */
const found = computed({ createdAt: 'Date | null', canonical: 'string | null' });
const presence = computed({ present: 'boolean', old: 'boolean' });
const unsealed = computed({ rowId: 'string', late: 'boolean' });

async function verifyRows(
  db: Database,
  batch: Batch,
  key: SealKey,
  sealedBefore: Date | undefined,
  say: Say,
): Promise<number> {
  const partition = await db.read(system, (tx) => findPartition(tx, batch));
  if (partition === 'dropped early') {
    say(
      'dropped early',
      `The partition of ${batch.trail} for ${batch.month.toISOString().slice(0, 7)} was dropped before its retention ended.`,
    );
    return 0;
  }
  if (partition !== 'present') return 0;
  const rows = await db.read(
    system,
    ({ sql }) =>
      rowsOf(sql, sealedRow, found)`
      select ${sealedRow(sql)}, t.created_at as "createdAt",
             case when t.id is not null then ${canonicalRow(sql, batch.trail)} end as canonical
      from audit_row_seals s left join ${sql(batch.trail)} t
        on t.id = s.row_id and t.created_at >= ${batch.month} and t.created_at < ${batch.month} + interval '1 month'
      where s.batch = ${batch.batch} order by s.position`,
  );
  for (const row of rows) {
    if (row.canonical === null) {
      say('deleted', `Row ${row.rowId} of ${batch.trail} was deleted.`, row.rowId);
    } else if (!sealRow(key, batch.batch, row.position, row.canonical).equals(row.seal)) {
      const moved = rows.some(
        ({ position }) =>
          position !== row.position &&
          sealRow(key, batch.batch, position, row.canonical ?? '').equals(row.seal),
      );
      if (moved)
        say('reordered', `Row ${row.rowId} of ${batch.trail} was moved to another position.`, row.rowId);
      else say('edited', `Row ${row.rowId} of ${batch.trail} was changed.`, row.rowId);
    } else if (
      sealedBefore &&
      row.createdAt &&
      row.createdAt.getTime() < sealedBefore.getTime() - longestTransactionMs
    ) {
      say('inserted', `Row ${row.rowId} of ${batch.trail} was backdated.`, row.rowId);
    }
  }
  const places = new Set(rows.map(({ position }) => position));
  for (let position = 1; position <= batch.rows; position += 1) {
    if (!places.has(position)) {
      say(
        'deleted',
        `The row at position ${position} of batch ${batch.batch} of ${batch.trail} was deleted, with its seal.`,
      );
    }
  }
  if (rows.length === batch.rows && !digestRows(rows.map(({ seal }) => seal)).equals(batch.rowsDigest)) {
    say('batch damaged', `The row seals of batch ${batch.batch} were changed after they were sealed.`);
  }
  return rows.length;
}

/**
 * Tells whether the partition of a batch exists, and if not whether retention could have dropped it already.
 */
async function findPartition(
  { sql }: Transaction,
  batch: Batch,
): Promise<'present' | 'dropped' | 'dropped early'> {
  const [row] = await rowsOf(sql, presence)`
    select exists (select from list_partitions(${batch.trail}) where lower_bound = ${batch.month}) as present,
           ${batch.month} + interval '1 month' <= now() - retention as old
    from partitioned_tables where table_name = ${batch.trail}`;
  return row?.present ? 'present' : row?.old ? 'dropped' : 'dropped early';
}

/** Rows without a seal: recent ones, and rows that were inserted between sealed ones. */
async function findUnsealed(db: Database, result: Verification): Promise<void> {
  for (const trail of trails) {
    const rows = await db.read(
      system,
      ({ sql }) =>
        rowsOf(sql, unsealed)`
        with mark as (
          select last_transaction_id, last_row_id from audit_seals where trail = ${trail} order by batch desc limit 1
        )
        select id as "rowId",
               coalesce((transaction_id, id) <= (select last_transaction_id, last_row_id from mark), false)
                 or transaction_id > (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint as late
        from ${sql(trail)} t
        where not exists (select from audit_row_seals s where s.trail = ${trail} and s.row_id = t.id)`,
    );
    for (const { rowId, late } of rows) {
      if (late) {
        result.problems.push({
          kind: 'inserted',
          trail,
          batch: null,
          rowId,
          message: `Row ${rowId} of ${trail} was inserted between sealed rows.`,
        });
      } else result.unsealed += 1;
    }
  }
}
