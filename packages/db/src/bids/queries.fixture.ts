import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listBids, listBidsOf } from './queries.ts';

export async function queryRuns({ system, find }: Association): Promise<Record<string, QueryRun[]>> {
  const awarded = await find(`select project_id from project_applications where status = 'AWARDED'`);
  const sealed = await find(`
    select project_id from project_applications a join projects p on p.id = project_id
    where p.status = 'BIDDING_OPEN'`);
  const userId = await find(`
    select applicant_id from project_applications a join projects p on p.id = project_id
    where p.status = 'AWARDED'`);
  return {
    listBids: [
      [system, (tx) => listBids(tx, { projectId: awarded })],
      [system, (tx) => listBids(tx, { projectId: sealed })],
    ],
    listBidsOf: [[system, (tx) => listBidsOf(tx, { userId, limit: 100 })]],
  };
}
