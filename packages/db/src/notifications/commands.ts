import { and, eq, sql } from 'drizzle-orm';
import { actingUser } from '../engine/acting-user.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { notifications } from './tables.ts';

/**
 * Marks one of the acting person's notifications as read; a second time changes nothing.
 * @throws NotFound
 */
export async function markNotificationRead(tx: WriteTransaction, input: { id: string }): Promise<void> {
  const marked = await tx.orm
    .update(notifications)
    .set({ readAt: sql`coalesce(${notifications.readAt}, now())` })
    .where(and(eq(notifications.id, input.id), eq(notifications.userId, actingUser(tx))))
    .returning({ id: notifications.id });
  if (marked.length === 0) throw new NotFound('notification', input.id);
}

const marking = computed({ count: 'number', readAt: 'Date' });

/**
 * Marks the acting person's unread notifications as read, up to the newest one that the person has seen; a later
 * one stays unread. Returns how many were marked, and the instant that `markNotificationsUnread` takes to undo it.
 */
export async function markAllNotificationsRead(
  { sql: statement }: WriteTransaction,
  input: { until: string },
): Promise<RowOf<typeof marking>> {
  // A JavaScript date is precise to the millisecond only.
  const [marked] = await rowsOf(statement, marking)`
    with marked as (
      update notifications set read_at = date_trunc('milliseconds', now())
      where user_id = current_user_id() and read_at is null and id <= ${input.until}
      returning id)
    select count(*) as count, date_trunc('milliseconds', now()) as "readAt" from marked`;
  if (!marked) throw new Error('A count returns a row.');
  return marked;
}

/**
 * Undoes `markAllNotificationsRead`: marks the notifications that were read at that instant as unread. Returns
 * their number.
 */
export async function markNotificationsUnread(
  tx: WriteTransaction,
  input: { readAt: string },
): Promise<number> {
  const { count } = await tx.orm
    .update(notifications)
    .set({ readAt: null })
    .where(and(eq(notifications.userId, actingUser(tx)), eq(notifications.readAt, new Date(input.readAt))));
  return count;
}
