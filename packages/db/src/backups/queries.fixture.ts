import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listBackupRuns, listBackupStates } from './queries.ts';

export async function queryRuns({ administrator, find }: Association): Promise<Record<string, QueryRun[]>> {
  await find(
    `insert into backup_runs (place, name, ended_at, proven_at, bytes, files, sha256)
     values ('/backups', 'one', now(), now(), 5, 0, repeat('a', 64)) returning id`,
  );
  await find(
    `insert into backup_runs (server, act, repository, place, name, ended_at, proven_at, recovery_point_seconds, recovery_seconds, log)
     values ('127.0.0.1:5432', 'DRILL', 1, '/repository', 'two', now(), now(), 3, 40, 'All is there.') returning id`,
  );
  await find(
    `insert into backup_runs (server, act, repository, place, name, ended_at, problem)
     values ('127.0.0.1:5432', 'VERIFY', 1, '/repository', 'three', now(), 'Nothing is there.') returning id`,
  );
  return {
    listBackupRuns: [[administrator, listBackupRuns]],
    listBackupStates: [[administrator, listBackupStates]],
  };
}
