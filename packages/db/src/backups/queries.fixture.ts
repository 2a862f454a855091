import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listBackupRuns, listBackupStates, listFileCopies } from './queries.ts';

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
  await find(
    `insert into file_copies (repository, server, place, tried_at, complete_at, files, problem)
     values (1, '127.0.0.1:5432', '/repository/portal-files', now(), now(), 2, 'One is missing.') returning repository as id`,
  );
  return {
    listBackupRuns: [[administrator, listBackupRuns]],
    listBackupStates: [[administrator, listBackupStates]],
    listFileCopies: [[administrator, listFileCopies]],
  };
}
