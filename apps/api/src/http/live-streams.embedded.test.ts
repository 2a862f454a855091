import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@namc/db';
import { type EmbeddedDatabase, startEmbedded } from '@namc/db/embedded';
import { addMember } from '@namc/db/members/factory';
import { migrate } from '@namc/db/migrate';
import { addNotification } from '@namc/db/notifications/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { makeLiveStreams } from './live-streams.ts';
import { readStream, watchPath } from './read-stream.fixture.ts';

const directory = mkdtempSync(join(tmpdir(), 'namc-portal-live-'));
let embedded: EmbeddedDatabase;
let db: Database;

beforeAll(async () => {
  embedded = await startEmbedded({ directory });
  await migrate({ ownerUrl: embedded.url, embedded: true });
  db = openDatabase({ url: embedded.url, maxConnections: 1, isEmbedded: true });
});

afterAll(async () => {
  await db.close();
  await embedded.close();
  rmSync(directory, { recursive: true, force: true });
});

it('a page over the embedded database hears of a notification, and of the end of its session', async () => {
  const live = makeLiveStreams({ db, logger: pino({ level: 'silent' }) });
  const app = testApp({ db, live });
  const userId = await addMember(db);
  const cookie = await addSignedIn(db, userId);
  const page = readStream(await app.request(watchPath(), { headers: { Cookie: cookie } }));
  await vi.waitFor(() => expect(page.news().length).toBe(1));
  const id = await addNotification(db, userId);
  await vi.waitFor(() =>
    expect(page.news().at(-1)?.events).toEqual([{ kind: 'notification', subjectId: id }]),
  );
  const ended = await app.request('/trpc/signIn.signOut', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: cookie },
    body: '{}',
  });
  expect(ended.status, await ended.text()).toBe(200);
  expect(await page.whole).toBe('serialized-error');
  await live.close();
});
