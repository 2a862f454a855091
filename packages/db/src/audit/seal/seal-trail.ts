import { systemActor } from '../../engine/actors.ts';
import { inBatches } from '../../engine/batches.ts';
import { pick } from '../../engine/columns/pick.ts';
import { anyOf, computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Database, WriteTransaction } from '../../engine/database.ts';
import { Refused, Unavailable } from '../../engine/errors.ts';
import { auditSeals, type Trail, trails } from '../tables.ts';
import { type Anchor, followAnchor } from './anchor.ts';
import { followStore, type StoredAnchor } from './anchor-store.ts';
import { appendEntry, findLastEntry, findSealedRules, takeSealerTurn } from './chain.ts';
import { canonicalRow, digestRows, type SealKey, sealRow, writerOf, writers } from './entry.ts';
import { readRules } from './rules.ts';
import { sealRules } from './seal-rules.ts';

const system = systemActor('portal audit seal');
const largestBatch = 5_000;
/** A mark is made at least this often, so that a row forged into an old transaction is noticed. */
const markEvery = '10 minutes';

export interface Sealing {
  rows: number;
  /** Partitions that may be dropped from now on. */
  retired: string[];
  /** The part of the chain that the anchor's file knows, once it was written. */
  anchored: { batch: number; at: string } | undefined;
  /** The part that the anchor's object store knows, or why it could not be asked. Undefined without a store. */
  stored: Stored | undefined;
}

type Stored = { batch: number; at: string } | { failed: string };

export interface SealOptions {
  key: SealKey;
  /** The place outside of the database that follows the chain. Without it, nothing shows that the chain was cut off. */
  anchor?: Anchor | undefined;
  batchSize?: number;
  signal?: AbortSignal;
}

/**
 * Seals every row of every transaction that has ended, also past transactions that are still open: those are named in
 * the mark that ends the run, and their rows follow in a later run. Then retires partitions past their retention, and
 * writes the new entries to the anchor. One sealer runs at a time. An object store that does not answer stops nothing: it
 * catches up in a later run, and the mark says so.
 * @throws Busy if another sealer is at work; Refused if the chain is not the one that the anchor knows.
 */
export async function sealTrail(db: Database, options: SealOptions): Promise<Sealing> {
  const { key, anchor, batchSize = largestBatch, signal } = options;
  const anchored = anchor && (await followAnchor(db, anchor));
  const stored = await tryStore(db, anchor?.store);
  const result: Sealing = { rows: 0, retired: [], anchored, stored };
  const snapshot = await db.write(system, (tx) => beginRun(tx, key));
  for (const trail of trails) {
    await inBatches<Place>(async (after) => {
      const sealed = await db.write(system, (tx) =>
        sealNextBatch(tx, { trail, key, batchSize, snapshot, after }),
      );
      result.rows += sealed.rows;
      return sealed.last;
    }, signal);
  }
  await db.write(system, (tx) => sealMark(tx, { key, snapshot, isDue: result.rows > 0, anchored, stored }));
  result.retired = await db.write(system, (tx) => retirePartitions(tx, key));
  if (anchor) result.anchored = await followAnchor(db, anchor);
  // A store that did not answer at the beginning is not waited for twice.
  if (stored && !('failed' in stored)) result.stored = await tryStore(db, anchor?.store);
  return result;
}

async function tryStore(db: Database, store: StoredAnchor | undefined): Promise<Stored | undefined> {
  if (!store) return undefined;
  try {
    // The chain is empty before the first run.
    return (await followStore(db, store)) ?? { batch: 0, at: new Date().toISOString() };
  } catch (error) {
    if (error instanceof Unavailable) return { failed: error.message };
    throw error;
  }
}

const snapshotNow = computed({ snapshot: 'string' });

/** The transactions that have ended at the begin of the run. The first run seals the rules. */
async function beginRun(tx: WriteTransaction, key: SealKey): Promise<string> {
  await takeSealerTurn(tx.sql);
  if (!(await findLastEntry(tx.orm))) {
    await sealRules(tx, key, { reason: 'The chain begins.', by: system.name, accepts: false });
  }
  const [row] = await rowsOf(tx.sql, snapshotNow)`select pg_current_snapshot()::text as snapshot`;
  return row?.snapshot ?? '';
}

const trailRow = computed({
  id: 'string',
  transactionId: 'number',
  createdAt: 'string',
  month: 'Date',
  canonical: 'string',
  writer: anyOf(writers),
});

interface BatchOptions {
  trail: Trail;
  key: SealKey;
  batchSize: number;
  snapshot: string;
  /** The last row of the batch before, so that a long run does not read from its begin each time. */
  after: Place | undefined;
}

interface Place {
  transactionId: number;
  id: string;
}

async function sealNextBatch(
  tx: WriteTransaction,
  options: BatchOptions,
): Promise<{ rows: number; last: Place | undefined }> {
  const { sql } = tx;
  const { trail, key, batchSize, snapshot, after } = options;
  await takeSealerTurn(sql);
  const since = await unsealedSince(tx);
  const found = await rowsOf(sql, trailRow)`
    select id, transaction_id as "transactionId", created_at::text as "createdAt", date_trunc('month', created_at, 'UTC') as month,
           ${canonicalRow(sql, trail)} as canonical, ${writerOf(sql)} as writer
    from ${sql(trail)} t
    where ${since(sql)} ${after ? sql`and (transaction_id, id) > (${after.transactionId}, ${after.id})` : sql``}
      and pg_visible_in_snapshot(transaction_id::text::xid8, ${snapshot}::text::pg_snapshot)
      and not exists (select from audit_row_seals s
                      where s.trail = ${trail} and s.row_id = t.id and s.created_at = t.created_at)
    order by transaction_id, id limit ${batchSize}`;
  const month = found[0]?.month;
  if (!month) return { rows: 0, last: undefined };
  // A batch never spans two partitions, because it must still verify after one of them is dropped.
  const end = found.findIndex((row) => row.month.getTime() !== month.getTime());
  const rows = end === -1 ? found : found.slice(0, end);
  const last = await findLastEntry(tx.orm);
  const batch = (last?.batch ?? 0) + 1;
  const seals = rows.map((row, at) => sealRow(key, batch, at + 1, row.canonical));
  const writtenBy = (writer: (typeof writers)[number]) =>
    rows.filter((row) => row.writer === writer).map(({ id }) => id);
  const [rewritten, unknown] = [writtenBy('another'), writtenBy('unknown')];
  await appendEntry(tx, key, (await readRules(sql)).digest, {
    kind: 'rows',
    trail,
    month,
    rows: rows.length,
    rowsDigest: digestRows(seals),
    details: {
      ...(rewritten.length > 0 ? { rewritten } : {}),
      ...(unknown.length > 0 ? { unknown } : {}),
    },
  });
  await sql`
    insert into audit_row_seals (trail, row_id, created_at, batch, position, seal)
    select ${trail}, row_id, created_at::timestamptz, ${batch}, position, decode(seal, 'hex')
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ createdAt }) => createdAt)}::text[],
                ${seals.map((seal) => seal.toString('hex'))}::text[])
      with ordinality as sealed (row_id, created_at, seal, position)`;
  return { rows: rows.length, last: rows.at(-1) };
}

const lastMark = pick(auditSeals, ['snapshot']);
const age = computed({ isCurrent: 'boolean' });

/**
 * The condition on rows that no mark has covered yet. A row of a transaction that a mark saw the end of was sealed by
 * then, and is left for the verification to name. A server that counts its transactions anew, as after a restored dump,
 * has no mark.
 */
async function unsealedSince({ sql }: WriteTransaction) {
  const [mark] = await rowsOf(sql, lastMark, age)`
    select ${lastMark(sql)},
           pg_snapshot_xmax(snapshot::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot()) as "isCurrent"
    from audit_seals where kind = 'mark' order by batch desc limit 1`;
  const snapshot = mark?.isCurrent ? mark.snapshot : null;
  return (part: WriteTransaction['sql']) =>
    snapshot === null
      ? part`true`
      : part`transaction_id >= (pg_snapshot_xmin(${snapshot}::text::pg_snapshot)::text)::bigint
          and not pg_visible_in_snapshot(transaction_id::text::xid8, ${snapshot}::text::pg_snapshot)`;
}

const due = computed({ isDue: 'boolean' });

async function sealMark(
  tx: WriteTransaction,
  {
    key,
    snapshot,
    isDue,
    anchored,
    stored,
  }: { key: SealKey; snapshot: string; isDue: boolean } & Pick<Sealing, 'anchored' | 'stored'>,
): Promise<void> {
  const { sql } = tx;
  await takeSealerTurn(sql);
  // A store that answers again ends its alarm with a mark.
  const hasFailed = stored !== undefined && 'failed' in stored;
  const [row] = await rowsOf(sql, due)`
    select ${isDue} or not exists (
      select from audit_seals where kind = 'mark' and sealed_at > clock_timestamp() - ${markEvery}::text::interval
        and sealed_at <= clock_timestamp())
      or ${!hasFailed} and (select details::jsonb -> 'stored' ? 'failed' from audit_seals
                            where kind = 'mark' order by batch desc limit 1) as "isDue"`;
  if (!row?.isDue) return;
  await appendEntry(tx, key, (await readRules(sql)).digest, {
    kind: 'mark',
    snapshot,
    details: { ...(anchored ? { anchored } : {}), ...(stored ? { stored } : {}) },
  });
}

const past = computed({
  trail: anyOf(trails),
  partition: 'string',
  month: 'Date',
  until: 'Date',
  sealed: 'number',
  hasUnsealed: 'boolean',
});

/**
 * Seals the retirement of each partition past its retention, as the rules that were sealed last have it. The table of
 * retentions is not asked: it could have been changed.
 */
async function retirePartitions(tx: WriteTransaction, key: SealKey): Promise<string[]> {
  const { sql, orm } = tx;
  await takeSealerTurn(sql);
  const rules = await readRules(sql);
  const sealed = await findSealedRules(orm);
  if (!sealed) throw new Refused('The chain of seals has no rules.');
  const found = await rowsOf(sql, past)`
    select p.table_name as trail, p.partition_name as partition, p.lower_bound as month, p.upper_bound as until,
           (select coalesce(sum(rows), 0)::int from audit_seals s
            where s.kind = 'rows' and s.trail = p.table_name and s.month = p.lower_bound) as sealed,
           case p.table_name when 'audit_log' then exists (
             select from audit_log t where t.created_at >= p.lower_bound and t.created_at < p.upper_bound
               and not exists (select from audit_row_seals s
                               where s.trail = 'audit_log' and s.row_id = t.id and s.created_at = t.created_at))
           else exists (
             select from admin_actions t where t.created_at >= p.lower_bound and t.created_at < p.upper_bound
               and not exists (select from audit_row_seals s
                               where s.trail = 'admin_actions' and s.row_id = t.id and s.created_at = t.created_at))
           end as "hasUnsealed"
    from list_partitions() p
    join jsonb_each_text(${sql.json(sealed.retentionDays)}) kept (trail, days) on kept.trail = p.table_name
    where p.upper_bound <= now() - kept.days::float8 * interval '1 day'
      and not exists (select from audit_seals s
                      where s.kind = 'retire' and s.trail = p.table_name and s.month = p.lower_bound)
    order by 1, 3`;
  const retired = found.filter(({ hasUnsealed }) => !hasUnsealed);
  for (const { trail, partition, month, until, sealed: rows } of retired) {
    const retentionDays = sealed.retentionDays[trail] ?? 0;
    await appendEntry(tx, key, rules.digest, {
      kind: 'retire',
      trail,
      month,
      rows,
      details: { partition, until: until.toISOString(), retentionDays },
    });
  }
  return retired.map(({ partition }) => partition);
}
