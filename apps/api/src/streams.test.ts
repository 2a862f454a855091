import { once } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import type { Database } from '@namc/db';
import { addContractors } from '@namc/db/contractors/factory';
import { Unavailable } from '@namc/db/errors';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { createTRPCClient, httpBatchStreamLink } from '@trpc/client';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from './app.ts';
import type { AppRouter } from './router.ts';

const portal = testDatabase();
const servers: Server[] = [];
const logged: string[] = [];
const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
/** Three pages of a download. */
const many = 2_500;

beforeAll(() =>
  addContractors(
    portal.owner,
    Array.from({ length: many }, (_, number) => ({
      licenseNumber: String(10_000 + number),
      businessName: `FIRM ${number}`,
    })),
  ),
);

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** The portal behind a real socket. */
async function listen(db: Database): Promise<{ server: Server; origin: string }> {
  const app = createApp({
    db,
    logger,
    webRoot: tmpdir(),
    publicOrigin: undefined,
    keys: testKeys,
    cookieSecret: 'a secret for tests',
  });
  const server = createServer(getRequestListener(app.fetch)).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The same database, with something done before each page after the first. */
function beforeLaterPages(act: (page: number) => Promise<void>): Database & { reads: () => number } {
  let reads = 0;
  return {
    ...portal.db,
    read: async (actor, fn) => {
      reads += 1;
      if (reads > 1) await act(reads);
      return portal.db.read(actor, fn);
    },
    reads: () => reads,
  };
}

describe('several questions in one request', () => {
  it('are answered one by one, each as soon as it can be', async () => {
    const { origin } = await listen(portal.db);
    const client = createTRPCClient<AppRouter>({ links: [httpBatchStreamLink({ url: `${origin}/trpc` })] });
    const hasLock = Promise.withResolvers<void>();
    const unlock = Promise.withResolvers<void>();
    const locked = portal.owner.begin(async (sql) => {
      await sql`lock table contractor_county_counts in access exclusive mode`;
      hasLock.resolve();
      await unlock.promise;
    });
    await hasLock.promise;
    try {
      const slow = client.contractors.listCountyCounts.query();
      const quick = client.contractors.search.query({ q: 'firm 7', limit: 100 });
      const missing = client.contractors.getLicense.query({ licenseNumber: '42' });
      await expect(missing).rejects.toMatchObject({ data: { code: 'NOT_FOUND', httpStatus: 404 } });
      expect((await quick).contractors.length).toBeGreaterThan(0);
      unlock.resolve();
      expect(await slow).toEqual([expect.objectContaining({ county: 'Alameda', contractors: many })]);
    } finally {
      unlock.resolve();
      await locked;
    }
  });
});

describe.each(['identity', 'gzip'])('a download (%s)', (encoding) => {
  const headers = { 'accept-encoding': encoding };

  it('stops reading the database when the person has left', async () => {
    const gone = Promise.withResolvers<void>();
    const db = beforeLaterPages(() => gone.promise);
    const { server, origin } = await listen(db);
    const closed = Promise.withResolvers<void>();
    server.once('connection', (socket) => socket.once('close', () => closed.resolve()));
    const request = get(`${origin}/api/contractors.csv`, { headers, agent: false }, (answer) => {
      answer.once('data', () => request.destroy());
    });
    request.on('error', () => undefined);
    await closed.promise;
    gone.resolve();
    await wait(200);
    expect(db.reads()).toBeLessThanOrEqual(2);
  });

  it('breaks off, and does not end as if it were whole, when the database goes away', async () => {
    const db = beforeLaterPages(async (page) => {
      if (page === 3) throw new Unavailable('The database cannot be reached just now.');
    });
    const { origin } = await listen(db);
    const answer = await fetch(`${origin}/api/contractors.csv`, { headers });
    expect(answer.status).toBe(200);
    const whole = await answer.text().then(
      () => true,
      () => false,
    );
    expect(whole).toBe(false);
    expect(logged.join('')).toContain('a download broke off');
  });
});
