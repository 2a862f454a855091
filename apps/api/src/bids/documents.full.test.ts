import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type FileStore, fileStore } from '@namc/db/file-store';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { startObjectStore, type TestObjectStore } from '@namc/db/testing/test-object-store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { portalFiles } from '../http/portal-files.ts';
import { addressOf, bidding, entriesOf, pdf } from './documents.fixture.ts';

const portal = testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'namc-bids-in-store-'));
let server: TestObjectStore;
let store: FileStore;
let app: ReturnType<typeof testApp>;

beforeAll(async () => {
  server = await startObjectStore();
  const made = await fetch(`${server.environment.AWS_ENDPOINT_URL_S3}/files`, { method: 'PUT' });
  if (!made.ok) throw new Error(await made.text());
  store = fileStore('s3://files/portal', server.configuration);
  app = testApp({ db: portal.db, files: portalFiles(store, folder) });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
const request = (path: string, cookie: string, init: RequestInit = {}) =>
  app.request(path, { ...init, headers: { cookie, origin: 'http://localhost', ...init.headers } });
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

/** The objects of all files as they lie in the store, one behind the other. */
async function stored(): Promise<Buffer> {
  const rows = await portal.owner<
    { id: string }[]
  >`select id from file_contents where is_encrypted order by id`;
  return Buffer.concat(await Promise.all(rows.map(async ({ id }) => buffer(await store.open(id)))));
}

it('the file of a bid lies encrypted in an object store, and is read after the opening alone and in the ZIP', async () => {
  const secret = 'The crane costs as much as the pier.';
  // More than one part of the encryption, so that a range begins within it.
  const large = Buffer.concat([pdf(secret), randomBytes(300_000), Buffer.from(secret)]);
  const { poster, projectId, bids, open } = await bidding(portal, request, [
    { firm: 'Dock Builders', amount: '1000', files: [['offer.pdf', large]] },
    { firm: 'Pier Works', amount: '2000', files: [['offer.pdf', pdf('another')]] },
  ]);
  const held = await stored();
  expect(held.length).toBeGreaterThan(large.length);
  expect(held.includes(secret)).toBe(false);
  const [file] = await portal.owner<
    { id: string }[]
  >`select id from bid_files where bid_id = ${bids[0]!.bidId}`;
  const address = `/api/files/${file?.id}`;
  // The firm reads its own, and the poster nothing before the opening.
  expect((await bytesOf(await request(address, bids[0]!.cookie))).equals(large)).toBe(true);
  expect((await request(address, poster)).status).toBe(404);
  expect((await request(addressOf(projectId), poster)).status).toBe(404);
  await open();
  expect((await bytesOf(await request(address, poster))).equals(large)).toBe(true);
  const part = await request(address, poster, { headers: { range: 'bytes=70000-200000' } });
  expect([part.status, (await bytesOf(part)).equals(large.subarray(70_000, 200_001))]).toEqual([206, true]);
  expect((await request(address, bids[1]!.cookie)).status).toBe(404);
  const entries = await entriesOf(await bytesOf(await request(addressOf(projectId), poster)));
  expect(entries.get('Dock Builders/offer.pdf')?.equals(large)).toBe(true);
  expect(entries.get('Pier Works/offer.pdf')).toEqual(pdf('another'));
  const staff = await addSignedIn(portal.db, await addMember(portal.db, { roles: ['administrator'] }), {
    hasSecondStep: true,
  });
  const asStaff = await request(`/api/files/for-staff/${file?.id}`, staff);
  expect((await bytesOf(asStaff)).equals(large)).toBe(true);
  expect((await stored()).includes(secret)).toBe(false);
});
