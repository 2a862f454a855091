import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listFileCopies } from '../../../backups/queries.ts';
import { systemActor } from '../../../engine/actors.ts';
import { type FileStore, fileStore } from '../../../engine/file-store.ts';
import { uploadSample } from '../../../files/factory.ts';
import { addMember } from '../../../members/factory.ts';
import { fileCopies } from '../../health/checks/file-copies.ts';
import { exportPlace } from '../../maintenance/export-place.ts';
import { backUpServer, verifyServerBackups } from './back-up-server.ts';
import { type BackedUpServer, silent, startBackedUpServer } from './backed-up-server.fixture.ts';
import { bringFilesBack } from './bring-files-back.ts';
import { FileCopier } from './copy-files.ts';
import { runDrill } from './drill/run-drill.ts';
import { copiesIn } from './file-copy-place.ts';

const system = systemActor('test');
const folder = mkdtempSync(join(tmpdir(), 'portal-copies-'));
let server: BackedUpServer;
let store: FileStore;
let member: string;
beforeAll(async () => {
  server = await startBackedUpServer();
  store = fileStore(join(folder, 'store'));
  member = await addMember(server.db);
});
afterAll(async () => {
  await server?.remove();
  rmSync(folder, { recursive: true });
});

/** Uploads a file, and returns the name of its object. */
async function upload(text: string): Promise<string> {
  const fileId = await uploadSample(
    server.db,
    { kind: 'member', userId: member },
    { kind: 'PROFILE_PHOTO', text },
  );
  const [row] = await server.topology.ask<{ id: string }>(
    0,
    `select content_id as id from files where id = '${fileId}'`,
    'portal',
  );
  const id = row?.id ?? '';
  const path = join(folder, 'upload');
  writeFileSync(path, text);
  await store.put(id, path);
  return id;
}
const copier = new FileCopier();
const copy = (isWhole = false) => copier.copy(server.place, { ...silent(), fileStore: store, isWhole });
const states = () => server.db.read(system, listFileCopies, { name: 'listFileCopies' });
const judged = async () =>
  fileCopies.judge(
    [{ server: 'portal', isReplica: false, rows: await states() }],
    fileCopies.limits ?? { warn: 0, bad: 0 },
    [],
  );
const pathOf = (number: 1 | 2, id: string) =>
  join(server.repositories[number - 1] ?? '', 'portal-files', `${id}.copy`);
const copiesOf = (number: 1 | 2) =>
  readdirSync(join(server.repositories[number - 1] ?? '', 'portal-files')).filter((name) =>
    name.endsWith('.copy'),
  );
const drill = () =>
  runDrill(server.place, {
    ...silent(),
    number: 1,
    moment: new Date(),
    keys: server.keys,
    fileStore: undefined,
  });

it('each stored file is copied once into each repository, encrypted, and the check says so', async () => {
  expect((await judged()).state).toBe('unknown');
  const one = await upload('a plan of the pier');
  await upload('a photo of the bridge');
  expect(await copy()).toBe(4);
  expect(await copy()).toBe(0);
  expect(copiesOf(1)).toHaveLength(2);
  expect(copiesOf(2)).toHaveLength(2);
  expect(readFileSync(pathOf(1, one)).includes('pier')).toBe(false);
  expect(await states()).toMatchObject([
    { repository: 1, files: 2, problem: null, completeAt: expect.any(Date) },
    { repository: 2, files: 2, problem: null },
  ]);
  expect(await judged()).toMatchObject({ state: 'ok', says: expect.stringContaining('2 copies') });
  await upload('a third one');
  expect(await copy()).toBe(2);
});

it('a file that the store lacks or that is damaged there has no copy, and the check names it', async () => {
  const damaged = await upload('whole bytes');
  await store.remove(damaged);
  await expect(copy()).rejects.toThrow(
    /^Repository 1: 1 stored file could not be copied\. .*Repository 2: /s,
  );
  const other = join(folder, 'other');
  writeFileSync(other, 'other bytes');
  await store.put(damaged, other);
  await expect(copy()).rejects.toThrow(`The bytes of ${damaged} are not those of its hash.`);
  expect(copiesOf(1)).not.toContain(`${damaged}.copy`);
  expect(await judged()).toMatchObject({ state: 'warn', says: expect.stringContaining(damaged) });
  writeFileSync(other, 'whole bytes');
  await store.remove(damaged);
  await store.put(damaged, other);
  expect(await copy()).toBe(2);
  expect(await judged()).toMatchObject({ state: 'ok' });
});

it('a store that is lost comes back from a repository, and nothing in it is written over', async () => {
  const kept = await upload('still there');
  await copy();
  const [lost = ''] = copiesOf(2)
    .map((name) => name.replace('.copy', ''))
    .filter((id) => id !== kept);
  await store.remove(lost);
  const done = await bringFilesBack(server.place, { ...silent(), number: 2, fileStore: store });
  expect(done).toEqual({ there: 4, back: 1 });
  const empty = fileStore(join(folder, 'empty'));
  expect(await bringFilesBack(server.place, { ...silent(), number: 1, fileStore: empty })).toEqual({
    there: 0,
    back: 5,
  });
  expect(await (await empty.open(kept)).toArray()).toEqual([Buffer.from('still there')]);
});

it('verification and drill read the copies, and name one that is damaged or missing', async () => {
  const id = copiesOf(1)[0]?.replace('.copy', '') ?? '';
  await backUpServer(server.place, { ...silent(), number: 1, type: 'FULL' });
  expect(await verifyServerBackups(server.place, { ...silent(), number: 1 })).toContain(
    '5 copies of files match their checksums.',
  );
  // The drill asks for the files of a moment and a half before.
  await server.topology.ask(0, `update file_contents set stored_at = now() - interval '1 day'`, 'portal');
  await server.live();
  expect((await drill()).findings).toContain(
    '5 files of that moment have copies; 5 of them read and found whole.',
  );
  const whole = readFileSync(pathOf(1, id));
  const flipped = Buffer.from(whole);
  flipped[20] = (flipped[20] ?? 0) ^ 1;
  writeFileSync(pathOf(1, id), flipped);
  await expect(verifyServerBackups(server.place, { ...silent(), number: 1 })).rejects.toThrow(
    `1 copy of files cannot be read. ${id}: `,
  );
  await server.live();
  await expect(drill()).rejects.toThrow(`The copy of ${id} cannot be read`);
  renameSync(pathOf(1, id), join(folder, 'away'));
  await expect(verifyServerBackups(server.place, { ...silent(), number: 1 })).rejects.toThrow(
    `${id} has no copy`,
  );
  await server.live();
  await expect(drill()).rejects.toThrow('1 of 5 files have no copy');
  // A whole pass looks for itself, and makes the copy again.
  expect(await copy(true)).toBe(1);
  expect(readFileSync(pathOf(1, id))).not.toEqual(whole);
});

it('the copy of a deleted file stays until no backup is older than its end', async () => {
  const id = copiesOf(1)[0]?.replace('.copy', '') ?? '';
  await server.topology.ask(0, `update file_contents set discarded_at = now() where id = '${id}'`, 'portal');
  await copy(true);
  expect(copiesOf(1)).toContain(`${id}.copy`);
  // The file was gone before the oldest backup began.
  const progress = join(server.repositories[0], 'portal-files', 'progress.json');
  const noted = JSON.parse(readFileSync(progress, 'utf8')) as { gone: Record<string, string> };
  expect(Object.keys(noted.gone)).toEqual([id]);
  writeFileSync(progress, JSON.stringify({ ...noted, gone: { [id]: '2026-01-01T00:00:00Z' } }));
  await copy(true);
  expect(copiesOf(1)).not.toContain(`${id}.copy`);
  expect(copiesOf(1)).toHaveLength(4);
  // Nothing was backed up into the other repository, so nothing is known to be needless there.
  expect(copiesOf(2)).toContain(`${id}.copy`);
});

it('a person copies files with each backup, and brings them back by a command', async () => {
  expect(await server.portal(['backup', 'run', '--repository', '2'])).toMatchObject({
    code: 0,
    said: expect.stringContaining('Files were not copied'),
  });
  const files = join(folder, 'by command');
  expect(
    await server.portal(['backup', 'files', '--repository', '2'], undefined, { FILE_STORE: files }),
  ).toMatchObject({
    code: 0,
    said: expect.stringContaining('4 files came back into'),
  });
  expect(await server.portal(['backup', 'expire'], undefined, { FILE_STORE: files })).toMatchObject({
    code: 0,
    said: expect.stringContaining('Every stored file has its copy.'),
  });
});

it('the agent copies new files by itself', async () => {
  const stop = new AbortController();
  const agent = server.portal(
    ['agent', '--data', server.data],
    undefined,
    { FILE_STORE: join(folder, 'store') },
    stop.signal,
  );
  const id = await upload('while the agent runs');
  await expect.poll(() => copiesOf(2), { timeout: 90_000, interval: 500 }).toContain(`${id}.copy`);
  stop.abort();
  await agent;
});

it('a copy opens with its own key alone, and not when it is cut', async () => {
  const place = exportPlace(join(folder, 'place'), folder);
  const bytes = Buffer.alloc(300_000, 'x');
  const file = {
    id: '01900000-0000-7000-8000-000000000000',
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const copies = copiesIn(place, 'a key of a repository');
  await copies.write(file, Readable.from([bytes]));
  expect(Buffer.concat(await (await copies.open(file)).toArray())).toEqual(bytes);
  await expect((await copiesIn(place, 'another key').open(file)).toArray()).rejects.toThrow('can’t be read');
  const path = join(folder, 'place', `${file.id}.copy`);
  const whole = readFileSync(path);
  for (const length of [0, 10, 16, 65_552, 65_568, 131_104, whole.length - 1]) {
    writeFileSync(path, whole.subarray(0, length));
    await expect((await copies.open(file)).toArray()).rejects.toThrow();
  }
});
