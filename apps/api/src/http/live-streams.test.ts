import { openDatabase } from '@namc/db';
import { freePort } from '@namc/db/free-port';
import { addMember } from '@namc/db/members/factory';
import { addNotification } from '@namc/db/notifications/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { connect } from '@namc/db/testing/direct-client';
import { testDatabase } from '@namc/db/testing/test-database';
import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { testApp } from '../app.fixture.ts';
import type { App } from '../app.ts';
import { listen } from './listen.ts';
import { type LiveOptions, makeLiveStreams } from './live-streams.ts';
import { makeMetrics } from './metrics.ts';
import { type OpenStream, readStream, watchPath } from './read-stream.fixture.ts';

const portal = testDatabase();
const toClose: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

/** One process of the portal, with connections of its own. */
function startProcess(options: Partial<LiveOptions> = {}) {
  const db = openDatabase({ ...portal.urls, maxConnections: 6 });
  const live = makeLiveStreams({ db, logger: pino({ level: 'silent' }), ...options });
  const app = testApp({ db, live });
  toClose.push(
    () => db.close(),
    () => live.close(),
  );
  return { db, live, app };
}

async function watch(app: App, cookie: string, cursor?: string): Promise<OpenStream> {
  const leaving = new AbortController();
  const answer = await app.request(
    new Request(`http://localhost${watchPath(cursor)}`, {
      headers: { Cookie: cookie },
      signal: leaving.signal,
    }),
  );
  const stream = readStream(answer, () => leaving.abort());
  toClose.push(() => stream.close());
  return stream;
}

/** Waits for the first message, after which the stream tells what happens. */
async function standing(stream: OpenStream): Promise<OpenStream> {
  await vi.waitFor(() => expect(stream.news().length).toBe(1));
  return stream;
}

async function addReader(roles: string[] = []) {
  const userId = await addMember(portal.db, { roles });
  const cookie = await addSignedIn(portal.db, userId, { hasSecondStep: roles.length > 0 });
  return { userId, cookie };
}
const kindsOf = (stream: OpenStream) => stream.news().flatMap(({ events }) => events.map(({ kind }) => kind));
const subjectsOf = (stream: OpenStream) =>
  stream.news().flatMap(({ events }) => events.map(({ subjectId }) => subjectId));
const post = (app: App, cookie: string, path: string, input: object = {}) =>
  app.request(`/trpc/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: cookie },
    body: JSON.stringify(input),
  });

it('a notification written in one process is told to the page that another one serves, and so is reading it', async () => {
  const [near, far] = [startProcess(), startProcess()];
  const [ana, bo] = [await addReader(), await addReader()];
  const page = await standing(await watch(near.app, ana.cookie));
  const others = await standing(await watch(near.app, bo.cookie));
  expect(page.news()[0]).toMatchObject({ isWhole: false, events: [] });
  const id = await addNotification(far.db, ana.userId);
  await vi.waitFor(() => expect(subjectsOf(page)).toEqual([id]));
  expect((await post(far.app, ana.cookie, 'notifications.markRead', { id })).status).toBe(200);
  await vi.waitFor(() => expect(kindsOf(page)).toEqual(['notification', 'notifications-read']));
  expect(kindsOf(others)).toEqual([]);
});

it('a page that comes back hears of all that it missed, once and in order, also from another process', async () => {
  const [one, other] = [startProcess(), startProcess()];
  const ana = await addReader();
  const page = await standing(await watch(one.app, ana.cookie));
  const told = [await addNotification(portal.db, ana.userId)];
  await vi.waitFor(() => expect(subjectsOf(page)).toEqual(told));
  page.close();
  await one.live.close();
  const missed: string[] = [];
  for (let at = 0; at < 5; at += 1) missed.push(await addNotification(portal.db, ana.userId));
  const again = await watch(other.app, ana.cookie, page.news().at(-1)?.id);
  await vi.waitFor(() => expect(subjectsOf(again)).toEqual(missed));
  expect(again.news().every(({ isWhole }) => isWhole)).toBe(true);
  missed.push(await addNotification(portal.db, ana.userId));
  await vi.waitFor(() => expect(subjectsOf(again)).toEqual(missed));
});

it('a stream ends at once when its session is ended elsewhere, and nothing of later is told', async () => {
  const { app, db, live } = startProcess();
  const ana = await addReader();
  const [session] = await portal.owner<
    { id: string }[]
  >`select id from sessions where user_id = ${ana.userId}`;
  const elsewhere = await addSignedIn(portal.db, ana.userId);
  const page = await standing(await watch(app, ana.cookie));
  const kept = await standing(await watch(app, elsewhere));
  expect((await post(app, elsewhere, 'signIn.endSession', { id: session?.id })).status).toBe(200);
  const id = await addNotification(db, ana.userId);
  expect(await page.whole).toBe('serialized-error');
  expect(page.messages.at(-1)?.data).toContain('"needs":"sign-in"');
  expect(kindsOf(page)).not.toContain('notification');
  await vi.waitFor(() => expect(subjectsOf(kept)).toContain(id));
  expect(kindsOf(kept)).toEqual(['sessions', 'notification']);
  expect(live.figures().streams).toBe(1);
});

it('every session but one can be ended at once, and then their streams end', async () => {
  const { app } = startProcess();
  const ana = await addReader();
  const page = await standing(await watch(app, ana.cookie));
  const other = await addSignedIn(portal.db, ana.userId);
  expect((await post(app, other, 'signIn.endOtherSessions')).status).toBe(200);
  expect(await page.whole).toBe('serialized-error');
});

it('a stream of a suspended person ends at once', async () => {
  const { app } = startProcess();
  const [ana, admin] = [await addReader(), await addReader(['administrator'])];
  const page = await standing(await watch(app, ana.cookie));
  const answer = await post(app, admin.cookie, 'members.suspend', {
    userId: ana.userId,
    reason: 'For the test.',
  });
  expect(answer.status, await answer.text()).toBe(200);
  expect(await page.whole).toBe('serialized-error');
});

it('a page of staff hears of their work while they hold the permission, and opens its stream anew when they lose it', async () => {
  const { app, db } = startProcess();
  const [admin, member] = [await addReader(['administrator', 'support']), await addReader()];
  const page = await standing(await watch(app, admin.cookie));
  const others = await standing(await watch(app, member.cookie));
  const touch = () => portal.owner`select tell_staff_live('jobs.manage', 'jobs')`;
  await touch();
  await vi.waitFor(() => expect(kindsOf(page)).toEqual(['jobs']));
  // Without another administrator, nobody could take the role away.
  await addMember(db, { roles: ['administrator'] });
  await portal.owner`delete from user_roles where user_id = ${admin.userId} and role_code = 'administrator'`;
  expect(await page.whole).toBe('cut');
  await touch();
  expect(kindsOf(page)).toEqual(['jobs', 'account']);
  expect(kindsOf(others)).toEqual([]);
});

it('an open stream holds no connection of those that transactions use', async () => {
  const { app, db, live } = startProcess();
  const readers = await Promise.all(Array.from({ length: 10 }, () => addReader()));
  const pages = await Promise.all(readers.map(async ({ cookie }) => standing(await watch(app, cookie))));
  expect(live.figures()).toMatchObject({ streams: 10, isListening: true });
  await vi.waitFor(() => expect(db.servers().map(({ inUse }) => inUse)).toEqual([0]));
  for (const page of pages) page.close();
  await vi.waitFor(() => expect(live.figures().streams).toBe(0));
});

it('the metrics show the open streams', async () => {
  const { app, live } = startProcess();
  const metrics = makeMetrics({ logger: pino({ level: 'silent' }), slowMs: 1_000, trailAlarmSeconds: 600 });
  metrics.watchLive(live.figures);
  const ana = await addReader();
  await standing(await watch(app, ana.cookie));
  await vi.waitFor(async () => {
    const text = await metrics.text();
    expect(text).toContain('portal_live_streams 1');
    expect(text).toContain('portal_live_listening 1');
  });
  expect(await metrics.text()).toMatch(/^portal_live_looks_total [1-9]/m);
});

it('a session that ends by time alone is noticed without a signal', async () => {
  const { app } = startProcess({ lookEveryMs: 100 });
  const ana = await addReader();
  const page = await standing(await watch(app, ana.cookie));
  await portal.owner`update sessions set expires_at = now() where user_id = ${ana.userId}`;
  expect(await page.whole).toBe('serialized-error');
});

it('an account opens so many streams and no more, and a cursor that no server gave is refused', async () => {
  const { app } = startProcess({ mostPerAccount: 2 });
  const ana = await addReader();
  await standing(await watch(app, ana.cookie));
  await standing(await watch(app, ana.cookie));
  const third = await watch(app, ana.cookie);
  expect(await third.whole).toBe('serialized-error');
  expect(third.messages.at(-1)?.data).toContain('"httpStatus":429');
  for (const cursor of [
    'x',
    '9999999999999999999:9999999999999999999:~1',
    '5:3:~1',
    '0:0:~1',
    '3:5:7~1',
    '3:9:7,5~1',
    '3:9:5,~1',
    `${'9'.repeat(25)}:1:~1`,
  ]) {
    const refused = await watch(app, ana.cookie, cursor);
    expect(await refused.whole).toBe('serialized-error');
    expect(refused.messages.at(-1)?.data, cursor).toContain('"httpStatus":400');
  }
});

it('a stream survives a database that is away for a while, and then hears of what it missed', async () => {
  const ana = await addReader();
  const { app } = startProcess();
  const page = await standing(await watch(app, ana.cookie));
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = ${new URL(portal.ownerUrl).pathname.slice(1)} and application_name like 'namc-portal%'`;
  await superuser.end();
  // The others' connections are gone too, and a write on one of them fails until its pool has noticed.
  const id = await addNotification(startProcess().db, ana.userId);
  await vi.waitFor(() => expect(subjectsOf(page)).toEqual([id]));
});

it('a process that stops ends its streams, so that browsers go to another one', async () => {
  const { app, live } = startProcess();
  const port = await freePort();
  const server = await listen(app, { host: '127.0.0.1', port }, 60_000);
  const ana = await addReader();
  const answer = await fetch(`http://127.0.0.1:${port}${watchPath()}`, { headers: { Cookie: ana.cookie } });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'x-accel-buffering': 'no',
  });
  expect(answer.headers.get('content-encoding')).toBeNull();
  const page = await standing(readStream(answer));
  await live.close();
  expect(await page.whole).toBe('cut');
  // It waits for requests in flight, and finds none.
  await server.close();
  const late = await watch(app, ana.cookie);
  expect(await late.whole).toBe('cut');
});

it('a browser that leaves ends its stream', async () => {
  const { app, live } = startProcess();
  const port = await freePort();
  const server = await listen(app, { host: '127.0.0.1', port }, 100);
  toClose.push(server.close);
  const ana = await addReader();
  const leaving = new AbortController();
  const answer = await fetch(`http://127.0.0.1:${port}${watchPath()}`, {
    headers: { Cookie: ana.cookie },
    signal: leaving.signal,
  });
  await standing(readStream(answer));
  expect(live.figures().streams).toBe(1);
  leaving.abort();
  await vi.waitFor(() => expect(live.figures().streams).toBe(0));
});

it('a browser that leaves before it has read its messages does not end the process', async () => {
  const { app, live } = startProcess();
  const { userId, cookie } = await addReader();
  const unheard: unknown[] = [];
  const note = (error: unknown) => void unheard.push(error);
  process.on('unhandledRejection', note);
  toClose.push(() => process.off('unhandledRejection', note));
  let told = 0;
  // Nobody reads, so that the messages fill the buffers on the way one after another.
  for (const unread of [1, 2, 3]) {
    const leaving = new AbortController();
    await app.request(
      new Request(`http://localhost${watchPath()}`, { headers: { Cookie: cookie }, signal: leaving.signal }),
    );
    for (let sent = 1; sent <= unread; sent += 1) {
      told += 1;
      await vi.waitFor(() => expect(live.figures().messages).toBe(told));
      if (sent < unread) await addNotification(portal.db, userId);
    }
    leaving.abort();
    await vi.waitFor(() => expect(live.figures().streams).toBe(0));
  }
  await new Promise((done) => setTimeout(done, 50));
  expect(unheard).toEqual([]);
});
