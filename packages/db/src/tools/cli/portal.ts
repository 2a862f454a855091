import { userInfo } from 'node:os';
import { CommanderError } from 'commander';
import { currentSealKey } from '../../audit/seal/entry.ts';
import { openEmbedded } from '../../engine/embedded/open.ts';
import { Failure } from '../../engine/errors.ts';
import { readKeys } from '../../engine/secrets/read-keys.ts';
import { readSettings, type Settings, SettingsError } from '../../engine/settings.ts';
import { inWordsForOperator } from '../../engine/why-not-connected.ts';
import { migrate } from '../migrate/migrate.ts';
import type { CommandContext, ImportDatabase, OwnedDatabase } from './command-context.ts';
import { portalProgram } from './portal-program.ts';

const interrupted = 130;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () =>
    stop.abort(new Failure('refused', 'Stopped before it was finished: nothing was changed.')),
  );
}
// Started by another process: this command ends when that process does.
process.once('disconnect', () =>
  stop.abort(new Failure('refused', 'Stopped with the command that started it.')),
);

// The embedded database is a developer's own.
const environment = process.env.DATABASE_URL
  ? process.env
  : { ...process.env, NODE_ENV: process.env.NODE_ENV || 'development' };
let settings: Settings | undefined;
const context: CommandContext = {
  // Settings are read only when a command needs them: `--help` and `keys generate` work with any environment.
  get settings() {
    settings ??= readSettings(environment);
    return settings;
  },
  openOwner: () => openOwner(context.settings),
  openImport: () => openImport(context.settings),
  readKeys: () => readKeys(readSettings(environment, { keys: ['keys'] }).keys),
  readSealKeys: () => readKeys(readSettings(environment, { keys: ['sealKeys'] }).sealKeys),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  user: process.env.SUDO_USER ?? userInfo().username,
};

async function openOwner({ database, ownerUrl, dataDirectory, sealKeys }: Settings): Promise<OwnedDatabase> {
  if (database && ownerUrl) return { ...database, ownerUrl, embedded: false, close: async () => undefined };
  const onProgress = (message: string) => void process.stderr.write(`${message}\n`);
  const embedded = await openEmbedded({ directory: dataDirectory, onProgress, signal: stop.signal });
  try {
    await migrate({
      ownerUrl: embedded.url,
      embedded: true,
      onProgress,
      signal: stop.signal,
      sealKey: currentSealKey(readKeys(sealKeys)),
    });
  } catch (error) {
    await embedded.close();
    throw error;
  }
  return { url: embedded.url, ownerUrl: embedded.url, embedded: true, close: embedded.close };
}

async function openImport(settings: Settings): Promise<ImportDatabase> {
  const { database, importUrl } = settings;
  if (!database) return openOwner(settings);
  if (!importUrl) throw new SettingsError(['DATABASE_IMPORT_URL must name the login portal_import']);
  return { url: importUrl, embedded: false, close: async () => undefined };
}

const program = portalProgram(context);
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
  } else {
    process.stderr.write(`${inWordsForOperator(error, environment)}\n`);
    process.exitCode = stop.signal.aborted ? interrupted : 1;
  }
}
// The channel to the starting process would keep this one alive.
if (process.connected) process.disconnect();
