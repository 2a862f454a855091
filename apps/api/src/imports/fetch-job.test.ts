import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { askForFetch } from '@namc/db/imports/commands/fetch';
import { getFetchState } from '@namc/db/imports/queries';
import { addMember } from '@namc/db/members/factory';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { worker } from '../jobs/job.ts';
import { fetchFile, shownAddress } from './fetch-file.ts';
import { makeFetcher } from './fetch-job.ts';
import { importing, master } from './importing.fixture.ts';

const { portal, workerDb, logged, dataFolder, importer, work } = importing();
let userId = '';

/** The server’s answers to the next requests, and the requests that it got. */
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: IncomingMessage[] = [];
const server = createServer((request, response) => {
  asked.push(request);
  answer(request, response);
});
let origin = '';

beforeAll(async () => {
  userId = await addMember(portal.db, { roles: ['membership_manager'] });
  await addMember(portal.db, { roles: ['auditor'] });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** A server that knows its file, as real ones do. */
const serve =
  (text: string, etag = '"one"') =>
  (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    response.writeHead(200, { etag, 'content-length': Buffer.byteLength(text) }).end(text);
  };

const staff = () => ({ kind: 'staff', userId }) as const;
const state = () => portal.db.read(staff(), getFetchState);
const askNow = () => portal.db.write(staff(), askForFetch);
/** Runs the job of the schedule, without the queue, on a working day of the board or another day. */
const fetchBySchedule = (address: string | undefined, today = '2026-11-24') =>
  makeFetcher({ ...importer(), address }, 'https://portal.example.org', () => today)(
    workerDb,
    null,
    new AbortController().signal,
  );
const becomes = (status: string) =>
  expect.poll(async () => (await state()).fetchStatus, { timeout: 20_000 }).toBe(status);
const importStatus = async () => {
  const [row] = await portal.owner<{ status: string; source: string }[]>`
    select status, source from contractor_imports order by created_at desc limit 1`;
  return row?.status;
};
const alarms = async () => {
  const told = await portal.owner<{ user_id: string; path: string }[]>`
    select user_id, path from notifications where kind = 'license-file-problem' order by id`;
  const [mail] = await portal.owner<{ n: number }[]>`
    select count(*)::int as n from mails where template = 'license-file-problem'`;
  return { told, mails: mail?.n };
};

it('nothing is fetched without an address', async () => {
  await work();
  await fetchBySchedule(undefined);
  expect(await state()).toMatchObject({ address: null, nextFetchAt: null, fetchStatus: null });
  expect(asked).toEqual([]);
});

it('the schedule does not fetch on a holiday of the state', async () => {
  answer = (_request, response) => void response.writeHead(404).end();
  await fetchBySchedule(`${origin}/master.csv`, '2026-11-26');
  expect(asked).toEqual([]);
  expect(await state()).toMatchObject({ address: `${origin}/master.csv`, fetchStatus: null });
});

it('a fetched file is imported, and is asked for only if it is newer', async () => {
  answer = serve(master());
  await work({ address: `${origin}/files/master.csv?key=secret` });
  await askNow();
  await becomes('NEW');
  await expect.poll(importStatus, { timeout: 20_000 }).toBe('ACCEPTED');
  const [run] = await portal.owner`select file_name, rows_new, imported_by from contractor_import_runs`;
  expect(run).toEqual({
    file_name: 'master.csv',
    rows_new: 200,
    imported_by: 'the scheduled fetch',
  });
  expect(await state()).toMatchObject({
    address: `${origin}/files/master.csv`,
    nextFetchAt: expect.any(Date),
    fetchProblem: null,
  });

  await askNow();
  await becomes('UNCHANGED');
  expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"one"']);
  // The same file under another name is known by its content.
  answer = serve(master(), '"two"');
  await askNow();
  await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(3);
  await becomes('UNCHANGED');
  expect(await portal.owner`select count(*)::int as n from contractor_imports`).toEqual([{ n: 1 }]);
  await expect.poll(() => readdirSync(join(dataFolder(), 'imports'))).toEqual([]);
  expect(logged.join()).not.toContain('secret');
  expect(JSON.stringify(await portal.owner`select * from contractor_fetches`)).not.toContain('secret');
});

it('a failure is told to the staff who import, once until a fetch succeeds, in words without the address', async () => {
  const address = `${origin}/master.csv?key=secret`;
  answer = (_request, response) => void response.writeHead(404).end();
  await fetchBySchedule(address);
  expect(await state()).toMatchObject({ fetchStatus: 'FAILED', fetchProblem: 'The server answered 404.' });
  await fetchBySchedule(address);
  expect(await alarms()).toEqual({
    told: [{ user_id: userId, path: '/admin/contractors/import' }],
    mails: 1,
  });
  answer = serve(master());
  await fetchBySchedule(address);
  expect(await state()).toMatchObject({ fetchStatus: 'UNCHANGED' });
  answer = (_request, response) => void response.destroy();
  await fetchBySchedule(address);
  expect(await state()).toMatchObject({ fetchProblem: 'The server could not be reached.' });
  expect((await alarms()).mails).toBe(2);
});

it('a fetched file that is refused is told to staff too, and the state of the fetch has the reason', async () => {
  answer = serve(master());
  await fetchBySchedule(`${origin}/master.csv`);
  answer = serve('<html><body>Service unavailable</body></html>\n', '"page"');
  await work({ address: `${origin}/master.csv` });
  await askNow();
  await expect.poll(importStatus, { timeout: 20_000 }).toBe('REFUSED');
  expect((await alarms()).mails).toBe(3);
  expect(await state()).toMatchObject({
    fetchStatus: 'NEW',
    importStatus: 'REFUSED',
    importProblem: expect.stringContaining('web page'),
  });
});

it('two fetches at once are one', async () => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  answer = (request, response) => void held.then(() => serve(master())(request, response));
  const first = fetchBySchedule(`${origin}/master.csv`);
  await expect.poll(() => asked.length).toBe(1);
  await fetchBySchedule(`${origin}/master.csv`);
  letGo();
  await first;
  expect(asked).toHaveLength(1);
  await askNow();
  await expect(askNow()).rejects.toThrow('The file is being fetched already.');
});

it('a fetch whose worker was killed does not stand in the way of the next one', async () => {
  await portal.db.write(
    worker,
    ({ sql }) => sql`update contractor_fetches set status = 'FAILED' where status = 'WAITING'`,
  );
  await portal.db.write(worker, async ({ sql }) => {
    await sql`insert into contractor_fetches (status) values ('RUNNING')`;
    await sql`update contractor_fetches set heartbeat_at = now() - interval '5 minutes' where status = 'RUNNING'`;
  });
  answer = serve(master());
  await fetchBySchedule(`${origin}/master.csv`);
  expect(await state()).toMatchObject({ fetchStatus: 'UNCHANGED' });
});

it('a file whose import was undone is not loaded again without staff, and they are told', async () => {
  const imported = async () =>
    (await portal.owner`select id from contractor_import_runs where outcome = 'accepted'`).length;
  const before = await imported();
  const { mails = 0 } = await alarms();
  await portal.owner`update contractor_import_runs set undone_at = now(), undone_by = 'test' where outcome <> 'refused'`;
  answer = serve(master(), '"three"');
  await fetchBySchedule(`${origin}/master.csv`);
  expect(await state()).toMatchObject({
    fetchStatus: 'FAILED',
    fetchProblem: expect.stringContaining('The server still has the file whose import was undone.'),
  });
  expect(await portal.owner`select id from contractor_imports where status = 'WAITING'`).toEqual([]);
  expect(await imported()).toBe(before);
  expect((await alarms()).mails).toBe(mails + 1);
  await portal.owner`update contractor_import_runs set undone_at = null, undone_by = null`;
});

const limits = { bytes: 1_000, redirects: 2, silenceMs: 300 };
const take = (path: string, silenceMs = limits.silenceMs) =>
  fetchFile(`${origin}${path}`, {
    to: join(dataFolder(), 'taken.part'),
    known: { etag: null, lastModified: null },
    signal: new AbortController().signal,
    limits: { ...limits, silenceMs },
  });
/** For what is not about silence, however busy the machine is. */
const patience = 20_000;

it('a file is not fetched beyond its limits: size, redirects, silence, and a line without encryption', async () => {
  answer = (_request, response) =>
    void response.writeHead(200, { 'content-length': 2_000 }).end('x'.repeat(2_000));
  await expect(take('/large')).rejects.toThrow('larger than');
  answer = (_request, response) => {
    response.writeHead(200);
    response.write('x'.repeat(900));
    response.end('x'.repeat(900));
  };
  await expect(take('/larger-than-it-says')).rejects.toThrow('larger than');
  answer = ({ url }, response) => void response.writeHead(302, { location: `${url}x` }).end();
  await expect(take('/round')).rejects.toThrow('leads on and on');
  expect(asked.filter(({ url }) => url?.startsWith('/round'))).toHaveLength(3);
  answer = (_request, response) =>
    void response.writeHead(302, { location: 'http://board.example.org/' }).end();
  await expect(take('/away')).rejects.toThrow('without encryption');
  answer = (_request, response) => void response.writeHead(200).write('begun');
  await expect(take('/silent')).rejects.toThrow('was silent');
  answer = (_request, response) => {
    response.writeHead(200, { 'content-length': 900 });
    response.write('x');
    setImmediate(() => response.destroy());
  };
  await expect(take('/cut')).rejects.toThrow('broke off');
  answer = (_request, response) => void response.writeHead(200).end();
  await expect(take('/empty')).rejects.toThrow('empty file');
});

it.each([
  'https://10.0.0.5/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data',
  'https://100.64.0.1/',
  'https://127.2/',
  'https://2130706434/',
  'https://0/',
  'https://localhost/',
  'https://portal.localhost/',
  'https://[::1]/',
  'https://[::ffff:10.0.0.5]/',
  'https://[::10.0.0.5]/',
  'https://[64:ff9b::a00:5]/',
  'https://[fd00::1]/',
  'https://[fe80::1]/',
])('a redirect does not lead into the network of the portal: %s', async (location) => {
  answer = (_request, response) => void response.writeHead(302, { location }).end();
  await expect(take('/inside', patience)).rejects.toThrow('leads into a private network');
});

it.each([
  'http://localhost:PORT/',
  'http://127.0.0.2:PORT/',
  'http://[::1]:PORT/',
  'file:///etc/passwd',
  'data:,x',
])(
  'a redirect does not lead to another host without encryption, this machine included: %s',
  async (location) => {
    answer = ({ url }, response) =>
      url === '/away'
        ? void response.writeHead(302, { location: location.replace('PORT', new URL(origin).port) }).end()
        : void response.writeHead(200).end('inside');
    await expect(take('/away', patience)).rejects.toThrow('without encryption');
    expect(asked).toHaveLength(1);
  },
);

it('a redirect is followed, and the file arrives as it was sent', async () => {
  answer = ({ url }, response) =>
    url === '/there'
      ? void response.writeHead(200).end('1099999,content')
      : void response.writeHead(307, { location: '/there' }).end();
  expect(await take('/here')).toMatchObject({ outcome: 'fetched', bytes: 15, fileName: 'here' });
  expect(await readFile(join(dataFolder(), 'taken.part'), 'utf8')).toBe('1099999,content');
});

it('an address is shown without its query', () => {
  expect(shownAddress('https://board.example.org/files/master.csv?key=secret#x')).toBe(
    'https://board.example.org/files/master.csv',
  );
});
