import { jobStates } from '@namc/inputs/jobs';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listJobs, listQueues } from './queries.ts';

export async function queryRuns({
  administrator,
  db,
  find,
  system,
}: Association): Promise<Record<string, QueryRun[]>> {
  await db.write(system, ({ sql }) => sql`select enqueue_job('forget-expired', '{}'::jsonb)`);
  // Only the worker changes jobs.
  await find(`
    update jobs.job set state = 'failed', started_on = now(), completed_on = now(), output = '{"message": "out of reach"}'
    where name = 'forget-expired' returning id`);
  return {
    listJobs: [[administrator, (tx) => listJobs(tx, { states: [...jobStates], limit: 200 })]],
    listQueues: [[administrator, listQueues]],
  };
}
