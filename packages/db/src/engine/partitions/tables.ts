import { sql } from 'drizzle-orm';
import { check, index, integer, interval, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, oneOf } from '../columns/standard.ts';

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
