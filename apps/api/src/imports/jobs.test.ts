import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileStore } from '@namc/db/file-store';
import { listImports, listOpenImports } from '@namc/db/imports/queries';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { connect } from '@namc/db/testing/direct-client';
import { beforeAll, expect, it } from 'vitest';
import { makeFileCollector } from '../files/jobs.ts';
import { importing, master } from './importing.fixture.ts';
import { uploading } from './uploading.fixture.ts';
import { clearUp } from './work-folder.ts';

const { portal, workerDb, logged, dataFolder, files, importer, work, stopWorkers } = importing();
const { signIn, addColleague, request, call, send, upload, find, becomes, check, load, userId } = uploading(
  portal,
  files,
);
beforeAll(signIn);

/** The kinds of files that an import has in the store. */
const storedOf = async (importId: string) => {
  const rows = await portal.owner<{ kind: string }[]>`
    select kind from files where owner_id = ${importId} order by kind`;
  return rows.map(({ kind }) => kind);
};
const objects = () =>
  readdirSync(join(dataFolder(), 'files'), { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
const copies = () =>
  existsSync(join(dataFolder(), 'imports')) ? readdirSync(join(dataFolder(), 'imports')) : [];
const collect = () =>
  makeFileCollector(files(), (db) => clearUp(db, importer().folder))(
    workerDb,
    {},
    new AbortController().signal,
  );

/** Lets two minutes pass since an import's last sign of life. */
async function silence(importId: string): Promise<void> {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`update contractor_imports set heartbeat_at = now() - interval '2 minutes' where id = ${importId}`;
  await superuser.end();
}

/** Lets time pass since an import was made. */
async function age(importId: string, time: string): Promise<void> {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`update contractor_imports set created_at = now() - ${time}::interval where id = ${importId}`;
  await superuser.end();
}

/** Holds the turn of imports, so that one that runs waits. */
async function holdTurn(): Promise<() => Promise<void>> {
  const client = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await client`select pg_advisory_lock(7165066978583995252)`;
  return () => client.end();
}

it('a file that staff upload is imported by the worker, which tells the outcome, and the bytes go', async () => {
  await work();
  const importId = await check(master());
  expect(await storedOf(importId)).toEqual(['BOARD_FILE']);
  expect(objects()).toHaveLength(1);
  await load(importId);
  await becomes(importId, 'ACCEPTED');
  expect(await find(importId)).toMatchObject({
    read: 200,
    added: 200,
    rejected: 0,
    uploaderName: 'Sample Person',
    hasFile: expect.any(Boolean),
  });
  await expect.poll(() => storedOf(importId)).toEqual([]);
  await collect();
  expect(objects()).toEqual([]);
  await expect.poll(copies).toEqual([]);
  const [run] = await portal.owner`select file_name from contractor_import_runs`;
  expect(run).toEqual({ file_name: 'master.csv' });
});

it('a check that finds something wrong says so, names the broken rows, and lets the file in only when staff insist', async () => {
  await work();
  const importId = await check(master({ edition: 2, broken: 30 }));
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
  // They outlive the file, for a month.
  await expect.poll(() => storedOf(importId)).toEqual(['REJECTED_ROWS']);
  await age(importId, '31 days');
  await collect();
  expect(await storedOf(importId)).toEqual([]);
  expect((await request(`/api/imports/${importId}/rejects.csv`)).status).toBe(404);
});

it('nothing is loaded without a check, and nothing whose check another file has overtaken', async () => {
  const unchecked = await upload(master({ edition: 9 }));
  await expect(load(unchecked)).rejects.toThrow('This file is being checked.');
  await work();
  await becomes(unchecked, 'CHECKED');
  const other = await check(master({ edition: 10 }));
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
  await collect();
  expect(await storedOf(unchecked)).toEqual([]);
});

it('a file that is overtaken while the load waits for the worker is not loaded', async () => {
  await work();
  const importId = await check(master({ edition: 11 }));
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
  const importId = await check(master({ edition: 12 }));
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
  ).toEqual([{ action: 'contractors.undo', user_id: userId(), target_id: runId }]);
});

it('a cancellation that comes after the commit comes too late, and the import says so', async () => {
  await work();
  const importId = await check(master({ edition: 13 }));
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
  const imported = await check(master({ edition: 14 }));
  await load(imported);
  await becomes(imported, 'ACCEPTED');
  for (const procedure of ['start', 'cancel', 'check'] as const) {
    await expect(late(procedure, imported)).rejects.toThrow(
      new RegExp(`^Sample Person imported this file ${onTime}`),
    );
  }
  expect(await find(imported)).toMatchObject({ loadedByName: 'Sample Person', canceledByName: null });
  const canceled = await check(master({ edition: 15 }));
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
  const importId = await check(master({ edition: 16 }));
  const staff = { kind: 'staff', userId: userId() } as const;
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
  await becomes(importId, 'REFUSED');
  expect(await find(importId)).toMatchObject({
    mayBeForced: false,
    problem: expect.stringContaining('Nothing was changed.'),
  });
  for (const forced of [true, false]) {
    await expect(load(importId, forced)).rejects.toThrow('This file was refused.');
  }
});

it('two of the staff may upload at once, and the second file waits until the first import is over', async () => {
  const colleague = await addColleague();
  const [mine, theirs] = [await send(master({ edition: 6 })), await send(master({ edition: 17 }), colleague)];
  const importId = await call('add', { fileId: mine });
  await expect(call('add', { fileId: theirs }, colleague)).rejects.toThrow('Another file is being imported.');
  await work();
  await becomes(importId, 'CHECKED');
  const second = await call('add', { fileId: theirs }, colleague);
  await becomes(second, 'CHECKED');
  for (const id of [importId, second]) await call('cancel', { importId: id });
});

it('a double press begins one import, and the same file twice is stored once', async () => {
  await work();
  const text = master({ edition: 18 });
  const fileId = await send(text);
  const pressed = await Promise.all([call('add', { fileId }), call('add', { fileId })]);
  expect(new Set(pressed).size).toBe(1);
  const [first = ''] = pressed;
  expect(await call('add', { fileId })).toBe(first);
  await becomes(first, 'CHECKED');
  const second = await check(text);
  expect(second).not.toBe(first);
  const rows = await portal.owner`
    select distinct content_id from files where owner_id in (${first}, ${second}) and kind = 'BOARD_FILE'`;
  expect(rows).toHaveLength(1);
  for (const importId of [first, second]) await call('cancel', { importId });
});

it('a worker that was killed in the middle leaves no copy once the next work begins', async () => {
  const left = join(dataFolder(), 'imports', 'left-by-a-killed-worker');
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, 'file.csv'), 'x');
  await collect();
  expect(copies()).toEqual([]);
});

it('a running import stops when it is canceled, and leaves the contractors as they were', async () => {
  const letGo = await holdTurn();
  await work();
  const [before] = await portal.owner`select count(*)::int as n from contractor_import_runs`;
  const importId = await upload(master({ edition: 3 }));
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
  await becomes(importId, 'RUNNING');
  await expect.poll(copies, { timeout: 10_000 }).toEqual([importId]);
  process.kill('SIGKILL');
  await expect(upload(master({ edition: 19 }), await addColleague())).rejects.toThrow(
    'Another file is being imported.',
  );
  await silence(importId);
  expect(await find(importId)).toMatchObject({ isSilent: true });
  await collect();
  expect(copies()).toEqual([]);
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
  await becomes(importId, 'FAILED');
  expect((await find(importId)).problem).toBe(
    'The portal isn’t set up to import files. Tell the person who runs it.',
  );
  await expect.poll(() => logged.join()).toContain('set DATABASE_IMPORT_URL');
  await stopWorkers();
  await work({ store: fileStore(join(dataFolder(), 'another-store')) });
  await call('check', { importId });
  await becomes(importId, 'FAILED');
  expect(await find(importId)).toMatchObject({
    problem: 'The file could not be read from the portal’s store. Start the import again in a minute.',
    hasFile: true,
  });
  await expect.poll(() => logged.join()).toContain('need the same FILE_STORE');
  await stopWorkers();
  await age(importId, '8 days');
  await collect();
  expect(await find(importId)).toMatchObject({ hasFile: false });
  await expect(call('check', { importId })).rejects.toThrow(
    'This file is no longer stored. Upload it again.',
  );
});

it('no import tells staff the words of a setting, a command, or a folder of the server', async () => {
  const unreachable = 'postgresql://portal_import@127.0.0.1:1/nowhere';
  for (const url of [unreachable, portal.urls.systemUrl]) {
    await work({ url });
    const importId = await upload(master({ edition: 8 }));
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
