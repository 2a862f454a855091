import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '../../engine/connection.ts';
import { freePort } from '../../engine/free-port.ts';
import type { Daemon } from './daemon.ts';
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

type Login = 'postgres' | 'portal_owner' | 'portal_application' | 'portal_control';

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
  pooledUrl(server: number, login: 'portal_owner' | 'portal_application'): string;
  /** Runs one statement on a server, as its superuser; default: in its database `postgres`. */
  ask<T extends object>(server: number, statement: string, database?: string): Promise<T[]>;
  /** Starts the servers that are not running. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Description {
  database: string;
  ports: { servers: number[]; pooler: number; redis: number };
  passwords: Record<Login | 'portal_replication' | 'redis', string>;
  settings: Record<string, string>;
  poolerSettings: Record<string, string | number>;
}

const fileName = 'topology.json';

/** Whether `makeTopology` has filled the folder completely. */
export function hasTopology(directory: string): boolean {
  return existsSync(join(directory, fileName));
}

/** The servers of a folder that `makeTopology` filled, started or not. */
export async function topologyAt(directory: string): Promise<Topology> {
  return open(directory, JSON.parse(readFileSync(join(directory, fileName), 'utf8')));
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
    onProgress?: (message: string) => void;
  },
): Promise<Topology> {
  const say = options.onProgress ?? (() => undefined);
  await mkdir(directory, { recursive: true });
  await makeServerFolder(directory);
  const servers: number[] = [];
  for (let server = 0; server <= options.replicas; server += 1) servers.push(await freePort());
  const password = () => randomBytes(18).toString('base64url');
  const description: Description = {
    database: options.database,
    ports: { servers, pooler: await freePort(), redis: await freePort() },
    passwords: {
      postgres: password(),
      portal_owner: password(),
      portal_application: password(),
      portal_control: password(),
      portal_replication: password(),
      redis: password(),
    },
    settings: options.settings,
    poolerSettings: options.poolerSettings ?? {},
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
  await topology.ask(
    0,
    `create role portal_owner login createrole password '${passwords.portal_owner}';
     create role portal_application login password '${passwords.portal_application}';
     create role portal_replication login replication password '${passwords.portal_replication}';
     create role portal_control login password '${passwords.portal_control}' in role portal_application, pg_read_all_stats`,
  );
  await topology.ask(0, `create database ${database} owner portal_owner`);
  await topology.ask(0, 'create extension postgis', database);
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

const nameOf = (server: number) => `postgres_${server + 1}`;

function placeOf(directory: string, { ports, settings }: Description, server: number): PostgresPlace {
  return { directory: join(directory, nameOf(server)), port: ports.servers[server] ?? 0, settings };
}

async function open(directory: string, description: Description): Promise<Topology> {
  const { ports, passwords, database } = description;
  const servers = ports.servers.map((_, server) => postgresServer(placeOf(directory, description, server)));
  const pooler = await pgBouncerServer({
    directory: join(directory, 'pgbouncer'),
    port: ports.pooler,
    databases: Object.fromEntries(
      ports.servers.map((port, server) => [`portal_${server + 1}`, { port, database }]),
    ),
    passwords: { portal_owner: passwords.portal_owner, portal_application: passwords.portal_application },
    settings: description.poolerSettings,
  });
  const cache = { directory: join(directory, 'redis'), port: ports.redis, password: passwords.redis };
  const redis = await redisServer(cache);
  const directUrl = (server: number, login: Login, name = database) =>
    `postgres://${login}:${passwords[login]}@127.0.0.1:${ports.servers[server]}/${name}`;
  return {
    servers,
    pooler,
    redis,
    redisUrl: redisUrl(cache),
    directUrl,
    pooledUrl: (server, login) =>
      `postgres://${login}:${passwords[login]}@127.0.0.1:${ports.pooler}/portal_${server + 1}`,
    ask: async (server, statement, name = 'postgres') => {
      const sql = connect(directUrl(server, 'postgres', name), {
        max: 1,
        applicationName: 'portal cluster',
      });
      return sql.unsafe(statement).finally(() => sql.end()) as never;
    },
    start: async () => {
      for (const one of [...servers, pooler, redis]) if (!one.isRunning()) await one.start();
    },
    stop: async () => {
      for (const one of [pooler, redis, ...servers.toReversed()]) if (one.isRunning()) await one.stop();
    },
  };
}
