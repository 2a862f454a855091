import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from '../../../engine/connection.ts';
import {
  findPostgres,
  makeServerFolder,
  runServerProgram,
  serverAccount,
  writeForServer,
} from '../../local-servers/programs.ts';
import type { BackupFolder } from './backup-folder.ts';
import { BackupFailed, progressIn, runPgBackRest, type Watched } from './run-pgbackrest.ts';

/** A restored server that nobody reaches but through a socket in a folder of its own. */
export interface RestoredServer {
  /** A database of it as a login, without a password. */
  urlOf(login: string, database: string): string;
  socket: string;
  port: number;
  /** `fast` leaves the data as a stopped server leaves it. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
}

/** The number is part of the socket's name alone: no port is open. */
const port = 5432;
/** Longer than the replay of a week of log on a small machine. */
const longestRecoveryMs = 4 * 3_600_000;

/** A moment in the only form that pgBackRest and PostgreSQL read alike. */
export const targetOf = (moment: Date) => moment.toISOString().replace('T', ' ').replace('Z', '+00');

/**
 * Brings the files of a backup into an empty folder, ready to recover to a moment. Lock, spool and log are of its own: a restore that shares
 * them with the server's archiving fights it.
 */
export async function restoreFiles(
  folder: BackupFolder,
  {
    number,
    moment,
    directory,
    signal,
    onProgress,
  }: Watched & { number: number; moment: Date; directory: string },
): Promise<void> {
  const own = (name: string) => join(directory, name);
  for (const name of ['', 'data', 'lock', 'spool', 'log', 'socket']) await makeServerFolder(own(name));
  await runPgBackRest(
    folder,
    [
      ...[`--repo=${number}`, '--type=time', `--target=${targetOf(moment)}`, '--target-action=promote'],
      ...['--archive-mode=off', `--pg1-path=${own('data')}`],
      ...[
        `--lock-path=${own('lock')}`,
        `--spool-path=${own('spool')}`,
        `--log-path=${own('log')}`,
        'restore',
      ],
    ],
    {
      signal,
      onLine: (line) => {
        const [, percent] = / INFO: restore file .*, ([\d.]+)%\)/.exec(line) ?? [];
        const said = percent ? `Bringing the files back  ${Math.floor(Number(percent))} %` : progressIn(line);
        if (said && !said.startsWith('restore file')) onProgress(said.slice(0, 120));
      },
    },
  );
}

/** Recovery refuses smaller limits than those of the server that wrote the log. */
const limits = {
  max_connections: 'max_connections setting',
  max_worker_processes: 'max_worker_processes setting',
  max_wal_senders: 'max_wal_senders setting',
  max_prepared_transactions: 'max_prepared_xacts setting',
  max_locks_per_transaction: 'max_locks_per_xact setting',
  track_commit_timestamp: 'track_commit_timestamp setting',
} as const;

async function settingsOf(directory: string): Promise<Record<string, string>> {
  const said = await runServerProgram(directory, 'pg_controldata', [join(directory, 'data')]);
  const values = new Map(
    said.split('\n').map((line) => {
      const [name = '', value = ''] = line.split(/:\s+(.*)/);
      return [name, value];
    }),
  );
  return Object.fromEntries(
    Object.entries(limits).flatMap(([setting, name]) => {
      const value = values.get(name);
      return value ? [[setting, value]] : [];
    }),
  );
}

/**
 * Starts the server in a folder that `restoreFiles` filled, and waits until it has recovered and accepts writes.
 * @throws BackupFailed with the server's own reason if it gives up.
 */
export async function startRestored(
  directory: string,
  { signal, onProgress, isThrowaway }: Watched & { isThrowaway: boolean },
): Promise<RestoredServer> {
  const log = join(directory, 'server.log');
  const socket = join(directory, 'socket');
  await writeForServer(log, '');
  await writeForServer(join(directory, 'pg_hba.conf'), 'local all all trust\n');
  await writeForServer(join(directory, 'postgresql.conf'), '');
  const settings = {
    ...(await settingsOf(directory)),
    config_file: join(directory, 'postgresql.conf'),
    hba_file: join(directory, 'pg_hba.conf'),
    port: String(port),
    listen_addresses: '',
    unix_socket_directories: socket,
    // Nothing of it leaves the folder: no log into the archive of the true server, no word to its replicas.
    archive_mode: 'off',
    synchronous_standby_names: '',
    primary_conninfo: '',
    cluster_name: 'restored',
    ssl: 'off',
    shared_preload_libraries: 'pg_stat_statements',
    logging_collector: 'off',
    log_destination: 'stderr',
    shared_buffers: '128MB',
    ...(isThrowaway ? { fsync: 'off' } : {}),
  };
  const out = openSync(log, 'a');
  const child = spawn(
    `${findPostgres()}postgres`,
    [
      '-D',
      join(directory, 'data'),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      ...(await serverAccount()),
      cwd: directory,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', out, out],
    },
  );
  closeSync(out);
  const server: RestoredServer = {
    urlOf: (login, database) => `postgres://${login}@localhost:${port}/${database}?host=${socket}`,
    socket,
    port,
    stop: (mode) => end(child, mode),
  };
  try {
    await waitForRecovery(server, { child, log, signal, onProgress });
    return server;
  } catch (error) {
    await server.stop('immediate');
    throw error;
  }
}

async function waitForRecovery(
  server: RestoredServer,
  { child, log, signal, onProgress }: Omit<Watched, never> & { child: ChildProcess; log: string },
): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  for (const until = Date.now() + longestRecoveryMs; ; await wait(250, undefined, { signal })) {
    signal.throwIfAborted();
    if (failure || child.exitCode !== null || child.signalCode !== null) {
      throw new BackupFailed(whyItEnded(await readFile(log, 'utf8')), undefined, { cause: failure });
    }
    const state = await askRecovery(server.urlOf('postgres', 'postgres'));
    // A server that answers as a hot standby is not restored yet: it may still give up.
    if (state?.isRecovering === false) return;
    onProgress(state?.replayed ? `Replaying the log  up to ${state.replayed}` : 'Replaying the log');
    if (Date.now() > until) throw new BackupFailed('The recovery did not end within four hours.');
  }
}

async function askRecovery(
  url: string,
): Promise<{ isRecovering: boolean; replayed: string | null } | undefined> {
  const sql = connect(url, {
    max: 1,
    applicationName: 'portal drill',
    connectTimeoutMs: 2_000,
    fetchTypes: false,
  });
  try {
    const [row] = await sql<{ isRecovering: boolean; replayed: string | null }[]>`
      select pg_is_in_recovery() as "isRecovering", pg_last_xact_replay_timestamp()::text as replayed`;
    return row;
  } catch {
    return undefined;
  } finally {
    await sql.end({ timeout: 0 }).catch(() => undefined);
  }
}

/** The reason in the log of a server that gave up. */
export function whyItEnded(log: string): string {
  const missing = [...log.matchAll(/unable to find ([0-9A-F]{24}) in the archive/g)].at(-1)?.[1];
  if (/recovery ended before configured recovery target was reached/.test(log)) {
    return `The log ends before the moment to which it should lead: the archive has no segment ${missing ?? 'after it'}.`;
  }
  const fatal = [...log.matchAll(/(?:FATAL|PANIC): {2}(.*)/g)].at(-1)?.[1];
  return `The restored server gave up: ${fatal ?? log.trim().split('\n').slice(-3).join(' ')}`;
}

async function end(child: ChildProcess, mode: 'fast' | 'immediate'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
  await ended;
}
