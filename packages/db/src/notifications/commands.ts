import { and, eq, isNull, lte, sql } from 'drizzle-orm';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { notifications } from './tables.ts';

/** Marks one of the acting person's notifications as read; a second time changes nothing. @throws NotFound */
export async function markNotificationRead(tx: WriteTransaction, input: { id: string }): Promise<void> {
  const marked = await tx.orm
    .update(notifications)
    .set({ readAt: sql`coalesce(${notifications.readAt}, now())` })
    .where(and(eq(notifications.id, input.id), eq(notifications.userId, actingUser(tx))))
    .returning({ id: notifications.id });
  if (marked.length === 0) throw new NotFound('notification', input.id);
}

/**
 * Marks the acting person's unread notifications as read, up to the newest one that the person has seen; a later one
 * stays unread. Returns how many were marked.
 */
export async function markAllNotificationsRead(
  tx: WriteTransaction,
  input: { until: string },
): Promise<number> {
  const { count } = await tx.orm
    .update(notifications)
    .set({ readAt: sql`now()` })
    .where(
      and(
        eq(notifications.userId, actingUser(tx)),
        isNull(notifications.readAt),
        lte(notifications.id, input.until),
      ),
    );
  return count;
}
