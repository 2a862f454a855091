import type { Permission } from '@namc/inputs/roles';
import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { areLines, instant, key } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/** A set of permissions with a rank. Nobody gives or takes a role above their own rank. */
export const roles = pgTable(
  'roles',
  {
    code: text('code').primaryKey(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    rank: integer('standing').notNull(),
  },
  () => [check('roles_one_line', areLines('name'))],
);

export const permissions = pgTable('permissions', {
  code: text('code').primaryKey(),
  description: text('description').notNull(),
});

export const rolePermissions = pgTable(
  'role_permissions',
  {
    roleCode: text('role_code')
      .notNull()
      .references(() => roles.code, { onDelete: 'cascade' }),
    permissionCode: text('permission_code')
      .$type<Permission>()
      .notNull()
      .references(() => permissions.code, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.roleCode, table.permissionCode] }),
    index('idx_role_permissions_permission').on(table.permissionCode),
  ],
);

export const userRoles = pgTable(
  'user_roles',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    roleCode: text('role_code')
      .notNull()
      .references(() => roles.code, { onDelete: 'restrict' }),
    grantedBy: uuid('granted_by').references(() => users.id, { onDelete: 'set null' }),
    reason: text('reason'),
    grantedAt: instant('granted_at').notNull().default(sql`now()`),
    /** NULL for a role without an end. */
    expiresAt: instant('expires_at'),
  },
  (table) => [
    uniqueIndex('user_roles_once').on(table.userId, table.roleCode),
    index('idx_user_roles_role').on(table.roleCode, table.userId),
    index('idx_user_roles_granted_by').on(table.grantedBy),
    check('user_roles_expire_later', sql`${table.expiresAt} > ${table.grantedAt}`),
  ],
);
