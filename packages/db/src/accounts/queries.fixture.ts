import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { exportOwnData, getProfile } from './queries.ts';

export async function queryRuns({ member }: Association): Promise<Record<string, QueryRun[]>> {
  return { exportOwnData: [[member, exportOwnData]], getProfile: [[member, getProfile]] };
}
