import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { areLines, instant, key } from '../engine/columns/standard.ts';

/** Each backup of the portal’s database and files. One counts only once it was read back: `provenAt`. */
export const backupRuns = pgTable(
  'backup_runs',
  {
    id: key(),
    /** The folder, or `s3://bucket/prefix`. */
    place: text('place').notNull(),
    /** Its name there, for `portal backup restore`. */
    name: text('name').notNull(),
    startedAt: instant('started_at').notNull().default(sql`now()`),
    endedAt: instant('ended_at'),
    /** When it was opened in a database of its own, and this row was found there. */
    provenAt: instant('proven_at'),
    /** The reason why it failed, in words. */
    problem: text('problem'),
    /** The bytes of the archive at the place. */
    bytes: bigint('bytes', { mode: 'number' }),
    /** The files of the portal that belong to it. */
    files: bigint('files', { mode: 'number' }),
    sha256: text('sha256'),
    /** Removed from its place when a newer one had taken its turn. */
    removedAt: instant('removed_at'),
  },
  (table) => [
    uniqueIndex('backup_runs_one_open').on(sql`(ended_at is null)`).where(sql`ended_at is null`),
    uniqueIndex('backup_runs_name_once').on(table.place, table.name),
    index('idx_backup_runs_started').on(table.startedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    check('backup_runs_one_line', areLines('place', 'name', 'problem', 'sha256')),
    check(
      'backup_runs_proven_or_failed',
      sql`(ended_at is null and proven_at is null and problem is null) or (ended_at is not null and num_nonnulls(proven_at, problem) = 1)`,
    ),
    check(
      'backup_runs_proven_whole',
      sql`proven_at is null or (bytes > 0 and files >= 0 and sha256 ~ '^[0-9a-f]{64}$')`,
    ),
    check('backup_runs_removed_later', sql`removed_at is null or ended_at is not null`),
  ],
);
