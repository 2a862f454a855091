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
 * Marks what the acting person has not read as read, up to the newest notification that the person has seen: one that
 * arrives meanwhile stays unread. Returns how many there were.
 */
export async function markAllNotificationsRead(
  { sql }: WriteTransaction,
  input: { until: string },
): Promise<number> {
  const marked = await sql`
    update notifications set read_at = now()
    where user_id = current_user_id() and read_at is null and id <= ${input.until}`;
  return marked.count;
}
