import { maintenanceJobs, maintenanceOutcomes } from '@namc/inputs/maintenance';
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  check,
  doublePrecision,
  index,
  json,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { areLines, instant, key, oneOf } from '../engine/columns/standard.ts';

/** What a job measured, by name, such as `deadRows` or `bytes`. */
export type Effect = Record<string, string | number | boolean | null>;

/** Each run of a maintenance job, and each table or index that it worked on (`partOf`). */
export const maintenanceRuns = pgTable(
  'maintenance_runs',
  {
    id: key(),
    partOf: uuid('part_of').references((): AnyPgColumn => maintenanceRuns.id, { onDelete: 'cascade' }),
    job: text('job', { enum: maintenanceJobs }).notNull(),
    /** The table, index or partition; null for the run of the whole job. */
    target: text('target'),
    server: text('server').notNull(),
    startedAt: instant('started_at').notNull().default(sql`now()`),
    endedAt: instant('ended_at'),
    outcome: text('outcome', { enum: maintenanceOutcomes }),
    message: text('message'),
    progress: text('progress'),
    before: json('before').$type<Effect>(),
    after: json('after').$type<Effect>(),
    stopRequestedAt: instant('stop_requested_at'),
  },
  (table) => [
    uniqueIndex('maintenance_runs_one_open')
      .on(sql`(part_of is null)`)
      .where(sql`ended_at is null and part_of is null`),
    index('idx_maintenance_runs_started').on(
      table.startedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('idx_maintenance_runs_part_of').on(table.partOf),
    check('maintenance_runs_job_known', oneOf('job', maintenanceJobs)),
    check('maintenance_runs_outcome_known', oneOf('outcome', maintenanceOutcomes)),
    check('maintenance_runs_one_line', areLines('target', 'server', 'message', 'progress')),
    check('maintenance_runs_ended_whole', sql`num_nonnulls(ended_at, outcome) in (0, 2)`),
    check('maintenance_runs_part_has_target', sql`(part_of is null) = (target is null)`),
  ],
);

/** The measured waste of a large index, by its name as PostgreSQL writes it. */
export const indexMeasurements = pgTable(
  'index_measurements',
  {
    indexName: text('index_name').notNull(),
    /** The index had this file. Another one means that it was rebuilt since. */
    filenode: bigint('filenode', { mode: 'number' }).notNull(),
    bytes: doublePrecision('bytes').notNull(),
    /** The bytes that a new index would not take. */
    wasted: doublePrecision('wasted').notNull(),
    /** How full its leaves are, in percent. */
    density: doublePrecision('density').notNull(),
    measuredAt: instant('measured_at').notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.indexName] }),
    check(
      'index_measurements_in_range',
      sql`bytes >= 0 and wasted between 0 and bytes and density between 0 and 100`,
    ),
    check('index_measurements_one_line', areLines('index_name')),
  ],
);
