import { pick, present } from '../engine/columns/pick.ts';
import { computed, type RowsOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { announcements } from './tables.ts';

const item = pick(announcements, ['id', 'title', 'body', 'isPinned'], 'a');
/** Never null here, because a draft has no date and is not listed. */
const published = present(pick(announcements, ['publishAt'], 'a'));
const state = computed({
  /** True if the acting person has marked it as read. */
  isRead: 'boolean',
});

export type AnnouncementItem = RowsOf<[typeof item, typeof published, typeof state]>;

/** Current announcements for the acting person's audience: pinned ones first, then the newest. */
export async function listAnnouncements(
  { sql }: Transaction,
  { limit }: { limit: number },
): Promise<AnnouncementItem[]> {
  return rowsOf(sql, item, published, state)`
    select ${item(sql)}, ${published(sql)},
           exists (select from announcement_reads where announcement_id = a.id) as "isRead"
    from announcements a
    where publish_at <= now() and (expires_at is null or expires_at > now())
    order by is_pinned desc, publish_at desc, id desc limit ${limit}`;
}
