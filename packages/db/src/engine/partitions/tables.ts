import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, interval, pgTable, text } from 'drizzle-orm/pg-core';
import { areLines, instant, oneOf } from '../columns/standard.ts';

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
    /** False if another table holds what the rows say, so that nobody needs an export of them. */
    exports: boolean('exports').notNull().default(true),
  },
  () => [
    check('partitioned_tables_every_known', oneOf('every', ['month', 'day'])),
    check('partitioned_tables_ahead_positive', sql`ahead > 0`),
  ],
);

/** Partitions past their retention that wait for their export and the end of their grace. */
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
    exportedAt: instant('exported_at'),
    exportFile: text('export_file'),
    exportRows: bigint('export_rows', { mode: 'number' }),
    exportBytes: bigint('export_bytes', { mode: 'number' }),
    /** Of the compressed file, in hexadecimal. */
    exportSha256: text('export_sha256'),
    /** The last time that the whole export was read back and found right. */
    provenAt: instant('proven_at'),
  },
  (table) => [
    index('idx_detached_partitions_table').on(table.tableName),
    check('detached_partitions_one_line', areLines('export_file', 'export_sha256')),
    check(
      'detached_partitions_exported_whole',
      sql`num_nonnulls(exported_at, export_file, export_rows, export_bytes, export_sha256) in (0, 5)`,
    ),
  ],
);
