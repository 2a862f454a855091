import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addSampleCertification } from '@namc/db/certifications/factory';
import { addSampleCompany } from '@namc/db/companies/factory';
import { fileStore } from '@namc/db/file-store';
import { freePort } from '@namc/db/free-port';
import { virusScannerServer } from '@namc/db/local-servers/virus-scanner';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { temporaryServerFolder } from '@namc/db/testing/temporary-servers';
import { testDatabase } from '@namc/db/testing/test-database';
import { parse } from 'content-disposition';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { portalFiles } from '../http/portal-files.ts';
import { virusScanner } from '../http/virus-scanner.ts';
import { makeFileCollector } from './jobs.ts';

const portal = testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'namc-portal-files-'));
const uploads = join(folder, 'uploads');
const files = portalFiles(fileStore(join(folder, 'store')), uploads);
let app: ReturnType<typeof testApp>;
const name = 'Cotización – Peña №3 "final".jpg';
/** Taken sideways, with the place in the file. */
let photo: Buffer;
let ana = '';
let bob = '';
beforeAll(async () => {
  app = testApp({ db: portal.db, files });
  [ana, bob] = await Promise.all([signIn(), signIn()]);
  photo = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#a40' } })
    .withExif({ IFD0: { Make: 'Phone' }, IFD3: { GPSLatitude: '37/1 48/1 0/1', GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const signIn = async () => addSignedIn(portal.db, await addMember(portal.db));
const request = (path: string, init: RequestInit = {}, cookie = ana) =>
  app.request(path, { ...init, headers: { cookie, origin: 'http://localhost', ...init.headers } });

/** Calls a procedure. @throws Error with the portal's own words. */
async function call(procedure: string, input: object | undefined, cookie = ana): Promise<string> {
  const answer = await request(
    `/trpc/files.${procedure}`,
    { method: 'POST', body: JSON.stringify(input), headers: { 'content-type': 'application/json' } },
    cookie,
  );
  const body = (await answer.json()) as { result?: { data: string }; error?: { message: string } };
  if (body.error) throw new Error(body.error.message);
  return body.result?.data ?? '';
}

const tus = (method: string, fileId: string, headers: Record<string, string>, body?: Buffer, cookie = ana) =>
  request(
    `/api/uploads/${fileId}`,
    {
      method,
      headers: { 'Tus-Resumable': '1.0.0', ...headers },
      ...(body ? { body: new Uint8Array(body), duplex: 'half' } : {}),
    } as RequestInit,
    cookie,
  );
const part = (fileId: string, from: number, bytes: Buffer, cookie = ana) =>
  tus(
    'PATCH',
    fileId,
    { 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream' },
    bytes,
    cookie,
  );
const begin = (bytes: Buffer, fileName = name, kind = 'PROFILE_PHOTO', cookie = ana) =>
  call('begin', { kind, name: fileName, bytes: bytes.length }, cookie);

/** Uploads bytes, and returns the file's id. */
async function upload(bytes: Buffer, fileName = name, kind?: string, cookie = ana): Promise<string> {
  const fileId = await begin(bytes, fileName, kind, cookie);
  const whole = { 'Upload-Length': String(bytes.length) };
  expect((await tus('POST', fileId, whole, undefined, cookie)).status).toBe(201);
  expect((await part(fileId, 0, bytes, cookie)).status).toBe(204);
  return fileId;
}
const setPhoto = async (bytes: Buffer) => {
  const fileId = await upload(bytes);
  await call('finish', { fileId });
  await call('setPhoto', { fileId });
  return fileId;
};
const stored = () =>
  readdirSync(join(folder, 'store'), { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
const collect = () => makeFileCollector(files, async () => {})(portal.db, {}, new AbortController().signal);

it('an upload goes on where the line was cut, and only its owner carries it on', async () => {
  const fileId = await begin(photo);
  expect((await tus('POST', fileId, { 'Upload-Length': String(photo.length + 1) })).status).toBe(412);
  const begun = await tus('POST', fileId, { 'Upload-Length': String(photo.length) });
  expect([begun.status, begun.headers.get('Location')]).toEqual([201, `/api/uploads/${fileId}`]);
  expect(begun.headers.get('Access-Control-Allow-Origin')).toBeNull();
  await part(fileId, 0, photo.subarray(0, 200));
  await expect(call('finish', { fileId })).rejects.toThrow('arrived whole');
  expect((await part(fileId, 0, photo.subarray(0, 200))).status).toBe(409);
  const asked = await tus('HEAD', fileId, {});
  expect([asked.status, asked.headers.get('Upload-Offset')]).toEqual([200, '200']);
  for (const method of ['HEAD', 'PATCH', 'POST'])
    expect((await tus(method, fileId, {}, undefined, bob)).status).toBe(404);
  await expect(call('finish', { fileId }, bob)).rejects.toThrow('There is no upload');
  await call('cancel', { fileId }, bob);
  // Nobody reads the part that has arrived, because nothing has looked at it yet.
  expect((await request(`/api/uploads/${fileId}`)).status).toBe(404);
  expect((await part(fileId, 200, photo.subarray(200))).status).toBe(204);
  await call('finish', { fileId });
  // The answer to the first was lost.
  await call('finish', { fileId });
  expect((await part(fileId, 0, photo)).status).toBe(412);
  expect(existsSync(files.pathOf(fileId))).toBe(false);
});

it('a person learns how far an upload was before it stopped, and nobody else learns of it', async () => {
  const unfinished = async (cookie = ana) => {
    const input = encodeURIComponent(JSON.stringify({ kind: 'PROFILE_PHOTO' }));
    const answer = await request(`/trpc/files.listUnfinished?input=${input}`, {}, cookie);
    return ((await answer.json()) as { result?: { data: unknown } }).result?.data;
  };
  expect(await unfinished()).toEqual([]);
  const fileId = await begin(photo, 'stopped.jpg');
  // Nothing of it has arrived, so nothing is there to go on with.
  expect(await unfinished()).toEqual([]);
  await tus('POST', fileId, { 'Upload-Length': String(photo.length) });
  await part(fileId, 0, photo.subarray(0, 200));
  expect(await unfinished()).toEqual([
    { id: fileId, name: 'stopped.jpg', bytes: photo.length, arrivedBytes: 200 },
  ]);
  expect(await unfinished(bob)).toEqual([]);
  expect(await unfinished('')).toBeUndefined();
  await part(fileId, 200, photo.subarray(200));
  await call('finish', { fileId });
  expect(await unfinished()).toEqual([]);
});

it('a photo is upright, holds neither place nor camera, and comes back under its own name', async () => {
  const fileId = await setPhoto(photo);
  const answer = await request(`/api/files/${fileId}`);
  const { width, height, exif, format } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
  expect({ width, height, exif, format }).toEqual({
    width: 300,
    height: 400,
    exif: undefined,
    format: 'jpeg',
  });
  const { headers } = answer;
  const { type, parameters } = parse(headers.get('Content-Disposition') ?? '');
  expect([type, parameters.filename]).toEqual(['inline', name]);
  expect(headers.get('Content-Type')).toBe('image/jpeg');
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'; sandbox");
  const again = await request(`/api/files/${fileId}`, {
    headers: { 'If-None-Match': headers.get('ETag') ?? '' },
  });
  expect(again.status).toBe(304);
});

it('another member, and a visitor, do not learn that there is a file', async () => {
  const fileId = await setPhoto(photo);
  const [others, nobodys] = [
    await request(`/api/files/${fileId}`, {}, bob),
    await request(`/api/files/${randomUUID()}`, {}, bob),
  ];
  expect([others.status, nobodys.status]).toEqual([404, 404]);
  expect((await request(`/api/files/${fileId}`, {}, '')).status).toBe(401);
  await call('removePhoto', undefined);
  const { headers } = await request(`/api/files/${fileId}`);
  expect(headers.get('ETag')).toBeNull();
});

it('staff open the files of a member’s record with their second step alone', async () => {
  const ownerId = await addMember(portal.db);
  const cookie = await addSignedIn(portal.db, ownerId);
  const pdf = Buffer.from('%PDF-1.7\n%%EOF');
  const scan = await upload(pdf, 'scan.pdf', 'CERTIFICATE', cookie);
  await call('finish', { fileId: scan }, cookie);
  const companyId = await addSampleCompany(portal.db, ownerId);
  await addSampleCertification(portal.db, { companyId, ownerId }, { fileId: scan });
  const staffId = await addMember(portal.db, { roles: ['support'] });
  const [fresh, stale] = [
    await addSignedIn(portal.db, staffId, { hasSecondStep: true }),
    await addSignedIn(portal.db, staffId),
  ];
  const answers = async (fileId: string, by: string) =>
    Promise.all(['/api/files', '/api/files/for-staff'].map(async (at) => request(`${at}/${fileId}`, {}, by)));
  const [asMember, asStaff] = await answers(scan, fresh);
  expect([asMember?.status, asStaff?.status]).toEqual([404, 200]);
  expect(await asStaff?.text()).toBe(pdf.toString());
  expect(asStaff?.headers.get('Content-Security-Policy')).toContain("default-src 'none'; sandbox");
  const statuses = async (fileId: string, by: string) =>
    (await answers(fileId, by)).map(({ status }) => status);
  expect(await statuses(scan, stale)).toEqual([404, 403]);
  expect(await statuses(scan, cookie)).toEqual([200, 403]);
  expect(await statuses(scan, '')).toEqual([401, 401]);
  expect(await statuses(await setPhoto(photo), fresh)).toEqual([404, 200]);
  const waiting = await upload(pdf, 'next.pdf', 'CERTIFICATE', cookie);
  await call('finish', { fileId: waiting }, cookie);
  expect(await statuses(waiting, fresh)).toEqual([404, 404]);
});

const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const refused: [what: string, bytes: Buffer, words: string][] = [
  ['a drawing that holds a script', svg, 'JPEG, PNG or WebP'],
  ['a page under the name of a picture', Buffer.from('<html><script>alert(1)</script>'), 'JPEG, PNG or WebP'],
  ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj'), 'JPEG, PNG or WebP'],
  ['text', Buffer.from('just words'), 'JPEG, PNG or WebP'],
  [
    'a picture of an iPhone',
    Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]),
    'HEIC',
  ],
  ['a damaged picture', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200)]), 'damaged'],
];
it.each(refused)('%s is refused in words, and nothing of it stays', async (_what, bytes, words) => {
  const before = stored().length;
  const fileId = await upload(bytes, 'photo.jpg');
  await expect(call('finish', { fileId })).rejects.toThrow(words);
  expect(readdirSync(uploads).filter((file) => file.startsWith(fileId))).toEqual([]);
  expect(stored()).toHaveLength(before);
  await expect(call('setPhoto', { fileId })).rejects.toThrow('There is no file');
});

it('a name with a line break or a path changes neither the headers nor the folder', async () => {
  await expect(begin(photo, 'a\r\nSet-Cookie: x=1.jpg')).rejects.toThrow('one line');
  const fileId = await upload(photo, '../../etc/passwd');
  await call('finish', { fileId });
  const answer = await request(`/api/files/${fileId}`);
  expect(parse(answer.headers.get('Content-Disposition') ?? '').parameters.filename).toContain('passwd');
  expect(existsSync(join(folder, '../../etc/passwd.json'))).toBe(false);
});

it('a canceled upload leaves nothing, and a photo that is removed leaves the store', async () => {
  const fileId = await upload(photo);
  await call('cancel', { fileId });
  expect(existsSync(files.pathOf(fileId))).toBe(false);
  expect((await tus('HEAD', fileId, {})).status).toBe(404);
  const own = await sharp({ create: { width: 30, height: 30, channels: 3, background: '#0a4' } })
    .png()
    .toBuffer();
  await setPhoto(own);
  await collect();
  const before = stored().length;
  await call('removePhoto', undefined);
  await collect();
  expect(stored()).toHaveLength(before - 1);
  await collect();
  expect(stored()).toHaveLength(before - 1);
});

it('a file is held back until the scanner has looked at it, and one with a virus is removed', async () => {
  const directory = await temporaryServerFolder();
  const port = await freePort();
  const scanner = await virusScannerServer({
    directory,
    port,
    mostBytes: 2_000_000,
    // The scanner knows this one picture as a virus.
    signatures: [`${createHash('md5').update(photo).digest('hex')}:${photo.length}:Test-Virus`],
  });
  const scanned = portalFiles(
    fileStore(join(folder, 'store')),
    uploads,
    virusScanner({ host: '127.0.0.1', port }),
  );
  const own = testApp({ db: portal.db, files: scanned });
  const finish = (fileId: string) =>
    own.request('/trpc/files.finish', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: ana, origin: 'http://localhost' },
      body: JSON.stringify({ fileId }),
    });
  const clean = await sharp(photo).blur(2).jpeg().toBuffer();

  // The scanner is down: nobody gets the file, and its bytes stay.
  const fileId = await upload(clean);
  const refused = await finish(fileId);
  expect([refused.status, await refused.text()]).toEqual([
    503,
    expect.stringContaining('Your upload is kept.'),
  ]);
  expect(existsSync(scanned.pathOf(fileId))).toBe(true);
  expect((await request(`/api/files/${fileId}`)).status).toBe(404);

  await scanner.start();
  expect((await finish(fileId)).status).toBe(200);
  expect((await request(`/api/files/${fileId}`)).status).toBe(200);
  const bad = await upload(photo);
  const found = await finish(bad);
  expect([found.status, await found.text()]).toEqual([
    expect.any(Number),
    expect.stringContaining('The virus scanner found “Test-Virus'),
  ]);
  expect(found.ok).toBe(false);
  expect(existsSync(scanned.pathOf(bad))).toBe(false);
  expect((await request(`/api/files/${bad}`)).status).toBe(404);
  // A file that the scanner does not scan is not clean.
  const large = join(directory, 'large');
  writeFileSync(large, randomBytes(3_000_000));
  await expect(virusScanner({ host: '127.0.0.1', port })(large)).rejects.toThrow();
  await scanner.stop();
});
