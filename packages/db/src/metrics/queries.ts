import type { TableInput } from '@namc/inputs/servers';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';

const hour = computed({ hour: 'Date', count: 'number', median: 'number', p95: 'number' });

export type MetricHour = RowOf<typeof hour>;

/** The median and the 95th percentile of a metric for each UTC hour of a span, oldest first. For staff. */
export async function listMetricHours(
  { sql }: Transaction,
  { metric, from, to }: { metric: string; from: Date; to: Date },
): Promise<MetricHour[]> {
  return rowsOf(sql, hour)`
    select date_trunc('hour', recorded_at, 'UTC') as hour, count(*)::int as count,
           percentile_cont(0.5) within group (order by value) as median,
           percentile_cont(0.95) within group (order by value) as p95
    from system_metrics
    where metric = ${metric} and recorded_at >= ${from} and recorded_at < ${to}
    group by 1 order by 1`;
}

const day = computed({
  /** The day in California, `2026-11-27`. */
  day: 'string',
  /** Null for a day on which nobody measured. */
  bytes: 'number | null',
  rows: 'number | null',
});

export type TableDay = RowOf<typeof day>;

/** The size and the rows of one table on each of the last 90 days, the oldest first. For staff. */
export async function listTableDays({ sql }: Transaction, { table }: TableInput): Promise<TableDay[]> {
  return rowsOf(sql, day)`
    with measured as (
      select (recorded_at at time zone 'America/Los_Angeles')::date as day,
             max(value) filter (where metric = 'table.bytes') as bytes, max(value) filter (where metric = 'table.rows') as rows
      from system_metrics
      where metric in ('table.bytes', 'table.rows') and recorded_at > now() - interval '90 days'
        and labels ->> 'table' = ${table}::text
      group by 1
    )
    select days.day::date::text as day, m.bytes, m.rows
    from generate_series((now() at time zone 'America/Los_Angeles')::date - 89,
                         (now() at time zone 'America/Los_Angeles')::date, interval '1 day') days (day)
    left join measured m on m.day = days.day::date order by days.day`;
}
