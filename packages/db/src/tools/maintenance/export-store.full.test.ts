import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { testDatabase } from '../testing/test-database.ts';
import { startObjectStore, type TestObjectStore } from '../testing/test-object-store.ts';
import { exportPlace } from './export-place.ts';
import { runMaintenance } from './run-maintenance.ts';

const portal = testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'namc-export-store-'));
const scratch = join(folder, 'scratch');
const name = 'system_metrics_2024_03_05';
let server: TestObjectStore;
let s3: S3Client;

beforeAll(async () => {
  server = await startObjectStore();
  s3 = new S3Client({ ...server.configuration, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'kept' }));
  const sql = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await sql.begin(async (tx) => {
    await tx`select create_daily_partition('system_metrics', '2024-03-05')`;
    await tx`
      insert into system_metrics (metric, value, recorded_at)
      select 'kept', n, '2024-03-05'::timestamptz + n * interval '1 second' from generate_series(1, 2000) n`;
    await tx`select maintain_partitions('system_metrics', now() - interval '8 days')`;
  });
  await sql.end();
});
afterAll(async () => {
  s3.destroy();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (store: string, configuration = server.configuration) =>
  runMaintenance(
    portal.db,
    {
      urls: [portal.ownerUrl.replace('portal_owner', 'portal_maintenance')],
      isOwner: true,
      isEmbedded: false,
      exports: exportPlace(store, scratch, configuration),
    },
    { jobs: ['export-partitions'], signal: new AbortController().signal },
  );
const isThere = async () => {
  const [row] = await portal.owner<{ is: boolean }[]>`select to_regclass(${name}) is not null as is`;
  return row?.is;
};

it('a partition goes to an object store, and is dropped only once its export there was read back', async () => {
  // Nobody listens there, and then a bucket that does not exist.
  const away = { ...server.configuration, endpoint: 'http://127.0.0.1:1', maxAttempts: 1 };
  expect(await run('s3://kept/portal', away)).toMatchObject([
    { outcome: 'failed', message: expect.stringContaining('s3://kept/portal does not answer') },
  ]);
  expect(await run('s3://nowhere/portal')).toMatchObject([{ outcome: 'failed' }]);
  expect(await isThere()).toBe(true);

  await portal.owner`update detached_partitions set drop_after = now() + interval '1 day'`;
  expect(await run('s3://kept/portal')).toMatchObject([
    { outcome: 'done', message: '1 partition past retention, 0 dropped.' },
  ]);
  // Somebody overwrites it in the store.
  await s3.send(new PutObjectCommand({ Bucket: 'kept', Key: `portal/${name}.csv.zst`, Body: 'nothing' }));
  await portal.owner`update detached_partitions set drop_after = now()`;
  expect(await run('s3://kept/portal')).toMatchObject([
    { outcome: 'failed', message: expect.stringContaining(`${name}.csv.zst`) },
  ]);
  expect(await isThere()).toBe(true);

  expect(await run('s3://kept/portal')).toMatchObject([
    { outcome: 'done', message: '1 partition past retention, 1 dropped.' },
  ]);
  expect(await isThere()).toBe(false);
  expect(readdirSync(scratch)).toEqual([]);
});
