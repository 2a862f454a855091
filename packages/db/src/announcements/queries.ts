import type { Transaction } from '../engine/database.ts';

export interface AnnouncementItem {
  id: string;
  title: string;
  body: string;
  isPinned: boolean;
  publishAt: Date;
  /** Whether the acting person has marked it as read. */
  isRead: boolean;
}

/** What is announced now to the acting person's audience: pinned ones first, then the newest. */
export async function listAnnouncements(
  { sql }: Transaction,
  { limit }: { limit: number },
): Promise<AnnouncementItem[]> {
  return sql<AnnouncementItem[]>`
    select id, title, body, is_pinned as "isPinned", publish_at as "publishAt",
           exists (select from announcement_reads where announcement_id = a.id) as "isRead"
    from announcements a
    where publish_at <= now() and (expires_at is null or expires_at > now())
    order by is_pinned desc, publish_at desc, id desc limit ${limit}`;
}
