import { type TimelineKind, timelineKinds } from '@namc/inputs/member-lists';
import { rowsOfAccount } from '../../audit/queries.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { keyed, keyset } from '../../engine/keyset.ts';
import type { Page } from '../../engine/page.ts';

const entry = computed({
  id: 'string',
  kind: anyOf(timelineKinds),
  /** `SIGNED_IN`, `applications.approve`, the subject of a mail, or `UPDATE users`. */
  what: 'string',
  /** The acting person, if it was somebody else; the actor's name in the trail if no account acted. */
  byName: 'string | null',
  note: 'string | null',
  /** The changed columns; empty for other kinds. */
  columns: 'string[]',
  at: 'Date',
});

export type TimelineEntry = RowOf<typeof entry>;

/**
 * The history of an account, newest first: its own events and its mail. Readers of the trail also get the staff's
 * acts on it, and the changes of its row, its roles and its memberships. For staff.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export async function listTimeline(
  { sql }: Transaction,
  input: { userId: string; kind?: TimelineKind | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<TimelineEntry>> {
  const { userId } = input;
  const pages = keyset(sql, 'timeline', input, 'created_at', 'desc');
  const newest = sql`order by ${pages.order} limit ${pages.limit}`;
  const parts = {
    event: sql`
      select id, kind as what, null::uuid as by_id, null as actor, host(address) as note, '{}'::text[] as columns, created_at
      from account_events where user_id = ${userId} ${pages.after} ${newest}`,
    action: sql`
      select id, action, user_id, actor, reason, '{}'::text[], created_at
      from admin_actions where target_user_id = ${userId} ${pages.after} ${newest}`,
    mail: sql`
      select id, subject, null::uuid, null, case status when 'KEPT' then 'not sent, because this portal sends no email' else lower(status) end, '{}'::text[], created_at
      from mails where user_id = ${userId} ${pages.after} ${newest}`,
    change: sql`
      select id, operation || ' ' || table_name, user_id, actor, null, array(select jsonb_object_keys(changes)), created_at
      from audit_log
      where ${rowsOfAccount(sql, userId)} and table_name in ('users', 'user_roles', 'memberships') ${pages.after} ${newest}`,
  };
  const wanted = input.kind ? [input.kind] : timelineKinds;
  const all = wanted.map(
    (kind, at) => sql`
      ${at > 0 ? sql`union all` : sql``}
      select ${kind}::text, part.* from (${parts[kind]}) part`,
  );
  const rows = await rowsOf(sql, entry, keyed)`
    select t.id, t.kind, t.what, t.note, t.columns, t.created_at as at, t.created_at::text as "sortKey",
           case when t.by_id is distinct from ${userId}
                then coalesce(u.first_name || ' ' || u.last_name, t.by_id::text, t.actor) end as "byName"
    from (
      select * from (${all}) every (kind, id, what, by_id, actor, note, columns, created_at) ${newest}
    ) t left join users u on u.id = t.by_id
    order by t.created_at desc, t.id desc`;
  return pages.page(rows);
}
