import { permissionCodes } from '@namc/inputs/roles';
import { pick } from '../engine/columns/pick.ts';
import { computed, listOf, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { permissions, roles, userRoles } from './tables.ts';

const item = pick(roles, ['code', 'name', 'description', 'rank'], 'r');
const counted = computed({
  permissions: listOf(permissionCodes),
  /** The number of accounts with the role now, among those that the actor may see. */
  holders: 'number',
});

export type RoleItem = RowOf<typeof item> & RowOf<typeof counted>;

/** Every role with its permissions, the highest first. */
export async function listRoles({ sql }: Transaction): Promise<RoleItem[]> {
  return rowsOf(sql, item, counted)`
    select ${item(sql)},
           array(select permission_code from role_permissions p where p.role_code = r.code order by 1) as permissions,
           (select count(*) from user_roles u where u.role_code = r.code
              and (u.expires_at is null or u.expires_at > now())) as holders
    from roles r order by r.standing desc, r.name`;
}

/** The codes in the table of permissions, sorted. They may differ from those of `@namc/inputs/roles`. */
export async function listPermissionCodes({ orm }: Transaction): Promise<string[]> {
  const rows = await orm.select({ code: permissions.code }).from(permissions).orderBy(permissions.code);
  return rows.map(({ code }) => code);
}

const holder = pick(userRoles, ['userId']);

/** The accounts that have a role. For the system, from which no policy hides a holder. */
export async function listRoleHolders({ sql }: Transaction, input: { roleCode: string }): Promise<string[]> {
  const rows = await rowsOf(sql, holder)`
    select ${holder(sql)} from user_roles where role_code = ${input.roleCode}`;
  return rows.map(({ userId }) => userId);
}
