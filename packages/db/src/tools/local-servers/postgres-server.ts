import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  isAlive,
  makeServerFolder,
  runningPid,
  runServerProgram,
  shippedConfiguration,
  waitUntil,
  writeForServer,
} from './programs.ts';

/** A PostgreSQL server on this machine, with functions to stop, kill and freeze it. */
export interface PostgresServer {
  readonly port: number;
  readonly directory: string;
  start(): Promise<void>;
  /** `immediate` stops it like a power failure. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  isRunning(): boolean;
  /** The process id of the postmaster, whose children serve the connections, while it runs. */
  pid(): number | undefined;
  /** Acts like `kill -9` on the whole server. */
  kill(): Promise<void>;
  /** Makes it accept connections and never answer, until `thaw`. */
  freeze(): void;
  thaw(): void;
}

export interface PostgresPlace {
  directory: string;
  port: number;
  /** Settings added to the shipped configuration. */
  settings: Record<string, string>;
}

const dataFolder = (directory: string) => join(directory, 'pgdata');

/** The server in a folder that `makePrimary` or `makeReplica` filled. */
export function postgresServer({ directory, port, settings }: PostgresPlace): PostgresServer {
  const data = dataFolder(directory);
  const log = join(directory, 'server.log');
  const pidFile = join(data, 'postmaster.pid');
  const flags = Object.entries({
    config_file: join(directory, 'postgresql.conf'),
    hba_file: join(directory, 'pg_hba.conf'),
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: directory,
    ...settings,
  })
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ');
  const processes = () => {
    const main = runningPid(pidFile);
    if (main === undefined) return [];
    const children = readFileSync(`/proc/${main}/task/${main}/children`, 'utf8').split(' ').map(Number);
    return [main, ...children.filter((pid) => pid > 0)];
  };
  const signalAll = (signal: NodeJS.Signals) => {
    for (const pid of processes()) {
      try {
        process.kill(pid, signal);
      } catch {
        // One of these processes has ended in the meantime.
      }
    }
  };
  return {
    port,
    directory,
    start: async () => {
      await runServerProgram(directory, 'pg_ctl', [
        ...['-D', data, '-l', log, '-w', '-t', '60', '-o', flags, 'start'],
      ]).catch((cause) => {
        const said = existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : '';
        throw new Error(`PostgreSQL does not start in ${directory}:\n${said}`, { cause });
      });
    },
    stop: async (mode = 'fast') => {
      await runServerProgram(directory, 'pg_ctl', ['-D', data, '-w', '-m', mode, 'stop']);
    },
    isRunning: () => runningPid(pidFile) !== undefined,
    pid: () => runningPid(pidFile),
    kill: async () => {
      const killed = processes();
      signalAll('SIGKILL');
      await waitUntil('The death of PostgreSQL', () => !killed.some(isAlive));
      // A dead process that its parent has not reaped would count as running for the next server.
      rmSync(pidFile, { force: true });
      rmSync(join(directory, `.s.PGSQL.${port}.lock`), { force: true });
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
  };
}

/** Fills a folder with a new server. Without a password for its superuser, every local login is trusted. */
export async function makePrimary(
  place: PostgresPlace,
  superuserPassword: string | undefined,
): Promise<PostgresServer> {
  const { directory } = place;
  await copyConfiguration(directory, superuserPassword !== undefined);
  const passwordFile = join(directory, 'superuser-password');
  await writeForServer(passwordFile, superuserPassword ?? '');
  await runServerProgram(directory, 'initdb', [
    ...['-D', dataFolder(directory), '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    // Without them a backup copies a damaged page, and nobody sees it.
    '--data-checksums',
    ...(superuserPassword === undefined
      ? ['-A', 'trust']
      : ['-A', 'scram-sha-256', '--pwfile', passwordFile]),
  ]).finally(() => rmSync(passwordFile));
  return postgresServer(place);
}

/**
 * Fills a folder with a copy of a running primary. The copy streams from the primary under `name`, through a slot
 * of that name.
 */
export async function makeReplica(
  place: PostgresPlace,
  from: { port: number; user: string; password: string | undefined; name: string },
): Promise<PostgresServer> {
  const { directory } = place;
  await copyConfiguration(directory, from.password !== undefined);
  // In its own file, because the server shows the rest of its connection settings in its log and statistics.
  const passwordFile = join(directory, 'replication.pgpass');
  if (from.password !== undefined) {
    await writeForServer(passwordFile, `127.0.0.1:*:*:${from.user}:${from.password}\n`);
  }
  await runServerProgram(directory, 'pg_basebackup', [
    ...['-D', dataFolder(directory), '-R', '-X', 'stream', '-c', 'fast', '--no-sync', '-C', '-S', from.name],
    '-d',
    `host=127.0.0.1 port=${from.port} user=${from.user} application_name=${from.name}${from.password === undefined ? '' : ` passfile=${passwordFile}`}`,
  ]);
  return postgresServer(place);
}

async function copyConfiguration(directory: string, withPasswords: boolean): Promise<void> {
  await makeServerFolder(directory);
  // A copy, because the server's account may not be able to enter the checkout.
  copyFileSync(join(shippedConfiguration, 'postgres/postgresql.conf'), join(directory, 'postgresql.conf'));
  const access = join(directory, 'pg_hba.conf');
  if (withPasswords) copyFileSync(join(shippedConfiguration, 'postgres/pg_hba.conf'), access);
  else writeFileSync(access, 'local all all trust\nhost all,replication all 127.0.0.1/32 trust\n');
}
