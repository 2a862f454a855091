import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { chmod, chown, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../connection.ts';
import { freePort } from '../free-port.ts';
import { type Cluster, runServerProgram } from './cluster.ts';

/** A streaming replica of a test's cluster, and what can happen to one. */
export interface Replica {
  port: number;
  applicationUrl(database: string): string;
  superuserUrl(database: string): string;
  /** Receives, and shows nothing new until `resume`. */
  pauseReplay(): Promise<void>;
  resumeReplay(): Promise<void>;
  /** Accepts connections and never answers, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** As `kill -9` of the whole server. */
  kill(): Promise<void>;
  start(): Promise<void>;
  promote(): Promise<void>;
  stop(): Promise<void>;
}

export async function startReplica(primary: Cluster): Promise<Replica> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'namc-portal-replica-'));
  const { uid, gid } = await stat(primary.directory);
  await chown(directory, uid, gid);
  await chmod(directory, 0o700);
  const data = join(directory, 'pgdata');
  await runServerProgram(directory, 'pg_basebackup', [
    ...['-D', data, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'],
    ...['-d', `postgres://postgres@127.0.0.1:${primary.port}/postgres`],
  ]);
  const flags = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${directory} -c fsync=off -c shared_buffers=128MB -c max_connections=120`;
  const url = (user: string, database: string) => `postgres://${user}@127.0.0.1:${port}/${database}`;
  const log = join(directory, 'server.log');
  const start = async () => {
    await runServerProgram(directory, 'pg_ctl', [
      ...['-D', data, '-l', log, '-w', '-t', '60', '-o', flags, 'start'],
    ]).catch((cause) => {
      throw new Error(`The replica does not start:\n${readFileSync(log, 'utf8').slice(-2_000)}`, { cause });
    });
  };
  const processes = () => {
    const main = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    const children = readFileSync(`/proc/${main}/task/${main}/children`, 'utf8')
      .trim()
      .split(' ')
      .map(Number);
    return [main, ...children.filter((pid) => pid > 0)];
  };
  const signalAll = (signal: NodeJS.Signals) => {
    for (const pid of processes()) {
      try {
        process.kill(pid, signal);
      } catch {
        // One of them has ended meanwhile.
      }
    }
  };
  const ask = async (statement: string) => {
    const sql = connect(url('postgres', 'postgres'), { max: 1, applicationName: 'test' });
    await sql.unsafe(statement).finally(() => sql.end());
  };
  await start();
  return {
    port,
    applicationUrl: (database) => url('portal_application', database),
    superuserUrl: (database) => url('postgres', database),
    pauseReplay: () => ask('select pg_wal_replay_pause()'),
    resumeReplay: () => ask('select pg_wal_replay_resume()'),
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    kill: async () => {
      const killed = processes();
      signalAll('SIGKILL');
      while (killed.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 20));
      // Dead but not yet collected by its parent, the old server would count as running for the next one.
      rmSync(join(data, 'postmaster.pid'), { force: true });
      rmSync(join(directory, `.s.PGSQL.${port}.lock`), { force: true });
    },
    start,
    promote: () => ask('select pg_promote()'),
    stop: async () => {
      await runServerProgram(directory, 'pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop']).catch(
        () => undefined,
      );
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
