import { expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { markAnnouncementRead } from './commands.ts';
import { addAnnouncement } from './factory.ts';
import { listAnnouncements } from './queries.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const listed = (userId: string) =>
  portal.db.read(member(userId), (tx) => listAnnouncements(tx, { limit: 10 }));
const markRead = (userId: string, announcementId: string) =>
  portal.db.write(member(userId), (tx) => markAnnouncementRead(tx, { announcementId }));
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

it('an announcement is listed for its audience while it is current, pinned ones first', async () => {
  await addAnnouncement(portal.db, { title: 'newer', publishAt: minutesAgo(1) });
  await addAnnouncement(portal.db, { title: 'pinned', publishAt: minutesAgo(9), isPinned: true });
  await addAnnouncement(portal.db, { title: 'for members', publishAt: minutesAgo(5), audience: 'MEMBERS' });
  await addAnnouncement(portal.db, { title: 'for staff', audience: 'STAFF' });
  await addAnnouncement(portal.db, { title: 'to come', publishAt: minutesAgo(-9) });
  await addAnnouncement(portal.db, { title: 'over', publishAt: minutesAgo(9), expiresAt: minutesAgo(1) });
  const titles = async (status: 'ACTIVE' | 'PENDING') =>
    (await listed(await addMember(portal.db, { status }))).map(({ title }) => title);
  expect(await titles('ACTIVE')).toEqual(['pinned', 'newer', 'for members']);
  expect(await titles('PENDING')).toEqual(['pinned', 'newer']);
});

it('marks an announcement as read for one person, and does nothing the second time or for a hidden one', async () => {
  const [userId, other] = await Promise.all([addMember(portal.db), addMember(portal.db)]);
  const id = await addAnnouncement(portal.db, { title: 'read by one', publishAt: minutesAgo(0) });
  const forStaff = await addAnnouncement(portal.db, { audience: 'STAFF' });
  for (const announcement of [id, id, forStaff]) await markRead(userId, announcement);
  const isRead = async (reader: string) => (await listed(reader)).find((item) => item.id === id)?.isRead;
  expect([await isRead(userId), await isRead(other)]).toEqual([true, false]);
  const reads = await portal.db.read(
    member(userId),
    ({ sql }) => sql`select announcement_id from announcement_reads`,
  );
  expect(reads).toEqual([{ announcement_id: id }]);
});
