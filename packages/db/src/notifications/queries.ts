import { type ListNotificationsInput, mostUnreadCounted } from '@namc/inputs/notifications';
import { z } from 'zod';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { readKeyset, toPage } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { letters } from '../nouns.ts';
import { notifications } from './tables.ts';

const item = pick(notifications, ['id', 'kind', 'title', 'path', 'createdAt', 'readAt']);
const notes = new Map(
  Object.entries(letters).map(([name, { note }]: [string, { note?: string }]) => [name, note]),
);
const counted = computed({ count: 'number' });

/** A notification with its second line, which letters of earlier versions do not have. */
export type NotificationItem = RowOf<typeof item> & { note: string | null };

/** The acting person's notifications, newest first: all of them, or the unread ones. */
export async function listNotifications(
  { sql }: Transaction,
  input: ListNotificationsInput,
): Promise<Page<NotificationItem>> {
  const after = readKeyset('notifications', z.tuple([z.uuid()]), input.cursor);
  const rows = await rowsOf(sql, item)`
    select ${item(sql)} from notifications where user_id = current_user_id()
      ${input.isUnread ? sql`and read_at is null` : sql``} ${after ? sql`and id < ${after[0]}` : sql``}
    order by id desc limit ${input.limit + 1}`;
  const noted = rows.map((row) => ({ ...row, note: notes.get(row.kind) ?? null }));
  return toPage('notifications', noted, input.limit, ({ id }) => [id]);
}

/** The number of the acting person's unread notifications, at most `mostUnreadCounted`. */
export async function countUnreadNotifications({ sql }: Transaction): Promise<number> {
  const [row] = await rowsOf(sql, counted)`
    select count(*) as count from (
      select from notifications where user_id = current_user_id() and read_at is null limit ${mostUnreadCounted}
    ) unread`;
  return row?.count ?? 0;
}
