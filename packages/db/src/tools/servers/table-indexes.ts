import type { TableInput } from '@namc/inputs/servers';
import { isSameIndex } from '../health/checks/duplicate-indexes.ts';
import { isForReadsAlone } from '../health/checks/unused-indexes.ts';
import { type Asker, askCatalog } from './ask-catalog.ts';
import { partsOfTables } from './table-sizes.ts';

interface IndexFacts {
  /** As PostgreSQL writes it. That of a partitioned table stands for those of its partitions. */
  name: string;
  definition: string;
  bytes: number;
  isPrimaryKey: boolean;
  isUnique: boolean;
  /** False if a build broke off. One that is being built counts as valid. */
  isValid: boolean;
  /** True for an index of a partitioned table: it cannot be dropped or rebuilt beside its readers. */
  isPartitioned: boolean;
  /** The constraint that it keeps. */
  constraint: string | null;
  /** The foreign keys that it serves when the row that they point to is deleted: `name (table)`. */
  foreignKeys: string[];
  /** The number of foreign keys of other tables that point to it. */
  pointedTo: number;
  /** Another index that is the same, if this one could go. */
  sameAs: string | null;
  /** True if only reads need it, so that it could go when nobody reads it. */
  isForReadsAlone: boolean;
}

/** The reads of one index on one server. */
export interface IndexReads {
  server: string;
  reads: number;
}

/** SQL for a person to run, with the lock that it takes. The portal never runs it. */
interface Fix {
  sql: string;
  lock: string;
}

export interface TableIndex extends IndexFacts {
  reads: IndexReads[];
  drop: Fix;
  rebuild: Fix;
}

const besideOthers = 'ShareUpdateExclusive: reads and writes go on. It waits for transactions that are open.';

const dropping = ({ name, isPartitioned }: IndexFacts): Fix =>
  isPartitioned
    ? {
        sql: `drop index ${name};`,
        lock: 'AccessExclusive on the table and its partitions, for a moment: nobody reads or writes meanwhile. An index of a partitioned table cannot be dropped beside its readers.',
      }
    : { sql: `drop index concurrently ${name};`, lock: besideOthers };

export interface IndexServer {
  server: string;
  isReplica: boolean | null;
  problem: string | null;
  countedSince: Date | null;
  /** Days since the counters began; null if nobody knows. */
  days: number | null;
}

export interface TableIndexes {
  isEmbedded: boolean;
  servers: IndexServer[];
  /** The largest first. Empty if no server answered. */
  indexes: TableIndex[];
}

type IndexRow = IndexFacts & Pick<IndexServer, 'countedSince' | 'days'> & { readCount: number };

/** The indexes of one table: what each is for, and how often each server has read it. */
export async function listTableIndexes(asker: Asker, { table }: TableInput): Promise<TableIndexes> {
  const answers = await askCatalog(
    asker,
    (sql) => sql<IndexRow[]>`
      with ${partsOfTables(sql)},
      leaves as (
        select coalesce(pg_partition_root(x.indexrelid), x.indexrelid) as root, x.indexrelid, c.relkind,
               x.indisvalid or x.indexrelid in (select index_relid from pg_stat_progress_create_index) as valid,
               case when p."isLocked" then c.relpages::float8 * current_setting('block_size')::int
                    else pg_relation_size(x.indexrelid) end as bytes
        from parts p join pg_index x on x.indrelid = p.oid join pg_class c on c.oid = x.indexrelid
        where p.root::regclass::text = ${table}::text
      ),
      roots as (
        select l.root, sum(l.bytes)::float8 as bytes, bool_and(l.valid) as valid, sum(coalesce(s.idx_scan, 0))::float8 as reads,
               bool_or(l.relkind = 'I') as partitioned
        from leaves l left join pg_stat_user_indexes s on s.indexrelid = l.indexrelid group by l.root
      )
      select r.root::regclass::text as name, pg_get_indexdef(r.root) as definition, r.bytes, i.indisprimary as "isPrimaryKey",
             i.indisunique as "isUnique", r.valid as "isValid", r.partitioned as "isPartitioned",
             (select min(conname)::text from pg_constraint where conindid = r.root and contype in ('p', 'u', 'x')) as constraint,
             (select coalesce(json_agg(f.conname || ' (' || f.confrelid::regclass::text || ')' order by f.conname), '[]')
              from pg_constraint f where f.contype = 'f' and f.conrelid = i.indrelid and i.indpred is null
                and (i.indkey::int2[])[0:cardinality(f.conkey) - 1] operator(pg_catalog.@>) f.conkey) as "foreignKeys",
             (select count(*)::int from pg_constraint f where f.contype = 'f' and f.conindid = r.root and f.conparentid = 0)
               as "pointedTo",
             (select min(b.indexrelid::regclass::text)
              from pg_index a join pg_index b on b.indrelid = a.indrelid and b.indexrelid <> a.indexrelid and ${isSameIndex(sql)}
              join pg_class ca on ca.oid = a.indexrelid join pg_class cb on cb.oid = b.indexrelid and cb.relam = ca.relam
              where a.indexrelid = r.root and not a.indisunique and a.indisvalid and b.indisvalid
                and not exists (select from pg_constraint where conindid = a.indexrelid)
                and (b.indisunique or a.indexrelid > b.indexrelid)) as "sameAs",
             ${isForReadsAlone(sql)} as "isForReadsAlone", r.reads as "readCount",
             d.stats_reset as "countedSince", (extract(epoch from now() - d.stats_reset) / 86400)::float8 as days
      from roots r join pg_index i on i.indexrelid = r.root, pg_stat_database d
      where d.datname = current_database()
      order by r.bytes desc, 1`,
  );
  const answered = answers.filter(({ problem }) => problem === null);
  const first = answered.find(({ isReplica }) => isReplica === false) ?? answered[0];
  return {
    isEmbedded: asker.servers.isEmbedded,
    servers: answers.map(({ server, isReplica, problem, rows: [row] }) => ({
      server,
      isReplica,
      problem,
      countedSince: row?.countedSince ?? null,
      days: row?.days ?? null,
    })),
    indexes: (first?.rows ?? []).map(({ countedSince: _, days: __, readCount: ___, ...facts }) => ({
      ...facts,
      drop: dropping(facts),
      rebuild: { sql: `reindex index concurrently ${facts.name};`, lock: besideOthers },
      reads: answered.flatMap(({ server, rows }) => {
        const row = rows.find(({ name }) => name === facts.name);
        return row ? [{ server, reads: row.readCount }] : [];
      }),
    })),
  };
}
