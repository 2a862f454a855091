import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemActor } from '../../engine/actors.ts';
import { type Client, connect } from '../../engine/connection.ts';
import { freePort } from '../../engine/free-port.ts';
import { keepToOwnLogins } from '../../tools/testing/template.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { startObjectStore, type TestObjectStore } from '../../tools/testing/test-object-store.ts';
import { recordAdminAction } from '../commands.ts';
import { getSealState } from '../queries.ts';
import { acceptFindings } from './accept-findings.ts';
import { readStore } from './anchor-store.ts';
import { ObjectStore } from './object-store.ts';
import { sealTrail } from './seal-trail.ts';
import { verifyTrail } from './verify-trail.ts';

const portal = testDatabase();
const key = { id: 'test-1', secret: randomBytes(32) };
const folder = mkdtempSync(join(tmpdir(), 'namc-anchor-'));
const system = systemActor('test');
let server: TestObjectStore;
let s3: S3Client;
let superuser: Client;
let bucket = '';
let buckets = 0;

beforeAll(async () => {
  await keepToOwnLogins(portal.superuserUrl);
  server = await startObjectStore();
  s3 = new S3Client({ ...server.configuration, forcePathStyle: true });
});
beforeEach(async () => {
  buckets += 1;
  bucket = `anchor-${buckets}`;
  await s3.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
  superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`truncate audit_row_seals, audit_seals, audit_log, admin_actions`;
  await act('first');
  return () => superuser.end();
});
afterAll(async () => {
  s3.destroy();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const act = (reason: string) =>
  portal.db.write(system, (tx) => recordAdminAction(tx, { action: 'members.approve', reason }));
const store = (configuration = server.configuration) => ({
  objects: new ObjectStore(`s3://${bucket}/trail`, configuration),
});
const anchor = (objects = store()) => ({ file: join(folder, `${bucket}.jsonl`), store: objects });
const seal = (to = anchor()) => sealTrail(portal.db, { key, anchor: to });
const verify = async () =>
  verifyTrail({
    url: portal.superuserUrl,
    embedded: false,
    keys: [key],
    stored: await readStore(store().objects),
    longestUnsealedSeconds: 600,
  });
const entries = () => superuser`select batch, encode(seal, 'hex') as seal from audit_seals order by batch`;
const versions = async () =>
  (await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }))).Versions ?? [];
const nameOf = (batch: number) => `trail/${String(batch).padStart(12, '0')}.json`;

it('each seal is an object of its own, locked until the trail that it proves may be dropped', async () => {
  const sealer = anchor();
  await seal(sealer);
  await act('second');
  await seal(sealer);
  // A sealer that has just been started finds the end.
  await act('third');
  const { stored } = await seal();
  const chain = await entries();
  expect(stored).toMatchObject({ batch: chain.length });
  const { lines, broken, tampered } = await readStore(store().objects);
  expect(lines.map(({ batch, seal }) => ({ batch, seal }))).toEqual([...chain]);
  expect([broken, tampered]).toEqual([[], []]);
  const written = await versions();
  expect(written.map(({ Key }) => Key)).toEqual(chain.map(({ batch }) => nameOf(batch)));
  const { retention } = (
    await superuser`
    select max(value::float8) as retention from audit_seals, jsonb_each_text(details::jsonb -> 'retentionDays')`
  )[0]!;
  for (const { Key, VersionId } of written) {
    const locked = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key, VersionId }));
    const days = (Number(locked.ObjectLockRetainUntilDate) - Date.now()) / 86_400_000;
    expect(locked.ObjectLockMode).toBe('COMPLIANCE');
    expect(days).toBeCloseTo(retention + 31, 1);
    await expect(s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  }
  expect(await verify()).toMatchObject({ problems: [], comparedAnchor: true });
});

it('a store that does not answer stops no sealing, is an alarm, and catches up', async () => {
  const gone = store({ ...server.configuration, endpoint: `http://127.0.0.1:${await freePort()}` });
  await seal();
  const before = (await entries()).length;
  await act('during');
  const during = await seal(anchor(gone));
  expect(during).toMatchObject({
    rows: 2,
    anchored: { batch: expect.any(Number) },
    stored: { failed: expect.stringMatching(/ECONNREFUSED/) },
  });
  const state = () => portal.db.read(system, getSealState);
  expect((await state()).storeFailsSeconds).toBeGreaterThanOrEqual(0);
  expect((await verify()).notes).toContainEqual(
    expect.stringMatching(new RegExp(`The object store knows the chain up to batch ${before} of`)),
  );
  const after = await seal();
  expect(after.stored).toMatchObject({ batch: (await entries()).length });
  // The mark that says so is made although nothing else was sealed.
  expect(after.rows).toBe(0);
  expect(await state()).toMatchObject({ storeFailsSeconds: null, storedBatch: expect.any(Number) });
  expect(await verify()).toMatchObject({ problems: [], notes: [] });
});

it('a bucket without object lock takes no seal', async () => {
  bucket = `${bucket}-unlocked`;
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  expect((await seal()).stored).toMatchObject({ failed: expect.stringMatching(/Object ?Lock/) });
  expect(await versions()).toEqual([]);
});

it('two sealers write each place once', async () => {
  await seal();
  const [one, other] = [anchor(), anchor()];
  await seal(one);
  await seal(other);
  for (const reason of ['a', 'b', 'c']) {
    await act(reason);
    await seal(reason === 'b' ? other : one);
  }
  expect((await versions()).length).toBe((await entries()).length);
  expect(await verify()).toMatchObject({ problems: [], notes: [] });
});

it('names a chain that was cut off and made anew with the key, which the file cannot when it is lost too', async () => {
  await seal();
  await act('later');
  await seal();
  await superuser`truncate audit_row_seals, audit_seals`;
  rmSync(anchor().file);
  await expect(seal()).rejects.toThrow('is not the one that the object store knows');
  // The thief seals without the store.
  await sealTrail(portal.db, { key });
  expect((await verify()).problems).toContainEqual(
    expect.objectContaining({
      kind: 'chain cut',
      message: expect.stringContaining('the object store knows'),
    }),
  );
  await acceptFindings(portal.db, { key, anchor: anchor(), reason: 'Restored to noon.', by: 'ana' });
  await seal();
  const { problems, notes } = await verify();
  expect(problems).toEqual([]);
  expect(notes).toContainEqual(expect.stringContaining('Restored to noon.'));
});

it('reads the first version of each object, and names later ones and deletions', async () => {
  await seal();
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: nameOf(1), Body: '{"batch":1}' }));
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: nameOf(2) }));
  const { problems, notes } = await verify();
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^The object 000000000001\.json was replaced on 2/),
    expect.stringMatching(/^The object 000000000002\.json was deleted on 2/),
  ]);
  expect(notes).toEqual([]);
});
