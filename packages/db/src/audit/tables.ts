import { sql } from 'drizzle-orm';
import {
  bigint,
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
 * The transaction that wrote the row. The sealer waits until no transaction runs that could have written an earlier
 * row.
 */
const writingTransaction = () =>
  bigint('transaction_id', { mode: 'number' }).notNull().default(sql`(pg_current_xact_id()::text)::bigint`);

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
    /** `{"column": [old, new]}`, with changed columns only and without secrets and large columns. */
    changes: jsonb('changes').$type<Record<string, [unknown, unknown]>>().notNull(),
    transactionId: writingTransaction(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.createdAt] }),
    index('idx_audit_log_row').on(table.tableName, table.rowId, table.createdAt.desc().nullsFirst()),
    index('idx_audit_log_user_date').on(table.userId, table.createdAt.desc().nullsFirst()),
    index('idx_audit_log_transaction').on(table.transactionId, table.id),
    check('audit_log_operation_known', oneOf('operation', operations)),
  ],
);

/** A batch of trail rows of one partition, sealed with a key that the database does not hold. */
export const auditSeals = pgTable(
  'audit_seals',
  {
    batch: bigint('batch', { mode: 'number' }).primaryKey(),
    trail: text('trail', { enum: trails }).notNull(),
    /** The first instant of the month whose rows it seals. */
    month: instant('month').notNull(),
    rows: integer('rows').notNull(),
    /** The last row by (transaction, id). Later rows belong to the next batch. */
    lastTransactionId: bigint('last_transaction_id', { mode: 'number' }).notNull(),
    lastRowId: uuid('last_row_id').notNull(),
    /** SHA-256 over the row seals in their order. */
    rowsDigest: bytea('rows_digest').notNull(),
    /** HMAC-SHA-256 over this row and the seal of the batch before, so that batches form a chain. */
    seal: bytea('seal').notNull(),
    keyId: text('key_id').notNull(),
    sealedAt: instant('sealed_at').notNull().default(sql`now()`),
  },
  (table) => [
    index('idx_audit_seals_month').on(table.trail, table.month),
    check('audit_seals_trail_known', oneOf('trail', trails)),
    check('audit_seals_rows_positive', sql`rows > 0`),
  ],
);

/** The seal of each row. It is deleted with the row's partition; the seal of the batch stays. */
export const auditRowSeals = pgTable(
  'audit_row_seals',
  {
    trail: text('trail', { enum: trails }).notNull(),
    rowId: uuid('row_id').notNull(),
    batch: bigint('batch', { mode: 'number' })
      .notNull()
      .references(() => auditSeals.batch, { onDelete: 'restrict' }),
    position: integer('position').notNull(),
    seal: bytea('seal').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.trail, table.rowId] }),
    unique('audit_row_seals_position_once').on(table.batch, table.position),
  ],
);
