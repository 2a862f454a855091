import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { connect } from '../../../engine/connection.ts';
import { freePort } from '../../../engine/free-port.ts';
import type { Daemon } from '../../local-servers/daemon.ts';
import { pgBouncerServer } from '../../local-servers/pgbouncer-server.ts';
import { temporaryServerFolder } from '../../testing/temporary-servers.ts';
import { testDatabase } from '../../testing/test-database.ts';
import { look } from '../look.fixture.ts';
import { pooler } from './pooler.ts';

const portal = testDatabase();
let directory = '';
let bouncer: Daemon;
beforeAll(async () => {
  directory = await temporaryServerFolder();
  bouncer = await pgBouncerServer({
    directory,
    port: await freePort(),
    databases: {
      small: { port: inject('portalCluster').port, database: new URL(portal.ownerUrl).pathname.slice(1) },
    },
    passwords: { portal_public: 'secret', portal_worker: 'secret' },
    settings: {
      default_pool_size: 1,
      reserve_pool_size: 0,
      max_db_connections: 1,
      query_wait_timeout: 60,
      admin_users: 'portal_worker',
    },
  });
  await bouncer.start();
});
afterAll(async () => {
  await bouncer.stop();
  rmSync(directory, { recursive: true, force: true });
});

const urlOf = (login: string, name: string) => `postgres://${login}:secret@127.0.0.1:${bouncer.port}/${name}`;
const client = (login: string, name: string) =>
  connect(urlOf(login, name), {
    max: 1,
    applicationName: 'test',
    fetchTypes: false,
    preparedStatements: false,
  });
const at = (poolerUrl?: string) => ({
  db: portal.db,
  serverUrls: [portal.ownerUrl],
  ...(poolerUrl ? { poolerUrl } : {}),
});
const console = () => at(urlOf('portal_worker', 'pgbouncer'));

it('nobody waits at first; clients that wait for a busy pool are counted with the time of the first', async () => {
  expect(await look(pooler.name, console())).toMatchObject({ state: 'ok', value: 0 });
  const busy = client('portal_public', 'small');
  await busy.unsafe('begin');
  const waiting = [1, 2].map(() => client('portal_public', 'small'));
  const answers = waiting.map((sql) => sql.unsafe('select 1').then(() => undefined));
  await expect
    .poll(async () => (await look(pooler.name, console(), { warn: 0.2, bad: 100 })).says, { timeout: 10_000 })
    .toMatch(/^2 clients wait for a connection of small, the first for 0\.\d s\.$/);
  expect(await look(pooler.name, console(), { warn: 0.2, bad: 100 })).toMatchObject({
    state: 'warn',
    evidence: [{ pool: 'small', waiting: 2, inUse: 1, state: 'open' }],
  });
  expect(await look(pooler.name, console(), { warn: 0.1, bad: 0.2 })).toMatchObject({ state: 'bad' });
  await busy.unsafe('commit');
  await Promise.all(answers);
  await Promise.all([busy, ...waiting].map((sql) => sql.end()));
  expect(await look(pooler.name, console())).toMatchObject({ state: 'ok' });
});

it('a pool that is paused, a login that is refused, a pooler that is away and none at all are told apart', async () => {
  const admin = client('portal_worker', 'pgbouncer');
  await admin.unsafe('pause small').simple();
  expect(await look(pooler.name, console())).toMatchObject({
    state: 'bad',
    says: '1 pool is paused or disabled: small.',
  });
  await admin.unsafe('resume small').simple();
  await admin.unsafe('disable small').simple();
  expect(await look(pooler.name, console())).toMatchObject({
    state: 'bad',
    evidence: [{ state: 'disabled' }],
  });
  await admin.unsafe('enable small').simple();
  await admin.end();
  expect(await look(pooler.name, at(urlOf('portal_public', 'pgbouncer')))).toMatchObject({
    state: 'unknown',
    says: expect.stringContaining('not allowed'),
  });
  await bouncer.stop();
  expect(await look(pooler.name, console())).toMatchObject({
    state: 'bad',
    says: 'The pooler does not answer, so the portal does not reach its servers.',
    evidence: [{ problem: expect.stringContaining('ECONNREFUSED') }],
  });
  await bouncer.start();
  expect(await look(pooler.name, at())).toMatchObject({
    state: 'not applicable',
    says: 'No pooler is named in DATABASE_POOLER_URL.',
  });
});
