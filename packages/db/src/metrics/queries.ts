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
