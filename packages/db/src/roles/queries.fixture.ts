import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { getWayToPermission, listPermissionCodes, listRoleHolders, listRoles } from './queries.ts';

export async function queryRuns({
  administrator,
  member,
  system,
}: Association): Promise<Record<string, QueryRun[]>> {
  return {
    listRoles: [[administrator, listRoles]],
    listPermissionCodes: [[system, listPermissionCodes]],
    getWayToPermission: [administrator.userId, member.userId].map((userId) => [
      system,
      (tx) => getWayToPermission(tx, { permission: 'audit.read', userId }),
    ]),
    listRoleHolders: [[system, (tx) => listRoleHolders(tx, { roleCode: 'support' })]],
  };
}
