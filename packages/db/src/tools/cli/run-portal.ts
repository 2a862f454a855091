import { CommanderError } from 'commander';
import { currentSealKey } from '../../audit/seal/entry.ts';
import { openEmbedded } from '../../engine/embedded/open.ts';
import { readBidKeys } from '../../engine/secrets/bid-keys.ts';
import { readKeys } from '../../engine/secrets/read-keys.ts';
import { readSettings, type Settings, SettingsError } from '../../engine/settings.ts';
import { inWordsForOperator } from '../../engine/why-not-connected.ts';
import { migrate } from '../migrate/migrate.ts';
import {
  type CommandContext,
  canceledCode,
  type ImportDatabase,
  type OwnedDatabase,
} from './command-context.ts';
import { portalProgram } from './portal-program.ts';

/** The process of a command: its environment, its streams, and the person who runs it. */
export type Surroundings = Pick<CommandContext, 'stdin' | 'stdout' | 'stderr' | 'signal' | 'user'> & {
  environment: NodeJS.ProcessEnv;
};

/** Runs one command of `portal` and returns its exit code: that of `signal` after it, 1 after another failure. */
export async function runPortal(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { environment, stdin, stdout, stderr, signal, user } = surroundings;
  let settings: Settings | undefined;
  const context: CommandContext = {
    // Settings are read only when a command needs them: `--help` and `keys generate` work with any environment.
    get settings() {
      settings ??= readSettings(environment);
      return settings;
    },
    openOwner: () => openOwner(context),
    openImport: () => openImport(context),
    readKeys: () => readKeys(readSettings(environment, { keys: ['keys'] }).keys),
    readSealKeys: () => readKeys(readSettings(environment, { keys: ['sealKeys'] }).sealKeys),
    readBidKeys: () => readBidKeys(readSettings(environment, { keys: ['bidKeys'] }).bidKeys),
    environment,
    stdin,
    stdout,
    stderr,
    signal,
    user,
  };
  try {
    await portalProgram(context).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (signal.aborted) {
      stderr.write('Canceled.\n');
      return canceledCode(signal);
    }
    stderr.write(`${inWordsForOperator(error, environment)}\n`);
    return 1;
  }
}

async function openOwner({ settings, stderr, signal }: CommandContext): Promise<OwnedDatabase> {
  const { database, ownerUrl, dataDirectory, sealKeys } = settings;
  if (database && ownerUrl) return { ...database, ownerUrl, embedded: false, close: async () => undefined };
  const onProgress = (message: string) => void stderr.write(`${message}\n`);
  const embedded = await openEmbedded({ directory: dataDirectory, onProgress, signal });
  try {
    await migrate({
      ownerUrl: embedded.url,
      embedded: true,
      onProgress,
      signal,
      sealKey: currentSealKey(readKeys(sealKeys)),
    });
  } catch (error) {
    await embedded.close();
    throw error;
  }
  return { url: embedded.url, ownerUrl: embedded.url, embedded: true, close: embedded.close };
}

async function openImport(context: CommandContext): Promise<ImportDatabase> {
  const { database, importUrl } = context.settings;
  if (!database) return openOwner(context);
  if (!importUrl) throw new SettingsError(['DATABASE_IMPORT_URL must name the login portal_import']);
  return { url: importUrl, embedded: false, close: async () => undefined };
}
