import type { Permission } from '@namc/inputs/roles';
import { pick } from '../engine/columns/pick.ts';
import { rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { userRoles } from './tables.ts';

export interface RoleItem {
  code: string;
  name: string;
  description: string;
  rank: number;
  permissions: Permission[];
  /** How many accounts have it now; null for whoever may not see that. */
  holders: number | null;
}

/** Every role with what it may do, the highest first. */
export async function listRoles({ sql }: Transaction): Promise<RoleItem[]> {
  return sql<RoleItem[]>`
    select r.code, r.name, r.description, r.standing as rank,
           array(select permission_code from role_permissions p where p.role_code = r.code order by 1) as permissions,
           (select count(*) from user_roles u where u.role_code = r.code
              and (u.expires_at is null or u.expires_at > now())) as holders
    from roles r order by r.standing desc, r.name`;
}

/** The codes in the table of permissions, sorted. */
export async function listPermissionCodes({ sql }: Transaction): Promise<string[]> {
  return (await sql<{ code: string }[]>`select code from permissions order by code`).map(({ code }) => code);
}

const holder = pick(userRoles, ['userId']);

/** The accounts that have a role. For the system: no policy keeps a holder from it. */
export async function listRoleHolders({ sql }: Transaction, input: { roleCode: string }): Promise<string[]> {
  const rows = await rowsOf(sql, holder)`
    select ${holder(sql)} from user_roles where role_code = ${input.roleCode}`;
  return rows.map(({ userId }) => userId);
}
