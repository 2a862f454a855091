import type { WriteTransaction } from '../engine/database.ts';

export interface Measurement {
  /** `database.query.duration_ms` */
  metric: string;
  value: number;
  labels?: Record<string, string>;
  recordedAt?: Date;
}

/** Writes measurements in one statement. For the system. */
export async function recordMetrics({ sql }: WriteTransaction, measurements: Measurement[]): Promise<void> {
  const rows = measurements.map(({ metric, value, labels, recordedAt }) => ({
    metric,
    value,
    labels: labels ?? null,
    recorded_at: (recordedAt ?? new Date()).toISOString(),
  }));
  await sql`
    insert into system_metrics (metric, value, labels, recorded_at)
    select * from jsonb_to_recordset(${sql.json(rows)})
      as row (metric text, value float8, labels jsonb, recorded_at timestamptz)`;
}
