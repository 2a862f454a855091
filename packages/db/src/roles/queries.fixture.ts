import { listPermissionCodes, listRoles } from './queries.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';

export async function queryRuns({ administrator, system }: Association): Promise<Record<string, QueryRun[]>> {
  return { listRoles: [[administrator, listRoles]], listPermissionCodes: [[system, listPermissionCodes]] };
}
