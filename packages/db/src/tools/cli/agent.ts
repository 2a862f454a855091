import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import { SettingsError } from '../../engine/settings.ts';
import { FileCopier } from '../backups/server/copy-files.ts';
import { runDue } from '../backups/server/run-due.ts';
import { reportNow } from '../health/agent.ts';
import { type CommandContext, storeHere } from './command-context.ts';
import { drillKeysOf } from './drill.ts';
import { serverPlaceOf } from './server-backup.ts';

const everyMs = 60_000;

export function agentCommand(context: CommandContext): Command {
  return new Command('agent')
    .description(
      'runs beside a PostgreSQL server, as its account: reports each minute its disks, its log’s folder, its clock and its certificate, and makes and proves its backups once portal backup setup ran, with copies of the files in FILE_STORE',
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
      const copier = new FileCopier();
      let work: Promise<void> | undefined;
      let copies: Promise<void> | undefined;
      while (!context.signal.aborted) {
        // The next minute tries again. The portal tells of an agent that says nothing.
        await reportNow(place).catch((error: Error) => void context.stderr.write(`${error.message}\n`));
        // Reports go on while a backup is made.
        work ??= doWhatIsDue(context).finally(() => {
          work = undefined;
        });
        copies ??= copyFiles(context, copier).finally(() => {
          copies = undefined;
        });
        await wait(everyMs, undefined, { signal: context.signal }).catch(() => undefined);
      }
      await Promise.all([work, copies]);
    });
}

/** A minute's new files get their copies, also while a backup is made. */
async function copyFiles(context: CommandContext, copier: FileCopier): Promise<void> {
  const { settings, signal, stderr } = context;
  const fileStore = storeHere(settings);
  if (!fileStore) return;
  try {
    await copier.copy(serverPlaceOf(context), { fileStore, signal, onProgress: () => undefined });
  } catch (error) {
    // The check of the copies tells of it too.
    if (!signal.aborted) stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

async function doWhatIsDue(context: CommandContext): Promise<void> {
  const { settings, signal, stdout, stderr } = context;
  try {
    const done = await runDue(serverPlaceOf(context), {
      now: new Date(),
      keys: drillKeysOf(settings),
      fileStore: storeHere(settings),
      signal,
      onProgress: () => undefined,
    });
    if (done) stdout.write(`Done: ${done.act} ${done.type ?? ''} of repository ${done.repository}\n`);
  } catch (error) {
    // The run is recorded with the reason, and the check of backups tells of it.
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}
