import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@namc/db/free-port';
import { virusScannerServer } from '@namc/db/local-servers/virus-scanner';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { temporaryServerFolder } from '@namc/db/testing/temporary-servers';
import { beforeAll, expect, it } from 'vitest';
import { portalFiles } from '../http/portal-files.ts';
import { virusScanner } from '../http/virus-scanner.ts';
import { importing, master } from './importing.fixture.ts';
import { uploading } from './uploading.fixture.ts';

const { portal, dataFolder, files, work } = importing();
const { signIn, addColleague, ask, call, begin, tus, open, part, send, find, userId } = uploading(
  portal,
  files,
);
beforeAll(signIn);

interface Stopped {
  id: string;
  name: string;
  bytes: number;
  arrivedBytes: number;
}
const unfinished = (as?: string) => ask<Stopped[]>('listUploads', as);
const importsOf = async () => (await portal.owner`select id from contractor_imports`).length;

it('an upload goes on where the line was cut, for its uploader alone, and begins no import before it is whole', async () => {
  const plain = await addSignedIn(portal.db, await addMember(portal.db));
  const colleague = await addColleague();
  const bytes = Buffer.from(master());
  const before = await importsOf();
  const fileId = await begin(bytes);
  expect((await tus('POST', fileId, { 'Upload-Length': String(bytes.length + 1) })).status).toBe(412);
  expect((await open(fileId, bytes.length)).status).toBe(201);
  expect(await unfinished()).toEqual([]);
  expect((await part(fileId, 0, bytes.subarray(0, 100))).status).toBe(204);
  // The answer to the first was lost.
  expect((await part(fileId, 0, bytes.subarray(0, 100))).status).toBe(409);
  expect((await tus('HEAD', fileId)).headers.get('Upload-Offset')).toBe('100');
  expect(await unfinished()).toEqual([
    { id: fileId, name: 'master.csv', bytes: bytes.length, arrivedBytes: 100 },
  ]);
  expect(await unfinished(colleague)).toEqual([]);
  await expect(call('add', { fileId })).rejects.toThrow('This file hasn’t arrived whole yet.');
  for (const [as, status] of [
    ['', 401],
    [plain, 403],
    [colleague, 404],
  ] as const)
    expect((await part(fileId, 100, bytes.subarray(100), as)).status).toBe(status);
  await expect(call('add', { fileId }, colleague)).rejects.toThrow('There is no upload');
  await expect(call('cancelUpload', { fileId }, colleague)).resolves.toBe('');
  expect((await part(fileId, 100, bytes.subarray(100))).status).toBe(204);
  expect(await unfinished()).toMatchObject([{ id: fileId, arrivedBytes: bytes.length }]);
  expect(await importsOf()).toBe(before);
  const importId = await call('add', { fileId });
  expect(await unfinished()).toEqual([]);
  expect((await part(fileId, 0, bytes)).status).toBe(404);
  expect(await find(importId)).toMatchObject({ status: 'WAITING', hasFile: true });
  await call('cancel', { importId });
});

it('a canceled upload leaves nothing, and stands in nobody’s way', async () => {
  const fileId = await send('LicenseNo\n');
  await call('cancelUpload', { fileId });
  expect(existsSync(files().pathOf(fileId))).toBe(false);
  expect(await unfinished()).toEqual([]);
  await expect(call('add', { fileId })).rejects.toThrow('There is no upload');
});

it.each([
  ['an archive', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0]), 'in the format CSV'],
  ['a picture under the name of a list', Buffer.from('GIF89a,LicenseNo\n'), 'in the format CSV'],
  ['bytes that are no text', Buffer.from('LicenseNo,\0LastUpdate\n'), 'in the format CSV'],
  ['UTF-16 text', Buffer.from('\ufeffLicenseNo\n', 'utf16le'), 'UTF-16'],
])('%s is refused in words by its content, and nothing of it stays', async (_what, bytes, words) => {
  const before = await importsOf();
  const fileId = await send(bytes);
  await expect(call('add', { fileId })).rejects.toThrow(words);
  expect(existsSync(files().pathOf(fileId))).toBe(false);
  expect(await unfinished()).toEqual([]);
  expect(await importsOf()).toBe(before);
});

it('staff with the permission alone upload this use, through no door of members, and it counts toward no quota', async () => {
  const rules = await ask<{ mostBytes: number; quotaLeft: number }>('getFileRules');
  expect(rules).toMatchObject({ mostBytes: 500_000_000, quotaLeft: 500_000_000 });
  await expect(call('beginUpload', { name: 'master.csv', bytes: 500_000_001 })).rejects.toThrow(
    'It can have up to 500 MB.',
  );
  // Three of them are more than the quota of a person.
  for (let count = 0; count < 3; count += 1)
    await call('beginUpload', { name: 'master.csv', bytes: 500_000_000 });
  expect(await ask('getFileRules')).toEqual(rules);
  await expect(call('files.begin', { kind: 'PROFILE_PHOTO', name: 'me.png', bytes: 9 })).resolves.toEqual(
    expect.any(String),
  );

  const plain = await addSignedIn(portal.db, await addMember(portal.db));
  const auditor = await addSignedIn(portal.db, await addMember(portal.db, { roles: ['auditor'] }), {
    hasSecondStep: true,
  });
  for (const as of [plain, auditor])
    await expect(call('beginUpload', { name: 'master.csv', bytes: 9 }, as)).rejects.toThrow(/role/);
  const named = { kind: 'BOARD_FILE', name: 'master.csv', bytes: 9 };
  for (const as of [plain, undefined]) await expect(call('files.begin', named, as)).rejects.toThrow();
  const fileId = await begin('LicenseNo');
  // The member that the same person is does not find it.
  expect((await tus('POST', fileId, { 'Upload-Length': '9' }, { at: '' })).status).toBe(404);
  await expect(call('files.finish', { fileId })).rejects.toThrow('There is no upload');
});

it('the database lets nobody else announce, read, give or remove such a file', async () => {
  const fileId = await begin('LicenseNo');
  const insert = (by: string) =>
    `insert into files (kind, name, bytes, uploaded_by) values ('BOARD_FILE', 'x.csv', 1, '${by}') returning id`;
  const memberId = await addMember(portal.db);
  const auditorId = await addMember(portal.db, { roles: ['auditor'] });
  const others = [
    { kind: 'member', userId: memberId },
    { kind: 'member', userId: userId() },
    { kind: 'staff', userId: auditorId },
  ] as const;
  for (const actor of others) {
    await expect(portal.db.write(actor, ({ sql }) => sql.unsafe(insert(actor.userId)))).rejects.toThrow();
    expect(await portal.db.read(actor, ({ sql }) => sql`select id from files where id = ${fileId}`)).toEqual(
      [],
    );
    const gone = await portal.db.write(
      actor,
      ({ sql }) => sql`delete from files where id = ${fileId} returning id`,
    );
    expect(gone).toEqual([]);
  }
  const staff = { kind: 'staff', userId: userId() } as const;
  await expect(portal.db.write(staff, ({ sql }) => sql.unsafe(insert(memberId)))).rejects.toThrow();
  await expect(
    portal.db.write(staff, ({ sql }) => sql.unsafe(insert(userId()).replace('BOARD_FILE', 'PROFILE_PHOTO'))),
  ).rejects.toThrow();
  await expect(
    portal.db.write(staff, ({ sql }) => sql.unsafe(insert(userId()).replace('BOARD_FILE', 'REJECTED_ROWS'))),
  ).rejects.toThrow();
});

it('a file may have any name: hidden characters are left out, a break becomes a space, and a long name is cut', async () => {
  const longest = `${'👷'.repeat(198)}…`;
  const names: [given: string, kept: string][] = [
    ['november 🏗️ master.csv', 'november 🏗️ master.csv'],
    ['novem\uFE0Fber.csv', 'november.csv'],
    ['a\u202Egnp.csv', 'agnp.csv'],
    ['two\nlines.csv', 'two lines.csv'],
    [`${longest}.csv`, `${longest}.`],
    ['\u200b', 'A file without a name'],
  ];
  for (const [given, kept] of names) {
    const importId = await call('add', { fileId: await send(`LicenseNo,${kept}\n`, undefined, given) });
    expect((await find(importId)).fileName).toBe(kept);
    await call('cancel', { importId });
  }
});

it('a file is held back until the scanner has looked at it, and one with a virus is never imported', async () => {
  const directory = await temporaryServerFolder();
  const text = master({ edition: 30 });
  const bad = master({ edition: 31 });
  const sign = createHash('md5').update(bad).digest('hex');
  const port = await freePort();
  const scanner = await virusScannerServer({
    directory,
    port,
    mostBytes: 20_000_000,
    signatures: [`${sign}:${Buffer.byteLength(bad)}:Test-Virus`],
  });
  const scanned = uploading(portal, () =>
    portalFiles(files().store, join(dataFolder(), 'uploads'), virusScanner({ host: '127.0.0.1', port })),
  );
  await scanned.signIn();
  try {
    await work();
    const before = await importsOf();
    const held = await scanned.send(text);
    await expect(scanned.call('add', { fileId: held })).rejects.toThrow('Your upload is kept.');
    expect(await importsOf()).toBe(before);
    expect(await scanned.ask('listUploads')).toMatchObject([
      { id: held, arrivedBytes: Buffer.byteLength(text) },
    ]);
    await scanner.start();
    await scanned.becomes(await scanned.call('add', { fileId: held }), 'CHECKED');
    const infected = await scanned.send(bad);
    await expect(scanned.call('add', { fileId: infected })).rejects.toThrow(
      'The virus scanner found “Test-Virus',
    );
    expect(await importsOf()).toBe(before + 1);
    await expect(scanned.call('add', { fileId: infected })).rejects.toThrow('There is no upload');
  } finally {
    await scanner.stop();
    rmSync(directory, { recursive: true, force: true });
  }
});
