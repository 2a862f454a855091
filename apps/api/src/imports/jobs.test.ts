import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getImport, listImports, listOpenImports } from '@namc/db/imports/queries';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { connect } from '@namc/db/testing/direct-client';
import { beforeAll, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { importing, master } from './importing.fixture.ts';

const { portal, logged, dataFolder, files, work, stopWorkers } = importing();
let cookie = '';
let userId = '';

beforeAll(async () => {
  userId = await addMember(portal.db, { roles: ['administrator'] });
  cookie = await addSignedIn(portal.db, userId, { hasSecondStep: true });
});

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

const begin = (text: string, as = cookie) =>
  call('beginUpload', { fileName: 'master.csv', fileBytes: Buffer.byteLength(text) }, as);
const addColleague = async () =>
  addSignedIn(portal.db, await addMember(portal.db, { roles: ['administrator'] }), { hasSecondStep: true });
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

const find = (importId: string) =>
  portal.db.read({ kind: 'staff', userId }, (tx) => getImport(tx, { importId }));
/** Lets the worker load a checked file. */
const load = (importId: string, forced = false) =>
  call('start', { importId, forced, confirmation: 'import' });
const becomes = (importId: string, status: string) =>
  expect.poll(async () => (await find(importId)).status, { timeout: 20_000 }).toBe(status);

/** Lets two minutes pass since an upload's or an import's last sign of life. */
async function silence(importId: string): Promise<void> {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`update contractor_imports set heartbeat_at = now() - interval '2 minutes' where id = ${importId}`;
  await superuser.end();
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
  await call('check', { importId });
  await becomes(importId, 'CHECKED');
  await load(importId);
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

it('a check that finds something wrong says so, names the broken rows, and lets the file in only when staff insist', async () => {
  await work();
  const importId = await upload(master({ edition: 2, broken: 30 }));
  await call('check', { importId });
  await becomes(importId, 'CHECKED');
  const checked = await find(importId);
  // The words of the command line, and a path of the server, are not for the page.
  expect(checked.findings?.warning).toMatch(/^\d+ of \d+ rows were rejected, more than 5%\./);
  expect(checked.findings?.reasons[0]).toMatch(/first in line \d/);
  expect(checked.rejects.length).toBeGreaterThan(20);
  expect(checked.rejects[0]).toMatchObject({ line: expect.any(Number), reason: expect.any(String) });
  await expect(load(importId)).rejects.toThrow('Something looks wrong with this file.');
  await load(importId, true);
  await becomes(importId, 'ACCEPTED');
  expect((await find(importId)).rejected).toBe(checked.rejects.length);

  const rows = await request(`/api/imports/${importId}/rejects.csv`);
  expect(rows.headers.get('content-type')).toContain('text/csv');
  expect((await rows.text()).trim().split('\r\n')).toHaveLength(checked.rejects.length + 1);
  const plain = await addSignedIn(portal.db, await addMember(portal.db));
  expect((await request(`/api/imports/${importId}/rejects.csv`, {}, plain)).status).toBe(403);
});

it('nothing is loaded without a check, and nothing whose check another file has overtaken', async () => {
  await work();
  const unchecked = await upload(master({ edition: 9 }));
  await expect(load(unchecked)).rejects.toThrow('This file was not checked yet.');
  await call('check', { importId: unchecked });
  await becomes(unchecked, 'CHECKED');
  const other = await upload(master({ edition: 10 }));
  await call('check', { importId: other });
  await becomes(other, 'CHECKED');
  // The editions' dates are in no order.
  await load(other, true);
  await becomes(other, 'ACCEPTED');
  expect(await find(unchecked)).toMatchObject({
    status: 'CHECKED',
    isOutdated: true,
    findings: { kind: 'licenses' },
  });
  await expect(load(unchecked)).rejects.toThrow('The licenses have changed since this file was checked.');
  await call('check', { importId: unchecked });
  await expect.poll(async () => (await find(unchecked)).isOutdated, { timeout: 20_000 }).toBe(false);
  await becomes(unchecked, 'CHECKED');
  await call('cancel', { importId: unchecked });
  expect(await find(unchecked)).toMatchObject({ status: 'CANCELED' });
});

it('a file that is overtaken while the load waits for the worker is not loaded', async () => {
  await work();
  const importId = await upload(master({ edition: 11 }));
  await call('check', { importId });
  await becomes(importId, 'CHECKED');
  const letGo = await holdTurn();
  await load(importId);
  await expect
    .poll(async () => (await find(importId)).phase, { timeout: 10_000 })
    .toBe('Waiting for another import to end');
  const owner = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  const [last] = await owner`
    update contractor_import_runs set undone_at = now(), undone_by = 'test'
    where rows_kept is not null and undone_at is null returning id`;
  await letGo();
  await becomes(importId, 'CHECKED');
  expect(await find(importId)).toMatchObject({ isOutdated: true, problem: null });
  await owner`update contractor_import_runs set undone_at = null, undone_by = null where id = ${String(last?.id)}`;
  await owner.end();
  await call('cancel', { importId });
});

it('staff undo the last import after they type the word, and the trail keeps who did', async () => {
  await work();
  const importId = await upload(master({ edition: 12 }));
  await call('check', { importId });
  await becomes(importId, 'CHECKED');
  await load(importId);
  await becomes(importId, 'ACCEPTED');
  const { runId } = await find(importId);
  await expect(call('undoLast', { runId, confirmation: 'yes' })).rejects.toThrow('Type the word “undo”');
  const undoing = await call('undoLast', { runId, confirmation: ' Undo ' });
  await becomes(undoing, 'UNDONE');
  expect(await find(importId)).toMatchObject({
    status: 'ACCEPTED',
    undoneAt: expect.any(Date),
    undoneByName: 'Sample Person',
    mayBeUndone: false,
  });
  await expect(call('undoLast', { runId, confirmation: 'undo' })).rejects.toThrow(
    /^Sample Person undid this import on [A-Z][a-z]+ \d+, \d{4} at \d+:\d\d [AP]M\.$/,
  );
  expect(
    await portal.owner`select action, user_id, target_id from admin_actions where action = 'contractors.undo'`,
  ).toEqual([{ action: 'contractors.undo', user_id: userId, target_id: runId }]);
});

it('a cancellation that comes after the commit comes too late, and the import says so', async () => {
  const importId = await upload(master({ edition: 13 }));
  await work();
  await call('check', { importId });
  await becomes(importId, 'CHECKED');
  await load(importId);
  await becomes(importId, 'ACCEPTED');
  await expect(call('cancel', { importId })).rejects.toThrow(/^Sample Person imported this file on /);
  expect(await find(importId)).toMatchObject({ status: 'ACCEPTED' });
});

it('a colleague who comes too late reads who decided and when, and no id', async () => {
  await work();
  const colleague = await addColleague();
  const late = (procedure: 'start' | 'cancel' | 'check', importId: string) =>
    call(procedure, { importId, confirmation: 'import' }, colleague);
  const onTime = 'on [A-Z][a-z]+ \\d+, \\d{4} at \\d+:\\d\\d [AP]M\\.$';
  const imported = await upload(master({ edition: 14 }));
  await call('check', { importId: imported });
  await becomes(imported, 'CHECKED');
  await load(imported);
  await becomes(imported, 'ACCEPTED');
  for (const procedure of ['start', 'cancel', 'check'] as const) {
    await expect(late(procedure, imported)).rejects.toThrow(
      new RegExp(`^Sample Person imported this file ${onTime}`),
    );
  }
  expect(await find(imported)).toMatchObject({ loadedByName: 'Sample Person', canceledByName: null });
  const canceled = await upload(master({ edition: 15 }));
  await call('check', { importId: canceled });
  await becomes(canceled, 'CHECKED');
  await call('cancel', { importId: canceled });
  for (const procedure of ['start', 'cancel', 'check'] as const) {
    await expect(late(procedure, canceled)).rejects.toThrow(
      new RegExp(`^Sample Person canceled this import ${onTime}`),
    );
  }
  expect(await find(canceled)).toMatchObject({ loadedByName: null, canceledByName: 'Sample Person' });
});

it('a checked file that waits is listed once, with what stands in the way of its import', async () => {
  await work();
  const importId = await upload(master({ edition: 16 }));
  await call('check', { importId });
  await becomes(importId, 'CHECKED');
  const staff = { kind: 'staff', userId } as const;
  const listed = async () => ({
    open: (await portal.db.read(staff, listOpenImports)).filter(({ id }) => id === importId),
    past: (await portal.db.read(staff, (tx) => listImports(tx, { limit: 100 }))).rows.filter(
      (row) => row.importId === importId,
    ),
  });
  expect(await listed()).toMatchObject({ open: [{ status: 'CHECKED', isOutdated: false }], past: [] });
  await call('cancel', { importId });
  expect(await listed()).toMatchObject({ open: [], past: [{ status: 'CANCELED' }] });
});

it('a file of another kind is refused for good: it is not imported by force either', async () => {
  await work();
  const importId = await upload('<html><body>Service unavailable</body></html>\n');
  await call('check', { importId });
  await becomes(importId, 'REFUSED');
  expect(await find(importId)).toMatchObject({
    mayBeForced: false,
    problem: expect.stringContaining('Nothing was changed.'),
  });
  for (const forced of [true, false]) {
    await expect(load(importId, forced)).rejects.toThrow('This file was refused.');
  }
});

it('a person’s next upload takes the place of one that they left, and a colleague’s waits', async () => {
  const left = await begin('x');
  const colleague = await addColleague();
  await expect(begin('y', colleague)).rejects.toThrow('Another file is being imported.');
  const next = await begin('y');
  expect((await put(left, 0, 'x')).status).toBe(412);
  expect(await find(left)).toMatchObject({ status: 'STOPPED', isOwn: true });
  expect((await put(next, 0, 'y')).status).toBe(204);
  await call('cancel', { importId: next });
  const other = await begin('z', colleague);
  expect(await find(other)).toMatchObject({ status: 'UPLOADING', isOwn: false });
  await call('cancel', { importId: other });
});

it('an upload that arrived whole starts later, also when the next one has taken its place', async () => {
  const importId = await upload(master({ edition: 6 }));
  const next = await begin('x');
  expect(await find(importId)).toMatchObject({ status: 'STOPPED' });
  await call('cancel', { importId: next });
  await work();
  await call('check', { importId });
  await becomes(importId, 'CHECKED');
  await load(importId);
  await becomes(importId, 'ACCEPTED');
});

it('a silent upload does not stand in the way of an older one that starts again', async () => {
  const importId = await upload(master({ edition: 6 }));
  await silence(importId);
  const silent = await begin('x', await addColleague());
  await silence(silent);
  await work();
  await call('check', { importId });
  await becomes(importId, 'UNCHANGED');
  expect(await find(silent)).toMatchObject({ status: 'STOPPED' });
});

it('a part whose answer was lost is taken again, and the file stays as it was sent', async () => {
  const importId = await begin('1234567890');
  expect((await put(importId, 0, '12345')).status).toBe(204);
  expect((await put(importId, 0, '12345')).status).toBe(204);
  expect((await put(importId, 5, '67890')).status).toBe(204);
  expect((await put(importId, 5, '67890')).status).toBe(204);
  expect((await put(importId, 0, '12345')).status).toBe(412);
  expect(await find(importId)).toMatchObject({ receivedBytes: 10, fileBytes: 10 });
  expect(await readFile(files().pathOf(importId), 'utf8')).toBe('1234567890');
  await call('cancel', { importId });
});

it('a file may have any name: hidden characters are left out, a break becomes a space, and a long name is cut', async () => {
  const longest = `${'👷'.repeat(198)}…`;
  const names: [given: string, kept: string][] = [
    ['november 🏗️ master.csv', 'november 🏗 master.csv'],
    ['a\u202Egnp.csv', 'agnp.csv'],
    ['two\nlines.csv', 'two lines.csv'],
    [`${longest}.csv`, `${longest}.`],
    ['\u200b', 'A file without a name'],
  ];
  for (const [given, kept] of names) {
    const importId = await call('beginUpload', { fileName: given, fileBytes: 1 });
    expect((await find(importId)).fileName).toBe(kept);
    await call('cancel', { importId });
  }
});

it('a running import stops when it is canceled, and leaves the contractors as they were', async () => {
  const letGo = await holdTurn();
  await work();
  const [before] = await portal.owner`select count(*)::int as n from contractor_import_runs`;
  const importId = await upload(master({ edition: 3 }));
  await call('check', { importId });
  await becomes(importId, 'RUNNING');
  await expect
    .poll(async () => (await find(importId)).phase, { timeout: 10_000 })
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
  await call('check', { importId });
  await becomes(importId, 'RUNNING');
  process.kill('SIGKILL');
  await expect(begin('x', await addColleague())).rejects.toThrow('Another file is being imported.');
  await silence(importId);
  expect(await find(importId)).toMatchObject({ isSilent: true });
  await letGo();
  await work();
  await call('check', { importId });
  await becomes(importId, 'CHECKED');
  await load(importId);
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
      DATA_DIRECTORY: dataFolder(),
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
    },
    stdio: 'ignore',
  });
}

it('what a worker lacks is told to staff in words, and to the operator in the log', async () => {
  await work({ url: '' });
  const importId = await upload(master({ edition: 5 }));
  await call('check', { importId });
  await becomes(importId, 'FAILED');
  expect((await find(importId)).problem).toBe(
    'The portal isn’t set up to import files. Tell the person who runs it.',
  );
  await expect.poll(() => logged.join()).toContain('set DATABASE_IMPORT_URL');
  await stopWorkers();
  await files().remove(importId);
  await work();
  await call('check', { importId });
  await becomes(importId, 'FAILED');
  expect((await find(importId)).problem).toBe('The file did not reach the importer whole. Upload it again.');
  await expect.poll(() => logged.join()).toContain('need the same DATA_DIRECTORY');
  await expect(call('check', { importId })).rejects.toThrow('The file isn’t complete.');
});

it('no import tells staff the words of a setting, a command, or a folder of the server', async () => {
  const unreachable = 'postgresql://portal_import@127.0.0.1:1/nowhere';
  for (const url of [unreachable, portal.urls.systemUrl]) {
    await work({ url });
    const importId = await upload(master({ edition: 8 }));
    await call('check', { importId });
    await becomes(importId, 'FAILED');
    expect((await find(importId)).problem).toContain('The database was not available.');
    await stopWorkers();
  }
  const told = await portal.owner<{ problem: string }[]>`
    select problem from contractor_imports where problem is not null`;
  expect(told.length).toBeGreaterThan(2);
  for (const { problem } of told) {
    expect(problem).not.toMatch(/--|[A-Z]+_[A-Z]+|`|rejects/);
    expect(problem).not.toContain(dataFolder());
  }
});

it('a part is taken from its uploader alone, at its place, within the announced size', async () => {
  const plain = await addSignedIn(portal.db, await addMember(portal.db));
  const colleague = await addColleague();
  const importId = await begin('12345');
  expect((await put(importId, 0, '1', '')).status).toBe(401);
  expect((await put(importId, 0, '1', plain)).status).toBe(403);
  expect((await put(importId, 0, '1', colleague)).status).toBe(404);
  expect((await put(importId, 3, '1')).status).toBe(412);
  expect((await put(importId, 0, '123456')).status).toBe(412);
  expect((await put(importId, 0, 'x'.repeat(5 * 1024 * 1024))).status).toBe(413);
  await expect(call('check', { importId })).rejects.toThrow('The file isn’t complete.');
  expect((await put(importId, 0, '12345')).status).toBe(204);
  await call('cancel', { importId });
  expect((await put(importId, 5, '')).status).toBe(412);
  await expect(call('beginUpload', { fileName: 'master.csv', fileBytes: 500_000_001 })).rejects.toThrow(
    'must have at most 500 MB',
  );
});
