import type { AuditFilters } from '@namc/inputs/audit';
import { z } from 'zod';
import type { Transaction } from '../database.ts';
import { readKeyset, toPage } from '../search/keyset.ts';

export interface AdminActionItem {
  id: string;
  action: string;
  userId: string | null;
  actor: string;
  targetUserId: string | null;
  targetTable: string | null;
  targetId: string | null;
  reason: string | null;
  details: unknown;
  requestId: string | null;
  createdAt: Date;
}

const keys = z.tuple([z.string().max(40), z.uuid()]);

/** What staff did, the newest first. For those who may read the trail. */
export async function listAdminActions(
  { sql }: Transaction,
  input: AuditFilters,
): Promise<{ rows: AdminActionItem[]; nextCursor: string | null }> {
  const after = readKeyset('admin actions', keys, input.cursor);
  const rows = await sql<(AdminActionItem & { createdKey: string })[]>`
    select id, action, user_id as "userId", actor, target_user_id as "targetUserId", target_table as "targetTable",
           target_id as "targetId", reason, details, request_id as "requestId", created_at as "createdAt",
           created_at::text as "createdKey"
    from admin_actions
    where true
      ${input.userId ? sql`and user_id = ${input.userId}` : sql``}
      ${input.targetUserId ? sql`and target_user_id = ${input.targetUserId}` : sql``}
      ${input.action ? sql`and action = ${input.action}` : sql``}
      ${after ? sql`and (created_at, id) < (${after[0]}::text::timestamptz, ${after[1]})` : sql``}
    order by created_at desc, id desc limit ${input.limit + 1}`;
  const page = toPage('admin actions', rows, input.limit, (row) => [row.createdKey, row.id]);
  return { rows: page.rows.map(({ createdKey: _, ...item }) => item), nextCursor: page.nextCursor };
}

export interface RowChange {
  id: string;
  tableName: string;
  operation: 'INSERT' | 'UPDATE' | 'DELETE';
  rowId: string;
  userId: string | null;
  actor: string;
  requestId: string | null;
  /** Column by column, old and new value. */
  changes: Record<string, [unknown, unknown]>;
  createdAt: Date;
}

/** Changed rows, the newest first. For those who may read the trail. */
export async function listRowChanges(
  { sql }: Transaction,
  input: AuditFilters,
): Promise<{ rows: RowChange[]; nextCursor: string | null }> {
  const after = readKeyset('row changes', keys, input.cursor);
  const rows = await sql<(RowChange & { createdKey: string })[]>`
    select id, table_name as "tableName", operation, row_id as "rowId", user_id as "userId", actor,
           request_id as "requestId", changes, created_at as "createdAt", created_at::text as "createdKey"
    from audit_log
    where true
      ${input.userId ? sql`and user_id = ${input.userId}` : sql``}
      ${input.tableName ? sql`and table_name = ${input.tableName}` : sql``}
      ${input.rowId ? sql`and row_id = ${input.rowId}` : sql``}
      ${after ? sql`and (created_at, id) < (${after[0]}::text::timestamptz, ${after[1]})` : sql``}
    order by created_at desc, id desc limit ${input.limit + 1}`;
  const page = toPage('row changes', rows, input.limit, (row) => [row.createdKey, row.id]);
  return { rows: page.rows.map(({ createdKey: _, ...item }) => item), nextCursor: page.nextCursor };
}
