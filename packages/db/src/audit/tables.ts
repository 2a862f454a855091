import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea } from '../engine/columns/bytea.ts';
import { createdAt, instant, oneOf } from '../engine/columns/standard.ts';

const operations = ['INSERT', 'UPDATE', 'DELETE'] as const;

/** The two tables of the trail whose rows are sealed. */
export const trails = ['admin_actions', 'audit_log'] as const;
export type Trail = (typeof trails)[number];

/**
 * The transaction that wrote the row. A mark of the chain holds the transactions that it has seen the end of, so a row
 * that one of them adds later is forged.
 */
const writingTransaction = () =>
  bigint('transaction_id', { mode: 'number' }).notNull().default(sql`(pg_current_xact_id()::text)::bigint`);

/** The login whose connection wrote the row. A superuser who writes by hand leaves their own. NULL before it was kept. */
const writingLogin = () => text('login').default(sql`session_user`);

/**
 * The acts of staff, with their reasons. Partitioned by month. It has no foreign keys, because the trail outlasts
 * the rows that it names.
 */
export const adminActions = pgTable(
  'admin_actions',
  {
    id: uuid('id').notNull().default(sql`time_ordered_uuid()`),
    action: text('action').notNull(),
    /** The acting person; NULL for the system. */
    userId: uuid('user_id'),
    actor: text('actor').notNull(),
    targetUserId: uuid('target_user_id'),
    targetTable: text('target_table'),
    targetId: text('target_id'),
    reason: text('reason'),
    details: jsonb('details').$type<Record<string, unknown>>().notNull().default(sql`'{}'`),
    requestId: text('request_id'),
    transactionId: writingTransaction(),
    createdAt: createdAt(),
    login: writingLogin(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.createdAt] }),
    index('idx_admin_actions_user_date').on(table.userId, table.createdAt.desc().nullsFirst()),
    index('idx_admin_actions_target_date')
      .on(table.targetUserId, table.createdAt.desc().nullsFirst())
      .where(sql`target_user_id is not null`),
    index('idx_admin_actions_action_date').on(table.action, table.createdAt.desc().nullsFirst()),
    index('idx_admin_actions_transaction').on(table.transactionId, table.id),
    check('admin_actions_action_named', sql`action ~ '^[a-z_]+[.][a-z_]+$'`),
  ],
);

/** Each change of a sensitive row, written by its table's trigger. Partitioned by month. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: uuid('id').notNull().default(sql`time_ordered_uuid()`),
    tableName: text('table_name').notNull(),
    operation: text('operation', { enum: operations }).notNull(),
    rowId: text('row_id').notNull(),
    userId: uuid('user_id'),
    actor: text('actor').notNull(),
    requestId: text('request_id'),
    /** `{"column": [old, new]}`, with changed columns only. Secrets and long texts are digests, `kept out 5d41…`. */
    changes: jsonb('changes').$type<Record<string, [unknown, unknown]>>().notNull(),
    transactionId: writingTransaction(),
    createdAt: createdAt(),
    login: writingLogin(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.createdAt] }),
    index('idx_audit_log_row').on(table.tableName, table.rowId, table.createdAt.desc().nullsFirst()),
    index('idx_audit_log_user_date').on(table.userId, table.createdAt.desc().nullsFirst()),
    index('idx_audit_log_transaction').on(table.transactionId, table.id),
    check('audit_log_operation_known', oneOf('operation', operations)),
  ],
);

/**
 * `rows` seals rows of one partition. `mark` says which transactions had ended: all their rows are sealed. `rules` holds
 * the triggers, functions, policies and retention in force. `retire` allows one partition to be dropped.
 */
export const sealKinds = ['rows', 'mark', 'rules', 'retire'] as const;

/** The chain of seals, made with a key that the database does not hold. */
export const auditSeals = pgTable(
  'audit_seals',
  {
    batch: bigint('batch', { mode: 'number' }).primaryKey(),
    kind: text('kind', { enum: sealKinds }).notNull(),
    trail: text('trail', { enum: trails }),
    /** The first instant of the UTC month of a partition. */
    month: instant('month'),
    /** The rows of the batch; of a retired partition, all its sealed rows. */
    rows: integer('rows').notNull().default(0),
    /** SHA-256 over the row seals in their order. */
    rowsDigest: bytea('rows_digest'),
    /** The snapshot of a mark: `pg_snapshot` as text. */
    snapshot: text('snapshot'),
    /** JSON as it was sealed, byte for byte. */
    details: text('details').notNull().default('{}'),
    /** SHA-256 over the rules in force when the seal was made. */
    rulesDigest: bytea('rules_digest').notNull(),
    sealedAt: instant('sealed_at').notNull().default(sql`now()`),
    keyId: text('key_id').notNull(),
    /** HMAC-SHA-256 over this row and the seal before, so that seals form a chain. */
    seal: bytea('seal').notNull(),
  },
  (table) => [
    index('idx_audit_seals_month').on(table.trail, table.month),
    index('idx_audit_seals_kind').on(table.kind, table.batch),
    check('audit_seals_kind_known', oneOf('kind', sealKinds)),
    check('audit_seals_trail_known', oneOf('trail', trails)),
    check('audit_seals_rows_counted', sql`rows >= 0`),
    check(
      'audit_seals_kind_complete',
      sql`(kind in ('rows', 'retire')) = (trail is not null and month is not null) and (kind = 'mark') = (snapshot is not null)`,
    ),
  ],
);

/** The seal of each row. It is deleted with the row's partition; the seal of the batch stays. */
export const auditRowSeals = pgTable(
  'audit_row_seals',
  {
    trail: text('trail', { enum: trails }).notNull(),
    rowId: uuid('row_id').notNull(),
    createdAt: instant('created_at').notNull(),
    batch: bigint('batch', { mode: 'number' })
      .notNull()
      .references(() => auditSeals.batch, { onDelete: 'restrict' }),
    position: integer('position').notNull(),
    seal: bytea('seal').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.trail, table.rowId, table.createdAt] }),
    unique('audit_row_seals_position_once').on(table.batch, table.position),
  ],
);

/** Each verification that was stored, for the pages of staff. The proof is the verification itself, not this row. */
export const auditVerifications = pgTable(
  'audit_verifications',
  {
    id: uuid('id').primaryKey().default(sql`time_ordered_uuid()`),
    verifiedBy: text('verified_by').notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at').notNull().default(sql`now()`),
    batches: bigint('batches', { mode: 'number' }).notNull(),
    rows: bigint('rows', { mode: 'number' }).notNull(),
    unsealed: bigint('unsealed', { mode: 'number' }).notNull(),
    problems: integer('problems').notNull(),
    /** The first problems in words. */
    messages: text('messages').array().notNull().default(sql`'{}'`),
    /** True if the anchor was compared. */
    comparedAnchor: boolean('compared_anchor').notNull(),
    /** True if the present rows were compared with the trail. */
    comparedState: boolean('compared_state').notNull(),
    /** True if it read past the policies. */
    bypassedPolicies: boolean('bypassed_policies').notNull(),
    /** Null for an outcome that was stored before outcomes were sealed. */
    keyId: text('key_id'),
    /** HMAC-SHA-256 over this row, with the key of the chain of seals. */
    seal: bytea('seal'),
  },
  (table) => [
    index('idx_audit_verifications_finished').on(table.finishedAt.desc().nullsFirst()),
    check('audit_verifications_problems_counted', sql`problems >= 0`),
  ],
);
