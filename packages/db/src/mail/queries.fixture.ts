import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listKeptMail, listMail } from './queries.ts';

export async function queryRuns({ system, administrator }: Association): Promise<Record<string, QueryRun[]>> {
  return {
    listKeptMail: [[system, (tx) => listKeptMail(tx, { limit: 100 })]],
    listMail: [[administrator, (tx) => listMail(tx, { limit: 100 })]],
  };
}
