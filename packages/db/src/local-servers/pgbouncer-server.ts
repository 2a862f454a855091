import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, daemon } from './daemon.ts';
import {
  findProgram,
  makeServerFolder,
  runServerProgram,
  shippedConfiguration,
  writeForServer,
} from './programs.ts';

export interface PgBouncerPlace {
  directory: string;
  port: number;
  /** The name that clients connect to, and the server and database behind it. */
  databases: Record<string, { port: number; database: string }>;
  /** Passwords of the logins that may connect. */
  passwords: Record<string, string>;
  /** Added to the shipped configuration. */
  settings?: Record<string, string | number>;
}

/** PgBouncer with the shipped configuration, other ports and folders. */
export async function pgBouncerServer(place: PgBouncerPlace): Promise<Daemon> {
  const { directory, port } = place;
  await makeServerFolder(directory);
  const file = (name: string) => join(directory, name);
  copyFileSync(join(shippedConfiguration, 'pgbouncer/pgbouncer.ini'), file('shipped.ini'));
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    auth_file: file('userlist.txt'),
    pidfile: file('pgbouncer.pid'),
    logfile: file('pgbouncer.log'),
    ...place.settings,
  };
  writeFileSync(
    file('pgbouncer.ini'),
    [
      `%include ${file('shipped.ini')}`,
      '[databases]',
      ...Object.entries(place.databases).map(
        ([name, { port, database }]) => `${name} = host=127.0.0.1 port=${port} dbname=${database}`,
      ),
      '[pgbouncer]',
      ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
      '',
    ].join('\n'),
  );
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  await writeForServer(
    file('userlist.txt'),
    Object.entries(place.passwords)
      .map(([user, password]) => `${quoted(user)} ${quoted(password)}\n`)
      .join(''),
  );
  return daemon({
    port,
    pidFile: file('pgbouncer.pid'),
    logFile: file('pgbouncer.log'),
    start: () => runServerProgram(directory, findProgram('pgbouncer'), ['-q', '-d', file('pgbouncer.ini')]),
  });
}
