import { type Actor, type Database, forRequest, openDatabase } from '@namc/db';
import { addMember } from '@namc/db/members/factory';
import { addNotification } from '@namc/db/notifications/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { startTopology, type TestTopology } from '@namc/db/testing/test-topology';
import { Hono } from 'hono';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { carryFreshness, type FreshnessVariables } from './freshness.ts';

let topology: TestTopology;
const databases: Database[] = [];

/** One of the portal's processes, reduced to a person who writes and reads their own row. */
function startProcess(secret: string) {
  const db = openDatabase({
    ...topology.pooledLogins(0),
    replicaUrls: [topology.pooledUrl(1, 'portal_public')],
    directUrls: [0, 1].map((server) => topology.directUrl(server, 'portal_control')),
    preparedStatements: false,
  });
  databases.push(db);
  const app = new Hono<{ Variables: FreshnessVariables }>();
  app.use(carryFreshness({ db, secret, isSecure: false }));
  app.all('/bio/:userId', async (c) => {
    const userId = c.req.param('userId');
    const actor: Actor = { kind: 'member', userId };
    c.set('actor', actor);
    const mine = forRequest(db, { after: c.get('after') });
    if (c.req.method === 'POST') {
      await mine.write(actor, ({ sql }) => sql`update users set bio = 'written' where id = ${userId}`);
      return c.text('ok');
    }
    const [row] = await mine.read(
      actor,
      ({ sql }) => sql<{ bio: string | null }[]>`select bio from users where id = ${userId}`,
    );
    return c.text(row?.bio ?? 'nothing yet');
  });
  return { app, db };
}

beforeAll(async () => {
  topology = await startTopology({ replicas: 1 });
});

afterAll(async () => {
  await Promise.all(databases.map((db) => db.close(500)));
  await topology.remove();
});

it('a browser sees its own write in every process, by its cookie alone', async () => {
  const secret = 'a secret that the processes share';
  const [writer, reader, stranger] = [startProcess(secret), startProcess(secret), startProcess('another')];
  const userId = await addMember(writer.db);
  for (const db of databases) {
    await vi.waitFor(() => expect(db.servers().map(({ role }) => role)).toEqual(['primary', 'replica']), {
      timeout: 10_000,
    });
  }
  const read = async ({ app }: typeof reader, cookie?: string) =>
    (await app.request(`/bio/${userId}`, { headers: cookie ? { cookie } : {} })).text();
  await vi.waitFor(async () => expect(await read(reader)).toBe('nothing yet'));
  await topology.pauseReplay(1);

  const written = await writer.app.request(`/bio/${userId}`, { method: 'POST' });
  const cookie = written.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^portal_freshness=.*; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax$/);
  const [value = ''] = cookie.split(';');

  expect(await read(reader)).toBe('nothing yet');
  expect(await read(reader, value)).toBe('written');
  // A cookie with a wrong signature is ignored.
  expect(await read(stranger, value)).toBe('nothing yet');
  expect(await read(reader, value.replace(/=0/, '=1'))).toBe('nothing yet');
  expect((await reader.app.request(`/bio/${userId}`)).headers.get('set-cookie')).toBeNull();
});

it('a person sees their own write in every process and every browser, by Redis', async () => {
  const redis = new Redis(topology.redisUrl);
  const open = (parts: { redis?: Redis }) => {
    const db = openDatabase({
      ...topology.pooledLogins(0),
      replicaUrls: [topology.pooledUrl(1, 'portal_public')],
      directUrls: [0, 1].map((server) => topology.directUrl(server, 'portal_control')),
      preparedStatements: false,
      ...(parts.redis ? { redisUrl: topology.redisUrl } : {}),
    });
    databases.push(db);
    return { db, app: testApp({ db, ...parts }) };
  };
  try {
    const [here, there, alone] = [open({ redis }), open({ redis }), open({})];
    const userId = await addMember(here.db);
    const id = await addNotification(here.db, userId);
    const [phone, laptop] = [await addSignedIn(here.db, userId), await addSignedIn(here.db, userId)];
    const unread = async ({ app }: typeof here, Cookie: string) => {
      const answer = await app.request('/trpc/notifications.countUnread', { headers: { Cookie } });
      return ((await answer.json()) as { result: { data: unknown } }).result.data;
    };
    for (const each of [here, there, alone]) {
      await vi.waitFor(
        () => expect(each.db.servers().map(({ role }) => role)).toEqual(['primary', 'replica']),
        {
          timeout: 10_000,
        },
      );
    }
    await topology.resumeReplay(1);
    await vi.waitFor(async () => expect(await unread(alone, laptop)).toBe(1));
    await topology.pauseReplay(1);
    const marked = await here.app.request('/trpc/notifications.markRead', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: phone },
      body: JSON.stringify({ id }),
    });
    expect(marked.status).toBe(200);
    // Without Redis the other browser reads from the replica, which does not have it.
    expect(await unread(alone, laptop)).toBe(1);
    expect(await unread(there, laptop)).toBe(0);
  } finally {
    redis.disconnect();
  }
});
