import { sql } from 'drizzle-orm';
import { check, index, integer, interval, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, oneOf } from '../columns/standard.ts';

/** The rules of each partitioned table. */
export const partitionedTables = pgTable(
  'partitioned_tables',
  {
    tableName: text('table_name').primaryKey(),
    every: text('every', { enum: ['month', 'day'] }).notNull(),
    /** The number of partitions that are made ahead. */
    ahead: integer('ahead').notNull(),
    /** Age of a partition's upper bound at which it is detached. */
    retention: interval('retention').notNull(),
    /** Time from detaching to dropping. */
    grace: interval('grace').notNull(),
  },
  () => [
    check('partitioned_tables_every_known', oneOf('every', ['month', 'day'])),
    check('partitioned_tables_ahead_positive', sql`ahead > 0`),
  ],
);

/** Partitions past their retention that wait for the end of their grace. */
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
