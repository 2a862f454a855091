import type { Permission } from '@namc/inputs/roles';
import { and, count, desc, eq, gt, notInArray, sql } from 'drizzle-orm';
import { recordAdminAction } from '../audit/commands.ts';
import type { Transaction, WriteTransaction } from '../engine/database.ts';
import { NotFound, Refused } from '../engine/errors.ts';
import { sendLetter } from '../mail/commands.ts';
import { findAddressee } from '../members/queries/addressee.ts';
import { users } from '../members/tables.ts';
import { rolePermissions, roles, userRoles } from './tables.ts';

async function tellOfRoles(tx: WriteTransaction, userId: string): Promise<void> {
  const person = await findAddressee(tx, userId);
  if (!person) return;
  const held = await tx.orm
    .select({ name: roles.name })
    .from(userRoles)
    .innerJoin(roles, eq(roles.code, userRoles.roleCode))
    .where(and(eq(userRoles.userId, userId), gt(roles.rank, 0)))
    .orderBy(desc(roles.rank), roles.name);
  await sendLetter(tx, person, 'roles-changed', { roles: held.map(({ name }) => name) });
}

async function assertRoleExists({ orm }: Transaction, roleCode: string): Promise<void> {
  const [role] = await orm.select({ code: roles.code }).from(roles).where(eq(roles.code, roleCode));
  if (!role) throw new NotFound('role', roleCode);
}

/**
 * Gives an account a role, or changes how long it lasts: until the end of a day in California, or forever.
 * @throws NotFound, Refused for a role above one's own rank, for oneself, and for an account that is not active.
 */
export async function grantRole(
  tx: WriteTransaction,
  input: { userId: string; roleCode: string; reason: string; until?: string | undefined },
): Promise<void> {
  const { orm, actor } = tx;
  await assertRoleExists(tx, input.roleCode);
  const [person] = await orm.select({ status: users.status }).from(users).where(eq(users.id, input.userId));
  if (!person) throw new NotFound('account', input.userId);
  if (person.status !== 'ACTIVE') throw new Refused('Only an active account can have a role.');
  const given = {
    reason: input.reason,
    expiresAt: input.until
      ? sql`((${input.until}::date + 1)::timestamp at time zone 'America/Los_Angeles')`
      : null,
  };
  await orm
    .insert(userRoles)
    .values({
      userId: input.userId,
      roleCode: input.roleCode,
      grantedBy: actor.kind === 'staff' ? actor.userId : null,
      ...given,
    })
    .onConflictDoUpdate({ target: [userRoles.userId, userRoles.roleCode], set: given });
  await recordAdminAction(tx, {
    action: 'roles.grant',
    targetUserId: input.userId,
    targetTable: 'user_roles',
    targetId: input.roleCode,
    reason: input.reason,
  });
  await tellOfRoles(tx, input.userId);
}

/**
 * Takes a role from an account.
 * @throws NotFound if the account does not have the role, or it is above one's own rank.
 */
export async function takeRole(
  tx: WriteTransaction,
  input: { userId: string; roleCode: string; reason: string },
): Promise<void> {
  const taken = await tx.orm
    .delete(userRoles)
    .where(and(eq(userRoles.userId, input.userId), eq(userRoles.roleCode, input.roleCode)))
    .returning({ id: userRoles.id });
  if (taken.length === 0) throw new NotFound('role that you could take from this account:', input.roleCode);
  await recordAdminAction(tx, {
    action: 'roles.take',
    targetUserId: input.userId,
    targetTable: 'user_roles',
    targetId: input.roleCode,
    reason: input.reason,
  });
  await tellOfRoles(tx, input.userId);
}

/** Sets the permissions of a role. @throws NotFound, Refused for a role that is not below one's own rank. */
export async function setRolePermissions(
  tx: WriteTransaction,
  input: { roleCode: string; permissions: Permission[]; reason: string },
): Promise<void> {
  const { orm } = tx;
  await assertRoleExists(tx, input.roleCode);
  const ofRole = eq(rolePermissions.roleCode, input.roleCode);
  const wanted = [...new Set(input.permissions)];
  await orm.delete(rolePermissions).where(and(ofRole, notInArray(rolePermissions.permissionCode, wanted)));
  if (wanted.length > 0) {
    await orm
      .insert(rolePermissions)
      .values(wanted.map((permissionCode) => ({ roleCode: input.roleCode, permissionCode })))
      .onConflictDoNothing();
  }
  const [left] = await orm.select({ count: count() }).from(rolePermissions).where(ofRole);
  if (left?.count !== wanted.length) throw new Refused('This role is above what you may change.');
  await recordAdminAction(tx, {
    action: 'roles.change',
    targetTable: 'roles',
    targetId: input.roleCode,
    reason: input.reason,
  });
}
