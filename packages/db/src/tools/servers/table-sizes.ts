import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import { type Asker, askCatalog } from './ask-catalog.ts';

/** One table with its partitions. Counters are those of the server that answered, since they began. */
export interface TableSize {
  /** As PostgreSQL writes it, with its schema unless that is on the path. */
  name: string;
  /** The number of partitions; null for a table that has none by design. */
  partitions: number | null;
  /** An estimate; null if the server knows nothing of it. */
  rows: number | null;
  heapBytes: number;
  indexBytes: number;
  toastBytes: number;
  /** True if a lock kept a size from being read, so that the size is that of the last vacuum or analyze. */
  isSizeOld: boolean;
  deadRows: number;
  liveRows: number;
  changedRows: number;
  /** The newest of all partitions. */
  lastVacuum: Date | null;
  isVacuumByHand: boolean;
  /** That of the parent, which no autovacuum makes. */
  lastAnalyze: Date | null;
  isAnalyzeByHand: boolean;
  /** True if the table has more rows than were counted: a crash or a reset lost what was before. */
  hasLostCounters: boolean;
  sequentialReads: number;
  indexReads: number;
  blocksHit: number;
  blocksRead: number;
  inserts: number;
  updates: number;
  hotUpdates: number;
  deletes: number;
}

export interface TableSizes {
  /** The server that answered: the one that accepts writes, if it did. */
  server: string;
  isReplica: boolean | null;
  isEmbedded: boolean;
  /** Why no server answered. */
  problem: string | null;
  /** Null if nobody knows: the counters were never reset, or a crash lost them. */
  countedSince: Date | null;
  tables: TableSize[];
}

/**
 * The parts of tables: each with the table that it belongs to, which is itself for most, and whether a lock keeps its size
 * from being read. A panel that waited for the lock would wait as long as a migration.
 */
export const partsOfTables = (sql: TransactionClient): Fragment => sql`
  locked as materialized (
    select coalesce(i.indrelid, l.relation) as oid
    from pg_locks l left join pg_index i on i.indexrelid = l.relation
    where l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and l.granted
      and l.database = (select oid from pg_database where datname = current_database())
  ),
  parts as materialized (
    select c.oid, coalesce(pg_partition_root(c.oid), c.oid) as root, c.relkind, c.reltoastrelid, c.reltuples,
           c.relpages::float8 * current_setting('block_size')::int as pages, c.oid in (select oid from locked) as "isLocked"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  )`;

/** The sizes and counters of every table, by name. Partitions are part of their parent. */
export async function listTableSizes(asker: Asker): Promise<TableSizes> {
  const answers = await askCatalog(
    asker,
    (sql) => sql<(TableSize & { countedSince: Date | null })[]>`
      with ${partsOfTables(sql)},
      sized as (
        select p.*, s.*, io.*, toast.bytes as toast_bytes,
               case when p."isLocked" then p.pages else pg_table_size(p.oid) - toast.bytes end as heap_bytes,
               case when p."isLocked" then (
                 select sum(x.relpages::float8 * current_setting('block_size')::int)
                 from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = p.oid
               ) else pg_indexes_size(p.oid) end as index_bytes
        from parts p
        left join pg_stat_user_tables s on s.relid = p.oid
        left join (
          select relid as io_relid, coalesce(heap_blks_hit, 0) + coalesce(idx_blks_hit, 0) + coalesce(toast_blks_hit, 0) as hit,
                 coalesce(heap_blks_read, 0) + coalesce(idx_blks_read, 0) + coalesce(toast_blks_read, 0) as read
          from pg_statio_user_tables
        ) io on io.io_relid = p.oid
        cross join lateral (
          select case when p."isLocked" or p.reltoastrelid = 0 then 0 else coalesce(pg_total_relation_size(p.reltoastrelid), 0) end
        ) toast (bytes)
      ),
      known as (
        select *, case when relkind = 'p' then 0 when reltuples >= 0 then greatest(reltuples, n_live_tup) when n_live_tup > 0 then n_live_tup
                       when heap_bytes = 0 then 0 end as row_count
        from sized
      )
      select root::regclass::text as name,
             case when bool_or(oid = root and relkind = 'p') then count(*) filter (where relkind <> 'p')::int end as partitions,
             case when bool_or(row_count is null) then null else sum(row_count)::float8 end as rows,
             coalesce(sum(heap_bytes), 0)::float8 as "heapBytes", coalesce(sum(index_bytes), 0)::float8 as "indexBytes",
             sum(toast_bytes)::float8 as "toastBytes", bool_or("isLocked") as "isSizeOld",
             coalesce(sum(n_dead_tup), 0)::float8 as "deadRows", coalesce(sum(n_live_tup), 0)::float8 as "liveRows",
             coalesce(sum(n_mod_since_analyze), 0)::float8 as "changedRows",
             greatest(max(last_vacuum), max(last_autovacuum)) as "lastVacuum",
             coalesce(max(last_vacuum) >= coalesce(max(last_autovacuum), '-infinity'), false) as "isVacuumByHand",
             max(greatest(last_analyze, last_autoanalyze)) filter (where oid = root) as "lastAnalyze",
             coalesce(bool_or(last_analyze >= coalesce(last_autoanalyze, '-infinity')) filter (where oid = root), false)
               as "isAnalyzeByHand",
             -- Rows are estimated, and so within a tenth.
             coalesce(sum(reltuples) filter (where relkind <> 'p' and reltuples > 0) * 0.9 > sum(n_tup_ins), false)
               as "hasLostCounters",
             coalesce(sum(seq_scan), 0)::float8 as "sequentialReads", coalesce(sum(idx_scan), 0)::float8 as "indexReads",
             coalesce(sum(hit), 0)::float8 as "blocksHit", coalesce(sum(read), 0)::float8 as "blocksRead",
             coalesce(sum(n_tup_ins), 0)::float8 as inserts, coalesce(sum(n_tup_upd), 0)::float8 as updates,
             coalesce(sum(n_tup_hot_upd), 0)::float8 as "hotUpdates", coalesce(sum(n_tup_del), 0)::float8 as deletes,
             (select stats_reset from pg_stat_database where datname = current_database()) as "countedSince"
      from known group by root order by 1`,
  );
  const answered =
    answers.find(({ problem, isReplica }) => problem === null && isReplica === false) ??
    answers.find(({ problem }) => problem === null);
  return {
    server: answered?.server ?? answers[0]?.server ?? '',
    isReplica: answered?.isReplica ?? null,
    isEmbedded: asker.servers.isEmbedded,
    problem: answered ? null : (answers[0]?.problem ?? 'No server is named.'),
    countedSince: answered?.rows[0]?.countedSince ?? null,
    tables: (answered?.rows ?? []).map(({ countedSince: _, ...row }) => row),
  };
}
