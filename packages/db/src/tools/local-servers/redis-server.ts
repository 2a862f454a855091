import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, daemon } from './daemon.ts';
import { findProgram, makeServerFolder, runServerProgram, shippedConfiguration } from './programs.ts';

/** Runs Redis with the shipped configuration and its own port and folder. */
export async function redisServer({ directory, port }: { directory: string; port: number }): Promise<Daemon> {
  await makeServerFolder(directory);
  const file = (name: string) => join(directory, name);
  copyFileSync(join(shippedConfiguration, 'redis/redis.conf'), file('redis.conf'));
  return daemon({
    port,
    pidFile: file('redis.pid'),
    logFile: file('redis.log'),
    start: () =>
      runServerProgram(directory, findProgram('redis-server'), [
        file('redis.conf'),
        ...['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--daemonize', 'yes'],
        ...['--pidfile', file('redis.pid'), '--logfile', file('redis.log')],
      ]),
  });
}
