import { expect, it } from 'vitest';
import { type Actor, queueActor } from '../engine/actors.ts';
import { openDatabase } from '../engine/database.ts';
import { addMember } from '../members/factory.ts';
import { markNotificationRead } from '../notifications/commands.ts';
import { addNotification } from '../notifications/factory.ts';
import { endOneSession, endOtherSessions } from '../sign-in/commands/sessions.ts';
import { addSignedIn } from '../sign-in/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { forgetOldNews } from './commands.ts';
import { listOwnNews, listStaffNews, type OwnNews } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };

/** A person with a session and a cursor in their stream. */
async function addReader(roles: string[] = []) {
  const userId = await addMember(portal.db, { roles });
  await addSignedIn(portal.db, userId, { hasSecondStep: roles.length > 0 });
  const [session] = await portal.owner<{ id: string }[]>`select id from sessions where user_id = ${userId}`;
  const sessionId = session?.id ?? '';
  const actor: Actor = { kind: 'member', userId };
  const look = (seen?: string) => portal.db.read(actor, (tx) => listOwnNews(tx, { sessionId, seen }));
  let last = await look();
  const next = async (): Promise<OwnNews> => {
    last = await look(last.cursor);
    return last;
  };
  return { userId, sessionId, actor, look, next, cursor: () => last.cursor };
}
const kinds = ({ events }: { events: { kind: string }[] }) => events.map(({ kind }) => kind);

it('a notification is news for its receiver alone, once, and reading it elsewhere is too', async () => {
  const [ana, bo] = [await addReader(), await addReader()];
  const first = await addNotification(portal.db, ana.userId);
  const second = await addNotification(portal.db, ana.userId);
  expect(await ana.next()).toMatchObject({
    isWhole: true,
    stands: true,
    events: [
      { kind: 'notification', subjectId: first },
      { kind: 'notification', subjectId: second },
    ],
  });
  expect(await ana.next()).toMatchObject({ isWhole: true, events: [] });
  const read = () => portal.db.write(ana.actor, (tx) => markNotificationRead(tx, { id: first }));
  await read();
  // A second time changes nothing, and is no news.
  await read();
  expect(kinds(await ana.next())).toEqual(['notifications-read']);
  expect(await bo.next()).toMatchObject({ isWhole: true, events: [] });
});

it('what commits late is told once, however much was told before it, and what is rolled back never', async () => {
  const ana = await addReader();
  const other = openDatabase(portal.urls);
  try {
    let commit: () => void = () => undefined;
    const begun = Promise.withResolvers<void>();
    const late = other.write(system, async ({ sql }) => {
      await sql`select notify_account(${ana.userId}, 'sample', 'Late', '/home')`;
      begun.resolve();
      await new Promise<void>((resolve) => {
        commit = resolve;
      });
    });
    await begun.promise;
    const early = await addNotification(portal.db, ana.userId, { title: 'Early' });
    expect((await ana.next()).events).toEqual([{ kind: 'notification', subjectId: early }]);
    expect((await ana.next()).events).toEqual([]);
    commit();
    await late;
    const [row] = await portal.owner<{ id: string }[]>`select id from notifications where title = 'Late'`;
    expect((await ana.next()).events).toEqual([{ kind: 'notification', subjectId: row?.id }]);
    expect((await ana.next()).events).toEqual([]);
    const undone = other.write(system, async ({ sql }) => {
      await sql`select notify_account(${ana.userId}, 'sample', 'Undone', '/home')`;
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect((await ana.next()).events).toEqual([]);
  } finally {
    await other.close();
  }
});

it('a page that was away hears of everything, or that it may have missed something', async () => {
  const ana = await addReader();
  const cursor = ana.cursor();
  for (let at = 0; at < 100; at += 1)
    await portal.db.write(
      system,
      ({ sql }) => sql`select notify_account(${ana.userId}, 'sample', 'Again', '/home')`,
    );
  const all = await ana.look(cursor);
  expect([all.isWhole, new Set(all.events.map(({ subjectId }) => subjectId)).size]).toEqual([true, 100]);
  await addNotification(portal.db, ana.userId);
  expect((await ana.look(cursor)).isWhole).toBe(false);
  // After a day events are gone. A cursor of another database means nothing here.
  const now = (await ana.next()).cursor;
  const [snapshot, second] = now.split('~');
  expect((await ana.look(now)).isWhole).toBe(true);
  expect((await ana.look(`${snapshot}~${Number(second) - 21 * 3_600}`)).isWhole).toBe(false);
  expect((await ana.look(`900000000000:900000000000:~${second}`)).isWhole).toBe(false);
});

it('a session that was ended elsewhere no longer stands, nor one of before the account was taken back', async () => {
  const ana = await addReader();
  await addSignedIn(portal.db, ana.userId);
  expect(await ana.next()).toMatchObject({ stands: true, events: [{ kind: 'sessions' }] });
  const others = await portal.owner<{ id: string }[]>`
    select id from sessions where user_id = ${ana.userId} and id <> ${ana.sessionId}`;
  await portal.db.write(system, (tx) => endOneSession(tx, { userId: ana.userId, id: others[0]?.id ?? '' }));
  expect(await ana.next()).toMatchObject({ stands: true, events: [{ kind: 'sessions' }] });
  await portal.db.write(system, (tx) => endOneSession(tx, { userId: ana.userId, id: ana.sessionId }));
  expect((await ana.next()).stands).toBe(false);
  const bo = await addReader();
  await portal.db.write(system, (tx) =>
    endOtherSessions(tx, { userId: bo.userId, exceptId: '0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a' }),
  );
  expect((await bo.next()).stands).toBe(false);
  // Nobody learns of another person's session.
  const cy = await addReader();
  const asCy = await portal.db.read(cy.actor, (tx) =>
    listOwnNews(tx, { sessionId: ana.sessionId, seen: undefined }),
  );
  expect(asCy.stands).toBe(false);
});

it('news of staff work reaches those who hold its permission when they look, and nobody else', async () => {
  const [admin, support] = [await addReader(['administrator']), await addReader(['support'])];
  const seen = admin.cursor();
  const worker = openDatabase(portal.workerUrls);
  await worker.write(queueActor, ({ sql }) => sql`select tell_staff_live('jobs.manage', 'jobs')`);
  await worker.close();
  const until = (await admin.next()).cursor;
  const permissions = ['jobs.manage', 'contractors.import'];
  const asStaff = (userId: string, from = seen) =>
    portal.db.read({ kind: 'staff', userId }, (tx) => listStaffNews(tx, { permissions, seen: from, until }));
  expect(kinds({ events: await asStaff(admin.userId) })).toEqual(['jobs']);
  expect(await asStaff(admin.userId, until)).toEqual([]);
  expect(await asStaff(support.userId)).toEqual([]);
  // There is always an administrator.
  await addMember(portal.db, { roles: ['administrator'] });
  await portal.owner`delete from user_roles where user_id = ${admin.userId}`;
  expect(await asStaff(admin.userId)).toEqual([]);
});

it('a role that is given or taken is news for its holder', async () => {
  const ana = await addReader();
  await portal.owner`insert into user_roles (user_id, role_code) values (${ana.userId}, 'support')`;
  expect(kinds(await ana.next())).toContain('account');
});

it('closing an account and forgetting old news leave nothing behind', async () => {
  const ana = await addReader();
  await addNotification(portal.db, ana.userId);
  await portal.owner`update live_events set created_at = now() - interval '25 hours' where user_id = ${ana.userId}`;
  expect(await portal.db.write(system, forgetOldNews)).toBeGreaterThan(0);
  await addNotification(portal.db, ana.userId);
  await portal.owner`delete from users where id = ${ana.userId}`;
  const left = await portal.owner`select from live_events where user_id = ${ana.userId}`;
  expect(left.length).toBe(0);
});
