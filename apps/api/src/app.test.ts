import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Database, openDatabase } from '@namc/db';
import { addContractors } from '@namc/db/contractors/factory';
import type { ContractorTablePage } from '@namc/db/contractors/queries/search';
import { readMigrationFiles } from '@namc/db/migrations/files';
import { testDatabase } from '@namc/db/testing/test-database';
import { readTable } from '@namc/inputs/row-table';
import { parse } from 'csv-parse/sync';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApp } from './app.fixture.ts';
import type { App, AppParts } from './app.ts';
import { makeServiceMeter } from './http/service-meter.ts';

const portal = testDatabase();
const newest = readMigrationFiles().at(-1)?.name ?? '';
const webRoot = mkdtempSync(join(tmpdir(), 'namc-portal-web-'));
const logged: string[] = [];
const logger = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
const origin = 'http://localhost:3000';
let app: App;

const many = 2_500;

beforeAll(async () => {
  mkdirSync(join(webRoot, 'assets'));
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>Portal</title>');
  writeFileSync(join(webRoot, 'assets/app-1a2b.js'), 'console.log("plain")');
  writeFileSync(join(webRoot, 'assets/app-1a2b.js.br'), 'brotli');
  writeFileSync(join(webRoot, '../secret-of-the-test.txt'), 'secret');
  app = testApp({
    db: portal.db,
    logger,
    webRoot,
  });
  await addContractors(portal.owner, [
    { licenseNumber: '1', businessName: 'ACME ELECTRIC', classifications: ['C-10'] },
    {
      licenseNumber: '2',
      businessName: '=HYPERLINK("http://example.org")',
      dbaName: '+1 SERVICES, INC',
      classifications: ['C-11'],
    },
    {
      licenseNumber: '3',
      businessName: '@HOME "BEST" PAINTING',
      dbaName: '-5 DEGREES',
      classifications: ['C-11'],
    },
    ...Array.from({ length: many }, (_, number) => ({
      licenseNumber: String(10_000 + number),
      businessName: `FIRM ${number}`,
      classifications: ['C-8'],
    })),
  ]);
});

afterAll(() => {
  rmSync(webRoot, { recursive: true });
  rmSync(join(webRoot, '../secret-of-the-test.txt'));
});

const get = (path: string, headers: Record<string, string> = {}) =>
  app.request(`${origin}${path}`, { headers });
const ask = (procedure: string, input: unknown) =>
  get(`/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`);

/** A database URL that nothing listens on. */
async function withoutDatabase<T>(
  run: (app: App, db: Database) => Promise<T>,
  parts: Partial<AppParts> = {},
): Promise<T> {
  const db = openDatabase({ url: 'postgres://someone:hunter2@127.0.0.1:1/nowhere' });
  try {
    return await run(
      testApp({
        db,
        logger,
        webRoot,
        ...parts,
      }),
      db,
    );
  } finally {
    await db.close();
  }
}

describe('health', () => {
  it('reports alive without asking the database, and ready when the database is up to date', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready' });
  });

  it('tells why it is not ready without revealing a secret', async () => {
    await withoutDatabase(async (away) => {
      const answer = await away.request('/readyz');
      const text = await answer.text();
      expect(answer.status).toBe(503);
      expect(text).toContain('The database cannot be reached right now.');
      expect(text).not.toContain('hunter2');
      expect((await away.request('/healthz')).status).toBe(200);
    });
  });

  it('names the pending migrations', async () => {
    await portal.owner`update portal_migrations set finished_at = null where name = ${newest}`;
    const answer = await get('/readyz');
    await portal.owner`update portal_migrations set finished_at = now() where name = ${newest}`;
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      reason: expect.stringContaining(`${newest}. Run: portal migrate`),
    });
  });
});

describe('a procedure', () => {
  it('answers', async () => {
    const answer = await ask('contractors.search', { q: 'acme' });
    const { result } = (await answer.json()) as { result: { data: ContractorTablePage } };
    expect(readTable(result.data.contractors)).toMatchObject([
      { licenseNumber: '1', standing: { kind: 'good' } },
    ]);
  });

  it('names each invalid field', async () => {
    const answer = await ask('contractors.search', { q: 5, counties: ['Narnia'] });
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: { data: { fields: { field: string }[] } } };
    expect(error.data.fields.map(({ field }) => field)).toEqual(['q', 'counties.0']);
  });

  it('reports an unknown license as not found', async () => {
    const answer = await ask('contractors.getLicense', { licenseNumber: '424242' });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('There is no contractor with the license number 424242.');
  });

  it('hides the details of a defect, and gives a reference that the log contains', async () => {
    await portal.owner`alter table contractor_county_counts rename to county_counts_away`;
    const answer = await ask('contractors.listCountyCounts', undefined);
    await portal.owner`alter table county_counts_away rename to contractor_county_counts`;
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toMatch(/contractor_county_counts|select|stack|packages/i);
    const reference = (JSON.parse(text) as { error: { data: { reference: string } } }).error.data.reference;
    expect(reference).toBe(answer.headers.get('x-request-id'));
    expect(logged.join('')).toContain(reference);
    expect(logged.join('')).toContain('contractor_county_counts');
  });

  it('refuses more calls at once than one page of the portal makes', async () => {
    const batch = (size: number) => {
      const paths = Array.from({ length: size }, () => 'contractors.listCountyCounts').join(',');
      return get(`/trpc/${paths}?batch=1&input=%7B%7D`);
    };
    expect((await batch(20)).status).toBe(200);
    expect((await batch(21)).status).toBe(400);
    const large = await app.request(`${origin}/trpc/contractors.search`, {
      method: 'POST',
      body: 'a'.repeat(200_000),
      headers: { 'content-type': 'application/json' },
    });
    expect(large.status).toBe(413);
    expect(await large.json()).toEqual({ error: 'The request is too large.' });
  });

  it('is compressed when that pays off, with the same content', async () => {
    const compressed = { 'accept-encoding': 'gzip' };
    const ofEach = async (input: string) => {
      const path = `/trpc/contractors.search?input=${encodeURIComponent(input)}`;
      const [plain, packed] = [await get(path), await get(path, compressed)];
      const bytes = Buffer.from(await packed.arrayBuffer());
      const isPacked = packed.headers.get('content-encoding') === 'gzip';
      expect((isPacked ? gunzipSync(bytes) : bytes).toString()).toBe(await plain.text());
      return isPacked;
    };
    expect(await ofEach('{"q":"firm"}')).toBe(true);
    expect(await ofEach('{"q":"nobody has this name"}')).toBe(false);
  });

  it('is unavailable, not broken, while the database is away', async () => {
    await withoutDatabase(async (away) => {
      const answer = await away.request('/trpc/contractors.listCountyCounts');
      expect(answer.status).toBe(503);
      expect(await answer.text()).not.toContain('hunter2');
    });
  });

  it('answers as a procedure, and counts as one, if the session cannot be read', async () => {
    const counted: unknown[] = [];
    const meter = { ...makeServiceMeter({ logger }), request: (...one: unknown[]) => counted.push(one) };
    await withoutDatabase(
      async (away) => {
        const cookie = `portal_session=${'a'.repeat(43)}`;
        const answer = await away.request(
          '/trpc/contractors.listCountyCounts,accounts.findMe?batch=1&input={}',
          {
            headers: { cookie, 'trpc-accept': 'application/jsonl' },
          },
        );
        expect(answer.status).toBe(503);
        expect(await answer.json()).toMatchObject({
          error: {
            message: 'The database cannot be reached right now.',
            data: { code: 'SERVICE_UNAVAILABLE', httpStatus: 503, needs: null, reference: null },
          },
        });
        expect(counted).toEqual([
          ['complex', expect.any(Number), 'FAILED'],
          ['simple', expect.any(Number), 'FAILED'],
        ]);
      },
      { meter },
    );
  });
});

describe('the browser’s protection', () => {
  it('refuses another site’s request, even as JSON', async () => {
    const send = (from: string | undefined) =>
      app.request(`${origin}/trpc/contractors.listCountyCounts`, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json', ...(from ? { origin: from } : {}) },
      });
    expect((await send('https://evil.example.org')).status).toBe(403);
    expect((await send(origin)).status).not.toBe(403);
    expect((await send(undefined)).status).not.toBe(403);
  });

  it('answers no question, stream or download that another site’s page asks with the person’s cookies', async () => {
    const ask = async (path: string, site: string, mode = 'cors') => {
      const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': mode, accept: 'text/html' };
      return (await get(path, headers)).status;
    };
    for (const site of ['cross-site', 'same-site']) {
      for (const path of [
        '/trpc/liveEvents.watch',
        '/trpc/contractors.listCountyCounts',
        '/api/contractors.csv',
      ]) {
        expect([site, path, await ask(path, site)]).toEqual([site, path, 403]);
        expect([site, path, await ask(path, site, 'no-cors')]).toEqual([site, path, 403]);
      }
      // A link elsewhere leads here, and opens a file as it opens a page.
      expect(await ask('/contractors', site, 'navigate')).toBe(200);
      expect(await ask('/api/contractors.csv', site, 'navigate')).toBe(200);
    }
    for (const site of ['same-origin', 'none']) {
      expect(await ask('/trpc/contractors.listCountyCounts', site)).toBe(200);
    }
  });

  it('allows only our own scripts, styles and requests', async () => {
    const policy = (await get('/', { accept: 'text/html' })).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:/);
  });
});

describe('the pages', () => {
  const page = { accept: 'text/html,application/xhtml+xml' };

  it('open at any address, are kept nowhere, and have their files cached for a year', async () => {
    for (const path of ['/', '/contractors/123', '/contractors?q=a.b']) {
      const answer = await get(path, page);
      expect(await answer.text()).toContain('NAMC NorCal</title>');
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
    }
    const script = await get('/assets/app-1a2b.js', { 'accept-encoding': 'br' });
    expect(await script.text()).toBe('brotli');
    expect(script.headers.get('cache-control')).toContain('immutable');
  });

  it('are not served for a missing file or API address', async () => {
    for (const path of ['/assets/gone-9z.js', '/api/nothing', '/trpc/nothing']) {
      const answer = await get(path, page);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('<title>');
    }
  });

  it('tell how to build them while they are missing', async () => {
    const unbuilt = testApp({
      db: portal.db,
      logger,
      webRoot: join(webRoot, 'none'),
    });
    const answer = await unbuilt.request('/', { headers: page });
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('npm start');
  });

  it('reveal no file outside of their folder', async () => {
    for (const path of [
      '/../secret-of-the-test.txt',
      '/%2e%2e/secret-of-the-test.txt',
      '/..%2fsecret-of-the-test.txt',
      '/assets/..%5c..%5csecret-of-the-test.txt',
    ]) {
      expect(await (await get(path)).text()).not.toBe('secret');
    }
  });
});

describe('a download', () => {
  const download = async (query: string) => {
    const answer = await get(`/api/contractors.csv?${query}`);
    return { answer, rows: parse(await answer.text(), { bom: true }) as string[][] };
  };

  it('holds the search’s results', async () => {
    const { answer, rows } = await download('q=acme');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="contractors-\d{4}-\d\d-\d\d\.csv"$/,
    );
    expect(rows).toHaveLength(2);
    expect(rows[1]?.slice(0, 2)).toEqual(['1', 'Acme Electric']);
  });

  it('names each trade beside its code', async () => {
    const { rows } = await download('trades=C-11&sort=name');
    const [codes = -1, names = -1] = ['Classifications', 'Trades'].map((each) => rows[0]?.indexOf(each));
    expect(rows[1]?.[codes]).toBe('C-11');
    expect(rows[1]?.[names]).toBe('Elevator');
  });

  it('runs no formula in a spreadsheet', async () => {
    const { rows } = await download('trades=C-11&sort=name');
    const cells = rows
      .slice(1)
      .map((row) => row.slice(1, 3))
      .sort();
    expect(cells).toEqual([
      [`'=HYPERLINK("http://example.org")`, "'+1 Services, Inc."],
      [`'@Home "Best" Painting`, "'-5 Degrees"],
    ]);
  });

  it('has every row exactly once across pages', async () => {
    const { rows } = await download('trades=C-8');
    expect(rows).toHaveLength(many + 1);
    expect(new Set(rows.map(([license]) => license)).size).toBe(many + 1);
  });

  it('refuses invalid filters before it begins', async () => {
    const { answer } = await download('counties=Narnia').catch(async () => ({
      answer: await get('/api/contractors.csv?counties=Narnia'),
    }));
    expect(answer.status).toBe(400);
  });

  it('stops reading when the person leaves', async () => {
    let reads = 0;
    const counting: Database = {
      ...portal.db,
      read: (actor, fn) => {
        reads += 1;
        return portal.db.read(actor, fn);
      },
    };
    const counted = testApp({
      db: counting,
      logger,
      webRoot,
    });
    const answer = await counted.request('/api/contractors.csv?trades=C-8');
    const reader = answer.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(reads).toBeLessThan(3);
    expect(reads).toBeGreaterThan(0);
  });
});
