import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';

/**
 * Marks an announcement as read by the acting person. Does nothing if it is read already, or if the person may no
 * longer see it.
 */
export async function markAnnouncementRead(
  tx: WriteTransaction,
  { announcementId }: { announcementId: string },
): Promise<void> {
  // Written by hand: for an insert from a select, the builder would name every column of the table.
  await tx.sql`
    insert into announcement_reads (user_id, announcement_id)
    select ${actingUser(tx)}, id from announcements where id = ${announcementId}
    on conflict do nothing`;
}
