import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { Refused } from '../../engine/errors.ts';
import { namesAmong, readDescription } from '../backups/backup.ts';
import { backupPlaceOf } from '../backups/backup-place.ts';
import { restoreBackup } from '../backups/restore-backup.ts';
import { takeBackup } from '../backups/take-backup.ts';
import { sizeInWords } from '../health/check.ts';
import { type CommandContext, withDatabase } from './command-context.ts';
import {
  bringServerFilesBack,
  expireServer,
  isBesideServer,
  listServerBackups,
  repositoryOption,
  restoreServerBeside,
  runServerBackup,
  setUpServer,
  verifyServer,
} from './server-backup.ts';

interface ServerFlags {
  type?: 'full' | 'diff';
  repository?: number;
}

/** `portal backup`: backups of the embedded database and the portal’s files, or of the PostgreSQL server on this machine. */
export function backupCommand(context: CommandContext): Command {
  const say = (message: string) => void context.stdout.write(`${message}\n`);
  const command = new Command('backup').description(
    'backups of the embedded database, or of the PostgreSQL server on this machine (DATABASE_AGENT_URLS); the portal and the agent make them each night by themselves',
  );

  command
    .command('setup')
    .description(
      'sets up the repositories of a server; run it again after a change and after the server’s start',
    )
    .requiredOption('--data <folder>', 'the server’s data folder')
    .requiredOption(
      '--repository <place...>',
      'a folder, or s3://bucket/prefix with the variables of S3 clients; two are better than one',
    )
    .option(
      '--keys <file>',
      'the key of each repository, one a line (default: new ones, or those that are there)',
    )
    .action((flags: { data: string; repository: string[]; keys?: string }) => {
      refuseEmbedded(context);
      return setUpServer(context, flags, say);
    });

  command
    .command('run')
    .description('makes a backup now, also while the portal runs')
    .addOption(
      new Option('--type <type>', 'of a server: all of it, or what changed since').choices(['full', 'diff']),
    )
    .addOption(repositoryOption())
    .action((flags: ServerFlags) => {
      if (isBesideServer(context)) return runServerBackup(context, flags, say);
      refuseServers(context);
      return withDatabase(context, async (db, { url }) => {
        const source = { db, url, ...backupPlaceOf(context.settings) };
        const { name, bytes, files } = await takeBackup(source, {
          signal: context.signal,
          onProgress: say,
        });
        say(
          `${name} is in ${source.place.name}: ${sizeInWords(bytes)}, and ${files} files. It was read back.`,
        );
      });
    });

  command
    .command('list')
    .description('lists the whole backups, newest first; exits 1 when there is none')
    .addOption(repositoryOption())
    .action(async (flags: ServerFlags) => {
      if (isBesideServer(context)) return listServerBackups(context, flags, say);
      const { place } = backupPlaceOf(context.settings);
      const names = namesAmong(await place.list()).reverse();
      if (names.length === 0) {
        say(`There is no backup in ${place.name}. portal backup run makes one.`);
        process.exitCode = 1;
      }
      for (const name of names) {
        const { bytes, files } = await readDescription(place, name);
        say(`${name}  ${sizeInWords(bytes)}, ${files.length} files`);
      }
    });

  command
    .command('verify')
    .description('reads everything in the repositories of a server, and names what is damaged or missing')
    .addOption(repositoryOption())
    .action((flags: ServerFlags) => {
      refuseEmbedded(context);
      return verifyServer(context, flags, say);
    });

  command
    .command('expire')
    .description('removes backups past their time from the repositories of a server; each backup does it too')
    .addOption(repositoryOption())
    .action((flags: ServerFlags) => {
      refuseEmbedded(context);
      return expireServer(context, flags, say);
    });

  command
    .command('files')
    .description(
      'brings back the files that the running server refers to and that FILE_STORE lacks; nothing there is written over',
    )
    .addOption(repositoryOption())
    .action((flags: ServerFlags) => {
      refuseEmbedded(context);
      return bringServerFilesBack(context, flags, say);
    });

  command
    .command('restore')
    .description('brings a backup back into an empty folder; nothing is ever written over')
    .argument('[name]', 'of the embedded database: a name that `portal backup list` shows')
    .requiredOption('--to <folder>', 'a folder that is empty or does not exist')
    .option('--time <moment>', 'of a server: a moment with its offset, as in 2026-11-25T22:20:47Z')
    .addOption(new Option('--repository <number>', 'a repository of a server (default: 1)').argParser(Number))
    .action(async (name: string | undefined, flags: { to: string; time?: string; repository?: number }) => {
      if (isBesideServer(context)) return restoreServerBeside(context, { time: undefined, ...flags }, say);
      if (name === undefined) throw new Refused('Name a backup: portal backup list shows them.');
      const { place, directory } = backupPlaceOf(context.settings);
      const folder = resolve(flags.to);
      const { takenAt } = await restoreBackup(place, {
        name,
        to: folder,
        signal: context.signal,
        onProgress: say,
      });
      say(`The portal of ${takenAt} is in ${folder}. What came after that moment is not in it.`);
      say('Next:');
      say(
        `1. Copy the files keys and seal-keys from ${directory}, or from your recovery kit, into ${folder}.`,
      );
      say(`2. Start the portal with DATA_DIRECTORY=${folder} and look at it.`);
      say(`3. Then move ${directory} aside, and ${folder} into its place.`);
    });
  return command;
}

function refuseServers({ settings }: CommandContext): void {
  if (settings.database)
    throw new Refused(
      'The portal backs up a PostgreSQL server from the server’s own machine. Run this there, with DATABASE_AGENT_URLS.',
    );
}

function refuseEmbedded(context: CommandContext): void {
  if (!isBesideServer(context))
    throw new Refused(
      'This is for a PostgreSQL server, on its own machine, with DATABASE_AGENT_URLS. Backups of the embedded database are read back when they are made.',
    );
}
