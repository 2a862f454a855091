import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import { SettingsError } from '../../engine/settings.ts';
import { reportNow } from '../health/agent.ts';
import type { CommandContext } from './command-context.ts';

const everyMs = 60_000;

export function agentCommand(context: CommandContext): Command {
  return new Command('agent')
    .description(
      'runs beside a PostgreSQL server, as its account: reports each minute its disks, its log’s folder, its clock and its certificate',
    )
    .requiredOption('--data <folder>', 'the server’s data folder')
    .option('--archive <folder...>', 'folders of the log’s archive on this machine')
    .option('--once', 'reports once and ends')
    .action(async ({ data, archive = [], once }: { data: string; archive?: string[]; once?: boolean }) => {
      const { agentUrls } = context.settings;
      if (agentUrls.length === 0) {
        throw new SettingsError([
          'DATABASE_AGENT_URLS must name the servers, the one beside this agent first',
        ]);
      }
      const place = { urls: agentUrls, dataFolder: data, archiveFolders: archive };
      if (once) {
        context.stdout.write(`${await reportNow(place)}\n`);
        return;
      }
      while (!context.signal.aborted) {
        // The next minute tries again. The portal tells of an agent that says nothing.
        await reportNow(place).catch((error: Error) => void context.stderr.write(`${error.message}\n`));
        await wait(everyMs, undefined, { signal: context.signal }).catch(() => undefined);
      }
    });
}
