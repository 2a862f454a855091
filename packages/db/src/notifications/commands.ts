import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';

/** Marks one of the acting person's notifications as read; again changes nothing. @throws NotFound for anybody else's. */
export async function markNotificationRead({ sql }: WriteTransaction, input: { id: string }): Promise<void> {
  const marked = await sql`
    update notifications set read_at = coalesce(read_at, now())
    where id = ${input.id} and user_id = current_user_id()`;
  if (marked.count === 0) throw new NotFound('notification', input.id);
}

/**
 * Marks the acting person's unread notifications as read, up to the newest one that the person has seen: one that arrives
 * meanwhile stays unread. Returns how many were marked, and the instant under which `markNotificationsUnread` finds them.
 */
export async function markAllNotificationsRead(
  { sql }: WriteTransaction,
  input: { until: string },
): Promise<{ count: number; readAt: Date }> {
  // JavaScript's dates end at the millisecond.
  const [marked] = await sql<[{ count: number; readAt: Date }]>`
    with marked as (
      update notifications set read_at = date_trunc('milliseconds', now())
      where user_id = current_user_id() and read_at is null and id <= ${input.until}
      returning id)
    select count(*) as count, date_trunc('milliseconds', now()) as "readAt" from marked`;
  return marked;
}

/** Takes back `markAllNotificationsRead`: marks as unread what was read at that instant. Returns how many there were. */
export async function markNotificationsUnread(
  { sql }: WriteTransaction,
  input: { readAt: string },
): Promise<number> {
  const marked = await sql`
    update notifications set read_at = null
    where user_id = current_user_id() and read_at = ${input.readAt}`;
  return marked.count;
}
