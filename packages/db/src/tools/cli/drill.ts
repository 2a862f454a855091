import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { allSealKeys } from '../../audit/seal/entry.ts';
import { readKeys } from '../../engine/secrets/read-keys.ts';
import type { Settings } from '../../engine/settings.ts';
import type { DrillKeys } from '../backups/server/drill/drill-check.ts';
import { DrillFailed, runDrill } from '../backups/server/drill/run-drill.ts';
import { readMoment } from '../backups/server/restore-server.ts';
import { spanInWords } from '../health/check.ts';
import { type CommandContext, storeHere } from './command-context.ts';
import { restoreServer, serverPlaceOf, withProgress } from './server-backup.ts';

type KeySource = Settings['keys'];
const isGiven = ({ text, file, ownFile }: KeySource) =>
  Boolean(text || file || (ownFile && existsSync(ownFile)));

/** The secrets that this machine holds. The agent beside a server may hold none of them. */
export function drillKeysOf({ keys, sealKeys }: Settings): DrillKeys {
  const file = keys.file ?? keys.ownFile;
  return {
    ring: isGiven(keys) ? readKeys(keys) : undefined,
    environment: keys.text ? { PORTAL_KEYS: keys.text } : file ? { PORTAL_KEYS_FILE: file } : {},
    seals: isGiven(sealKeys) ? allSealKeys(readKeys(sealKeys)) : undefined,
  };
}

const momentHelp = 'a moment with its offset, as in 2026-11-25T22:20:47Z';

/** `portal drill`: proves the backups of a server by a restore. */
export function drillCommand(context: CommandContext): Command {
  const say = (message: string) => void context.stdout.write(`${message}\n`);
  return new Command('drill')
    .description(
      'restores the server on this machine to a random second in a folder of its own, and looks whether everything is there; exits 1 when something is wrong',
    )
    .addOption(new Option('--repository <number>', 'the repository to prove').argParser(Number).default(1))
    .option('--time <moment>', `${momentHelp} (default: a random second)`)
    .action(async ({ repository, time }: { repository: number; time?: string }) => {
      const { settings } = context;
      const moment = time === undefined ? undefined : readMoment(time, new Date());
      try {
        const result = await withProgress(context, (watched) =>
          runDrill(serverPlaceOf(context), {
            ...watched,
            number: repository,
            moment,
            keys: drillKeysOf(settings),
            fileStore: storeHere(settings),
          }),
        );
        for (const finding of result.findings) say(finding);
        say(
          `Proven: ${spanInWords(result.recoveryPointSeconds)} lost, open after ${spanInWords(result.recoverySeconds)}.`,
        );
      } catch (error) {
        if (error instanceof DrillFailed) for (const finding of error.findings) say(finding);
        throw error;
      }
    });
}

/** `portal restore`: the server itself, on the day on which it is lost. */
export function restoreCommand(context: CommandContext): Command {
  const say = (message: string) => void context.stdout.write(`${message}\n`);
  return new Command('restore')
    .description('brings the lost server on this machine back, step by step; says first what will be lost')
    .requiredOption('--data <folder>', 'the server’s data folder, empty or missing')
    .option('--time <moment>', `${momentHelp} (default: as late as possible)`)
    .addOption(
      new Option('--repository <number>', 'the repository to restore from').argParser(Number).default(1),
    )
    .option('--delta', 'writes over the data in the folder, once its name was typed')
    .action((flags: { data: string; time?: string; repository: number; delta?: boolean }) =>
      restoreServer(context, flags, say),
    );
}
