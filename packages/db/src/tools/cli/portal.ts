import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { openEmbedded } from '../../engine/embedded/open.ts';
import { Failure } from '../../engine/errors.ts';
import { readKeys } from '../../engine/secrets/read-keys.ts';
import { migrate } from '../migrate/migrate.ts';
import type { CommandContext, OwnedDatabase } from './command-context.ts';
import { portalProgram } from './portal-program.ts';

const top = fileURLToPath(new URL('../../../../..', import.meta.url));
const interrupted = 130;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () =>
    stop.abort(new Failure('refused', 'Stopped before it was finished: nothing was changed.')),
  );
}
// Started by another process: what that one began ends with it.
process.once('disconnect', () =>
  stop.abort(new Failure('refused', 'Stopped with the command that started it.')),
);

const context: CommandContext = {
  openOwner: () => openOwner(process.env),
  readKeys: () =>
    readKeys({
      text: process.env.PORTAL_KEYS,
      file: process.env.PORTAL_KEYS_FILE,
      ownFile: process.env.DATABASE_URL
        ? undefined
        : join(resolve(top, process.env.DATA_DIRECTORY ?? '.data'), 'keys'),
    }),
  dataDirectory: resolve(top, process.env.DATA_DIRECTORY ?? '.data'),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  user: process.env.SUDO_USER ?? userInfo().username,
};

async function openOwner(env: NodeJS.ProcessEnv): Promise<OwnedDatabase> {
  const url = readUrl(env, 'DATABASE_URL');
  const ownerUrl = readUrl(env, 'DATABASE_OWNER_URL');
  if (ownerUrl && !url)
    throw new Failure('invalid_input', 'DATABASE_OWNER_URL is set and DATABASE_URL is not: set both.');
  if (url) {
    const replicaUrls = (env.DATABASE_REPLICA_URLS ?? '').split(/\s+/).filter(Boolean);
    if (!replicaUrls.every((one) => isDatabaseUrl(one)))
      throw new Failure(
        'invalid_input',
        'DATABASE_REPLICA_URLS holds something that is not a postgres:// URL.',
      );
    return {
      url,
      ownerUrl: ownerUrl ?? url,
      replicaUrls,
      preparedStatements: env.DATABASE_PREPARED_STATEMENTS !== 'false',
      embedded: false,
      close: async () => undefined,
    };
  }
  const onProgress = (message: string) => void process.stderr.write(`${message}\n`);
  // npm runs scripts at the repository's top; INIT_CWD is not used, since the data belongs to the checkout.
  const directory = resolve(top, env.DATA_DIRECTORY ?? '.data');
  const embedded = await openEmbedded({ directory, onProgress, signal: stop.signal });
  try {
    await migrate({ ownerUrl: embedded.url, embedded: true, onProgress, signal: stop.signal });
  } catch (error) {
    await embedded.close();
    throw error;
  }
  return {
    url: embedded.url,
    ownerUrl: embedded.url,
    replicaUrls: [],
    preparedStatements: true,
    embedded: true,
    close: embedded.close,
  };
}

function readUrl(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (!isDatabaseUrl(value)) {
    throw new Failure('invalid_input', `${name} is not a postgres:// URL.`);
  }
  return value;
}

function isDatabaseUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
}

const program = portalProgram(context);
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
  } else {
    // A message is enough for what the portal itself refuses; anything else is a defect and shows where.
    process.stderr.write(
      `${error instanceof Failure ? error.message : error instanceof Error ? error.stack : error}\n`,
    );
    process.exitCode = stop.signal.aborted ? interrupted : 1;
  }
}
// The channel to the starting process would keep this one alive.
if (process.connected) process.disconnect();
