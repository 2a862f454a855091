import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { backupRuns, fileCopies } from './tables.ts';

const run = pick(backupRuns, [
  'id',
  'act',
  'server',
  'repository',
  'type',
  'place',
  'name',
  'startedAt',
  'endedAt',
  'provenAt',
  'problem',
  'bytes',
  'databaseBytes',
  'files',
  'sha256',
  'recoveryPointSeconds',
  'recoverySeconds',
  'log',
  'removedAt',
]);

/** `bytes` is the size of the archive, without the files of the portal that lie beside it. */
export type BackupRun = RowOf<typeof run>;

/** So many runs are shown: two months of nights, or three weeks of a server with two repositories. */
const shownRuns = 60;

/** The latest backups, newest first; for staff who see the health of the database, and for the system. */
export async function listBackupRuns({ sql }: Transaction): Promise<BackupRun[]> {
  return rowsOf(sql, run)`
    select ${run(sql)} from backup_runs order by started_at desc, id desc limit ${shownRuns}`;
}

const part = pick(backupRuns, ['act', 'repository', 'place'], 'r');
const state = computed({
  firstAt: 'Date',
  triedAt: 'Date',
  provenAt: 'Date | null',
  /** Why the last run failed; null if it did not. */
  problem: 'string | null',
  recoveryPointSeconds: 'number | null',
  recoverySeconds: 'number | null',
});

/** The last backups, verifications and drills of a repository of a server. */
export type BackupState = RowOf<typeof part> & RowOf<typeof state>;

/**
 * The state of each repository of a server at its present place, by act. For staff who see the health of the database, and for the
 * system.
 */
export async function listBackupStates({ sql }: Transaction): Promise<BackupState[]> {
  return rowsOf(sql, part, state)`
    select ${part(sql)}, min(r.started_at) as "firstAt", max(r.started_at) as "triedAt", max(r.proven_at) as "provenAt",
           (array_agg(r.problem order by r.started_at desc) filter (where r.ended_at is not null))[1] as problem,
           (array_agg(r.recovery_point_seconds order by r.proven_at desc) filter (where r.proven_at is not null))[1] as "recoveryPointSeconds",
           (array_agg(r.recovery_seconds order by r.proven_at desc) filter (where r.proven_at is not null))[1] as "recoverySeconds"
    from backup_runs r where r.server is not null and r.place = (
      select l.place from backup_runs l where l.server is not null and l.repository = r.repository order by l.started_at desc limit 1)
    group by r.act, r.repository, r.place order by r.act, r.repository`;
}

const copies = pick(fileCopies, [
  'repository',
  'server',
  'place',
  'triedAt',
  'completeAt',
  'files',
  'problem',
]);

export type FileCopyState = RowOf<typeof copies>;

/** How far the copies of stored files have come in each repository. For staff who see the health of the database, and for the system. */
export async function listFileCopies({ sql }: Transaction): Promise<FileCopyState[]> {
  return rowsOf(sql, copies)`select ${copies(sql)} from file_copies order by repository`;
}
