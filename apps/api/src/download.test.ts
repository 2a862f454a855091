import { once } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import type { Database } from '@namc/db';
import { recordAdminAction } from '@namc/db/audit/commands';
import { addContractors } from '@namc/db/contractors/factory';
import { Unavailable } from '@namc/db/errors';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { readTable } from '@namc/inputs/row-table';
import { createTRPCClient, httpBatchStreamLink } from '@trpc/client';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testApp } from './app.fixture.ts';
import type { AppRouter } from './router.ts';

const portal = testDatabase();
const servers: Server[] = [];
const logged: string[] = [];
const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
/** Downloads of three pages each: contractors, and the staff's acts. */
const many = 2_500;
const manyActs = 250;

let member = '';
let auditor = '';

beforeAll(async () => {
  await addContractors(
    portal.owner,
    Array.from({ length: many }, (_, number) => ({
      licenseNumber: String(10_000 + number),
      businessName: `FIRM ${number}`,
    })),
  );
  member = await addMember(portal.db);
  auditor = await addMember(portal.db, { roles: ['administrator'] });
  await portal.db.write({ kind: 'staff', userId: auditor }, async (tx) => {
    for (let act = 0; act < manyActs; act += 1) {
      await recordAdminAction(tx, { action: 'members.suspend', targetUserId: member });
    }
  });
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** The portal behind a real socket. */
async function listen(db: Database): Promise<{ server: Server; origin: string }> {
  const app = testApp({ db, logger });
  const server = createServer(getRequestListener(app.fetch)).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The same database, with a hook that runs before every page of a download except the first. */
function beforeLaterPages(act: (page: number) => Promise<void>): Database & { reads: () => number } {
  let reads = 0;
  return {
    ...portal.db,
    read: async (actor, fn, options) => {
      if (options?.name?.startsWith('download ')) {
        reads += 1;
        if (reads > 1) await act(reads);
      }
      return portal.db.read(actor, fn, options);
    },
    reads: () => reads,
  };
}

describe('a batch of several queries', () => {
  it('is answered piece by piece, each query as soon as it is done', async () => {
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
      expect(readTable((await quick).contractors).length).toBeGreaterThan(0);
      unlock.resolve();
      expect(await slow).toEqual([expect.objectContaining({ county: 'Alameda', contractors: many })]);
    } finally {
      unlock.resolve();
      await locked;
    }
  });
});

describe.each([
  ['/api/contractors.csv', 'identity'],
  ['/api/contractors.csv', 'gzip'],
  ['/api/audit/actions.csv', 'identity'],
  ['/api/audit/actions.csv', 'gzip'],
])('a download (%s, %s)', (path, encoding) => {
  let headers: Record<string, string>;
  beforeAll(async () => {
    headers = {
      'accept-encoding': encoding,
      cookie: await addSignedIn(portal.db, auditor, { hasSecondStep: true }),
    };
  });

  it('stops reading the database when the person has left', async () => {
    const gone = Promise.withResolvers<void>();
    const db = beforeLaterPages(() => gone.promise);
    const { server, origin } = await listen(db);
    const closed = Promise.withResolvers<void>();
    server.once('connection', (socket) => socket.once('close', () => closed.resolve()));
    const request = get(`${origin}${path}`, { headers, agent: false }, (answer) => {
      answer.once('data', () => request.destroy());
    });
    request.on('error', () => undefined);
    await closed.promise;
    gone.resolve();
    await wait(200);
    expect(db.reads()).toBeLessThanOrEqual(2);
  });

  it('cuts the connection when the database fails, instead of ending like a complete file', async () => {
    logged.length = 0;
    const db = beforeLaterPages(async (page) => {
      if (page === 3) throw new Unavailable('The database cannot be reached right now.');
    });
    const { origin } = await listen(db);
    const answer = await fetch(`${origin}${path}`, { headers });
    expect(answer.status).toBe(200);
    const requestId = answer.headers.get('x-request-id');
    const whole = await answer.text().then(
      () => true,
      () => false,
    );
    expect(whole).toBe(false);
    expect(logged.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ msg: 'a download broke off', requestId }),
    );
  });
});

describe('a download admits the same callers as its page’s procedure:', () => {
  const app = () => testApp({ db: portal.db });
  const statusOf = async (path: string, cookie?: string) =>
    (await app().request(path, cookie ? { headers: { cookie } } : {})).status;

  it('everyone may download contractors', async () => {
    expect(await statusOf('/api/contractors.csv')).toBe(200);
    expect(await statusOf('/api/contractors.csv', await addSignedIn(portal.db, member))).toBe(200);
  });

  it.each(['/api/audit/actions.csv', '/api/audit/changes.csv'])(
    'only staff with audit.read and a second step take %s',
    async (path) => {
      expect(await statusOf(path)).toBe(401);
      expect(await statusOf(path, await addSignedIn(portal.db, member))).toBe(403);
      expect(await statusOf(path, await addSignedIn(portal.db, auditor))).toBe(403);
      expect(await statusOf(path, await addSignedIn(portal.db, auditor, { hasSecondStep: true }))).toBe(200);
    },
  );

  it.each(['/api/audit/actions.csv', '/api/audit/changes.csv'])(
    '%s says acts, records and times in words, and keeps ids and codes to the last columns',
    async (path) => {
      const cookie = await addSignedIn(portal.db, auditor, { hasSecondStep: true });
      const answer = await app().request(path, { headers: { cookie } });
      const [header = '', ...lines] = (await answer.text()).trim().split('\r\n');
      const names = header.replaceAll(/["\uFEFF]/g, '').split(',');
      expect(names.slice(0, 2)).toEqual(['When (Pacific time)', 'What happened']);
      expect(names.slice(-4)).toEqual(['When (UTC)', 'By ID', 'About ID', 'Request']);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) =>
          cell.replaceAll('"', ''),
        );
        const cell = (name: string) => cells[names.indexOf(name)] ?? '';
        expect(cell('When (Pacific time)')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
        // A code such as “members.approve” or “membership_applications” is for programs.
        for (const name of ['What happened', 'Action', 'Kind of record'])
          expect(cell(name)).not.toMatch(/[a-z]_[a-z]|[a-z]\.[a-z]/);
      }
    },
  );

  it('a caller without the permission is told which one is missing', async () => {
    const answer = await app().request('/api/audit/actions.csv');
    expect(await answer.json()).toMatchObject({ error: 'Sign in first.', fields: [] });
  });
});
