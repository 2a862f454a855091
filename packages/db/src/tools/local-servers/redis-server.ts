import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, daemon } from './daemon.ts';
import {
  findProgram,
  makeServerFolder,
  runServerProgram,
  shippedConfiguration,
  writeForServer,
} from './programs.ts';

export interface RedisPlace {
  directory: string;
  port: number;
  /** The password of the account `portal`. */
  password: string;
}

/** The URL with which the portal uses a Redis of this machine. */
export const redisUrl = ({ port, password }: RedisPlace) =>
  `redis://portal:${encodeURIComponent(password)}@127.0.0.1:${port}`;

/** Runs Redis with the shipped configuration and its own port, folder and password. */
export async function redisServer({ directory, port, password }: RedisPlace): Promise<Daemon> {
  await makeServerFolder(directory);
  const file = (name: string) => join(directory, name);
  const shipped = (name: string) => join(shippedConfiguration, 'redis', name);
  copyFileSync(shipped('redis.conf'), file('redis.conf'));
  const hash = createHash('sha256').update(password).digest('hex');
  await writeForServer(
    file('users.acl'),
    readFileSync(shipped('users.acl'), 'utf8').replace('PASSWORD_SHA256', hash),
  );
  return daemon({
    port,
    pidFile: file('redis.pid'),
    logFile: file('redis.log'),
    start: () =>
      runServerProgram(directory, findProgram('redis-server'), [
        file('redis.conf'),
        ...['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--daemonize', 'yes'],
        ...['--pidfile', file('redis.pid'), '--logfile', file('redis.log'), '--aclfile', file('users.acl')],
      ]),
  });
}
