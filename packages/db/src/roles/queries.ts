import { type Permission, permissionCodes } from '@namc/inputs/roles';
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

const way = computed({ roles: 'string[]', people: 'string[]' });

/**
 * The names of the roles that hold a permission, the highest last, and of up to three people who can assign roles. A
 * person without any role of staff gets no name. For the system, from which no policy hides a holder.
 */
export async function getWayToPermission(
  { sql }: Transaction,
  input: { permission: Permission; userId: string },
): Promise<RowOf<typeof way>> {
  const [row] = await rowsOf(sql, way)`
    with held as (
      select u.user_id, p.permission_code, r.standing from user_roles u
      join roles r on r.code = u.role_code join role_permissions p using (role_code)
      join users on users.id = u.user_id and users.status = 'ACTIVE'
      where u.expires_at is null or u.expires_at > now()
    )
    select array(select r.name from roles r join role_permissions p on p.role_code = r.code
                 where p.permission_code = ${input.permission} order by r.standing, r.name) as roles,
           array(select first_name || ' ' || last_name from users
                 where id in (select user_id from held where permission_code = 'roles.grant'
                              group by user_id order by max(standing) desc, user_id limit 3)
                   and exists (select from held where user_id = ${input.userId})
                 order by last_name, first_name) as people`;
  return row ?? { roles: [], people: [] };
}
