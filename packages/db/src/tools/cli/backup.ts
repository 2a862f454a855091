import { resolve } from 'node:path';
import { Command } from 'commander';
import { Refused } from '../../engine/errors.ts';
import { namesAmong, readDescription } from '../backups/backup.ts';
import { backupPlaceOf } from '../backups/backup-place.ts';
import { restoreBackup } from '../backups/restore-backup.ts';
import { takeBackup } from '../backups/take-backup.ts';
import { sizeInWords } from '../health/check.ts';
import { type CommandContext, withDatabase } from './command-context.ts';

/** `portal backup`: backups of the embedded database and the portal’s files. */
export function backupCommand(context: CommandContext): Command {
  const say = (message: string) => void context.stdout.write(`${message}\n`);
  const command = new Command('backup').description(
    'backups of the embedded database and the portal’s files; the portal makes one each night by itself',
  );

  command
    .command('run')
    .description('makes a backup now, also while the portal runs, and reads it back')
    .action(() => {
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
    .action(async () => {
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
    .command('restore')
    .description('brings a backup back into an empty folder; nothing is ever written over')
    .argument('<name>', 'a name that `portal backup list` shows')
    .requiredOption('--to <folder>', 'a folder that is empty or does not exist')
    .action(async (name: string, { to }: { to: string }) => {
      const { place, directory } = backupPlaceOf(context.settings);
      const folder = resolve(to);
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
      'The portal backs up its embedded database. A PostgreSQL server (DATABASE_URL) has tools of its own for that.',
    );
}
