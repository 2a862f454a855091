import { type TimelineKind, timelineKinds } from '@namc/inputs/members';
import { z } from 'zod';
import { rowsOfAccount } from '../../audit/queries.ts';
import type { Transaction } from '../../engine/database.ts';
import { readKeyset, toPage } from '../../engine/keyset.ts';

export interface TimelineEntry {
  id: string;
  kind: TimelineKind;
  /** `SIGNED_IN`, `applications.approve`, a mail's subject, or `UPDATE users`. */
  what: string;
  /** Who did it, where it was somebody else; what the trail calls them when they are nobody. */
  byName: string | null;
  note: string | null;
  /** Of a change, the columns. */
  columns: string[];
  at: Date;
}

const keys: z.ZodType<[at: string, id: string]> = z.tuple([z.string().max(40), z.uuid()]);

/**
 * What happened to an account, the newest first: its own events and the mail that it got, and for those who may read the
 * trail what staff did to it and what changed in its row, its roles and its memberships. For staff.
 */
export async function listTimeline(
  { sql }: Transaction,
  input: { userId: string; kind?: TimelineKind | undefined; cursor?: string | undefined; limit: number },
): Promise<{ rows: TimelineEntry[]; nextCursor: string | null }> {
  const { userId } = input;
  const after = readKeyset('timeline', keys, input.cursor);
  const older = after ? sql`(created_at, id) < (${after[0]}::text::timestamptz, ${after[1]})` : sql`true`;
  const newest = sql`order by created_at desc, id desc limit ${input.limit + 1}`;
  const parts = {
    event: sql`
      select id, kind as what, null::uuid as by_id, null as actor, host(address) as note, '{}'::text[] as columns, created_at
      from account_events where user_id = ${userId} and ${older} ${newest}`,
    action: sql`
      select id, action, user_id, actor, reason, '{}'::text[], created_at
      from admin_actions where target_user_id = ${userId} and ${older} ${newest}`,
    mail: sql`
      select id, subject, null::uuid, null, lower(status), '{}'::text[], created_at
      from mails where user_id = ${userId} and ${older} ${newest}`,
    change: sql`
      select id, operation || ' ' || table_name, user_id, actor, null, array(select jsonb_object_keys(changes)), created_at
      from audit_log
      where ${rowsOfAccount(sql, userId)} and table_name in ('users', 'user_roles', 'memberships') and ${older} ${newest}`,
  };
  const wanted = input.kind ? [input.kind] : timelineKinds;
  const all = wanted.map(
    (kind, at) => sql`
      ${at > 0 ? sql`union all` : sql``}
      select ${kind}::text, part.* from (${parts[kind]}) part`,
  );
  const rows = await sql<(TimelineEntry & { key: string })[]>`
    select t.id, t.kind, t.what, t.note, t.columns, t.created_at as at, t.created_at::text as key,
           case when t.by_id is distinct from ${userId}
                then coalesce(u.first_name || ' ' || u.last_name, t.by_id::text, t.actor) end as "byName"
    from (
      select * from (${all}) every (kind, id, what, by_id, actor, note, columns, created_at) ${newest}
    ) t left join users u on u.id = t.by_id
    order by t.created_at desc, t.id desc`;
  const page = toPage('timeline', rows, input.limit, (row) => [row.key, row.id]);
  return { rows: page.rows.map(({ key: _, ...entry }) => entry), nextCursor: page.nextCursor };
}
