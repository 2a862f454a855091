import { type LiveNews, liveKinds } from '@namc/inputs/live-events';
import { z } from 'zod';
import { computed, json, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';

/** More news than this at once is not told one by one: the page asks for everything that it shows. */
const mostAtOnce = 100;
/** Events are kept for a day. An older cursor may have missed some. */
const keptHours = 20;

const event = z.object({ kind: z.enum(liveKinds), subjectId: z.nullable(z.uuid()) });
const news = computed({
  cursor: 'string',
  isWhole: 'boolean',
  events: json(z.array(event)),
});
const standing = computed({ stands: 'boolean', actsAsStaff: 'boolean' });

/** The events since a cursor in the stream, and the cursor after it. */
export type NewsSince = RowOf<typeof news> & LiveNews;
/** `stands`: the session has not ended. `actsAsStaff`: its second factor was given in the last 12 hours. */
export type OwnNews = NewsSince & RowOf<typeof standing>;

/**
 * The acting person's news since `seen`, each once and in the order of writing, and whether their session still stands. At
 * the beginning of a stream there is no cursor yet, and no news. `isWhole` is false when some may be missing: the cursor is
 * too old, or of another database. The cursor is right on the primary alone: a replica does not know which transactions
 * are under way.
 */
export async function listOwnNews(
  { sql }: Transaction,
  { sessionId, seen }: { sessionId: string; seen: string | undefined },
): Promise<OwnNews> {
  const [row] = await rowsOf(sql, news, standing)`
    with cursor as materialized (
      select split_part(given, '~', 1)::pg_snapshot as snapshot, to_timestamp(split_part(given, '~', 2)::float8) as at
      from (values (${seen ?? null}::text)) input (given)
    ), found as (
      select e.id, e.kind, e.subject_id
      from cursor, live_events e
      where e.user_id = current_user_id()
        and e.transaction_id >= (pg_snapshot_xmin(cursor.snapshot)::text)::bigint
        and not pg_visible_in_snapshot(e.transaction_id::text::xid8, cursor.snapshot)
      order by e.id limit ${mostAtOnce + 1}
    ), session as (
      select s.two_factor_at from sessions s join users u on u.id = s.user_id
      where s.id = ${sessionId} and s.user_id = current_user_id() and s.expires_at > now()
        and s.security_version = u.security_version
    )
    select pg_current_snapshot()::text || '~' || floor(extract(epoch from now()))::bigint as cursor,
           coalesce(cursor.at > now() - ${keptHours}::int * interval '1 hour'
             and (pg_snapshot_xmax(cursor.snapshot)::text)::bigint <= (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint
             and (select count(*) from found) <= ${mostAtOnce}, false) as "isWhole",
           coalesce((select json_agg(json_build_object('kind', kind, 'subjectId', subject_id) order by id) from found), '[]')
             as events,
           exists (select from session) as stands,
           coalesce((select two_factor_at > now() - interval '12 hours' from session), false) as "actsAsStaff"
    from cursor`;
  if (!row) throw new TypeError('The statement returns one row.');
  return row;
}

const staffNews = computed({ events: json(z.array(event)) });

/**
 * The news for staff with these permissions, as far as the actor holds them, committed after the cursor `seen` and before
 * the cursor `until`, in the order of writing.
 */
export async function listStaffNews(
  { sql }: Transaction,
  { permissions, seen, until }: { permissions: string[]; seen: string; until: string },
): Promise<LiveNews['events']> {
  // As a value of its own, the planner sees how few events are that new. From the cursor it would expect a third of the table.
  const firstUnended = seen.split(':', 1)[0] ?? '';
  const [row] = await rowsOf(sql, staffNews)`
    with cursor as materialized (
      select split_part(${seen}::text, '~', 1)::pg_snapshot as seen, split_part(${until}::text, '~', 1)::pg_snapshot as until
    ), found as (
      select distinct on (e.kind, e.subject_id) e.id, e.kind, e.subject_id
      from cursor, live_events e
      where e.permission = any (${permissions}::text[]) and e.transaction_id >= ${firstUnended}::bigint
        and not pg_visible_in_snapshot(e.transaction_id::text::xid8, cursor.seen)
        and pg_visible_in_snapshot(e.transaction_id::text::xid8, cursor.until)
      order by e.kind, e.subject_id, e.id
    )
    select coalesce((select json_agg(json_build_object('kind', kind, 'subjectId', subject_id) order by id) from found), '[]')
             as events`;
  return row?.events ?? [];
}
