import type { WriteTransaction } from '../engine/database.ts';
import type { systemMetrics } from './tables.ts';

/**
 * One measurement. `metric` is a name such as `database.query.duration_ms`; `recordedAt` defaults to now.
 */
export type Measurement = typeof systemMetrics.$inferInsert;

/** Writes measurements in one statement. For the system. */
export async function recordMetrics({ sql }: WriteTransaction, measurements: Measurement[]): Promise<void> {
  const rows = measurements.map(({ metric, value, labels, recordedAt }) => ({
    metric,
    value,
    labels: labels ?? null,
    recorded_at: (recordedAt ?? new Date()).toISOString(),
  }));
  // Written by hand: one prepared statement for any number of rows. The builder makes a different one for each
  // number.
  await sql`
    insert into system_metrics (metric, value, labels, recorded_at)
    select * from jsonb_to_recordset(${sql.json(rows)})
      as row (metric text, value float8, labels jsonb, recorded_at timestamptz)`;
}
