import { desc } from 'drizzle-orm';
import { systemActor } from '../../engine/actors.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Database, WriteTransaction } from '../../engine/database.ts';
import { Busy } from '../../engine/errors.ts';
import { auditSeals, type Trail, trails } from '../tables.ts';
import { type Batch, canonicalRow, digestRows, type SealKey, sealBatch, sealRow } from './trail.ts';

const system = systemActor('portal audit seal');
/** An arbitrary number, the same in every sealer: the first eight bytes of "auditsea" in ASCII. */
const sealerLock = '7022344801863098721';
const largestBatch = 5_000;

/**
 * Seals every row of the trail that no running transaction can still precede, in batches, and returns the number of
 * rows. One sealer runs at a time; rows written meanwhile wait for the next run.
 * @throws Busy if another sealer is at work.
 */
export async function sealTrail(
  db: Database,
  key: SealKey,
  options: { batchSize?: number; signal?: AbortSignal } = {},
): Promise<number> {
  let sealed = 0;
  for (const trail of trails) {
    for (;;) {
      options.signal?.throwIfAborted();
      const rows = await db.write(system, (tx) =>
        sealNextBatch(tx, trail, key, options.batchSize ?? largestBatch),
      );
      if (rows === 0) break;
      sealed += rows;
    }
  }
  return sealed;
}

const lock = computed({ mine: 'boolean' });
const mark = pick(auditSeals, ['lastTransactionId', 'lastRowId']);
const trailRow = computed({ id: 'string', transactionId: 'number', month: 'Date', canonical: 'string' });
const clock = computed({ now: 'Date' });

async function sealNextBatch(
  { sql, orm }: WriteTransaction,
  trail: Trail,
  key: SealKey,
  batchSize: number,
): Promise<number> {
  const [turn] = await rowsOf(sql, lock)`
    select pg_try_advisory_xact_lock(${sealerLock}::bigint) as mine`;
  if (!turn?.mine) throw new Busy('Another sealer is at work.');
  // The mark of the last batch, unless the server counts its transactions anew, as after a restored dump.
  const [sealedTo] = await rowsOf(sql, mark)`
    select ${mark(sql)} from audit_seals
    where trail = ${trail} and last_transaction_id < (pg_current_xact_id()::text)::bigint
    order by batch desc limit 1`;
  const found = await rowsOf(sql, trailRow)`
    select id, transaction_id as "transactionId", date_trunc('month', created_at, 'UTC') as month,
           ${canonicalRow(sql, trail)} as canonical
    from ${sql(trail)} t
    where transaction_id < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint
      ${sealedTo ? sql`and (transaction_id, id) > (${sealedTo.lastTransactionId}, ${sealedTo.lastRowId})` : sql``}
      and not exists (select from audit_row_seals s where s.trail = ${trail} and s.row_id = t.id)
    order by transaction_id, id limit ${batchSize}`;
  const month = found[0]?.month;
  if (!month) return 0;
  // A batch never spans two partitions, because it must still verify after one of them is dropped.
  const end = found.findIndex((row) => row.month.getTime() !== month.getTime());
  const rows = end === -1 ? found : found.slice(0, end);
  const last = rows.at(-1);
  if (!last) return 0;
  const [before] = await orm
    .select({ batch: auditSeals.batch, seal: auditSeals.seal })
    .from(auditSeals)
    .orderBy(desc(auditSeals.batch))
    .limit(1);
  const [time] = await rowsOf(sql, clock)`select date_trunc('milliseconds', clock_timestamp()) as now`;
  const batch = (before?.batch ?? 0) + 1;
  const seals = rows.map((row, at) => sealRow(key, batch, at + 1, row.canonical));
  const sealed: Omit<Batch, 'seal' | 'keyId'> = {
    batch,
    trail,
    month,
    rows: rows.length,
    lastTransactionId: last.transactionId,
    lastRowId: last.id,
    rowsDigest: digestRows(seals),
    sealedAt: time?.now ?? new Date(),
  };
  await orm.insert(auditSeals).values({
    ...sealed,
    seal: sealBatch(key, sealed, before?.seal ?? Buffer.alloc(0)),
    keyId: key.id,
  });
  await sql`
    insert into audit_row_seals (trail, row_id, batch, position, seal)
    select ${trail}, row_id, ${batch}, position, decode(seal, 'hex')
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${seals.map((seal) => seal.toString('hex'))}::text[])
      with ordinality as sealed (row_id, seal, position)`;
  return rows.length;
}
