import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { Failure } from '../../engine/errors.ts';
import type { Daemon } from '../local-servers/daemon.ts';
import {
  type HaTopology,
  hasHaTopology,
  haTopologyAt,
  makeHaTopology,
} from '../local-servers/high-availability/ha-topology.ts';
import { loginEnvironment } from '../local-servers/logins.ts';
import { serverAccount } from '../local-servers/programs.ts';
import { hasTopology, makeTopology, type Topology, topologyAt } from '../local-servers/topology.ts';
import { migrate } from '../migrate/migrate.ts';
import type { CommandContext } from './command-context.ts';
import { showConnections } from './operations.ts';

/** Settings for three servers on a developer's machine. */
const settings = { shared_buffers: '128MB', effective_cache_size: '512MB', maintenance_work_mem: '64MB' };

export function clusterCommand(context: CommandContext): Command {
  const say = (message: string) => void context.stdout.write(`${message}\n`);
  const progress = (message: string) => void context.stderr.write(`${message}\n`);
  const folder = (ha: boolean) => join(context.settings.dataDirectory, ha ? 'cluster-ha' : 'cluster');
  const command = new Command('cluster').description(
    'a primary, two streaming replicas, PgBouncer and Redis on this machine, under .data/cluster',
  );
  const haOption = [
    '--ha',
    'three servers under Patroni and etcd, which elect the primary, under .data/cluster-ha',
  ] as const;

  command
    .command('up')
    .description(
      'creates them the first time, starts those that are down, and prints the settings that use them',
    )
    .option(...haOption)
    .action(async ({ ha = false }: { ha?: boolean }) => {
      const directory = folder(ha);
      const { topology, primary } = ha
        ? await started(directory, () => makeOrStartHa(directory, progress))
        : { topology: await started(directory, () => makeOrStart(directory, progress)), primary: 0 };
      await migrate({
        ownerUrl: topology.directUrl(primary, 'portal_owner'),
        embedded: false,
        onProgress: progress,
        signal: context.signal,
      });
      if (ha) await showMembers(topology as HaTopology, progress);
      for (const [name, value] of Object.entries(environmentOf(topology, primary)))
        say(`export ${name}='${value}'`);
    });

  command
    .command('down')
    .description('stops them; their data stays')
    .action(async () => {
      const there = [
        ...(hasTopology(folder(false)) ? [await topologyAt(folder(false))] : []),
        ...(hasHaTopology(folder(true)) ? [await haTopologyAt(folder(true))] : []),
      ];
      if (there.length === 0) return say('There is no cluster here.');
      for (const topology of there) await topology.stop();
      say('Stopped. portal cluster up starts it again.');
    });

  command
    .command('switchover')
    .description('lets another server of the cluster of up --ha become the primary, and cuts no write')
    .action(async () => {
      if (!hasHaTopology(folder(true)))
        throw new Failure('unavailable', 'There is no such cluster here: portal cluster up --ha makes one.');
      const topology = await haTopologyAt(folder(true));
      await topology.switchOver();
      await topology.whole();
      await showMembers(topology, say);
    });

  command
    .command('status')
    .description('shows each server and pool; exits 1 when one is down')
    .option(...haOption)
    .action(async ({ ha = false }: { ha?: boolean }) => {
      const directory = folder(ha);
      if (!(ha ? hasHaTopology(directory) : hasTopology(directory))) {
        say(`There is no cluster here: portal cluster up${ha ? ' --ha' : ''} makes one.`);
        process.exitCode = 1;
        return;
      }
      const topology = ha ? await haTopologyAt(directory) : await topologyAt(directory);
      const isWhole = await showConnections(pooledOptions(topology), say);
      const daemons: [string, Daemon][] = [
        ['PgBouncer', topology.pooler],
        ['Redis', topology.redis],
      ];
      if (ha) {
        const { etcd } = topology as HaTopology;
        daemons.push(...etcd.map((one): [string, Daemon] => ['etcd', one]));
        await showMembers(topology as HaTopology, say);
      }
      for (const [name, daemon] of daemons)
        say(`${name} on port ${daemon.port} ${daemon.isRunning() ? 'runs' : 'does not run'}`);
      if (!isWhole || !daemons.every(([, daemon]) => daemon.isRunning())) process.exitCode = 1;
    });

  return command;
}

async function started<T>(directory: string, start: () => Promise<T>): Promise<T> {
  try {
    // The servers' account passes through the folder that the embedded database keeps to its own user.
    mkdirSync(dirname(directory), { recursive: true });
    if (await serverAccount()) chmodSync(dirname(directory), 0o711);
    return await start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure('unavailable', `The cluster in ${directory} does not start: ${reason}`, {
      cause: error,
    });
  }
}

async function makeOrStart(directory: string, onProgress: (message: string) => void): Promise<Topology> {
  if (!hasTopology(directory)) {
    return makeTopology(directory, { replicas: 2, database: 'portal', settings, onProgress });
  }
  const topology = await topologyAt(directory);
  await topology.start();
  return topology;
}

async function makeOrStartHa(directory: string, onProgress: (message: string) => void) {
  const topology = hasHaTopology(directory)
    ? await haTopologyAt(directory)
    : await makeHaTopology(directory, { settings, onProgress });
  await topology.start();
  await topology.whole();
  return { topology, primary: (await topology.primary()) ?? 0 };
}

/** Says what Patroni says of its members. */
async function showMembers({ servers }: HaTopology, say: (message: string) => void): Promise<void> {
  for (const server of servers) {
    const [primary, sync, replica] = await Promise.all(
      ['/primary', '/sync', '/replica'].map(async (path) => (await server.control(path))?.status === 200),
    );
    const role = primary
      ? 'is the primary'
      : sync
        ? 'confirms commits'
        : replica
          ? 'is a replica'
          : 'does not serve';
    say(`${server.name} on port ${server.port} ${role}`);
  }
}

const pooledOptions = (topology: Topology) => ({
  ...topology.pooledLogins(0),
  replicaUrls: topology.servers.slice(1).map((_, at) => topology.pooledUrl(at + 1, 'portal_public')),
});

/** The environment variables that make `npm start` and the command line use these servers. */
export function environmentOf(topology: Topology, primary = 0): Record<string, string> {
  const servers = topology.servers.map((_, server) => server);
  const { replicaUrls, ...urls } = pooledOptions(topology);
  return {
    NODE_ENV: 'development',
    ...loginEnvironment(urls),
    DATABASE_WORKER_URL: topology.pooledUrl(0, 'portal_worker'),
    DATABASE_REPLICA_URLS: replicaUrls.join(' '),
    DATABASE_DIRECT_URLS: servers.map((server) => topology.directUrl(server, 'portal_control')).join(' '),
    DATABASE_POOLER_URL: topology.consoleUrl,
    DATABASE_OWNER_URL: topology.directUrl(primary, 'portal_owner'),
    DATABASE_IMPORT_URL: topology.directUrl(primary, 'portal_import'),
    DATABASE_AUDITOR_URL: topology.directUrl(primary, 'portal_auditor'),
    DATABASE_PREPARED_STATEMENTS: 'false',
    REDIS_URL: topology.redisUrl,
  };
}
