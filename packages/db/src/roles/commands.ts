import type { Permission } from '@namc/inputs/roles';
import { recordAdminAction } from '../audit/commands.ts';
import type { Transaction, WriteTransaction } from '../engine/database.ts';
import { NotFound, Refused } from '../engine/errors.ts';
import { sendLetter } from '../mail/commands.ts';

async function tellOfRoles(tx: WriteTransaction, userId: string): Promise<void> {
  const [person] = await tx.sql<{ email: string; name: string; roles: string[] }[]>`
    select u.email::text as email, u.first_name as name,
           array(select r.name from user_roles ur join roles r on r.code = ur.role_code
                 where ur.user_id = u.id and r.standing > 0 order by r.standing desc, r.name) as roles
    from users u where u.id = ${userId}`;
  if (person) await sendLetter(tx, { userId, ...person }, 'roles-changed', { roles: person.roles });
}

async function roleExists({ sql }: Transaction, roleCode: string): Promise<boolean> {
  return (await sql`select from roles where code = ${roleCode}`).length > 0;
}

/**
 * Gives somebody a role, or changes how long it holds: until the end of a day in California, or until it is taken away.
 * @throws NotFound, Refused for a role above one's own standing, for oneself, and for an account that is not active.
 */
export async function grantRole(
  tx: WriteTransaction,
  input: { userId: string; roleCode: string; reason: string; until?: string | undefined },
): Promise<void> {
  const { sql, actor } = tx;
  if (!(await roleExists(tx, input.roleCode))) throw new NotFound('role', input.roleCode);
  const [person] = await sql<{ status: string }[]>`select status from users where id = ${input.userId}`;
  if (!person) throw new NotFound('account', input.userId);
  if (person.status !== 'ACTIVE') throw new Refused('Only an active account can have a role.');
  const until = sql`((${input.until ?? null}::date + 1)::timestamp at time zone 'America/Los_Angeles')`;
  await sql`
    insert into user_roles (user_id, role_code, granted_by, reason, expires_at)
    values (${input.userId}, ${input.roleCode}, ${actor.kind === 'staff' ? actor.userId : null}, ${input.reason}, ${until})
    on conflict (user_id, role_code) do update set reason = excluded.reason, expires_at = excluded.expires_at`;
  await recordAdminAction(tx, {
    action: 'roles.grant',
    targetUserId: input.userId,
    targetTable: 'user_roles',
    targetId: input.roleCode,
    reason: input.reason,
  });
  await tellOfRoles(tx, input.userId);
}

/** Takes a role from somebody. @throws NotFound when they do not have it, or it is out of one's reach. */
export async function takeRole(
  tx: WriteTransaction,
  input: { userId: string; roleCode: string; reason: string },
): Promise<void> {
  const taken = await tx.sql`
    delete from user_roles where user_id = ${input.userId} and role_code = ${input.roleCode}`;
  if (taken.count === 0) throw new NotFound('role that you could take from this account:', input.roleCode);
  await recordAdminAction(tx, {
    action: 'roles.take',
    targetUserId: input.userId,
    targetTable: 'user_roles',
    targetId: input.roleCode,
    reason: input.reason,
  });
  await tellOfRoles(tx, input.userId);
}

/** Sets what a role may do. @throws NotFound, Refused for a role that is not below one's own standing. */
export async function setRolePermissions(
  tx: WriteTransaction,
  input: { roleCode: string; permissions: Permission[]; reason: string },
): Promise<void> {
  const { sql } = tx;
  if (!(await roleExists(tx, input.roleCode))) throw new NotFound('role', input.roleCode);
  await sql`
    delete from role_permissions where role_code = ${input.roleCode} and permission_code <> all (${input.permissions}::text[])`;
  await sql`
    insert into role_permissions (role_code, permission_code)
    select ${input.roleCode}, code from permissions where code = any (${input.permissions}::text[])
    on conflict do nothing`;
  const [left] = await sql<{ count: number }[]>`
    select count(*) as count from role_permissions where role_code = ${input.roleCode}`;
  if (left?.count !== new Set(input.permissions).size)
    throw new Refused('This role is above what you may change.');
  await recordAdminAction(tx, {
    action: 'roles.change',
    targetTable: 'roles',
    targetId: input.roleCode,
    reason: input.reason,
  });
}
