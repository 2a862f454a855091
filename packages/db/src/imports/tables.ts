import { fetchStatuses, importSources, importStatuses, importTasks } from '@namc/inputs/imports';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { contractorImportRuns, type Findings, type Reject } from '../contractors/tables/import-runs.ts';
import { areLines, createdAt, instant, key, oneOf } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/**
 * The worker's tasks with the register for staff: it checks and loads a file that they upload or that it fetches itself, or
 * undoes the last run. One at a time is on its way. The file itself is in `files`. The importer's own record is the run.
 */
export const imports = pgTable(
  'contractor_imports',
  {
    id: key(),
    uploadedBy: uuid('uploaded_by').references(() => users.id, { onDelete: 'set null' }),
    fileName: text('file_name').notNull(),
    fileBytes: bigint('file_bytes', { mode: 'number' }).notNull(),
    /** True to import the file even if it looks cut short, old or broken. */
    forced: boolean('forced').notNull().default(false),
    /** The worker's next task, or its last. */
    task: text('task', { enum: importTasks }).notNull().default('CHECK'),
    source: text('source', { enum: importSources }).notNull().default('UPLOAD'),
    /** An import begins as stopped, gets its file, and then waits for the worker, in one transaction. */
    status: text('status', { enum: importStatuses }).notNull().default('STOPPED'),
    /** The worker stops at its next sign of life. */
    cancelRequestedAt: instant('cancel_requested_at'),
    /** The person who had the file imported, and the one who canceled it or put it away. The database notes them. */
    loadedBy: uuid('loaded_by').references(() => users.id, { onDelete: 'set null' }),
    canceledBy: uuid('canceled_by').references(() => users.id, { onDelete: 'set null' }),
    phase: text('phase'),
    /** Percent of the file that is loaded. */
    progress: integer('progress'),
    rowsRead: integer('rows_read'),
    /** The reason of a refusal or a failure, in the words of the page. */
    problem: text('problem'),
    /** True for a refused file that is imported if staff say so. */
    mayBeForced: boolean('may_be_forced').notNull().default(false),
    /** The findings of a check. */
    findings: jsonb('findings').$type<Findings>(),
    /** The hash of the checked file in hexadecimal. */
    fileSha256: text('file_sha256'),
    checkedAt: instant('checked_at'),
    /** The last accepted run at the time of the check; null before the first. */
    checkedRunId: uuid('checked_run_id'),
    /** The run that loaded the file, or that is undone. */
    runId: uuid('run_id').references(() => contractorImportRuns.id, { onDelete: 'set null' }),
    /** The first rejected lines of the file. */
    rejects: jsonb('rejects').$type<Reject[]>().notNull().default([]),
    /** The last sign of life of the worker. */
    heartbeatAt: instant('heartbeat_at').notNull().default(sql`now()`),
    createdAt: createdAt(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    check('contractor_imports_one_line', areLines('file_name')),
    check('contractor_imports_status_known', oneOf('status', importStatuses)),
    check('contractor_imports_task_known', oneOf('task', importTasks)),
    check('contractor_imports_source_known', oneOf('source', importSources)),
    check(
      'contractor_imports_checked_once',
      sql`status <> 'CHECKED' or (findings is not null and checked_at is not null)`,
    ),
    check('contractor_imports_file_name_sensible', sql`btrim(file_name) <> '' and length(file_name) <= 200`),
    check('contractor_imports_bytes_sensible', sql`file_bytes between 1 and 500000000`),
    check('contractor_imports_progress_sensible', sql`progress between 0 and 100`),
    check('contractor_imports_texts_short', sql`length(phase) <= 200 and length(problem) <= 2000`),
    uniqueIndex('contractor_imports_one_at_work')
      .on(sql`(true)`)
      .where(sql`status in ('WAITING', 'RUNNING')`),
    index('idx_contractor_imports_uploaded_by').on(table.uploadedBy),
    index('idx_contractor_imports_loaded_by').on(table.loadedBy),
    index('idx_contractor_imports_canceled_by').on(table.canceledBy),
    index('idx_contractor_imports_run').on(table.runId),
  ],
);

/** One fetch of the license board's file by the worker, asked for by staff or by the schedule. */
export const fetches = pgTable(
  'contractor_fetches',
  {
    id: key(),
    status: text('status', { enum: fetchStatuses }).notNull().default('WAITING'),
    /** The address without what may be secret in it; null until the worker begins. */
    address: text('address'),
    /** The server's own words about the file, to ask whether there is a newer one. */
    etag: text('etag'),
    lastModified: text('last_modified'),
    receivedBytes: bigint('received_bytes', { mode: 'number' }).notNull().default(0),
    /** The reason of its failure, in the words of the page. */
    problem: text('problem'),
    importId: uuid('import_id').references(() => imports.id, { onDelete: 'set null' }),
    /** True for the failure that staff were told of. The ones after it, up to the next success, are not told again. */
    isAlarm: boolean('is_alarm').notNull().default(false),
    heartbeatAt: instant('heartbeat_at').notNull().default(sql`now()`),
    createdAt: createdAt(),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    check('contractor_fetches_one_line', areLines('address', 'etag', 'last_modified')),
    check('contractor_fetches_status_known', oneOf('status', fetchStatuses)),
    check(
      'contractor_fetches_texts_short',
      sql`length(address) <= 2000 and length(etag) <= 500 and length(last_modified) <= 500 and length(problem) <= 2000`,
    ),
    // One waits and one runs. The worker finds out whether the running one is alive.
    uniqueIndex('contractor_fetches_one_live').on(table.status).where(sql`status in ('WAITING', 'RUNNING')`),
    index('idx_contractor_fetches_import').on(table.importId),
  ],
);
