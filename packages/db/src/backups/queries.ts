import { pick } from '../engine/columns/pick.ts';
import { type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { backupRuns } from './tables.ts';

const run = pick(backupRuns, [
  'id',
  'place',
  'name',
  'startedAt',
  'endedAt',
  'provenAt',
  'problem',
  'bytes',
  'files',
  'sha256',
  'removedAt',
]);

/** `bytes` is the size of the archive, without the files of the portal that lie beside it. */
export type BackupRun = RowOf<typeof run>;

/** So many runs are shown: two months of nights. */
const shownRuns = 60;

/** The latest backups, newest first; for staff who see the health of the database, and for the system. */
export async function listBackupRuns({ sql }: Transaction): Promise<BackupRun[]> {
  return rowsOf(sql, run)`
    select ${run(sql)} from backup_runs order by started_at desc, id desc limit ${shownRuns}`;
}
