import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listBackupRuns } from './queries.ts';

export async function queryRuns({ administrator, find }: Association): Promise<Record<string, QueryRun[]>> {
  await find(
    `insert into backup_runs (place, name, ended_at, proven_at, bytes, files, sha256)
     values ('/backups', 'one', now(), now(), 5, 0, repeat('a', 64)) returning id`,
  );
  return { listBackupRuns: [[administrator, listBackupRuns]] };
}
