import { desc, eq, sql as text } from 'drizzle-orm';
import type { Builder } from '../../engine/builder.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { Busy } from '../../engine/errors.ts';
import { auditSeals } from '../tables.ts';
import { type RulesDetails, rulesDetails } from './details.ts';
import { type Entry, type SealKey, sealEntry, type Unsealed } from './entry.ts';

/** A transaction in which the chain grows: the data layer's own, or that of the migrating login. */
export interface ChainTransaction {
  sql: TransactionClient;
  orm: Builder;
}

/** An arbitrary number, the same in every sealer: the first eight bytes of "auditsea" in ASCII. */
export const sealerLock = '7022344801863098721';
const lock = computed({ mine: 'boolean' });

/**
 * Allows one maker of seals at a time, until the end of the transaction.
 * @throws Busy if there is another.
 */
export async function takeSealerTurn(sql: TransactionClient): Promise<void> {
  const [turn] = await rowsOf(sql, lock)`
    select pg_try_advisory_xact_lock(${sealerLock}::bigint) as mine`;
  if (!turn?.mine) throw new Busy('Another sealer is at work.');
}

/** The last entry of the chain, or of its entries of one kind. */
export async function findLastEntry(orm: Builder, kind?: Entry['kind']): Promise<Entry | undefined> {
  const [entry] = await orm
    .select()
    .from(auditSeals)
    .where(kind && eq(auditSeals.kind, kind))
    .orderBy(desc(auditSeals.batch))
    .limit(1);
  return entry;
}

/** The rules that were sealed last. */
export async function findSealedRules(orm: Builder): Promise<RulesDetails | undefined> {
  const entry = await findLastEntry(orm, 'rules');
  return entry && rulesDetails.parse(JSON.parse(entry.details));
}

const clock = computed({ now: 'Date' });

/** Adds an entry to the end of the chain. The caller has the sealer's turn. */
export async function appendEntry(
  { sql, orm }: ChainTransaction,
  key: SealKey,
  rulesDigest: Buffer,
  given: Unsealed,
): Promise<Entry> {
  const before = await findLastEntry(orm);
  // Milliseconds, because a Date holds no more.
  const [time] = await rowsOf(sql, clock)`select date_trunc('milliseconds', clock_timestamp()) as now`;
  const { details = {}, ...columns } = given;
  const entry: Omit<Entry, 'seal'> = {
    trail: null,
    month: null,
    rows: 0,
    rowsDigest: null,
    snapshot: null,
    ...columns,
    details: JSON.stringify(details),
    batch: (before?.batch ?? 0) + 1,
    rulesDigest,
    sealedAt: time?.now ?? new Date(),
    keyId: key.id,
  };
  const sealed = { ...entry, seal: sealEntry(key, entry, before?.seal ?? Buffer.alloc(0)) };
  await orm.insert(auditSeals).values(sealed);
  return sealed;
}

/** The entries after a batch, in their order. */
export function listEntriesAfter(orm: Builder, batch: number, limit: number): Promise<Entry[]> {
  return orm
    .select()
    .from(auditSeals)
    .where(text`${auditSeals.batch} > ${batch}`)
    .orderBy(auditSeals.batch)
    .limit(limit);
}
