import type { WriteTransaction } from '../engine/database.ts';
import type { systemMetrics } from './tables.ts';

/**
 * One measurement. `metric` is a name such as `database.query.duration_ms`; `recordedAt` defaults to now, one moment
 * for all that are recorded together.
 */
export type Measurement = typeof systemMetrics.$inferInsert;

/** Writes measurements in one statement. For the system. */
export async function recordMetrics({ sql }: WriteTransaction, measurements: Measurement[]): Promise<void> {
  // One moment for all: those who read them put together what was recorded at once.
  const now = new Date();
  const rows = measurements.map(({ metric, value, labels, recordedAt }) => ({
    metric,
    value,
    labels: labels ?? null,
    recorded_at: (recordedAt ?? now).toISOString(),
  }));
  // Written by hand: one prepared statement for any number of rows. The builder makes a different one for each
  // number.
  await sql`
    insert into system_metrics (metric, value, labels, recorded_at)
    select * from jsonb_to_recordset(${sql.json(rows)})
      as row (metric text, value float8, labels jsonb, recorded_at timestamptz)`;
}

/**
 * Stores the size and the estimated rows of each table, partitions with their parent, once a day in California however often it is
 * called. It leaves out a table that somebody holds alone, and the next call tries it again. For the system.
 */
export async function recordTableSizes({ sql }: WriteTransaction): Promise<void> {
  await sql`select set_config('lock_timeout', '100ms', true)`;
  await sql`
    with locked as materialized (
      select coalesce(i.indrelid, l.relation) as oid
      from pg_locks l left join pg_index i on i.indexrelid = l.relation
      where l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and l.granted and l.pid <> pg_backend_pid()
    ),
    stored as materialized (
      select labels ->> 'table' as name from system_metrics
      where metric = 'table.bytes' and recorded_at >= date_trunc('day', now(), 'America/Los_Angeles')
    ),
    due as materialized (
      select coalesce(pg_partition_root(c.oid), c.oid)::regclass::text as name, array_agg(c.oid) as parts
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      group by 1
      having bool_and(c.oid not in (select oid from locked where oid is not null))
        and coalesce(pg_partition_root(min(c.oid)), min(c.oid))::regclass::text not in (select name from stored)
    )
    insert into system_metrics (metric, value, labels)
    select m.metric, m.value, jsonb_build_object('table', due.name)
    from due, lateral (
      select sum(pg_total_relation_size(c.oid))::float8 as bytes,
             sum(case when c.relkind <> 'p' then greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0) end)::float8 as rows
      from pg_class c where c.oid = any(due.parts)
    ) size, lateral (values ('table.bytes', size.bytes), ('table.rows', size.rows)) m (metric, value)
    where m.value is not null`;
}
