import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { Failure } from '../../engine/errors.ts';
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
  const directoryOf = () => join(context.settings.dataDirectory, 'cluster');
  const command = new Command('cluster').description(
    'a primary, two streaming replicas, PgBouncer and Redis on this machine, under .data/cluster',
  );

  command
    .command('up')
    .description(
      'creates them the first time, starts those that are down, and prints the settings that use them',
    )
    .action(async () => {
      const topology = await makeOrStart(directoryOf(), progress);
      await migrate({
        ownerUrl: topology.directUrl(0, 'portal_owner'),
        embedded: false,
        onProgress: progress,
        signal: context.signal,
      });
      for (const [name, value] of Object.entries(environmentOf(topology))) say(`export ${name}='${value}'`);
    });

  command
    .command('down')
    .description('stops them; their data stays')
    .action(async () => {
      const directory = directoryOf();
      if (!hasTopology(directory)) return say('There is no cluster here.');
      await (await topologyAt(directory)).stop();
      say('Stopped. portal cluster up starts it again.');
    });

  command
    .command('status')
    .description('shows each server and pool; exits 1 when one is down')
    .action(async () => {
      const directory = directoryOf();
      if (!hasTopology(directory)) {
        say('There is no cluster here: portal cluster up makes one.');
        process.exitCode = 1;
        return;
      }
      const topology = await topologyAt(directory);
      const isWhole = await showConnections(pooledOptions(topology), say);
      for (const [name, daemon] of [
        ['PgBouncer', topology.pooler],
        ['Redis', topology.redis],
      ] as const) {
        say(`${name} on port ${daemon.port} ${daemon.isRunning() ? 'runs' : 'does not run'}`);
      }
      if (!isWhole || !topology.pooler.isRunning() || !topology.redis.isRunning()) process.exitCode = 1;
    });

  return command;
}

async function makeOrStart(directory: string, onProgress: (message: string) => void): Promise<Topology> {
  try {
    // The servers' account passes through the folder that the embedded database keeps to its own user.
    mkdirSync(dirname(directory), { recursive: true });
    if (await serverAccount()) chmodSync(dirname(directory), 0o711);
    if (!hasTopology(directory)) {
      return await makeTopology(directory, { replicas: 2, database: 'portal', settings, onProgress });
    }
    const topology = await topologyAt(directory);
    await topology.start();
    return topology;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure('unavailable', `The cluster in ${directory} does not start: ${reason}`, {
      cause: error,
    });
  }
}

const pooledOptions = (topology: Topology) => ({
  ...topology.pooledLogins(0),
  replicaUrls: topology.servers.slice(1).map((_, at) => topology.pooledUrl(at + 1, 'portal_public')),
});

/** The environment variables that make `npm start` and the command line use these servers. */
export function environmentOf(topology: Topology): Record<string, string> {
  const servers = topology.servers.map((_, server) => server);
  const { replicaUrls, ...urls } = pooledOptions(topology);
  return {
    NODE_ENV: 'development',
    ...loginEnvironment(urls),
    DATABASE_WORKER_URL: topology.pooledUrl(0, 'portal_worker'),
    DATABASE_REPLICA_URLS: replicaUrls.join(' '),
    DATABASE_DIRECT_URLS: servers.map((server) => topology.directUrl(server, 'portal_control')).join(' '),
    DATABASE_POOLER_URL: topology.consoleUrl,
    DATABASE_OWNER_URL: topology.directUrl(0, 'portal_owner'),
    DATABASE_IMPORT_URL: topology.directUrl(0, 'portal_import'),
    DATABASE_AUDITOR_URL: topology.directUrl(0, 'portal_auditor'),
    DATABASE_PREPARED_STATEMENTS: 'false',
    REDIS_URL: topology.redisUrl,
  };
}
