import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listPermissionCodes, listRoleHolders, listRoles } from './queries.ts';

export async function queryRuns({ administrator, system }: Association): Promise<Record<string, QueryRun[]>> {
  return {
    listRoles: [[administrator, listRoles]],
    listPermissionCodes: [[system, listPermissionCodes]],
    listRoleHolders: [[system, (tx) => listRoleHolders(tx, { roleCode: 'support' })]],
  };
}
