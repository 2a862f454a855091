import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, systemActor } from '@namc/db';
import { listHealthStates } from '@namc/db/health/queries';
import { listTableDays } from '@namc/db/metrics/queries';
import { readSettings } from '@namc/db/settings';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { healthCheckNames } from '@namc/inputs/health';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { doWork } from '../do-work.ts';
import { noFiles } from '../files/no-files.fixture.ts';
import { noImports } from '../imports/no-imports.fixture.ts';
import { noMaintenance } from '../maintenance/place.fixture.ts';
import { watchedServers } from './jobs.ts';

const portal = testDatabase();
const system = systemActor('test');
const control = () => portal.ownerUrl.replace('portal_owner', 'portal_control');

it('the worker checks the database by its queue, and writes the heartbeat until it is stopped', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'namc-health-'));
  const db = openDatabase(portal.workerUrls);
  const worker = await doWork({
    files: noFiles,
    db,
    logger: pino({ level: 'silent' }),
    mail: { smtpUrl: undefined, from: 'NAMC NorCal <portal@example.org>' },
    sealing: {
      keys: testKeys,
      anchor: { file: join(folder, 'audit-anchor.jsonl') },
      anchorMail: undefined,
      reader: { url: portal.superuserUrl, embedded: false },
      longestUnsealedSeconds: 600,
    },
    imports: noImports,
    statements: { urls: [], embedded: true },
    maintenance: noMaintenance,
    servers: { serverUrls: [control()], isEmbedded: false },
    keys: { encryption: testKeys, seal: testKeys, cookieSecret: undefined, metricsToken: undefined },
    webhooks: { keys: () => testKeys, mayStayHere: true },
    pollEveryMs: 500,
  });
  const beat = async () =>
    (
      await portal.db.read(
        system,
        ({ sql }) => sql<{ at: Date }[]>`select beat_at as at from portal_heartbeat`,
      )
    )[0]?.at;
  try {
    const first = await beat();
    await vi.waitFor(async () => expect(await beat()).not.toEqual(first), { timeout: 20_000, interval: 200 });
    await portal.db.write(system, ({ sql }) => sql`select enqueue_job('check-health', '{}')`);
    await vi.waitFor(
      async () =>
        expect((await portal.db.read(system, listHealthStates)).map(({ checkName }) => checkName)).toEqual(
          [...healthCheckNames].sort(),
        ),
      { timeout: 20_000, interval: 200 },
    );
    const states = await portal.db.read(system, listHealthStates);
    // The worker's login reads the queue, and the servers are asked as the login that sees them.
    for (const name of ['job-queue', 'connections', 'servers', 'keys'] as const)
      expect(states.find(({ checkName }) => checkName === name)?.state, name).not.toBe('unknown');
    // The size of each table is stored once a day.
    await vi.waitFor(
      async () => {
        const days = await portal.db.read(system, (tx) => listTableDays(tx, { table: 'users' }));
        expect(days.at(-1)?.bytes).toBeGreaterThan(0);
      },
      { timeout: 20_000, interval: 200 },
    );
  } finally {
    await worker.stop(2_000);
  }
  const last = await beat();
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(await beat()).toEqual(last);
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

it('the servers are asked past the pooler where there is one', () => {
  const own = 'postgres://portal@own/portal';
  const of = (settings: Record<string, string>) =>
    watchedServers(readSettings({ NODE_ENV: 'development', ...settings }), own);
  expect(of({})).toEqual({ serverUrls: [own], isEmbedded: true });
  const one = { DATABASE_URL: 'postgres://a@one/portal', DATABASE_REPLICA_URLS: 'postgres://a@two/portal' };
  expect(of(one)).toEqual({
    serverUrls: ['postgres://a@one/portal', 'postgres://a@two/portal'],
    isEmbedded: false,
  });
  const direct = 'postgres://control@one/portal postgres://control@two/portal';
  expect(of({ ...one, DATABASE_DIRECT_URLS: direct }).serverUrls).toEqual(direct.split(' '));
});
