import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { draftOf, openBids } from '@namc/db/bids/factory';
import { addSampleCertification } from '@namc/db/certifications/factory';
import { addSampleCompany } from '@namc/db/companies/factory';
import { fileStore } from '@namc/db/file-store';
import { openSecret } from '@namc/db/files/queries';
import { freePort } from '@namc/db/free-port';
import { addMember } from '@namc/db/members/factory';
import { addProject } from '@namc/db/projects/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { connect } from '@namc/db/testing/direct-client';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { listen } from '../http/listen.ts';
import { portalFiles } from '../http/portal-files.ts';
import { makeFileCollector } from './jobs.ts';

const portal = testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'namc-sealed-files-'));
const storeFolder = join(folder, 'store');
const files = portalFiles(fileStore(storeFolder), join(folder, 'uploads'));
const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
let app: ReturnType<typeof testApp>;
beforeAll(() => {
  app = testApp({ db: portal.db, files });
});
afterAll(async () => {
  await superuser.end();
  rmSync(folder, { recursive: true, force: true });
});

const marker = 'Markedwords';
/** A PDF by its mark, of so many bytes, with the marker in each of its chunks. */
function markedPdf(bytes: number): Buffer {
  const content = randomBytes(bytes);
  content.write('%PDF-1.7\n');
  for (let at = 20; at + marker.length < bytes; at += 40_000) content.write(marker, at);
  return content;
}

const request = (path: string, cookie: string, init: RequestInit = {}) =>
  app.request(path, { ...init, headers: { cookie, origin: 'http://localhost', ...init.headers } });
async function call(procedure: string, cookie: string, input: object): Promise<unknown> {
  const answer = await request(`/trpc/${procedure}`, cookie, {
    method: 'POST',
    body: JSON.stringify(input),
    headers: { 'content-type': 'application/json' },
  });
  const body = (await answer.json()) as { result?: { data: unknown }; error?: { message: string } };
  if (body.error) throw new Error(body.error.message);
  return body.result?.data;
}
async function upload(cookie: string, bytes: Buffer, name: string, kind = 'BID_FILE'): Promise<string> {
  const fileId = String(await call('files.begin', cookie, { kind, name, bytes: bytes.length }));
  const tus = (method: string, headers: Record<string, string>, body?: Buffer) =>
    request(`/api/uploads/${fileId}`, cookie, {
      method,
      headers: { 'Tus-Resumable': '1.0.0', ...headers },
      ...(body ? { body: new Uint8Array(body), duplex: 'half' } : {}),
    } as RequestInit);
  await tus('POST', { 'Upload-Length': String(bytes.length) });
  await tus('PATCH', { 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' }, bytes);
  await call('files.finish', cookie, { fileId });
  return fileId;
}
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
const download = (fileId: string, cookie: string, headers: Record<string, string> = {}) =>
  request(`/api/files/${fileId}`, cookie, { headers });

/** A firm that drafts a bid, and the poster of the project. */
async function drafting() {
  const [posterId, userId] = [await addMember(portal.db), await addMember(portal.db)];
  const projectId = await addProject(portal.db, posterId);
  const companyId = await addSampleCompany(portal.db, userId, 'Sealing Builders');
  const draft = await draftOf(portal.db, userId, { projectId, companyId });
  const [firm, poster] = [await addSignedIn(portal.db, userId), await addSignedIn(portal.db, posterId)];
  const add = async (bytes: Buffer, name: string) => {
    const fileId = await upload(firm, bytes, name);
    await call('bids.addFile', firm, { draftId: draft.draftId, fileId });
    return fileId;
  };
  const submit = async () => {
    const answer = await draft.submit();
    const bidId = 'bidId' in answer ? answer.bidId : '';
    const [row] = await superuser<{ ids: string[] }[]>`
      select array_agg(id order by created_at, id) as ids from bid_files where bid_id = ${bidId}`;
    return { bidId, ids: row?.ids ?? [] };
  };
  return { projectId, userId, companyId, draft, firm, poster, add, submit };
}
async function openProject(projectId: string) {
  await superuser.unsafe(`
    alter table projects disable trigger user;
    update projects set deadline_at = clock_timestamp() where id = '${projectId}';
    alter table projects enable trigger user`);
  await openBids(portal.db);
}

const storedFiles = () =>
  readdirSync(storeFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
const storeTells = () => storedFiles().some((path) => readFileSync(path).includes(marker));
/** The tables in which the superuser finds a text, as text or as bytes. */
async function tablesThatTell(...texts: string[]): Promise<string[]> {
  // In parts, so that the search does not find itself among the running statements.
  const pattern = texts
    .flatMap((text) => [text, Buffer.from(text).toString('hex')])
    .map((text) => `${text.slice(0, -1).replace(/[.+]/g, '[$&]')}[${text.slice(-1)}]`)
    .join('|');
  const tables = await superuser<{ name: string }[]>`
    select format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
    where relkind in ('r', 'm') and nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and relname <> 'zip_codes'`;
  const found = await superuser.unsafe<{ name: string }[]>(
    tables
      .map(
        ({ name }) =>
          `select '${name}' as name where exists (select from ${name} t where t::text ~ '${pattern}')`,
      )
      .join(' union all '),
  );
  return found.map(({ name }) => name).sort();
}
/** The key of a file's bytes as text, in base64 and in hexadecimal digits. */
async function keysOf(fileId: string): Promise<string[]> {
  const [row] = await superuser<{ id: string; secret: Buffer }[]>`
    select content_id as id, encrypted_secret as secret
    from files join file_secrets using (content_id) where files.id = ${fileId}`;
  if (!row) throw new Error('The file has no secret.');
  const { key } = openSecret(testKeys, row.id, row.secret);
  return [key.toString('base64').slice(0, -1), key.toString('hex')];
}
const contentOf = async (fileId: string) => {
  const [row] = await superuser<{ id: string }[]>`select content_id as id from files where id = ${fileId}`;
  return storedFiles().find((path) => path.endsWith(row?.id ?? '?')) ?? '';
};

it('nobody who holds the store or the database reads a bid’s file before the opening, and after it the poster has what was uploaded', async () => {
  const { projectId, draft, firm, poster, add, submit } = await drafting();
  const [bytes, revisedBytes] = [markedPdf(200_000), markedPdf(70_000)];
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const secrets = [marker, 'Plantedname', sha256];
  const draftFile = await add(bytes, 'Plantedname of the bond.pdf');
  expect(storeTells()).toBe(false);
  expect((await draft.read()).files).toMatchObject([{ name: 'Plantedname of the bond.pdf', bytes: 200_000 }]);
  const own = await download(draftFile, firm);
  expect(own.headers.get('Content-Disposition')).toContain('Plantedname of the bond.pdf');
  expect((await bytesOf(own)).equals(bytes)).toBe(true);

  await draft.save({ amount: '1000' });
  const first = await submit();
  await add(revisedBytes, 'Second.pdf');
  const { bidId, ids } = await submit();
  expect(ids).toHaveLength(2);
  expect(storeTells()).toBe(false);
  expect(await tablesThatTell(...secrets)).toEqual([]);
  expect(await tablesThatTell(...(await keysOf(draftFile)))).toEqual([]);
  // The firm reads each of its bids, with the hash of what it uploaded.
  const receipt = await request(
    `/trpc/bids.getOwn?input=${encodeURIComponent(JSON.stringify({ bidId }))}`,
    firm,
  );
  expect(await receipt.json()).toMatchObject({
    result: {
      data: { files: [{ fileName: 'Plantedname of the bond.pdf', sha256 }, { fileName: 'Second.pdf' }] },
    },
  });
  for (const id of [first.ids[0] ?? '', ids[0] ?? '']) {
    expect((await bytesOf(await download(id, firm))).equals(bytes)).toBe(true);
    expect((await download(id, poster)).status).toBe(404);
  }

  await openProject(projectId);
  const [file = '', second = ''] = ids;
  const opened = await download(file, poster);
  expect([opened.status, opened.headers.get('Content-Length')]).toEqual([200, '200000']);
  expect(opened.headers.get('Content-Disposition')).toContain('Plantedname of the bond.pdf');
  expect((await bytesOf(opened)).equals(bytes)).toBe(true);
  for (const [range, from, to] of [
    ['bytes=0-9', 0, 10],
    ['bytes=65530-65545', 65_530, 65_546],
    ['bytes=131072-', 131_072, 200_000],
    ['bytes=-7', 199_993, 200_000],
  ] as const) {
    const part = await download(file, poster, { range });
    expect(part.status).toBe(206);
    expect((await bytesOf(part)).equals(bytes.subarray(from, to))).toBe(true);
  }
  expect((await bytesOf(await download(second, poster))).equals(revisedBytes)).toBe(true);
  // The firm's own still stand, and those of the bid that was revised stay closed.
  expect((await bytesOf(await download(file, firm))).equals(bytes)).toBe(true);
  expect((await download(first.ids[0] ?? '', poster)).status).toBe(404);
  expect(storeTells()).toBe(false);
  expect(await tablesThatTell(marker, ...(await keysOf(draftFile)))).toEqual([]);
});

it.each([20, 65_536, 65_537, 20_000_000])('a file of %i bytes comes back as it was', async (size) => {
  const { projectId, draft, poster, add, submit } = await drafting();
  const bytes = markedPdf(size);
  await draft.save({ amount: '1000' });
  await add(bytes, 'plan.pdf');
  const { ids } = await submit();
  await openProject(projectId);
  expect((await bytesOf(await download(ids[0] ?? '', poster))).equals(bytes)).toBe(true);
});

it('bytes that were damaged, cut or lost are told, and never sent as the file', async () => {
  const { firm, add } = await drafting();
  const fileId = await add(markedPdf(300_000), 'plan.pdf');
  const path = await contentOf(fileId);
  const whole = readFileSync(path);
  const flipped = (at: number) => Buffer.from(whole.map((byte, place) => (place === at ? byte ^ 1 : byte)));
  for (const damaged of [flipped(5), whole.subarray(0, 40), Buffer.alloc(0)]) {
    writeFileSync(path, damaged);
    const answer = await download(fileId, firm);
    expect([answer.status, await answer.text()]).toEqual([
      503,
      expect.stringContaining('its stored bytes were damaged or cut'),
    ]);
  }
  // Later bytes: what is sent before them is whole, and the rest is cut off.
  writeFileSync(path, flipped(250_000));
  await expect(bytesOf(await download(fileId, firm))).rejects.toThrow();
  const port = await freePort();
  const server = await listen(app, { host: '127.0.0.1', port }, 1_000);
  try {
    const cut = await fetch(`http://127.0.0.1:${port}/api/files/${fileId}`, { headers: { cookie: firm } });
    expect([cut.status, cut.headers.get('Content-Length')]).toEqual([200, '300000']);
    await expect(cut.arrayBuffer()).rejects.toThrow('terminated');
  } finally {
    await server.close();
  }
  expect((await bytesOf(await download(fileId, firm, { range: 'bytes=0-99999' }))).length).toBe(100_000);
  // The secret of another file opens nothing here.
  writeFileSync(path, whole);
  const other = await add(markedPdf(100), 'other.pdf');
  await superuser`
    update file_secrets s set encrypted_secret = o.encrypted_secret
    from files f, files g join file_secrets o on o.content_id = g.content_id
    where f.id = ${fileId} and s.content_id = f.content_id and g.id = ${other}`;
  const moved = await download(fileId, firm);
  expect([moved.status, await moved.text()]).toEqual([503, expect.stringContaining('cannot be read')]);
});

it('a copy of a certificate’s scan is encrypted anew, and another firm’s is not found', async () => {
  const { firm, userId, companyId, draft } = await drafting();
  const stranger = await drafting();
  const scan = markedPdf(500);
  const certificate = async (of: { cookie: string; ownerId: string; companyId: string }) => {
    const id = await addSampleCertification(portal.db, of);
    const fileId = await upload(of.cookie, scan, 'Scan.pdf', 'CERTIFICATE');
    await superuser`update files set owner_id = ${id} where id = ${fileId}`;
    return { id, fileId };
  };
  const own = await certificate({ cookie: firm, ownerId: userId, companyId });
  const others = await certificate({
    cookie: stranger.firm,
    ownerId: stranger.userId,
    companyId: stranger.companyId,
  });
  const attach = (certificationId: string) =>
    call('bids.attachCertificate', firm, { draftId: draft.draftId, certificationId });
  await attach(own.id);
  await expect(attach(others.id)).rejects.toThrow('certification');
  const [copy, ...rest] = (await draft.read()).files;
  expect([copy?.name, rest]).toEqual(['Scan.pdf', []]);
  expect((await bytesOf(await download(copy?.id ?? '', firm))).equals(scan)).toBe(true);
  expect(await contentOf(copy?.id ?? '')).not.toBe(await contentOf(own.fileId));
  expect(readFileSync(await contentOf(copy?.id ?? '')).includes(marker)).toBe(false);
  expect(readdirSync(join(folder, 'uploads'))).toEqual([]);
});

it('a file of the time before is still read, and what nobody has any more goes with its key', async () => {
  const { projectId, draft, firm, poster, add, submit } = await drafting();
  const bytes = markedPdf(300);
  const fileId = await add(bytes, 'older.pdf');
  // As it stood before files of bids were encrypted.
  writeFileSync(await contentOf(fileId), bytes);
  await superuser.unsafe(`
    set session_replication_role = replica;
    update files set name = 'older.pdf', encrypted_name = null where id = '${fileId}';
    update file_contents set is_encrypted = false, sha256 = '${createHash('sha256').update(bytes).digest('hex')}'
      where id = (select content_id from files where id = '${fileId}');
    delete from file_secrets where content_id = (select content_id from files where id = '${fileId}');
    set session_replication_role = origin`);
  expect((await bytesOf(await download(fileId, firm))).equals(bytes)).toBe(true);
  await draft.save({ amount: '1000' });
  const removed = await add(markedPdf(300), 'removed.pdf');
  await call('bids.removeFile', firm, { draftId: draft.draftId, fileId: removed });
  const { ids } = await submit();
  await openProject(projectId);
  const opened = await download(ids[0] ?? '', poster);
  expect(opened.headers.get('Content-Disposition')).toContain('older.pdf');
  expect((await bytesOf(opened)).equals(bytes)).toBe(true);
  const [before] = await superuser`select count(*)::int as secrets from file_secrets`;
  await makeFileCollector(files, async () => {})(portal.db, {}, new AbortController().signal);
  const [after] = await superuser`select count(*)::int as secrets from file_secrets`;
  expect(Number(before?.secrets) - Number(after?.secrets)).toBe(1);
  expect((await bytesOf(await download(ids[0] ?? '', poster))).equals(bytes)).toBe(true);
});
