import type { Database, Transaction } from '../database.ts';

export interface PartitionStep {
  tableName: string;
  partitionName: string;
  outcome: 'created' | 'detached' | 'dropped' | 'failed';
  /** Why it failed, in the server's words. */
  problem: string | null;
}

/**
 * Creates the partitions needed ahead, detaches those past their retention, drops those past their grace, and
 * returns each step. Each table has its own transaction, so no lock on one outlasts the work on it.
 */
export async function maintainPartitions(db: Database): Promise<PartitionStep[]> {
  const system = { kind: 'system', name: 'portal partitions' } as const;
  const tables = await db.read(
    system,
    ({ sql }) => sql<{ name: string }[]>`select table_name as name from partitioned_tables order by 1`,
  );
  const steps: PartitionStep[] = [];
  for (const { name } of tables) {
    const done = await db.write(
      system,
      ({ sql }) => sql<PartitionStep[]>`
        select table_name as "tableName", partition_name as "partitionName", outcome, problem
        from ensure_partitions(${name})`,
    );
    steps.push(...done);
  }
  return steps;
}

export interface PartitionStatus {
  tableName: string;
  partitions: number;
  /** The number of complete partitions after the present one, and the number that should exist. */
  ahead: number;
  wantedAhead: number;
  oldest: Date | null;
  newestEnd: Date | null;
  /** The number of detached partitions that wait for the end of their grace period. */
  detached: number;
  /** True when fewer than half of the partitions ahead remain: maintenance has not run for a while. */
  isShort: boolean;
}

/** Returns the state of each partitioned table. For staff. */
export async function listPartitionStatus({ sql }: Transaction): Promise<PartitionStatus[]> {
  return sql<PartitionStatus[]>`
    select t.table_name as "tableName", count(p.partition_name)::int as partitions,
           count(*) filter (where p.lower_bound > now())::int as ahead, t.ahead as "wantedAhead",
           min(p.lower_bound) as oldest, max(p.upper_bound) as "newestEnd",
           (select count(*)::int from detached_partitions d where d.table_name = t.table_name) as detached,
           count(*) filter (where p.lower_bound > now()) * 2 < t.ahead as "isShort"
    from partitioned_tables t left join list_partitions() p on p.table_name = t.table_name
    group by t.table_name, t.ahead order by t.table_name`;
}
