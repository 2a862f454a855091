import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  doublePrecision,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { areLines, instant, key, oneOf } from '../engine/columns/standard.ts';

/** A backup, the check of everything in a repository, and the proof by a restore. */
export const backupActs = ['BACKUP', 'VERIFY', 'DRILL'] as const;
export type BackupAct = (typeof backupActs)[number];

export const backupTypes = ['FULL', 'DIFFERENTIAL'] as const;
export type BackupType = (typeof backupTypes)[number];

/**
 * Each backup of the portal’s database, and each check and drill of the backups of a server. A backup of the embedded database counts
 * only once it was read back: `provenAt`.
 */
export const backupRuns = pgTable(
  'backup_runs',
  {
    id: key(),
    act: text('act', { enum: backupActs }).notNull().default('BACKUP'),
    /** `host:port` of the PostgreSQL server; null for the embedded database. */
    server: text('server'),
    /** The number of a server’s repository. */
    repository: integer('repository'),
    type: text('type', { enum: backupTypes }),
    /** The folder, or `s3://bucket/prefix`. */
    place: text('place').notNull(),
    /** Its name there, for `portal backup restore`. A server’s backup gets the name of pgBackRest when it is done. */
    name: text('name').notNull(),
    startedAt: instant('started_at').notNull().default(sql`now()`),
    endedAt: instant('ended_at'),
    /** The end of a run that found everything in order. The embedded database was opened by then, and this row was found in it. */
    provenAt: instant('proven_at'),
    /** The reason why it failed, in words. */
    problem: text('problem'),
    /** The bytes that it added at the place. */
    bytes: bigint('bytes', { mode: 'number' }),
    /** The bytes of the whole server. */
    databaseBytes: bigint('database_bytes', { mode: 'number' }),
    /** The files of the portal that belong to it. */
    files: bigint('files', { mode: 'number' }),
    sha256: text('sha256'),
    /** Of a drill: the time before its moment of which nothing came back, and the time until the restored server was open. */
    recoveryPointSeconds: doublePrecision('recovery_point_seconds'),
    recoverySeconds: doublePrecision('recovery_seconds'),
    /** The findings of a verification or a drill, one a line. */
    log: text('log'),
    /** Removed from its place when a newer one had taken its turn. */
    removedAt: instant('removed_at'),
  },
  (table) => [
    uniqueIndex('backup_runs_one_open').on(sql`(ended_at is null)`).where(sql`ended_at is null`),
    uniqueIndex('backup_runs_name_once').on(table.place, table.name),
    index('idx_backup_runs_started').on(table.startedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    check('backup_runs_act_known', oneOf('act', backupActs)),
    check('backup_runs_type_known', oneOf('type', backupTypes)),
    check('backup_runs_one_line', areLines('server', 'place', 'name', 'problem', 'sha256')),
    check(
      'backup_runs_proven_or_failed',
      sql`(ended_at is null and proven_at is null and problem is null) or (ended_at is not null and num_nonnulls(proven_at, problem) = 1)`,
    ),
    check(
      'backup_runs_of_a_server',
      sql`(server is null) = (repository is null) and (server is not null or act = 'BACKUP') and (type is not null) = (server is not null and act = 'BACKUP')`,
    ),
    check(
      'backup_runs_proven_whole',
      sql`proven_at is null or coalesce(case when server is null then bytes > 0 and files >= 0 and sha256 ~ '^[0-9a-f]{64}$' when act = 'BACKUP' then bytes > 0 and database_bytes > 0 when act = 'DRILL' then recovery_point_seconds >= 0 and recovery_seconds > 0 else true end, false)`,
    ),
    check('backup_runs_removed_later', sql`removed_at is null or ended_at is not null`),
  ],
);

/** How far the copies of the portal’s stored files in each repository of a server have come. The agent writes it. */
export const fileCopies = pgTable(
  'file_copies',
  {
    repository: integer('repository').primaryKey(),
    /** `host:port` of the PostgreSQL server. */
    server: text('server').notNull(),
    /** The folder of the copies, or `s3://bucket/prefix`. */
    place: text('place').notNull(),
    triedAt: instant('tried_at').notNull(),
    /** Every file that was stored by then has a copy. Null before the first pass that found it so. */
    completeAt: instant('complete_at'),
    files: bigint('files', { mode: 'number' }).notNull(),
    /** Why the last pass was not complete, in words. */
    problem: text('problem'),
  },
  () => [
    check('file_copies_one_line', areLines('server', 'place', 'problem')),
    check('file_copies_sensible', sql`repository > 0 and files >= 0 and complete_at <= tried_at`),
  ],
);
