import { sql } from 'drizzle-orm';
import { doublePrecision, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../engine/columns/standard.ts';

/** Measurements over time, without a key of their own. Partitioned by day. */
export const systemMetrics = pgTable(
  'system_metrics',
  {
    metric: text('metric').notNull(),
    value: doublePrecision('value').notNull(),
    labels: jsonb('labels').$type<Record<string, string>>(),
    recordedAt: instant('recorded_at').notNull().default(sql`now()`),
  },
  (table) => [index('idx_system_metrics_metric').on(table.metric, table.recordedAt)],
);
