import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { exportOwnData } from './queries.ts';

export async function queryRuns({ member }: Association): Promise<Record<string, QueryRun[]>> {
  return { exportOwnData: [[member, exportOwnData]] };
}
