import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';

/** Marks an announcement as read by the acting person; again is no error, nor is one that this person may see no more. */
export async function markAnnouncementRead(
  tx: WriteTransaction,
  { announcementId }: { announcementId: string },
): Promise<void> {
  await tx.sql`
    insert into announcement_reads (user_id, announcement_id)
    select ${actingUser(tx)}, id from announcements where id = ${announcementId}
    on conflict do nothing`;
}
