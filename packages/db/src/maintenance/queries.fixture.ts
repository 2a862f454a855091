import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import {
  isStopRequested,
  listIndexMeasurements,
  listMaintenanceRuns,
  listMaintenanceStates,
} from './queries.ts';

export async function queryRuns({
  administrator,
  find,
  system,
}: Association): Promise<Record<string, QueryRun[]>> {
  const id = await find(
    `insert into maintenance_runs (job, server, ended_at, outcome, message) values ('vacuum', 'one:5432', now(), 'done', 'Nothing.') returning id`,
  );
  await find(
    `insert into maintenance_runs (part_of, job, target, server, progress, before, after)
     values ('${id}', 'vacuum', 'users', 'one:5432', 'It runs.', '{"deadRows": 5}', '{"deadRows": 0}') returning id`,
  );
  await find(
    `insert into maintenance_runs (job, server, ended_at, outcome) values ('analyze', 'one:5432', now(), 'skipped') returning id`,
  );
  await find(
    `insert into index_measurements (index_name, filenode, bytes, wasted, density) values ('users_pkey', 1, 100, 20, 70) returning index_name as id`,
  );
  return {
    listIndexMeasurements: [[administrator, listIndexMeasurements]],
    listMaintenanceRuns: [[administrator, listMaintenanceRuns]],
    listMaintenanceStates: [[administrator, listMaintenanceStates]],
    isStopRequested: [[system, (tx) => isStopRequested(tx, id)]],
  };
}
