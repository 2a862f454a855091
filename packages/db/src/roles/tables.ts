import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  inet,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, instant, key, oneOf } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/** A bundle of permissions with a standing: nobody gives or takes a role above their own. */
export const roles = pgTable('roles', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  description: text('description').notNull(),
  standing: integer('standing').notNull(),
});

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
    /** NULL: until it is taken away. */
    expiresAt: instant('expires_at'),
  },
  (table) => [
    uniqueIndex('user_roles_once').on(table.userId, table.roleCode),
    index('idx_user_roles_role').on(table.roleCode, table.userId),
    index('idx_user_roles_granted_by').on(table.grantedBy),
    check('user_roles_expire_later', sql`${table.expiresAt} > ${table.grantedAt}`),
  ],
);

const sessionRotations = ['DUE', 'DONE'] as const;

/** Where somebody is signed in. Only the SHA-256 of the token is kept. */
export const sessions = pgTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** What a person sees and ends a session by: never the token or its hash. */
    id: uuid('id').notNull().unique('sessions_id_key').default(sql`time_ordered_uuid()`),
    createdAt: createdAt(),
    lastSeenAt: instant('last_seen_at').notNull().default(sql`now()`),
    expiresAt: instant('expires_at').notNull(),
    isKept: boolean('is_kept').notNull().default(false),
    /** When the second factor was given in this session. */
    twoFactorAt: instant('two_factor_at'),
    userAgent: text('user_agent'),
    /** Where it began, and where it was seen last. */
    address: inet('address'),
    lastAddress: inet('last_address'),
    /** DUE: the token is changed with the next request, because a privilege was. DONE: an old token, for a few seconds. */
    rotation: text('rotation', { enum: sessionRotations }),
  },
  (table) => [
    index('idx_sessions_user').on(table.userId, table.lastSeenAt.desc().nullsFirst()),
    index('idx_sessions_expires').on(table.expiresAt),
    check('sessions_token_hash_sha256', sql`token_hash ~ '^[0-9a-f]{64}$'`),
    check('sessions_expire_later', sql`${table.expiresAt} > ${table.createdAt}`),
    check('sessions_user_agent_short', sql`length(user_agent) <= 500`),
    check('sessions_rotation_known', oneOf('rotation', sessionRotations)),
  ],
);
