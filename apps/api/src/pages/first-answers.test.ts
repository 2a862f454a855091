import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@namc/db';
import { addSampleCompany } from '@namc/db/companies/factory';
import { addContractors } from '@namc/db/contractors/factory';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import type { App } from '../app.ts';
import type { FirstAnswer } from './first-answers.ts';

const portal = testDatabase();
const webRoot = mkdtempSync(join(tmpdir(), 'namc-portal-web-'));
afterAll(() => rmSync(webRoot, { recursive: true, force: true }));
let app: App;
let cookie: string;

const index = `<!doctype html><html lang="en-US"><head><meta name="description" content="Usual."><title>Portal</title><link rel="preload" as="font" type="font/woff2" crossorigin href="/assets/type.woff2" /><script type="module" crossorigin src="/assets/index.js"></script><link rel="stylesheet" href="/assets/portal.css"></head><body><!--painted--><!--first-answers--></body>`;
const trap = 'Ends</script><script>alert(1)</script>';

beforeAll(async () => {
  mkdirSync(join(webRoot, 'assets'));
  writeFileSync(join(webRoot, 'index.html'), index);
  writeFileSync(
    join(webRoot, 'page-parts.json'),
    JSON.stringify({
      loader: '/assets/load.js',
      pages: {
        '/': ['/assets/home.js'],
        '/contractors/$license': ['/assets/license.js'],
        ...Object.fromEntries(
          [
            '/contractors',
            '/contractors/compare',
            '/home',
            '/saved',
            '/join',
            '/sign-in',
            '/admin/audit',
          ].map((page) => [page, []]),
        ),
      },
      memberFrame: ['/assets/frame.js'],
      frames: { visitor: '<p>visitor <!--title--></p>', member: '<p>member</p>', staff: '<p>staff</p>' },
      titles: { '/': { words: 'Welcome', painted: '<i>Welcome</i>' } },
      title: '<b><!--words--></b>',
    }),
  );
  mkdirSync(join(webRoot, 'painter'));
  writeFileSync(
    join(webRoot, 'painter/paint-1a2b.js'),
    `export const paint = async (address, answers, { width }) => {
      if (address === '/saved') return undefined;
      if (address === '/join') throw new Error('It fails.');
      if (address === '/sign-in') return new Promise(() => undefined);
      return \`<h1>\${address} of \${answers.length} answers\${width === 1280 ? '' : ' at ' + width}</h1>\`;
    };`,
  );
  app = testApp({ db: portal.db, webRoot });
  await addContractors(portal.owner, [
    { licenseNumber: '1', businessName: trap, classifications: ['C-10'] },
    { licenseNumber: '2', businessName: 'ACME ROOFING', classifications: ['C-39'] },
  ]);
  cookie = await addSignedIn(portal.db, await addMember(portal.db));
});

const open = (path: string, as?: string, from = app) =>
  from.request(path, { headers: { accept: 'text/html', ...(as ? { cookie: as } : {}) } });

/** The answers in a page, by the procedure's path. */
async function answersOf(page: Response): Promise<Map<string, FirstAnswer>> {
  const blocks = [
    ...(await page.text()).matchAll(
      /<script type="application\/json" id="first-answers">([\s\S]*?)<\/script>/g,
    ),
  ];
  expect(blocks).toHaveLength(1);
  const answers = JSON.parse(blocks[0]?.[1] ?? '') as FirstAnswer[];
  return new Map(answers.map((answer) => [answer.path.join('.'), answer]));
}

describe('a page', () => {
  it('tells a member who is signed in, and nobody keeps it', async () => {
    const page = await open('/home', cookie);
    expect(page.headers.get('cache-control')).toBe('private, no-store');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const answers = await answersOf(page);
    expect(answers.get('accounts.findMe')?.data).toMatchObject({ status: 'ACTIVE' });
    expect([...answers.keys()]).toContain('notifications.countUnread');
    expect([...answers.keys()]).toContain('memberships.findOwn');
  });

  it('tells a visitor that nobody is', async () => {
    const answers = await answersOf(await open('/home'));
    expect(answers.get('accounts.findMe')?.data).toBe(null);
    expect([...answers.keys()]).toEqual([
      'accounts.findMe',
      'contractors.getSnapshot',
      'settings.getContact',
    ]);
  });

  it('has the same answers as the procedures', async () => {
    const answers = await answersOf(await open('/contractors?q=acme+roofing'));
    const { input, data, isList } = answers.get('contractors.search') ?? {};
    const address = `/trpc/contractors.search?input=${encodeURIComponent(JSON.stringify(input))}`;
    const asked = (await (await app.request(address)).json()) as { result: { data: unknown } };
    expect(data).toEqual(asked.result.data);
    expect(isList).toBe(true);
    expect(answers.get('contractors.count')?.data).toMatchObject({ count: 1 });
  });

  it('has each license of a comparison, and nothing for what is no license', async () => {
    const compared = async (licenses: string) => {
      const page = await open(`/contractors/compare?licenses=${licenses}`);
      return [...(await page.text()).matchAll(/"getLicense"\],"input":\{"licenseNumber":"(\d+)"\}/g)].map(
        ([, license]) => license,
      );
    };
    expect(await compared('2,abc,1,2')).toEqual(['2', '1']);
    expect(await compared('')).toEqual([]);
  });

  it('opens with fewer answers at a wrong address', async () => {
    for (const path of ['/contractors?trades=nonsense', '/contractors/not-a-number', '/no/such/page']) {
      const answers = await answersOf(await open(path));
      expect([...answers.keys()]).toEqual([
        'accounts.findMe',
        'contractors.getSnapshot',
        'settings.getContact',
      ]);
    }
  });

  it('holds no answer that its reader may not have', async () => {
    for (const path of ['/admin', '/admin/audit', '/admin/members', '/admin/applications', '/admin/roles']) {
      expect([...(await answersOf(await open(path, cookie))).keys()]).toEqual([
        'accounts.findMe',
        'notifications.countUnread',
      ]);
      expect([...(await answersOf(await open(path))).keys()]).toEqual(['accounts.findMe']);
    }
  });

  it('says where codes are on a demonstration alone', async () => {
    const codes = async () => [];
    const demo = testApp({ db: portal.db, webRoot, outbox: { db: portal.db, keys: testKeys, codes } });
    expect(await (await open('/sign-in', undefined, demo)).text()).toContain('<html data-demo-codes lang');
    expect(await (await open('/sign-in')).text()).not.toContain('data-demo-codes');
  });

  it('is not ended by a text in an answer', async () => {
    const page = await open('/contractors?trades=C-10');
    expect(await page.clone().text()).not.toContain('<script>alert');
    const { data } = (await answersOf(page)).get('contractors.search') ?? {};
    expect(JSON.stringify(data)).toContain('</script>');
  });

  it('lists the scripts of its address, the first one first, and the frame for people who are signed in', async () => {
    const scripts = async (path: string, as?: string) =>
      JSON.parse(/id="scripts">(.*?)<\/script>/.exec(await (await open(path, as)).text())?.[1] ?? 'null');
    const first = '/assets/index.js';
    expect(await scripts('/')).toEqual([first, '/assets/home.js']);
    expect(await scripts('/contractors/123?on=2026-01-02')).toEqual([first, '/assets/license.js']);
    expect(await scripts('/saved', cookie)).toEqual([first, '/assets/frame.js']);
    expect(await scripts('/no/such/page')).toEqual([first]);
  });

  it('names its font and its styles before its content, and behind it one script that loads the others once the styles are there: on a slow line they would hold the paint back', async () => {
    const [head = '', content = ''] = (await (await open('/')).text()).split('<p>visitor');
    const files = (text: string) => [...text.matchAll(/\/assets\/[\w.-]+/g)].join(' ');
    expect(files(head)).toBe('/assets/type.woff2 /assets/portal.css');
    expect(files(content)).toBe('/assets/index.js /assets/home.js /assets/load.js');
    expect([...content.matchAll(/ (?:src|href)="(\/assets[^"]+)"/g)].map(([, file]) => file)).toEqual([
      '/assets/load.js',
    ]);
  });

  it('paints the frame of its reader before any answer', async () => {
    const painted = async (path: string, as?: string) =>
      (await (await open(path, as)).text()).split('<script')[0];
    expect(await painted('/')).toContain('<p>visitor <i>Welcome</i></p>');
    expect(await painted('/contractors/2')).toContain('<p>visitor <b>Acme Roofing</b></p>');
    expect(await painted('/home', cookie)).toContain('<p>member</p>');
    expect(await painted('/admin/audit', cookie)).toContain('<p>staff</p>');
    expect(await painted('/admin/audit')).toContain('<p>visitor </p>');
  });

  it('paints its content after its frame, if it can', async () => {
    const content = async (path: string, headers = {}) => {
      const page = await app.request(path, { headers: { accept: 'text/html', ...headers } });
      return /<p>visitor.*?<\/p>(.*?)<script/.exec(await page.text())?.[1];
    };
    const painted = '<div data-painted><h1>/contractors?q=roof of 5 answers</h1></div>';
    expect(await content('/contractors?q=roof')).toBe(painted);
    const onPhone = painted.replace('</h1>', ' at 360</h1>');
    expect(await content('/contractors?q=roof', { 'sec-ch-ua-mobile': '?1' })).toBe(onPhone);
    expect(await content('/contractors?q=roof', { 'user-agent': 'Safari Mobile/15E148' })).toBe(onPhone);
    // A browser that has been here said how wide it is.
    const at834 = painted.replace('</h1>', ' at 834</h1>');
    expect(await content('/contractors?q=roof', { cookie: 'screen=834' })).toBe(at834);
    expect(await content('/contractors?q=roof', { cookie: 'screen=wide' })).toBe(painted);
    expect(await content('/saved')).toBe('');
    expect(await content('/join')).toBe('');
    // A painter that never ends holds nothing back.
    expect(await content('/sign-in')).toBe('');
  });

  it('keeps its painter and its parts to itself', async () => {
    for (const path of ['/painter/paint-1a2b.js', '/page-parts.json', '/index.html'])
      expect((await app.request(path)).status).toBe(404);
  });

  it('says in its head what it is', async () => {
    const headOf = async (path: string) => {
      const text = await (await open(path)).text();
      return [...text.matchAll(/<title>(.*?)<\/title>|(?:description|og:title)" content="(.*?)"/g)].map(
        ([, title, content]) => title ?? content,
      );
    };
    expect(await headOf('/')).toEqual(['Usual.', 'Welcome', 'Usual.', 'Welcome · NAMC NorCal']);
    const about =
      'License 2 in Oakland: C-39 Roofing. Standing, bond and insurance, from the public file of the state license board.';
    expect(await headOf('/contractors/2')).toEqual([
      about,
      'Acme Roofing',
      about,
      'Acme Roofing · NAMC NorCal',
    ]);
    const shared = (await (await open('/contractors?q="><b>')).text()).match(
      /og:(?:url|image)" content="[^"]*"/g,
    );
    expect(shared).toEqual([
      'og:url" content="http://localhost:3000/contractors?q=%22%3E%3Cb%3E"',
      'og:image" content="http://localhost:3000/share.png"',
    ]);
    const owner = await addMember(portal.db);
    const firm = await addSampleCompany(portal.db, owner, 'Harbor Builders');
    expect(await headOf(`/directory/${firm}`)).toEqual([
      'Member firm of NAMC NorCal.',
      'Harbor Builders',
      'Member firm of NAMC NorCal.',
      'Harbor Builders · NAMC NorCal',
    ]);
    // A name is text, whatever it says.
    expect((await headOf('/contractors/1')).join()).toContain('&lt;/script&gt;');
  });

  it('is not found where there is none, and says so before its scripts', async () => {
    for (const path of ['/contractors/99', '/contractors/not-a-number', '/contractors/%00']) {
      const page = await open(path);
      expect(page.status, path).toBe(404);
      const text = await page.text();
      expect(text).toContain('<title>License not found · NAMC NorCal</title>');
      expect(text).toContain('<p>visitor <b>License not found</b></p>');
      expect(text).not.toContain('\0');
    }
    for (const path of ['/directory/00000000-0000-4000-8000-000000000000', '/directory/not-an-id']) {
      const page = await open(path);
      expect(page.status, path).toBe(404);
      expect(await page.text()).toContain('<title>Firm not found · NAMC NorCal</title>');
    }
    const page = await open('/no/such/page');
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('<title>Page not found · NAMC NorCal</title>');
  });

  it('has one address', async () => {
    for (const [path, address] of [
      ['/contractors/002?on=2026-01-02', '/contractors/2?on=2026-01-02'],
      ['/join/?a=1', '/join?a=1'],
      ['/contractors/2//', '/contractors/2'],
      ['/contractors/2%20', '/contractors/2'],
      ['/Join?a=B', '/join?a=B'],
      ['/admin/imports', '/admin/contractors/import'],
    ] as const) {
      const page = await open(path);
      expect(page.status, path).toBe(301);
      expect(page.headers.get('location')).toBe(address);
    }
    // A path that looks like another host leads nowhere.
    for (const path of ['//evil.example/', '//join/']) expect((await open(path)).status, path).toBe(404);
  });

  it('opens for a program that takes anything, which gets no other address', async () => {
    const take = (path: string) => app.request(path, { headers: { accept: '*/*' } });
    expect(await (await take('/contractors/2')).text()).toContain('Acme Roofing');
    expect(await (await take('/no/such/page')).json()).toEqual({ error: 'There’s nothing at this address.' });
    expect((await take('/assets/gone.js')).status).toBe(404);
    expect((await app.request('/contractors/2', { headers: { accept: 'application/json' } })).status).toBe(
      404,
    );
  });

  it('names its styles before its text', async () => {
    expect((await open('/')).headers.get('link')).toBe('</assets/portal.css>; rel=preload; as=style');
  });

  it('comes from the newest build', async () => {
    writeFileSync(join(webRoot, 'index.html'), index.replace('<body>', '<body>Built again.'));
    utimesSync(join(webRoot, 'index.html'), new Date(), new Date(Date.now() + 60_000));
    expect(await (await open('/')).text()).toContain('Built again.');
  });

  it('opens without answers while the database does not answer', async () => {
    const broken = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing' });
    const alone = testApp({ db: broken, webRoot });
    for (const as of [undefined, cookie]) {
      const page = await open('/contractors', as, alone);
      expect(page.status).toBe(200);
      const answers = await answersOf(page);
      expect(answers.has('contractors.getSnapshot')).toBe(false);
    }
    await broken.close();
  });

  it('arrives in one piece for a browser that compresses', async () => {
    const page = await app.request('/', { headers: { accept: 'text/html', 'accept-encoding': 'gzip, br' } });
    expect(page.headers.get('content-encoding')).toBe('gzip');
    const text = await new Response(page.body?.pipeThrough(new DecompressionStream('gzip'))).text();
    expect(text).toContain('id="first-answers"');
    expect(text.trimEnd().endsWith('</body>')).toBe(true);
  });
});
