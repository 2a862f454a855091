import { type ListNotificationsInput, mostUnreadCounted } from '@namc/inputs/notifications';
import { z } from 'zod';
import type { Transaction } from '../engine/database.ts';
import { readKeyset, toPage } from '../engine/keyset.ts';

export interface NotificationItem {
  id: string;
  /** What it tells of: the name of the letter. */
  kind: string;
  title: string;
  /** Where it leads to in the portal. */
  path: string;
  createdAt: Date;
  readAt: Date | null;
}

/** What the acting person was told, the newest first: all of it, or what is unread. */
export async function listNotifications(
  { sql }: Transaction,
  input: ListNotificationsInput,
): Promise<{ rows: NotificationItem[]; nextCursor: string | null }> {
  const after = readKeyset('notifications', z.tuple([z.uuid()]), input.cursor);
  const rows = await sql<NotificationItem[]>`
    select id, kind, title, path, created_at as "createdAt", read_at as "readAt"
    from notifications where user_id = current_user_id()
      ${input.isUnread ? sql`and read_at is null` : sql``} ${after ? sql`and id < ${after[0]}` : sql``}
    order by id desc limit ${input.limit + 1}`;
  return toPage('notifications', rows, input.limit, ({ id }) => [id]);
}

/** How many notifications the acting person has not read, `mostUnreadCounted` at most. */
export async function countUnreadNotifications({ sql }: Transaction): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from (
      select from notifications where user_id = current_user_id() and read_at is null limit ${mostUnreadCounted}
    ) unread`;
  return row?.count ?? 0;
}
