import { basename } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, inject } from 'vitest';
import { type Database, openDatabase } from '../../database.ts';
import { type Client, connect } from '../../engine/connection.ts';
import { type LoginUrls, loginEnvironment, loginUrls, workerLoginUrls } from '../local-servers/logins.ts';
import { cloneDatabase, dropDatabase } from './template.ts';

export interface TestDatabase {
  /** The portal's database, each actor under their own login. */
  readonly db: Database;
  /** The owner's connections, for arranging a test's data and inspecting its effects. */
  readonly owner: Client;
  /** Options of `openDatabase`: the logins that act for the portal's callers. */
  readonly urls: LoginUrls;
  /** The same in the worker, which reaches the job queue. */
  readonly workerUrls: LoginUrls;
  /** The first ones for a process. */
  readonly environment: Record<string, string>;
  readonly workerEnvironment: Record<string, string>;
  readonly ownerUrl: string;
  /** The login for imports. */
  readonly importUrl: string;
  readonly superuserUrl: string;
}

/**
 * A clone of the migrated template for the test file that calls this at its top. If a test of the file fails, the
 * clone stays, and the command that opens it is printed.
 */
export function testDatabase(): TestDatabase {
  const { port, template, superuserUrl } = inject('portalCluster');
  const file = basename(expect.getState().testPath ?? 'test').replace(/\.test\.ts$/, '');
  const name = `${file.replaceAll(/[^a-z0-9]+/g, '_').slice(0, 40)}_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
  const url = (user: string): string => `postgres://${user}@127.0.0.1:${port}/${name}`;
  const urls = loginUrls(url);
  let failed = false;
  let db: Database | undefined;
  let owner: Client | undefined;

  beforeAll(async () => {
    await cloneDatabase(superuserUrl, template, name);
    db = openDatabase({ ...urls, maxConnections: 12 });
    owner = connect(url('portal_owner'), { max: 4, applicationName: 'portal test' });
  });

  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => {
      failed = true;
    });
  });

  afterAll(async () => {
    await db?.close();
    await owner?.end({ timeout: 1 });
    if (failed) console.log(`Look at what the failed test left: psql ${url('portal_owner')}`);
    else await dropDatabase(superuserUrl, name);
  });

  return {
    get db() {
      return opened(db);
    },
    get owner() {
      return opened(owner);
    },
    urls,
    workerUrls: workerLoginUrls(url),
    environment: loginEnvironment(urls),
    workerEnvironment: { ...loginEnvironment(urls), DATABASE_WORKER_URL: url('portal_worker') },
    ownerUrl: url('portal_owner'),
    importUrl: url('portal_import'),
    superuserUrl: url('postgres'),
  };
}

function opened<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The test database is there once beforeAll has run.');
  return value;
}
