import type { ListAuditInput } from '@namc/inputs/audit';
import { z } from 'zod';
import type { TransactionClient } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';
import { readKeyset, toPage } from '../engine/keyset.ts';

interface TrailEntry {
  id: string;
  userId: string | null;
  actor: string;
  /** Of who did it and of whom it was done to; null for whoever may not see members, and of who is nobody any more. */
  userName: string | null;
  userEmail: string | null;
  targetUserId: string | null;
  targetName: string | null;
  targetEmail: string | null;
  requestId: string | null;
  createdAt: Date;
}

export interface AdminActionItem extends TrailEntry {
  action: string;
  targetTable: string | null;
  targetId: string | null;
  reason: string | null;
  details: Record<string, unknown>;
}

export interface RowChange extends TrailEntry {
  tableName: string;
  operation: 'INSERT' | 'UPDATE' | 'DELETE';
  rowId: string;
  /** Column by column, old and new value. */
  changes: Record<string, [unknown, unknown]>;
}

type Keys = [createdAt: string, id: string];
const keys: z.ZodType<Keys> = z.tuple([z.string().max(40), z.uuid()]);
type Page<Row> = { rows: Row[]; nextCursor: string | null };

/** What both trails are narrowed by. Days are California's, from midnight to midnight. */
const common = (sql: TransactionClient, input: ListAuditInput, after: Keys | undefined) => sql`
  ${input.userId ? sql`and user_id = ${input.userId}` : sql``}
  ${input.from ? sql`and created_at >= (${input.from}::date::timestamp at time zone 'America/Los_Angeles')` : sql``}
  ${input.to ? sql`and created_at < ((${input.to}::date + 1)::timestamp at time zone 'America/Los_Angeles')` : sql``}
  ${
    input.requestId
      ? sql`and request_id = ${input.requestId}
            and created_at between ${input.at ?? null}::text::timestamptz - interval '1 minute'
                               and ${input.at ?? null}::text::timestamptz + interval '1 minute'`
      : sql``
  }
  ${after ? sql`and (created_at, id) < (${after[0]}::text::timestamptz, ${after[1]})` : sql``}`;

const people = (sql: TransactionClient) => sql`
  w.first_name || ' ' || w.last_name as "userName", w.email::text as "userEmail",
  a.first_name || ' ' || a.last_name as "targetName", a.email::text as "targetEmail"`;

/** No index has the time alone, so that a page of everything is looked for in the latest months first. */
const recently = '31 days';

/**
 * A page by a query that takes the time from which on it looks: when nothing but time narrows it, the latest 31 days
 * come first, and the rest only if they do not fill the page.
 */
async function readPage<Row extends { id: string; createdKey: string }>(
  { sql }: Transaction,
  list: string,
  input: ListAuditInput,
  query: (after: Keys | undefined, since: ReturnType<TransactionClient>) => PromiseLike<Row[]>,
): Promise<Page<Omit<Row, 'createdKey'>>> {
  const after = readKeyset(list, keys, input.cursor);
  const { userId, targetUserId, action, rowId, requestId } = input;
  const isWide = !userId && !targetUserId && !action && !rowId && !requestId;
  let rows: Row[] = [];
  if (isWide) {
    rows = await query(
      after,
      sql`and created_at >= least(${after?.[0] ?? null}::text::timestamptz,
        (${input.to ?? null}::date + 1)::timestamp at time zone 'America/Los_Angeles', now()) - ${recently}::text::interval`,
    );
  }
  if (rows.length <= input.limit) rows = await query(after, sql``);
  const page = toPage(list, rows, input.limit, (row) => [row.createdKey, row.id]);
  return { rows: page.rows.map(({ createdKey: _, ...item }) => item), nextCursor: page.nextCursor };
}

/** What staff did, the newest first. For those who may read the trail. */
export function listAdminActions(tx: Transaction, input: ListAuditInput): Promise<Page<AdminActionItem>> {
  const { sql } = tx;
  return readPage(
    tx,
    'admin actions',
    input,
    (after, since) => sql<(AdminActionItem & { createdKey: string })[]>`
      select t.*, ${people(sql)} from (
        select id, action, user_id as "userId", actor, target_user_id as "targetUserId",
               target_table as "targetTable", target_id as "targetId", reason, details, request_id as "requestId",
               created_at as "createdAt", created_at::text as "createdKey"
        from admin_actions
        where true ${common(sql, input, after)} ${since}
          ${input.targetUserId ? sql`and target_user_id = ${input.targetUserId}` : sql``}
          ${input.action ? sql`and action = ${input.action}` : sql``}
          ${input.tableName ? sql`and target_table = ${input.tableName}` : sql``}
          ${input.rowId ? sql`and target_id = ${input.rowId}` : sql``}
        order by created_at desc, id desc limit ${input.limit + 1}
      ) t left join users w on w.id = t."userId" left join users a on a.id = t."targetUserId"
      order by t."createdAt" desc, t.id desc`,
  );
}

/** The rows that are somebody's account, as far as they are there: what they do besides is another matter. */
export const rowsOfAccount = (sql: TransactionClient, userId: string) => sql`
  (table_name, row_id) in (
    select unnest(array['users', 'user_credentials', 'two_factor_secrets']), ${userId}::uuid::text
    union all select 'user_roles', id::text from user_roles where user_id = ${userId}
    union all select 'memberships', id::text from memberships where user_id = ${userId}
    union all select 'membership_applications', id::text from membership_applications where user_id = ${userId})`;

/** Whose row it is: by its key, by what it says, or by the row itself. */
const ownerOfRow = (sql: TransactionClient) => sql`
  case when table_name in ('users', 'user_credentials', 'two_factor_secrets') then row_id::uuid
       when changes ? 'user_id' then coalesce(changes -> 'user_id' ->> 1, changes -> 'user_id' ->> 0)::uuid
       when table_name = 'user_roles' then (select user_id from user_roles where id = row_id::uuid)
       when table_name = 'memberships' then (select user_id from memberships where id = row_id::uuid)
       when table_name = 'membership_applications'
         then (select user_id from membership_applications where id = row_id::uuid) end`;

/** Changed rows, the newest first. For those who may read the trail. */
export function listRowChanges(tx: Transaction, input: ListAuditInput): Promise<Page<RowChange>> {
  const { sql } = tx;
  return readPage(
    tx,
    'row changes',
    input,
    (after, since) => sql<(RowChange & { createdKey: string })[]>`
      select t.*, ${people(sql)} from (
        select id, table_name as "tableName", operation, row_id as "rowId", user_id as "userId", actor,
               request_id as "requestId", changes, created_at as "createdAt", created_at::text as "createdKey",
               ${ownerOfRow(sql)} as "targetUserId"
        from audit_log
        where true ${common(sql, input, after)} ${since}
          ${input.targetUserId ? sql`and ${rowsOfAccount(sql, input.targetUserId)}` : sql``}
          ${input.tableName ? sql`and table_name = ${input.tableName}` : sql``}
          ${input.rowId ? sql`and row_id = ${input.rowId}` : sql``}
        order by created_at desc, id desc limit ${input.limit + 1}
      ) t left join users w on w.id = t."userId" left join users a on a.id = t."targetUserId"
      order by t."createdAt" desc, t.id desc`,
  );
}
