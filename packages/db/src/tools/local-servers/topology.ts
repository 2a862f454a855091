import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, connect } from '../../engine/connection.ts';
import { freePort } from '../../engine/free-port.ts';
import type { Daemon } from './daemon.ts';
import {
  type LoginName,
  type LoginUrls,
  loginNames,
  loginUrls,
  makeLogins,
  prepareDatabase,
} from './logins.ts';
import { pgBouncerServer } from './pgbouncer-server.ts';
import {
  makePrimary,
  makeReplica,
  type PostgresPlace,
  type PostgresServer,
  postgresServer,
} from './postgres-server.ts';
import { makeServerFolder } from './programs.ts';
import { redisServer, redisUrl } from './redis-server.ts';

type Login = 'postgres' | LoginName;

/** The endings of PgBouncer's database names, so that each login has a pool of its own size. */
const pooledEndings = {
  portal_owner: '',
  portal_public: '',
  portal_staff: '_staff',
  portal_system: '_system',
  portal_worker: '_worker',
} as const;
type PooledLogin = keyof typeof pooledEndings;
const pooledLogins = (Object.keys(pooledEndings) as PooledLogin[]).filter(
  (login) => login !== 'portal_owner',
);

/**
 * A primary, its replicas, PgBouncer in front of them and Redis beside them: the setup of `docker/` on one machine.
 */
export interface Topology {
  /** The first server began as the primary. */
  readonly servers: readonly PostgresServer[];
  readonly pooler: Daemon;
  readonly redis: Daemon;
  readonly redisUrl: string;
  directUrl(server: number, login: Login, database?: string): string;
  pooledUrl(server: number, login: PooledLogin): string;
  /** PgBouncer's own console. */
  readonly consoleUrl: string;
  /** A server as the logins that act for the portal's callers: options of `openDatabase`. */
  directLogins(server: number): LoginUrls;
  pooledLogins(server: number): LoginUrls;
  /** Runs one statement on a server, as its superuser; default: in its database `postgres`. */
  ask<T extends object>(server: number, statement: string, database?: string): Promise<T[]>;
  /** Starts the servers that are not running. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** All that is needed to open the servers of a folder again. */
export interface Description {
  database: string;
  ports: { servers: number[]; pooler: number; redis: number };
  passwords: Record<Login | 'redis', string>;
  settings: Record<string, string>;
  poolerSettings: Record<string, string | number>;
  poolsOwner: boolean;
}

const fileName = 'topology.json';

/** True if `makeTopology` has filled the folder completely. */
export function hasTopology(directory: string): boolean {
  return existsSync(join(directory, fileName));
}

/** The servers of a folder that `makeTopology` filled, started or not. */
export async function topologyAt(directory: string): Promise<Topology> {
  return open(directory, readDescription<Description>(directory, fileName));
}

/** @throws Error when an earlier version made the folder, with other logins. */
export function readDescription<T extends Pick<Description, 'passwords'>>(
  directory: string,
  file: string,
): T {
  const description: T = JSON.parse(readFileSync(join(directory, file), 'utf8'));
  if (loginNames.some((login) => !(login in description.passwords))) {
    throw new Error('An earlier version made it, with other logins. Stop its servers and remove the folder.');
  }
  return description;
}

/**
 * Creates and starts, in a folder, a primary with an empty database that has PostGIS, streaming replicas, PgBouncer
 * and Redis. `settings` for PostgreSQL extend the shipped ones. A failure leaves nothing behind.
 */
export async function makeTopology(
  directory: string,
  options: {
    replicas: number;
    database: string;
    settings: Record<string, string>;
    poolerSettings?: Record<string, string | number>;
    /** Lets the owner’s login through PgBouncer, to compare with it. Default: false. */
    poolsOwner?: boolean;
    onProgress?: (message: string) => void;
  },
): Promise<Topology> {
  const say = options.onProgress ?? (() => undefined);
  await mkdir(directory, { recursive: true });
  await makeServerFolder(directory);
  const servers: number[] = [];
  for (let server = 0; server <= options.replicas; server += 1) servers.push(await freePort());
  const description: Description = {
    database: options.database,
    ports: { servers, pooler: await freePort(), redis: await freePort() },
    passwords: makePasswords(),
    settings: options.settings,
    poolerSettings: options.poolerSettings ?? {},
    poolsOwner: options.poolsOwner ?? false,
  };
  try {
    return await make(directory, description, say);
  } catch (error) {
    for (const server of servers.keys()) {
      const half = postgresServer(placeOf(directory, description, server));
      if (half.isRunning()) await half.stop('immediate');
    }
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

/** A password for each login, and for Redis. */
export const makePasswords = () =>
  Object.fromEntries(
    ['postgres', ...loginNames, 'redis'].map((login) => [login, randomBytes(18).toString('base64url')]),
  ) as Description['passwords'];

async function make(
  directory: string,
  description: Description,
  say: (message: string) => void,
): Promise<Topology> {
  say('Making the primary…');
  const primary = await makePrimary(placeOf(directory, description, 0), description.passwords.postgres);
  await primary.start();
  const topology = await open(directory, description);
  const { passwords, ports, database } = description;
  await asSuperuser(topology.directUrl(0, 'postgres', 'postgres'), (sql) => makeLogins(sql, passwords));
  await topology.ask(0, `create database ${database} owner portal_owner`);
  await asSuperuser(topology.directUrl(0, 'postgres'), prepareDatabase);
  for (let server = 1; server < ports.servers.length; server += 1) {
    say(`Copying it to replica ${server}…`);
    const replica = await makeReplica(placeOf(directory, description, server), {
      port: ports.servers[0] ?? 0,
      user: 'portal_replication',
      password: passwords.portal_replication,
      name: nameOf(server),
    });
    await replica.start();
  }
  await topology.start();
  // Written last, so its presence means that the folder is complete.
  writeFileSync(join(directory, fileName), JSON.stringify(description, null, 2), { mode: 0o600 });
  return topology;
}

async function asSuperuser<T>(url: string, run: (sql: Client) => Promise<T>): Promise<T> {
  const sql = connect(url, { max: 1, applicationName: 'portal cluster' });
  return run(sql).finally(() => sql.end());
}

export const nameOf = (server: number) => `postgres_${server + 1}`;

function placeOf(directory: string, { ports, settings }: Description, server: number): PostgresPlace {
  return { directory: join(directory, nameOf(server)), port: ports.servers[server] ?? 0, settings };
}

const open = (directory: string, description: Description) =>
  surround(
    directory,
    description,
    description.ports.servers.map((_, server) => postgresServer(placeOf(directory, description, server))),
  );

/** PgBouncer in front of the servers, Redis beside them, and the ways to all of them. */
export async function surround(
  directory: string,
  description: Omit<Description, 'settings'>,
  servers: readonly PostgresServer[],
): Promise<Topology> {
  const { ports, passwords, database } = description;
  const pooler = await pgBouncerServer({
    directory: join(directory, 'pgbouncer'),
    port: ports.pooler,
    databases: Object.fromEntries(
      ports.servers.flatMap((port, server) =>
        Object.values(pooledEndings).map((ending) => [`portal_${server + 1}${ending}`, { port, database }]),
      ),
    ),
    passwords: Object.fromEntries(
      [...pooledLogins, ...(description.poolsOwner ? (['portal_owner'] as const) : [])].map((login) => [
        login,
        passwords[login],
      ]),
    ),
    settings: description.poolerSettings,
  });
  const cache = { directory: join(directory, 'redis'), port: ports.redis, password: passwords.redis };
  const redis = await redisServer(cache);
  const directUrl = (server: number, login: Login, name = database) =>
    `postgres://${login}:${passwords[login]}@127.0.0.1:${ports.servers[server]}/${name}`;
  const pooledUrl = (server: number, login: PooledLogin) =>
    `postgres://${login}:${passwords[login]}@127.0.0.1:${ports.pooler}/portal_${server + 1}${pooledEndings[login]}`;
  return {
    servers,
    pooler,
    redis,
    redisUrl: redisUrl(cache),
    directUrl,
    pooledUrl,
    consoleUrl: `postgres://portal_worker:${passwords.portal_worker}@127.0.0.1:${ports.pooler}/pgbouncer`,
    directLogins: (server) => loginUrls((login) => directUrl(server, login)),
    pooledLogins: (server) => loginUrls((login) => pooledUrl(server, login as PooledLogin)),
    ask: (server, statement, name = 'postgres') =>
      asSuperuser(directUrl(server, 'postgres', name), (sql) => sql.unsafe(statement)) as never,
    start: async () => {
      for (const one of [...servers, pooler, redis]) if (!one.isRunning()) await one.start();
    },
    stop: async () => {
      for (const one of [pooler, redis, ...servers.toReversed()]) if (one.isRunning()) await one.stop();
    },
  };
}
