/**
 * The embedded database's own process: PostgreSQL in WebAssembly behind a Unix socket that only this user can reach,
 * because nobody gives a password. `start.ts` starts it with the data folder and the socket's folder as arguments; it reports over its channel and ends when that closes.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { pg_stat_statements } from '@electric-sql/pglite/contrib/pg_stat_statements';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { postgis } from '@electric-sql/pglite-postgis';
import { Failure } from '../errors.ts';
import { announceSocket, releaseLock, takeLock } from './lock.ts';
import { makePrivate, socketName } from './private-folder.ts';
import { serveEngine } from './socket-server.ts';
import { hasSpace } from './space.ts';
import type { ServerReport } from './start.ts';
import { claimFolder, embeddedVersion, stampFolder } from './version.ts';

const [directory, socket] = process.argv.slice(2) as [string, string];
// The engine's files are this user's alone: they hold password hashes and mail.
process.umask(0o077);
const report = (message: ServerReport) => process.send?.(message);

// Ctrl-C reaches the whole process group. The portal finishes its requests first, then closes the channel.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

let isClosing = false;
let database: PGlite | undefined;
let server: Awaited<ReturnType<typeof serveEngine>> | undefined;

async function close(): Promise<void> {
  if (isClosing) return;
  isClosing = true;
  await server?.stop();
  await database?.close();
  releaseLock(directory);
  process.exit(0);
}

process.on('disconnect', close);
// The starter may have ended while this process loaded its modules, and then nothing tells of it any more.
if (!process.connected) process.exit(0);
process.on('message', (message) => {
  if (message === 'ping') void answerPing();
});

/** An engine that hangs lets no probe take its turn, and then there is no answer. */
async function answerPing(): Promise<void> {
  if (!server || isClosing) return;
  try {
    report({ kind: 'pong', health: await server.probe() });
  } catch (error) {
    end(error);
  }
}

/**
 * Ends the process after a failure of the engine, as when its log cannot grow. Nothing that it says afterwards can be
 * believed, and the queue before it never moves again. A new process reads the log.
 */
function end(error: unknown): void {
  if (isClosing) return;
  const failed: ServerReport = { kind: 'progress', message: `The engine failed: ${String(error)}` };
  process.send?.(failed, undefined, undefined, () => process.exit(1));
}

try {
  const { data, isNew } = claimFolder(directory);
  await takeLock(directory, embeddedVersion);
  makePrivate(directory);
  // A killed process left its socket, and the lock says that nobody listens there.
  rmSync(join(socket, socketName), { force: true });
  if (isNew) {
    // A first start that was interrupted left files that nobody has used.
    rmSync(data, { recursive: true, force: true });
    report({
      kind: 'progress',
      message: 'Creating the embedded database (the first start takes up to half a minute)',
    });
  } else {
    report({ kind: 'progress', message: 'Opening the embedded database' });
  }
  // A crash leaves the engine's own mark, and an empty one keeps the engine from starting. The lock already says that
  // nobody else has the folder.
  rmSync(join(data, 'postmaster.pid'), { force: true });
  database = await PGlite.create(data, {
    extensions: { btree_gist, citext, pg_stat_statements, pg_trgm, pgcrypto, postgis },
  });
  stampFolder(directory);
  server = await serveEngine(database, { path: join(socket, socketName), mostClients: 50, end });
  announceSocket(directory, socket, embeddedVersion);
  report({ kind: 'ready' });
} catch (error) {
  releaseLock(directory);
  // The engine throws objects of its own, which do not say what it lacks.
  const isFull = !(error instanceof Failure) && !hasSpace(directory);
  report({
    kind: 'failed',
    message: isFull
      ? `there is no space left for ${directory}. Free some: nothing is lost.`
      : error instanceof Error
        ? error.message
        : inspect(error),
    reason: error instanceof Failure ? 'refused' : isFull ? 'no space' : 'other',
  });
  process.disconnect?.();
}
