import { exportOwnData } from './queries.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';

export async function queryRuns({ member }: Association): Promise<Record<string, QueryRun[]>> {
  return { exportOwnData: [[member, exportOwnData]] };
}
