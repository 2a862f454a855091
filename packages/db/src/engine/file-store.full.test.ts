import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startObjectStore, type TestObjectStore } from '../tools/testing/test-object-store.ts';
import { Unavailable } from './errors.ts';
import { fileStore } from './file-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'namc-file-store-'));
const source = join(folder, 'source');
const bytes = Buffer.alloc(300_000, 'a picture');
let server: TestObjectStore;

beforeAll(async () => {
  writeFileSync(source, bytes);
  server = await startObjectStore();
  const s3 = new S3Client({ ...server.configuration, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'files' }));
  s3.destroy();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('an object store keeps a file, hands it out whole and in parts, and forgets it', async () => {
  const store = fileStore('s3://files/portal', server.configuration);
  const name = randomUUID();
  await store.put(name, source);
  expect((await buffer(await store.open(name))).equals(bytes)).toBe(true);
  const part = await buffer(await store.open(name, { first: 1_000, last: 250_000 }));
  expect(part.equals(bytes.subarray(1_000, 250_001))).toBe(true);
  await store.remove(name);
  await store.remove(name);
  await expect(store.open(name)).rejects.toThrow(Unavailable);
});

it('an object store that is away says which one', async () => {
  const away = { ...server.configuration, endpoint: 'http://127.0.0.1:1', maxAttempts: 1 };
  await expect(fileStore('s3://files/portal', away).put(randomUUID(), source)).rejects.toThrow(
    'The file store s3://files/portal does not answer',
  );
});
