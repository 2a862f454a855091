import { eq, sql as text } from 'drizzle-orm';
import { systemActor } from '../actors.ts';
import { pick } from '../columns/pick.ts';
import { anyOf, computed, type RowOf, type RowsOf, rowsOf } from '../columns/shape.ts';
import type { Database, Transaction, WriteTransaction } from '../database.ts';
import { detachedPartitions, partitionedTables } from './tables.ts';

const table = pick(partitionedTables, ['tableName'], 't');
const step = computed({
  tableName: 'string',
  partitionName: 'string',
  outcome: anyOf(['created', 'detached', 'dropped', 'failed']),
  /** The reason of its failure, in the server's words. */
  problem: 'string | null',
});

export type PartitionStep = RowOf<typeof step>;

/**
 * Creates the partitions needed ahead, detaches those past their retention, drops those past their grace that need no export, and
 * returns each step. Each table has its own transaction, so no lock on one outlasts the work on it.
 */
export async function maintainPartitions(db: Database): Promise<PartitionStep[]> {
  const system = systemActor('portal partitions');
  const tables = await db.read(
    system,
    ({ sql }) => rowsOf(sql, table)`select ${table(sql)} from partitioned_tables t order by 1`,
  );
  const steps: PartitionStep[] = [];
  for (const { tableName } of tables) {
    const done = await db.write(
      system,
      ({ sql }) => rowsOf(sql, step)`
        select table_name as "tableName", partition_name as "partitionName", outcome, problem
        from ensure_partitions(${tableName})`,
    );
    steps.push(...done);
  }
  return steps;
}

const rules = pick(partitionedTables, { tableName: 'tableName', wantedAhead: 'ahead' }, 't');
const present = computed({
  partitions: 'number',
  /** The number of complete partitions after the present one; `wantedAhead` should exist. */
  ahead: 'number',
  oldest: 'Date | null',
  newestEnd: 'Date | null',
  /** The number of detached partitions that wait for the end of their grace period. */
  detached: 'number',
  /** True when fewer than half of the partitions ahead remain: maintenance has not run for a while. */
  isShort: 'boolean',
});

export type PartitionStatus = RowsOf<[typeof rules, typeof present]>;

/** Returns the state of each partitioned table. For staff. */
export async function listPartitionStatus({ sql }: Transaction): Promise<PartitionStatus[]> {
  return rowsOf(sql, rules, present)`
    select ${rules(sql)}, count(p.partition_name)::int as partitions,
           count(*) filter (where p.lower_bound > now())::int as ahead,
           min(p.lower_bound) as oldest, max(p.upper_bound) as "newestEnd",
           (select count(*)::int from detached_partitions d where d.table_name = t.table_name) as detached,
           count(*) filter (where p.lower_bound > now()) * 2 < t.ahead as "isShort"
    from partitioned_tables t left join list_partitions() p on p.table_name = t.table_name
    group by t.table_name, t.ahead order by t.table_name`;
}

const kept = pick(
  detachedPartitions,
  [
    'partitionName',
    'tableName',
    'upperBound',
    'dropAfter',
    'exportFile',
    'exportRows',
    'exportBytes',
    'exportSha256',
  ],
  'd',
);
const due = computed({
  /** True if its grace is over. */
  isDue: 'boolean',
});

export type DetachedPartition = RowsOf<[typeof due, typeof kept]>;

/** Detached partitions that are exported before they are dropped, the oldest first. For staff. */
export async function listDetachedPartitions({ sql }: Transaction): Promise<DetachedPartition[]> {
  return rowsOf(sql, due, kept)`
    select ${kept(sql)}, d.drop_after <= now() as "isDue"
    from detached_partitions d join partitioned_tables t using (table_name)
    where t.exports order by d.upper_bound, d.partition_name`;
}

export interface PartitionExport {
  file: string;
  rows: number;
  bytes: number;
  sha256: string;
}

/** Writes down where a partition was exported to; `undefined` if the export is no good. For the system. */
export async function recordExport(
  { orm }: WriteTransaction,
  partitionName: string,
  found: PartitionExport | undefined,
): Promise<void> {
  await orm
    .update(detachedPartitions)
    .set({
      exportedAt: found ? text`now()` : null,
      exportFile: found?.file ?? null,
      exportRows: found?.rows ?? null,
      exportBytes: found?.bytes ?? null,
      exportSha256: found?.sha256 ?? null,
      provenAt: null,
    })
    .where(eq(detachedPartitions.partitionName, partitionName));
}

/** The whole export was read back and is right. For the system. */
export async function recordProof({ orm }: WriteTransaction, partitionName: string): Promise<void> {
  await orm
    .update(detachedPartitions)
    .set({ provenAt: text`now()` })
    .where(eq(detachedPartitions.partitionName, partitionName));
}

const drop = computed({ dropped: 'boolean' });

/**
 * Drops a partition past its grace whose export was proven within the last hour. False if it is not due, or has another export.
 * For the system.
 * @throws Refused if it holds another number of rows than its export. Busy if somebody holds a lock on it.
 */
export async function dropExportedPartition(
  { sql }: WriteTransaction,
  partitionName: string,
  sha256: string,
): Promise<boolean> {
  const [row] = await rowsOf(sql, drop)`
    select drop_exported_partition(${partitionName}, ${sha256}) as dropped`;
  return row?.dropped ?? false;
}
