import { expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { NotFound } from '../engine/errors.ts';
import { sendLetter } from '../mail/commands.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { markAllNotificationsRead, markNotificationRead, markNotificationsUnread } from './commands.ts';
import { addNotification } from './factory.ts';
import { countUnreadNotifications, listNotifications } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const member = (userId: string): Actor => ({ kind: 'member', userId });
const listed = (userId: string, more: { isUnread?: true; cursor?: string; limit?: number } = {}) =>
  portal.db.read(member(userId), (tx) => listNotifications(tx, { limit: 25, ...more }));
const unread = (userId: string) => portal.db.read(member(userId), countUnreadNotifications);
const markRead = (userId: string, id: string) =>
  portal.db.write(member(userId), (tx) => markNotificationRead(tx, { id }));

it('a letter with a page in the portal is a notification, for its receiver alone', async () => {
  const [userId, other] = await Promise.all([addMember(portal.db), addMember(portal.db)]);
  await portal.db.write(system, (tx) =>
    sendLetter(tx, { userId, email: 'ana@example.org' }, 'application-received', {
      origin: 'https://portal.example.org',
    }),
  );
  expect((await listed(userId)).rows).toEqual([
    {
      id: expect.any(String),
      kind: 'application-received',
      title: 'We received your application',
      path: '/application',
      createdAt: expect.any(Date),
      readAt: null,
      note: 'We’ll email you when we’ve made a decision. Check where it stands.',
    },
  ]);
  expect([await unread(userId), await unread(other), (await listed(other)).rows]).toEqual([1, 0, []]);
});

it('lists notifications newest first without gaps, and unread ones as a separate list', async () => {
  const userId = await addMember(portal.db);
  for (const title of ['1', '2', '3', '4', '5']) await addNotification(portal.db, userId, { title });
  const first = await listed(userId, { limit: 2 });
  const second = await listed(userId, { limit: 2, cursor: first.nextCursor ?? '' });
  const third = await listed(userId, { limit: 2, cursor: second.nextCursor ?? '' });
  expect([first, second, third].map(({ rows }) => rows.map(({ title }) => title))).toEqual([
    ['5', '4'],
    ['3', '2'],
    ['1'],
  ]);
  expect(third.nextCursor).toBeNull();
  await markRead(userId, first.rows[1]?.id ?? '');
  const open = await listed(userId, { isUnread: true, limit: 3 });
  expect(open.rows.map(({ title }) => title)).toEqual(['5', '3', '2']);
  await expect(listed(userId, { cursor: 'bm9uc2Vuc2U' })).rejects.toThrow('cursor');
});

it('marks a notification as read once, keeps that time, and refuses anyone but its receiver', async () => {
  const [userId, other] = await Promise.all([addMember(portal.db), addMember(portal.db)]);
  const id = await addNotification(portal.db, userId);
  await expect(markRead(other, id)).rejects.toThrow(NotFound);
  expect(await unread(userId)).toBe(1);
  await markRead(userId, id);
  const [before] = (await listed(userId)).rows;
  await markRead(userId, id);
  expect((await listed(userId)).rows).toEqual([before]);
  expect([before?.readAt, await unread(userId)]).toEqual([expect.any(Date), 0]);
});

it('marks all as read up to the newest one seen, so that a later one stays unread', async () => {
  const [userId, other] = await Promise.all([addMember(portal.db), addMember(portal.db)]);
  await addNotification(portal.db, other);
  await addNotification(portal.db, userId, { title: 'old' });
  const seen = await addNotification(portal.db, userId, { title: 'seen' });
  await addNotification(portal.db, userId, { title: 'meanwhile' });
  const markAll = () =>
    portal.db.write(member(userId), (tx) => markAllNotificationsRead(tx, { until: seen }));
  expect([(await markAll()).count, (await markAll()).count]).toEqual([2, 0]);
  expect((await listed(userId, { isUnread: true })).rows.map(({ title }) => title)).toEqual(['meanwhile']);
  expect(await unread(other)).toBe(1);
});

it('marking all as read can be undone, for the same notifications and the same person', async () => {
  const [userId, other] = await Promise.all([addMember(portal.db), addMember(portal.db)]);
  const earlier = await addNotification(portal.db, userId, { title: 'read before' });
  await markRead(userId, earlier);
  await addNotification(portal.db, userId, { title: '1' });
  const until = await addNotification(portal.db, userId, { title: '2' });
  const { readAt } = await portal.db.write(member(userId), (tx) => markAllNotificationsRead(tx, { until }));
  const takeBack = (reader: string) =>
    portal.db.write(member(reader), (tx) => markNotificationsUnread(tx, { readAt: readAt.toISOString() }));
  expect([await takeBack(other), await takeBack(userId), await takeBack(userId)]).toEqual([0, 2, 0]);
  expect((await listed(userId, { isUnread: true })).rows.map(({ title }) => title)).toEqual(['2', '1']);
});

it('the count stops at a hundred', async () => {
  const userId = await addMember(portal.db);
  await portal.db.write(
    system,
    ({ sql }) =>
      sql`select notify_account(${userId}, 'sample', 'Again', '/home') from generate_series(1, 130)`,
  );
  expect(await unread(userId)).toBe(100);
});
