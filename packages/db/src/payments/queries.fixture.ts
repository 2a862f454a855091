import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listLatestPayments, listPayments } from './queries.ts';

export async function queryRuns({ system, find }: Association): Promise<Record<string, QueryRun[]>> {
  const userId = await find(`select user_id from payments where refunded_cents > 0`);
  return {
    listPayments: [[system, (tx) => listPayments(tx, { userId, limit: 20 })]],
    listLatestPayments: [[system, (tx) => listLatestPayments(tx, { limit: 100 })]],
  };
}
