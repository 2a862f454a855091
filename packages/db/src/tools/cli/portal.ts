import { userInfo } from 'node:os';
import { errorCode } from '../../engine/connection.ts';
import { CommandCanceled, canceledCodes } from './command-context.ts';
import { runPortal } from './run-portal.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stop.abort(new CommandCanceled(canceledCodes[signal])));
}
// Started by another process: this command ends when that process does.
process.once('disconnect', () => stop.abort(new CommandCanceled()));
if (process.send && !process.connected) stop.abort(new CommandCanceled());

// The reader of a pipe may stop reading, as `| head` does. The command goes on to its end.
process.stdout.on('error', (error) => {
  if (errorCode(error) !== 'EPIPE') throw error;
});

const code = await runPortal(process.argv.slice(2), {
  // The embedded database is a developer's own.
  environment: process.env.DATABASE_URL
    ? process.env
    : { ...process.env, NODE_ENV: process.env.NODE_ENV || 'development' },
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  user: process.env.SUDO_USER ?? userInfo().username,
});
// Its last question may still be on its way, and nobody waits for the answer.
if (stop.signal.aborted) process.exit(code || undefined);
// A command that found something to report has set the code itself.
if (code !== 0) process.exitCode = code;
// The channel to the starting process would keep this one alive.
if (process.connected) process.disconnect();
