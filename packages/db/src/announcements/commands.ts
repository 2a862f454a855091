import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';

/**
 * Marks an announcement as read by the acting person. It is no error if it is read already, or if the person may not
 * see it any more.
 */
export async function markAnnouncementRead(
  tx: WriteTransaction,
  { announcementId }: { announcementId: string },
): Promise<void> {
  // By hand: the builder cannot insert what a query selects without naming every column of the table.
  await tx.sql`
    insert into announcement_reads (user_id, announcement_id)
    select ${actingUser(tx)}, id from announcements where id = ${announcementId}
    on conflict do nothing`;
}
