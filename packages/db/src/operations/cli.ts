import { Command } from 'commander';
import { type CommandContext, withDatabase } from '../cli-context.ts';
import { listPartitionStatus, maintainPartitions } from './partitions.ts';

export function partitionsCommand(context: CommandContext): Command {
  const say = (message: string) => void context.stdout.write(`${message}\n`);
  const command = new Command('partitions').description(
    'the monthly and daily partitions of the trail and the metrics',
  );

  command
    .command('maintain')
    .description('makes those needed ahead, detaches old ones, drops those whose grace is over')
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
    .description('how far ahead there are partitions; exits 1 when fewer than half of those wanted are left')
    .action(() =>
      withDatabase(context, async (db) => {
        const tables = await db.read(
          { kind: 'system', name: 'portal partitions status' },
          listPartitionStatus,
        );
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
