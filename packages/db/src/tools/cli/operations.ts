import { Command } from 'commander';
import { systemActor } from '../../engine/actors.ts';
import { listPartitionStatus, maintainPartitions } from '../../engine/partitions/partitions.ts';
import { listConnections, listPools } from '../health/connections.ts';
import { type CommandContext, withDatabase } from './command-context.ts';

export function connectionsCommand(context: CommandContext): Command {
  const say = (message: string) => void context.stdout.write(`${message}\n`);
  return new Command('connections')
    .description('shows each server of the database; exits 1 when one is down or none accepts writes')
    .action(async () => {
      const opened = await context.openOwner();
      try {
        if (!(await showConnections(opened, say))) process.exitCode = 1;
      } finally {
        await opened.close();
      }
    });
}

/** Prints each server and each of the pooler's pools. False if a server is down or none accepts writes. */
export async function showConnections(
  {
    url,
    systemUrl = url,
    replicaUrls = [],
  }: { url: string; systemUrl?: string | undefined; replicaUrls?: string[] },
  say: (line: string) => void,
): Promise<boolean> {
  const [servers, pools] = await Promise.all([listConnections([url, ...replicaUrls]), listPools(systemUrl)]);
  for (const server of servers) {
    if (server.role === 'gone') {
      say(`${server.name}  gone: ${server.reason}`);
      continue;
    }
    const { name, role, lagSeconds, lagBytes, most, all, states } = server;
    const behind = role === 'replica' ? `  ${inWords(lagSeconds, lagBytes)} behind` : '';
    const ours = Object.entries(states).map(([state, count]) => `${count} ${state}`);
    say(
      `${name}  ${role}${behind}  ${all} of ${most} connections; the portal’s others: ${ours.join(', ') || 'none'}`,
    );
  }
  for (const pool of pools ?? []) {
    const waiting = pool.waitingClients > 0 ? `, the first for ${pool.waitedSeconds.toFixed(1)} s` : '';
    say(
      `PgBouncer ${pool.database} as ${pool.user}  clients: ${pool.activeClients} served, ${pool.waitingClients} waiting${waiting}; connections: ${pool.inUse} in use, ${pool.idle} idle`,
    );
  }
  const hasPrimary = servers.some(({ role }) => role === 'primary');
  if (!hasPrimary) say('No server accepts writes.');
  return hasPrimary && servers.every(({ role }) => role !== 'gone');
}

function inWords(lagSeconds: number | null, lagBytes: number | null): string {
  const time = lagSeconds === null ? 'an unknown time' : `${lagSeconds.toFixed(1)} s`;
  return `${time} and ${lagBytes === null ? 'an unknown number of' : lagBytes.toLocaleString('en-US')} bytes`;
}

export function partitionsCommand(context: CommandContext): Command {
  const say = (message: string) => void context.stdout.write(`${message}\n`);
  const command = new Command('partitions').description(
    'the monthly and daily partitions of the trail and the metrics',
  );

  command
    .command('maintain')
    .description(
      'creates upcoming ones, detaches old ones, and drops detached ones after their grace period if they need no export',
    )
    .action(() =>
      withDatabase(context, async (db) => {
        const steps = await maintainPartitions(db);
        for (const { partitionName, outcome, problem } of steps) {
          say(problem ? `${partitionName} ${outcome}: ${problem}` : `${partitionName} ${outcome}`);
        }
        if (steps.length === 0) say('Nothing to do: every partition is as it should be.');
        if (steps.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
      }),
    );

  command
    .command('status')
    .description(
      'shows how far ahead partitions exist; exits 1 when fewer than half of those wanted are left',
    )
    .action(() =>
      withDatabase(context, async (db) => {
        const tables = await db.read(systemActor('portal partitions status'), listPartitionStatus);
        for (const table of tables) {
          say(
            `${table.tableName}: ${table.partitions} partitions up to ${table.newestEnd?.toISOString().slice(0, 10) ?? '-'} (UTC), ` +
              `${table.ahead} of ${table.wantedAhead} ahead, ${table.detached} detached and waiting to be dropped`,
          );
          if (table.isShort) {
            say(`  Fewer than half are left: run portal partitions maintain.`);
            process.exitCode = 1;
          }
        }
      }),
    );
  return command;
}
