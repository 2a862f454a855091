import type { ListAuditInput } from '@namc/inputs/audit';
import { optional, pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, type RowsOf, rowsOf } from '../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';
import { keyed, keyset } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { users } from '../members/tables.ts';
import { adminActions, auditLog, auditVerifications } from './tables.ts';

const action = pick(
  adminActions,
  [
    'id',
    'action',
    'userId',
    'actor',
    'targetUserId',
    'targetTable',
    'targetId',
    'reason',
    'details',
    'requestId',
    'createdAt',
  ],
  't',
);
const change = pick(
  auditLog,
  ['id', 'tableName', 'operation', 'rowId', 'userId', 'actor', 'requestId', 'changes', 'createdAt'],
  't',
);
/** Acts have a list of their own. Their rows among the changes are for the verification. */
const otherThanActs = (sql: TransactionClient, { tableName }: ListAuditInput) =>
  tableName ? sql`and table_name = ${tableName}` : sql`and table_name <> 'admin_actions'`;
/** The account that the row belongs to; null if it belongs to no account. */
const owner = computed({ targetUserId: 'string | null' });
/** The names of both accounts. Null for readers who may not see members, and for erased accounts. */
const names = computed({ userName: 'string | null', targetName: 'string | null' });
const addresses = [
  optional(pick(users, { userEmail: 'email' }, 'w')),
  optional(pick(users, { targetEmail: 'email' }, 'a')),
] as const;

type People = RowOf<typeof names> & RowsOf<typeof addresses>;

export type AdminActionItem = RowOf<typeof action> & People;

export type RowChange = RowOf<typeof change> & RowOf<typeof owner> & People;

/** The filters that both trails share. Days are California's, from midnight to midnight. */
const narrowed = (sql: TransactionClient, input: ListAuditInput) => sql`
  ${input.userId ? sql`and user_id = ${input.userId}` : sql``}
  ${input.from ? sql`and created_at >= (${input.from}::date::timestamp at time zone 'America/Los_Angeles')` : sql``}
  ${input.to ? sql`and created_at < ((${input.to}::date + 1)::timestamp at time zone 'America/Los_Angeles')` : sql``}
  ${
    input.requestId
      ? sql`and request_id = ${input.requestId}
            and created_at between ${input.at ?? null}::text::timestamptz - interval '1 minute'
                               and ${input.at ?? null}::text::timestamptz + interval '1 minute'`
      : sql``
  }`;

const people = (sql: TransactionClient) => sql`
  w.first_name || ' ' || w.last_name as "userName", ${addresses[0](sql)},
  a.first_name || ' ' || a.last_name as "targetName", ${addresses[1](sql)}`;

/** No index begins with the time, so an unfiltered page first searches only the latest months. */
const recently = '31 days';

type Pages = ReturnType<typeof keyset>;

/**
 * Reads a page of a trail. `query` gets the pages and a condition on the time. If only time narrows the list, the
 * latest 31 days are read first, and the rest only if they do not fill the page.
 */
async function readPage<Row extends { id: string; sortKey: string }>(
  { sql }: Transaction,
  list: string,
  input: ListAuditInput,
  query: (pages: Pages, since: Fragment) => PromiseLike<Row[]>,
): Promise<Page<Omit<Row, 'sortKey'>>> {
  const pages = keyset(sql, list, input, 'created_at', 'desc');
  const { userId, targetUserId, action: act, rowId, requestId } = input;
  const isWide = !userId && !targetUserId && !act && !rowId && !requestId;
  let rows: Row[] = [];
  if (isWide) {
    rows = await query(
      pages,
      sql`and created_at >= least(${pages.last?.[0] ?? null}::text::timestamptz,
        (${input.to ?? null}::date + 1)::timestamp at time zone 'America/Los_Angeles', now()) - ${recently}::text::interval`,
    );
  }
  if (rows.length <= input.limit) rows = await query(pages, sql``);
  return pages.page(rows);
}

/**
 * The acts of staff, newest first. For readers of the trail.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export function listAdminActions(tx: Transaction, input: ListAuditInput): Promise<Page<AdminActionItem>> {
  const { sql } = tx;
  return readPage(
    tx,
    'admin actions',
    input,
    (pages, since) => rowsOf(sql, action, names, ...addresses, keyed)`
      select ${action(sql)}, ${people(sql)}, t."sortKey" from (
        select *, ${pages.key} from admin_actions
        where true ${narrowed(sql, input)} ${pages.after} ${since}
          ${input.targetUserId ? sql`and target_user_id = ${input.targetUserId}` : sql``}
          ${input.action ? sql`and action = ${input.action}` : sql``}
          ${input.tableName ? sql`and target_table = ${input.tableName}` : sql``}
          ${input.rowId ? sql`and target_id = ${input.rowId}` : sql``}
        order by ${pages.order} limit ${pages.limit}
      ) t left join users w on w.id = t.user_id left join users a on a.id = t.target_user_id
      order by t.created_at desc, t.id desc`,
  );
}

/**
 * A condition on `audit_log`: the row is part of the account (user, credentials, roles, memberships, application).
 * Rows that the person changed elsewhere do not count.
 */
export const rowsOfAccount = (sql: TransactionClient, userId: string) => sql`
  (table_name, row_id) in (
    select unnest(array['users', 'user_credentials', 'two_factor_secrets']), ${userId}::uuid::text
    union all select 'user_roles', id::text from user_roles where user_id = ${userId}
    union all select 'memberships', id::text from memberships where user_id = ${userId}
    union all select 'membership_applications', id::text from membership_applications where user_id = ${userId})`;

/**
 * The id of the account that a row belongs to: from its key, from its recorded columns, or from the row itself.
 */
const ownerOfRow = (sql: TransactionClient) => sql`
  case when table_name in ('users', 'user_credentials', 'two_factor_secrets') then row_id::uuid
       when changes ? 'user_id' then coalesce(changes -> 'user_id' ->> 1, changes -> 'user_id' ->> 0)::uuid
       when table_name = 'user_roles' then (select user_id from user_roles where id = row_id::uuid)
       when table_name = 'memberships' then (select user_id from memberships where id = row_id::uuid)
       when table_name = 'membership_applications'
         then (select user_id from membership_applications where id = row_id::uuid) end`;

/**
 * Changed rows, newest first. For readers of the trail.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export function listRowChanges(tx: Transaction, input: ListAuditInput): Promise<Page<RowChange>> {
  const { sql } = tx;
  return readPage(
    tx,
    'row changes',
    input,
    (pages, since) => rowsOf(sql, change, owner, names, ...addresses, keyed)`
      select ${change(sql)}, t."targetUserId", ${people(sql)}, t."sortKey" from (
        select *, ${pages.key}, ${ownerOfRow(sql)} as "targetUserId" from audit_log
        where true ${narrowed(sql, input)} ${pages.after} ${since}
          ${input.targetUserId ? sql`and ${rowsOfAccount(sql, input.targetUserId)}` : sql``}
          ${otherThanActs(sql, input)}
          ${input.rowId ? sql`and row_id = ${input.rowId}` : sql``}
        order by ${pages.order} limit ${pages.limit}
      ) t left join users w on w.id = t.user_id left join users a on a.id = t."targetUserId"
      order by t.created_at desc, t.id desc`,
  );
}

const seal = computed({
  /** Every row of a transaction that had ended by then is sealed. Null before the first seal. */
  sealedAt: 'Date | null',
  batches: 'number',
  /** The batch up to which a place outside of the database knows the chain, and since when. */
  anchoredBatch: 'number | null',
  anchoredAt: 'Date | null',
  /** The same of the object store, where there is one. */
  storedBatch: 'number | null',
  storedAt: 'Date | null',
  /** The object store has taken no new seals for this time. Null if it takes them, or if there is none. */
  storeFailsSeconds: 'number | null',
});
const lastSnapshot = computed({ snapshot: 'string | null' });
const oldest = computed({
  /** The age of the oldest row without a seal. Null if none waits. */
  waitedSeconds: 'number | null',
});
const verification = optional(
  pick(
    auditVerifications,
    ['verifiedBy', 'finishedAt', 'rows', 'problems', 'messages', 'comparedAnchor', 'comparedState'],
    'v',
  ),
);

export type SealState = RowOf<typeof seal> & RowOf<typeof oldest> & RowOf<typeof verification>;

/**
 * The end of the sealed and anchored chain, the age of the oldest row without a seal, and the outcome of
 * the last stored verification. It reports what the database holds; the proof is `portal audit verify`. For readers of
 * the trail.
 */
export async function getSealState({ sql }: Transaction): Promise<SealState> {
  const [state] = await rowsOf(sql, seal, verification, lastSnapshot)`
    with marks as (
      select sealed_at, snapshot, details::jsonb -> 'anchored' as anchored, details::jsonb -> 'stored' as stored
      from audit_seals where kind = 'mark' order by batch desc limit 1
    ), mark as (
      select max(sealed_at) as sealed_at, max(snapshot) as snapshot,
             max(anchored ->> 'batch')::bigint as batch, max(anchored ->> 'at')::timestamptz as at,
             coalesce(bool_or(stored ? 'failed'), false) as fails
      from marks
    ), kept as (
      select max(batch) as mark, max(known ->> 'batch')::bigint as batch, max(known ->> 'at')::timestamptz as at
      from (select batch, details::jsonb -> 'stored' as known from audit_seals
            where kind = 'mark' and details::jsonb #>> '{stored,batch}' is not null
              and exists (select from marks where stored is not null)
            order by batch desc limit 1) last
    )
    select mark.sealed_at as "sealedAt", mark.snapshot, coalesce((select max(batch) from audit_seals), 0) as batches,
           mark.batch as "anchoredBatch", mark.at as "anchoredAt",
           kept.batch as "storedBatch", kept.at as "storedAt",
           case when mark.fails then extract(epoch from now() - (
             select min(s.sealed_at) from audit_seals s
             where s.kind = 'mark' and s.batch > coalesce(kept.mark, 0) and s.details::jsonb -> 'stored' ? 'failed'))::float8
           end as "storeFailsSeconds",
           ${verification(sql)}
    from mark cross join kept left join lateral (select * from audit_verifications order by finished_at desc limit 1) v on true`;
  if (!state) throw new TypeError('The statement returns one row.');
  const { snapshot, ...rest } = state;
  // As a value of its own, the planner sees how few rows are that new. From the mark it would expect a third of the trail.
  const firstUnended = snapshot?.split(':', 1)[0] ?? null;
  const waiting = (trail: 'admin_actions' | 'audit_log') => sql`
    select min(t.created_at) as since from ${sql(trail)} t
    where ${
      firstUnended === null
        ? sql`true`
        : sql`t.transaction_id >= ${firstUnended}::bigint
            and not pg_visible_in_snapshot(t.transaction_id::text::xid8, ${snapshot}::text::pg_snapshot)`
    }
      and not exists (select from audit_row_seals s
                      where s.trail = ${trail} and s.row_id = t.id and s.created_at = t.created_at)`;
  const [unsealed] = await rowsOf(sql, oldest)`
    select extract(epoch from now() - least((${waiting('admin_actions')}), (${waiting('audit_log')})))::float8
             as "waitedSeconds"`;
  return { ...rest, waitedSeconds: unsealed?.waitedSeconds ?? null };
}
