import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemActor } from '../../../engine/actors.ts';
import { type Client, connect } from '../../../engine/connection.ts';
import { makeKey, readKeyRing } from '../../../engine/secrets/key-ring.ts';
import { fingerprintsOf, type HeldKeys, noteKeys } from '../../../health/commands/keys.ts';
import { testDatabase } from '../../testing/test-database.ts';
import { look } from '../look.fixture.ts';
import { keys } from './keys.ts';

const portal = testDatabase();
const oldKey = makeKey(new Date('2025-01-02'));
const held: HeldKeys = {
  encryption: readKeyRing(oldKey),
  seal: readKeyRing(makeKey()),
  cookieSecret: 'a secret of the cookies that is long enough',
  metricsToken: undefined,
};
const found = (limits?: { warn: number; bad: number }) =>
  look(keys.name, { db: portal.db, serverUrls: [] }, limits);
const note = (one: HeldKeys) =>
  portal.db.write(systemActor('test'), (tx) => noteKeys(tx, fingerprintsOf(one)));
let superuser: Client;
const age = (kind: string, days: number) =>
  superuser`update portal_keys set first_seen_at = now() - make_interval(days => ${days}::int) where kind = ${kind}`;

beforeAll(() => {
  superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
});
beforeEach(() => superuser`truncate portal_keys`);
afterAll(() => superuser.end());

it('a key grows old from its first start on, whatever starts come after', async () => {
  await note(held);
  expect(await found()).toMatchObject({ state: 'ok', value: 0 });
  await age('ENCRYPTION', 366);
  await note(held);
  expect(await found()).toMatchObject({
    state: 'warn',
    value: 366,
    says: 'The key in PORTAL_KEYS has been the same for 366 days.',
    evidence: [{ setting: 'PORTAL_KEYS', days: 366 }, {}, {}],
  });
  expect(await found({ warn: 400, bad: 800 })).toMatchObject({ state: 'ok' });
  await age('COOKIE', 731);
  expect(await found()).toMatchObject({ state: 'bad', says: expect.stringContaining('COOKIE_SECRET') });
});

it('a new key is young, and an old one that comes back is as old as before', async () => {
  await note(held);
  await age('ENCRYPTION', 400);
  await superuser`update portal_keys set last_seen_at = now() - interval '1 hour'`;
  await note({ ...held, encryption: readKeyRing(`${makeKey()},${oldKey}`) });
  expect(await found()).toMatchObject({ state: 'ok' });
  await superuser`update portal_keys set last_seen_at = now() - interval '1 minute'`;
  await note(held);
  expect(await found()).toMatchObject({ state: 'warn', value: 400 });
});

it('a key that no worker has seen is unknown, and one that nobody needs is not missed', async () => {
  expect(await found()).toMatchObject({ state: 'unknown', says: expect.stringContaining('PORTAL_KEYS') });
  await note({ ...held, seal: undefined });
  expect(await found()).toMatchObject({
    state: 'unknown',
    says: expect.stringContaining('PORTAL_SEAL_KEYS'),
  });
  await note({ ...held, cookieSecret: undefined });
  expect(await found()).toMatchObject({ state: 'ok' });
});

it('the database holds no key, and staff do not read the fingerprints', async () => {
  await note(held);
  const rows = JSON.stringify(await superuser`select * from portal_keys`);
  for (const secret of [
    held.cookieSecret ?? '',
    oldKey.split(':')[1] ?? '',
    held.encryption?.current.index.toString('hex') ?? '',
  ])
    expect(rows).not.toContain(secret);
  expect(JSON.stringify(await found())).not.toContain(fingerprintsOf(held)[0]?.fingerprint);
});
