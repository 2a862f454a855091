import { sql } from 'drizzle-orm';
import {
  check,
  doublePrecision,
  index,
  integer,
  interval,
  jsonb,
  pgTable,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant, oneOf, updatedAt } from '../columns/standard.ts';

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

/** What the association's staff can set; the changes are in the audit log. */
export const portalSettings = pgTable('portal_settings', {
  name: text('name').primaryKey(),
  value: jsonb('value').notNull(),
  updatedBy: uuid('updated_by'),
  updatedAt: updatedAt(),
});

/** How each partitioned table is kept. */
export const partitionedTables = pgTable(
  'partitioned_tables',
  {
    tableName: text('table_name').primaryKey(),
    every: text('every', { enum: ['month', 'day'] }).notNull(),
    /** Partitions made before they are needed. */
    ahead: integer('ahead').notNull(),
    /** Age of a partition's upper bound from which it is detached. */
    retention: interval('retention').notNull(),
    /** From detached to dropped. */
    grace: interval('grace').notNull(),
  },
  () => [
    check('partitioned_tables_every_known', oneOf('every', ['month', 'day'])),
    check('partitioned_tables_ahead_positive', sql`ahead > 0`),
  ],
);

/** Partitions past their retention, waiting for the end of their grace. */
export const detachedPartitions = pgTable(
  'detached_partitions',
  {
    partitionName: text('partition_name').primaryKey(),
    tableName: text('table_name')
      .notNull()
      .references(() => partitionedTables.tableName, { onDelete: 'cascade' }),
    upperBound: instant('upper_bound').notNull(),
    detachedAt: instant('detached_at').notNull(),
    dropAfter: instant('drop_after').notNull(),
  },
  (table) => [index('idx_detached_partitions_table').on(table.tableName)],
);
