import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@namc/db';
import { listImports } from '@namc/db/imports/queries';
import { addMember } from '@namc/db/members/factory';
import { generateContractors } from '@namc/db/seed/contractors/generate-contractors';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { connect } from '@namc/db/testing/direct-client';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { doWork } from '../do-work.ts';
import { uploadFiles } from './upload-files.ts';

const portal = testDatabase();
const workerDb = openDatabase(portal.workerUrls);
const stops: (() => Promise<void>)[] = [];
let folder = '';
let cookie = '';
let userId = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'namc-portal-imports-'));
  userId = await addMember(portal.db, { roles: ['administrator'] });
  cookie = await addSignedIn(portal.db, userId, { hasSecondStep: true });
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(async () => {
  await workerDb.close();
  await rm(folder, { recursive: true, force: true });
});

const files = () => uploadFiles(join(folder, 'imports'));
const request = (path: string, init: RequestInit = {}, as = cookie) =>
  testApp({ db: portal.db, uploads: files() }).request(path, {
    ...init,
    headers: { cookie: as, origin: 'http://localhost', ...init.headers },
  });

/** Calls a procedure. @throws Error with the portal's own words. */
async function call(procedure: string, input: object, as = cookie): Promise<string> {
  const answer = await request(
    `/trpc/imports.${procedure}`,
    { method: 'POST', body: JSON.stringify(input), headers: { 'content-type': 'application/json' } },
    as,
  );
  const body = (await answer.json()) as { result?: { data: string }; error?: { message: string } };
  if (body.error) throw new Error(body.error.message);
  return body.result?.data ?? '';
}

const begin = (text: string) =>
  call('beginUpload', { fileName: 'master.csv', fileBytes: Buffer.byteLength(text) });
const put = (importId: string, from: number, part: string | Buffer<ArrayBuffer>, as = cookie) =>
  request(
    `/api/imports/${importId}?from=${from}`,
    { method: 'PUT', body: part, headers: { 'content-length': String(Buffer.byteLength(part)) } },
    as,
  );

async function upload(text: string): Promise<string> {
  const importId = await begin(text);
  const bytes = Buffer.from(text);
  const half = Math.floor(bytes.length / 2);
  expect((await put(importId, 0, bytes.subarray(0, half))).status).toBe(204);
  expect((await put(importId, half, bytes.subarray(half))).status).toBe(204);
  return importId;
}

const master = (options: { edition?: number; broken?: number } = {}) =>
  [...generateContractors({ rows: 200, seed: 7, asOf: '2026-11-01', ...options })].join('');
const find = async (importId: string) => {
  const found = await portal.db.read({ kind: 'staff', userId }, listImports);
  return found.find(({ id }) => id === importId);
};
const becomes = (importId: string, status: string) =>
  expect.poll(async () => (await find(importId))?.status, { timeout: 20_000 }).toBe(status);

async function work(url: string | undefined = portal.importUrl) {
  const worker = await doWork({
    db: workerDb,
    logger: pino({ level: 'silent' }),
    mail: { smtpUrl: undefined, from: 'NAMC NorCal <portal@example.org>' },
    sealing: {
      keys: testKeys,
      anchor: { file: join(folder, 'audit-anchor.jsonl') },
      anchorMail: undefined,
      reader: { url: portal.superuserUrl, embedded: false },
      longestUnsealedSeconds: 600,
    },
    imports: { url, embedded: false, files: files() },
    pollEveryMs: 500,
  });
  stops.push(() => worker.stop(2_000));
}

/** Holds the turn of imports, so that one that runs waits. */
async function holdTurn(): Promise<() => Promise<void>> {
  const client = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await client`select pg_advisory_lock(7165066978583995252)`;
  return () => client.end();
}

it('a file that staff upload in parts is imported by the worker, which tells the outcome and keeps no copy', async () => {
  await work();
  const importId = await upload(master());
  expect(existsSync(files().pathOf(importId))).toBe(true);
  await call('start', { importId });
  await becomes(importId, 'ACCEPTED');
  expect(await find(importId)).toMatchObject({
    read: 200,
    added: 200,
    rejected: 0,
    uploaderName: 'Sample Person',
  });
  await expect.poll(() => existsSync(files().pathOf(importId))).toBe(false);
  const [run] = await portal.owner`select file_name from contractor_import_runs`;
  expect(run).toEqual({ file_name: 'master.csv' });
});

it('a refused file tells its broken rows by their numbers, and is imported when staff say so', async () => {
  await work();
  const importId = await upload(master({ edition: 2, broken: 30 }));
  await call('start', { importId });
  await becomes(importId, 'REFUSED');
  const refused = await find(importId);
  // No folder of the server, and no option of the command line.
  expect(refused?.problem).toMatch(
    /^[\d,]+ of [\d,]+ rows were rejected, more than 5%\. Nothing was changed\.$/,
  );
  expect(refused?.rejects.length).toBeGreaterThan(20);
  expect(refused?.rejects[0]).toMatchObject({ line: expect.any(Number), reason: expect.any(String) });
  await call('start', { importId, forced: true });
  await becomes(importId, 'ACCEPTED');
  expect((await find(importId))?.rejected).toBe(refused?.rejects.length);
});

it('a second file waits until the first one is done, and is told so', async () => {
  const importId = await begin('x');
  await expect(begin('y')).rejects.toThrow('Another file is being imported.');
  await call('cancel', { importId });
  const next = await begin('y');
  await call('cancel', { importId: next });
});

it('a running import stops when it is canceled, and leaves the contractors as they were', async () => {
  const letGo = await holdTurn();
  await work();
  const [before] = await portal.owner`select count(*)::int as n from contractor_import_runs`;
  const importId = await upload(master({ edition: 3 }));
  await call('start', { importId });
  await becomes(importId, 'RUNNING');
  await expect
    .poll(async () => (await find(importId))?.phase, { timeout: 10_000 })
    .toBe('Waiting for another import to end');
  await call('cancel', { importId });
  await becomes(importId, 'CANCELED');
  await letGo();
  expect(await portal.owner`select count(*)::int as n from contractor_import_runs`).toEqual([before]);
});

it('an import whose worker is killed is told as stopped, and can be started again', async () => {
  const letGo = await holdTurn();
  const process = startWorker();
  const importId = await upload(master({ edition: 4 }));
  await call('start', { importId });
  await becomes(importId, 'RUNNING');
  process.kill('SIGKILL');
  await expect(begin('x')).rejects.toThrow('Another file is being imported.');
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`update contractor_imports set heartbeat_at = now() - interval '2 minutes' where id = ${importId}`;
  await superuser.end();
  expect(await find(importId)).toMatchObject({ isSilent: true });
  await letGo();
  await work();
  await call('start', { importId });
  await becomes(importId, 'ACCEPTED');
  expect(
    await portal.owner`select relname from pg_class where relnamespace = 'import_staging'::regnamespace`,
  ).toEqual([]);
});

function startWorker(): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, '../worker.ts')], {
    env: {
      ...process.env,
      ...portal.workerEnvironment,
      DATABASE_IMPORT_URL: portal.importUrl,
      DATA_DIRECTORY: folder,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
    },
    stdio: 'ignore',
  });
}

it('a worker without the login for imports, or without the file, says what is missing', async () => {
  await work('');
  const importId = await upload(master({ edition: 5 }));
  await call('start', { importId });
  await becomes(importId, 'FAILED');
  expect((await find(importId))?.problem).toContain('set DATABASE_IMPORT_URL');
  for (const stop of stops.splice(0)) await stop();
  await files().remove(importId);
  await work();
  await call('start', { importId });
  await becomes(importId, 'FAILED');
  expect((await find(importId))?.problem).toContain('need the same DATA_DIRECTORY');
});

it('a part is taken from its uploader alone, at its place, within the announced size', async () => {
  const other = await addMember(portal.db, { roles: ['administrator'] });
  const [plain, colleague] = [
    await addSignedIn(portal.db, await addMember(portal.db)),
    await addSignedIn(portal.db, other, { hasSecondStep: true }),
  ];
  const importId = await begin('12345');
  expect((await put(importId, 0, '1', '')).status).toBe(401);
  expect((await put(importId, 0, '1', plain)).status).toBe(403);
  expect((await put(importId, 0, '1', colleague)).status).toBe(404);
  expect((await put(importId, 3, '1')).status).toBe(412);
  expect((await put(importId, 0, '123456')).status).toBe(412);
  expect((await put(importId, 0, 'x'.repeat(5 * 1024 * 1024))).status).toBe(413);
  await expect(call('start', { importId })).rejects.toThrow('The file isn’t complete.');
  expect((await put(importId, 0, '12345')).status).toBe(204);
  await call('cancel', { importId });
  expect((await put(importId, 5, '')).status).toBe(412);
  await expect(call('beginUpload', { fileName: 'master.csv', fileBytes: 500_000_001 })).rejects.toThrow(
    'must have at most 500 MB',
  );
});
