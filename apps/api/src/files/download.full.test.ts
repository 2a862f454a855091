import { fileStore } from '@namc/db/file-store';
import { testDatabase } from '@namc/db/testing/test-database';
import { startObjectStore, type TestObjectStore } from '@namc/db/testing/test-object-store';
import { afterAll, beforeAll, it } from 'vitest';
import { expectDownloadGoesOn } from './cut-download.fixture.ts';

const portal = testDatabase();
let server: TestObjectStore;
beforeAll(async () => {
  server = await startObjectStore();
  const bucket = await fetch(`${server.environment.AWS_ENDPOINT_URL_S3}/files`, { method: 'PUT' });
  if (!bucket.ok) throw new Error(await bucket.text());
});
afterAll(() => server.stop());

it('a download that was cut on site goes on where it ended, from an object store', () =>
  expectDownloadGoesOn(portal, fileStore('s3://files/portal', server.configuration)));
