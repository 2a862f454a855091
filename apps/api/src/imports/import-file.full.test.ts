import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileStore } from '@namc/db/file-store';
import { startObjectStore, type TestObjectStore } from '@namc/db/testing/test-object-store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFileCollector } from '../files/jobs.ts';
import { importing, master } from './importing.fixture.ts';
import { uploading } from './uploading.fixture.ts';
import { clearUp } from './work-folder.ts';

let server: TestObjectStore;
const { portal, workerDb, dataFolder, files, importer, work } = importing(() =>
  fileStore('s3://files/portal', server.configuration),
);
const { signIn, request, find, becomes, check, load } = uploading(portal, files);

beforeAll(async () => {
  server = await startObjectStore();
  expect((await fetch(`${address()}/files`, { method: 'PUT' })).status).toBe(200);
  await signIn();
});
afterAll(() => server.stop());

const address = () => server.environment.AWS_ENDPOINT_URL_S3 ?? '';
/** The objects in the bucket. */
const count = async () =>
  [...(await (await fetch(`${address()}/files?list-type=2`)).text()).matchAll(/<Key>/g)].length;

it('a worker on another machine reads the file from the object store, and puts the rejected rows there', async () => {
  await work();
  const importId = await check(master({ broken: 30 }));
  expect(await count()).toBe(2);
  expect(existsSync(join(dataFolder(), 'files'))).toBe(false);
  await load(importId, true);
  await becomes(importId, 'ACCEPTED');
  const { rejected } = await find(importId);
  const rows = await request(`/api/imports/${importId}/rejects.csv`);
  expect((await rows.text()).trim().split('\r\n')).toHaveLength((rejected ?? 0) + 1);
  await expect.poll(async () => (await find(importId)).hasFile).toBe(false);
  await makeFileCollector(files(), (db) => clearUp(db, importer().folder))(
    workerDb,
    {},
    new AbortController().signal,
  );
  // The rejected rows of the import stay.
  expect(await count()).toBe(1);
  await expect.poll(() => readdirSync(join(dataFolder(), 'imports'))).toEqual([]);
});
