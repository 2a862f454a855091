import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listBids, listBidsOf } from './queries.ts';

export async function queryRuns({ system, find }: Association): Promise<Record<string, QueryRun[]>> {
  const projectId = await find(`select project_id from project_applications where status = 'AWARDED'`);
  const userId = await find(`select applicant_id from project_applications`);
  return {
    listBids: [[system, (tx) => listBids(tx, { projectId })]],
    listBidsOf: [[system, (tx) => listBidsOf(tx, { userId, limit: 100 })]],
  };
}
