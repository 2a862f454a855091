import { randomBytes } from 'node:crypto';
import { appendFileSync, copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../engine/free-port.ts';
import type { Daemon } from '../daemon.ts';
import { makeServerFolder, shippedConfiguration, writeForServer } from '../programs.ts';
import {
  type Description,
  makePasswords,
  nameOf,
  readDescription,
  surround,
  type Topology,
} from '../topology.ts';
import { etcdServer } from './etcd-server.ts';
import { type PatroniServer, patroniServer } from './patroni-server.ts';
import { drained } from './switch-over.ts';
import { untilTrue } from './until-true.ts';

/** Three servers under Patroni, which etcd's three members let elect a primary, with PgBouncer and Redis. */
export interface HaTopology extends Topology {
  readonly servers: readonly PatroniServer[];
  readonly etcd: readonly Daemon[];
  /** The number of the server that Patroni names the primary. Undefined while there is none. */
  primary(): Promise<number | undefined>;
  /** Waits until there is a primary that a standby confirms commits to, and two replicas that stream from it. */
  whole(seconds?: number): Promise<number>;
  /** Lets another server become the primary, on purpose, and cuts nobody's COMMIT. */
  switchOver(): Promise<void>;
  /** Changes the settings that Patroni keeps in etcd. */
  configure(settings: object): Promise<void>;
}

interface HaDescription extends Omit<Description, 'settings'> {
  members: { control: number; client: number; peer: number }[];
  controlPassword: string;
  cluster: string;
}

const fileName = 'ha-topology.json';
const members = [0, 1, 2];

/** True if `makeHaTopology` has filled the folder completely. */
export function hasHaTopology(directory: string): boolean {
  return existsSync(join(directory, fileName));
}

/** The servers of a folder that `makeHaTopology` filled, started or not. */
export function haTopologyAt(directory: string): Promise<HaTopology> {
  return open(directory, readDescription<HaDescription>(directory, fileName));
}

/**
 * Creates and starts, in a folder, three PostgreSQL servers under Patroni and what they need. The database `portal` is
 * empty. `settings` for PostgreSQL extend the shipped ones. A failure leaves nothing behind.
 */
export async function makeHaTopology(
  directory: string,
  {
    settings,
    onProgress: say = () => undefined,
  }: { settings: Record<string, string>; onProgress?: (message: string) => void },
): Promise<HaTopology> {
  await mkdir(directory, { recursive: true });
  await makeServerFolder(directory);
  const ports = async () => ({
    control: await freePort(),
    client: await freePort(),
    peer: await freePort(),
  });
  const description: HaDescription = {
    database: 'portal',
    ports: {
      servers: [await freePort(), await freePort(), await freePort()],
      pooler: await freePort(),
      redis: await freePort(),
    },
    members: [await ports(), await ports(), await ports()],
    passwords: makePasswords(),
    controlPassword: randomBytes(18).toString('base64url'),
    cluster: `portal-${randomBytes(6).toString('hex')}`,
    poolerSettings: {},
    poolsOwner: false,
  };
  await writeConfiguration(directory, description, settings);
  const topology = await open(directory, description);
  try {
    say('Starting etcd…');
    await Promise.all(topology.etcd.map((one) => one.start()));
    say('Patroni makes the primary…');
    await topology.servers[0]?.start();
    await untilTrue('A primary', async () => (await topology.primary()) === 0, 60);
    say('Patroni copies it to two replicas…');
    await Promise.all([topology.servers[1]?.start(), topology.servers[2]?.start()]);
    await topology.start();
    await topology.whole();
  } catch (error) {
    await topology.stop().catch(() => undefined);
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
  // Written last, so its presence means that the folder is complete.
  writeFileSync(join(directory, fileName), JSON.stringify(description, null, 2), { mode: 0o600 });
  return topology;
}

const copied = [
  ...['postgresql.conf', 'logins.sql', 'database.sql', 'create-logins.sh'].map((name) => `postgres/${name}`),
  ...['patroni.yml', 'start.sh', 'make-logins.sh'].map((name) => `patroni/${name}`),
];
const configurationIn = (directory: string) => join(directory, 'configuration');
const secretsIn = (directory: string) => join(directory, 'secrets');

/** A copy, because the servers' account may not be able to enter the checkout. */
async function writeConfiguration(
  directory: string,
  { passwords, controlPassword }: HaDescription,
  settings: Record<string, string>,
): Promise<void> {
  const configuration = configurationIn(directory);
  await makeServerFolder(configuration);
  await makeServerFolder(secretsIn(directory));
  for (const path of copied) {
    copyFileSync(join(shippedConfiguration, path), join(configuration, path.replace(/.*\//, '')));
  }
  const lines = Object.entries({ ...settings, unix_socket_directories: directory });
  appendFileSync(
    join(configuration, 'postgresql.conf'),
    lines.map(([name, value]) => `${name} = '${value}'\n`).join(''),
  );
  const secrets = { ...passwords, portal_superuser: passwords.postgres, portal_patroni: controlPassword };
  for (const [login, password] of Object.entries(secrets)) {
    const name = `${login.replace(/^portal_/, '')}_password`;
    await writeForServer(join(secretsIn(directory), name), `${password}\n`);
  }
}

async function open(directory: string, description: HaDescription): Promise<HaTopology> {
  const { ports, members: others, controlPassword, cluster } = description;
  const etcdName = (at: number) => `etcd_${at + 1}`;
  const peers = Object.fromEntries(others.map(({ peer }, at) => [etcdName(at), peer]));
  const etcd = await Promise.all(
    others.map(({ client, peer }, at) =>
      etcdServer({
        directory: join(directory, etcdName(at)),
        name: etcdName(at),
        cluster,
        ports: { client, peer },
        peers,
      }),
    ),
  );
  const servers: PatroniServer[] = [];
  for (const at of members) {
    await makeServerFolder(join(directory, nameOf(at)));
    servers.push(
      patroniServer({
        directory: join(directory, nameOf(at)),
        name: nameOf(at),
        cluster,
        configuration: configurationIn(directory),
        secrets: secretsIn(directory),
        ports: { postgres: ports.servers[at] ?? 0, control: others[at]?.control ?? 0 },
        etcd: others.map(({ client }) => client),
        password: controlPassword,
      }),
    );
  }
  const plain = await surround(directory, description, servers);
  const primary = async () => {
    const answers = await Promise.all(servers.map((server) => server.isPrimary()));
    const at = answers.indexOf(true);
    return at < 0 ? undefined : at;
  };
  /** Sends a change to any member that answers. */
  const order = async (path: string, method: string, body: object) => {
    let said: unknown;
    for (const server of servers) {
      const answer = await server.control(path, {
        method,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(60_000),
      });
      if (answer?.status === 200) return;
      said = answer ?? said;
    }
    throw new Error(`Patroni refused ${path}: ${JSON.stringify(said)}`);
  };
  return {
    ...plain,
    servers,
    etcd,
    primary,
    whole: (seconds = 90) =>
      untilTrue('A whole cluster', async () => isWhole(plain, servers, await primary()), seconds),
    switchOver: async () => {
      const now = await primary();
      if (now === undefined) throw new Error('There is no primary to take over from.');
      await drained(plain, now, () => order('/switchover', 'POST', { leader: nameOf(now) }));
    },
    configure: (settings) => order('/config', 'PATCH', settings),
    start: async () => {
      await Promise.all(etcd.map((one) => (one.isRunning() ? undefined : one.start())));
      await Promise.all(servers.map((server) => (server.isRunning() ? undefined : server.start())));
      await plain.start();
    },
    stop: async () => {
      for (const one of [plain.pooler, plain.redis]) if (one.isRunning()) await one.stop();
      const last = await primary();
      // The primary last: earlier it would hand over to another one.
      for (const at of members.filter((one) => one !== last)) await servers[at]?.stop();
      if (last !== undefined) await servers[last]?.stop();
      for (const one of etcd) await one.stop();
    },
  };
}

/** PostgreSQL itself says who streams, and Patroni who confirms: only that one may become the primary. */
async function isWhole(
  topology: Topology,
  servers: readonly PatroniServer[],
  primary: number | undefined,
): Promise<boolean> {
  if (primary === undefined) return false;
  const confirming = await Promise.all(servers.map((server) => server.control('/sync')));
  if (!confirming.some((answer) => answer?.status === 200)) return false;
  try {
    const [row] = await topology.ask<{ streaming: number }>(
      primary,
      `select count(*)::int as streaming from pg_stat_replication
       where state = 'streaming' and application_name like 'postgres\\_%'`,
    );
    return row?.streaming === servers.length - 1;
  } catch {
    return false;
  }
}
