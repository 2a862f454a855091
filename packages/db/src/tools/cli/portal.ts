import { userInfo } from 'node:os';
import { Command, CommanderError } from 'commander';
import { openEmbedded } from '../../engine/embedded/open.ts';
import { Failure } from '../../engine/errors.ts';
import { readKeys } from '../../engine/secrets/read-keys.ts';
import { readSettings, type Settings } from '../../engine/settings.ts';
import { migrate } from '../migrate/migrate.ts';
import { accessCommand, rolesCommand } from './access.ts';
import { auditCommand } from './audit.ts';
import { clusterCommand } from './cluster.ts';
import type { CommandContext, OwnedDatabase } from './command-context.ts';
import { contractorsCommand } from './contractors.ts';
import { keysCommand } from './keys.ts';
import { diagramCommand, migrateCommand } from './migrations.ts';
import { connectionsCommand, partitionsCommand } from './operations.ts';
import { seedCommand } from './seed.ts';

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

let settings: Settings | undefined;
const context: CommandContext = {
  // Not read before a command needs them: `--help` and `keys generate` work whatever they hold.
  get settings() {
    settings ??= readSettings(process.env);
    return settings;
  },
  openOwner: () => openOwner(context.settings),
  readKeys: () => readKeys(context.settings.keys),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  user: process.env.SUDO_USER ?? userInfo().username,
};

async function openOwner({ database, ownerUrl, dataDirectory }: Settings): Promise<OwnedDatabase> {
  if (database && ownerUrl) return { ...database, ownerUrl, embedded: false, close: async () => undefined };
  const onProgress = (message: string) => void process.stderr.write(`${message}\n`);
  const embedded = await openEmbedded({ directory: dataDirectory, onProgress, signal: stop.signal });
  try {
    await migrate({ ownerUrl: embedded.url, embedded: true, onProgress, signal: stop.signal });
  } catch (error) {
    await embedded.close();
    throw error;
  }
  return { url: embedded.url, ownerUrl: embedded.url, embedded: true, close: embedded.close };
}

const program = new Command('portal')
  .description(
    'The NAMC NorCal portal’s command line. It uses DATABASE_URL, or the embedded database if that is not set.',
  )
  .showHelpAfterError('(add --help to see what is possible)')
  .exitOverride()
  .addCommand(migrateCommand(context))
  .addCommand(contractorsCommand(context))
  .addCommand(accessCommand(context))
  .addCommand(rolesCommand(context))
  .addCommand(connectionsCommand(context))
  .addCommand(clusterCommand(context))
  .addCommand(partitionsCommand(context))
  .addCommand(auditCommand(context))
  .addCommand(keysCommand(context))
  .addCommand(seedCommand(context))
  .addCommand(diagramCommand(context));
for (const command of program.commands) inheritExit(command);

/** Commander would end the process inside a subcommand, before an open database is closed. */
function inheritExit(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) inheritExit(inner);
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
  } else {
    // The portal’s own refusals explain themselves. Anything else is a defect, and its stack shows where.
    process.stderr.write(
      `${error instanceof Failure ? error.message : error instanceof Error ? error.stack : error}\n`,
    );
    process.exitCode = stop.signal.aborted ? interrupted : 1;
  }
}
// The channel to the starting process would keep this one alive.
if (process.connected) process.disconnect();
