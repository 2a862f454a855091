import { rmSync } from 'node:fs';
import { connect } from '../../engine/connection.ts';
import { freePort } from '../../engine/free-port.ts';
import { type LoginUrls, loginUrls, makeLogins } from '../local-servers/logins.ts';
import { makePrimary } from '../local-servers/postgres-server.ts';
import { findPostgres } from '../local-servers/programs.ts';
import { keepServers, temporaryServerFolder } from './temporary-servers.ts';

export interface Cluster {
  port: number;
  directory: string;
  /** Folder of psql, pgbench and the server's own programs, ending with a slash. */
  binaries: string;
  /** URL of a database as the cluster's superuser. */
  superuserUrl(database: string): string;
  /** URL of a database as the login that owns the portal's tables (not a superuser). */
  ownerUrl(database: string): string;
  /** URL of a database as the login for imports. */
  importUrl(database: string): string;
  /** The worker's login. */
  workerUrl(database: string): string;
  /** A database as each of the logins that act for the portal's callers. They own nothing and bypass nothing. */
  urls(database: string): LoginUrls;
  /** Stops the server (`immediate`: like a power failure) and starts it again on the same port and data. */
  restart(mode?: 'fast' | 'immediate'): Promise<void>;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
  /** Lets the server outlive this process. The next test run of the same checkout ends it. */
  keep(): void;
}

/** Durability is off, because a test server's data need not survive a power failure. */
export const testSettings = { fsync: 'off', full_page_writes: 'off', shared_buffers: '256MB' };

/**
 * Starts a private PostgreSQL server on a free port of 127.0.0.1, in a temporary folder, with the shipped
 * configuration except for passwords. `settings` extend it. Durability is off unless they turn it on.
 */
export async function startCluster(settings: Record<string, string> = {}): Promise<Cluster> {
  const directory = await temporaryServerFolder();
  const port = await freePort();
  const server = await makePrimary(
    { directory, port, settings: { ...testSettings, ...settings } },
    undefined,
  );
  await server.start();
  const url = (user: string, database: string) => `postgres://${user}@127.0.0.1:${port}/${database}`;
  const superuser = connect(url('postgres', 'postgres'), { max: 1, applicationName: 'portal testing' });
  try {
    await makeLogins(superuser);
    // For the comparison with a fresh database.
    await superuser`alter role portal_owner createdb`;
  } finally {
    await superuser.end();
  }
  return {
    port,
    directory,
    binaries: findPostgres(),
    superuserUrl: (database) => url('postgres', database),
    ownerUrl: (database) => url('portal_owner', database),
    importUrl: (database) => url('portal_import', database),
    workerUrl: (database) => url('portal_worker', database),
    urls: (database) => loginUrls((login) => url(login, database)),
    restart: async (mode = 'fast') => {
      await server.stop(mode);
      await server.start();
    },
    keep: () => keepServers(directory),
    stop: async () => {
      await server.stop('immediate').catch(() => undefined);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
