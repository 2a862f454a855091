import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { chmod, chown } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../free-port.ts';

const run = promisify(execFile);
const debianRoot = '/usr/lib/postgresql';
const keptMark = 'kept';
/** Folders of this checkout's clusters begin with this, so that it can clean up after itself and nobody else. */
const prefix = `namc-portal-${createHash('sha256')
  .update(import.meta.url)
  .digest('hex')
  .slice(0, 8)}-`;

export interface Cluster {
  port: number;
  directory: string;
  /** Folder of psql, pgbench and the server's own programs, with a slash at its end. */
  binaries: string;
  /** URL of a database as the cluster's superuser. */
  superuserUrl(database: string): string;
  /** URL of a database as the login that owns the portal's tables (no superuser). */
  ownerUrl(database: string): string;
  /** URL of a database as the application's login: it owns nothing and bypasses nothing. */
  applicationUrl(database: string): string;
  /** Stops the server (`immediate` as if the power went) and starts it again on the same port and data. */
  restart(mode?: 'fast' | 'immediate'): Promise<void>;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
  /** The server outlives this process: the next test run of the same checkout ends it. */
  keep(): void;
}

/** The newest PostgreSQL server on this machine. @throws Error that says what to install. */
export function findPostgres(): string {
  const versions = existsSync(debianRoot)
    ? readdirSync(debianRoot).filter((version) => existsSync(join(debianRoot, version, 'bin', 'initdb')))
    : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (!newest) {
    throw new Error(
      'No PostgreSQL server is installed under /usr/lib/postgresql: install postgresql-15 and postgresql-15-postgis-3.',
    );
  }
  return `${join(debianRoot, newest, 'bin')}/`;
}

/**
 * A private PostgreSQL server on a free port of 127.0.0.1, in a folder of the system's temporary directory.
 * A superuser must not run `postgres`, so as root it runs as the account `postgres`.
 * `settings` are added to the command line; durability is off unless they say otherwise.
 */
export async function startCluster(settings: Record<string, string> = {}): Promise<Cluster> {
  const binaries = findPostgres();
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), prefix));
  const asRoot = userInfo().uid === 0;
  const account = asRoot ? await accountOf('postgres') : undefined;
  await chmod(directory, 0o700);
  if (account) await chown(directory, account.uid, account.gid);

  const server = (program: string, args: string[]) => runServerProgram(directory, program, args);
  const data = join(directory, 'pgdata');
  const log = join(directory, 'server.log');
  await server('initdb', [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ]);
  const flags = Object.entries({
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: directory,
    fsync: 'off',
    full_page_writes: 'off',
    shared_buffers: '256MB',
    max_connections: '120',
    max_wal_size: '2GB',
    ...settings,
  })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  const start = () => server('pg_ctl', ['-D', data, '-l', log, '-w', '-t', '60', '-o', flags, 'start']);
  await start();

  const url = (user: string, database: string) => `postgres://${user}@127.0.0.1:${port}/${database}`;
  const cluster: Cluster = {
    port,
    directory,
    binaries,
    superuserUrl: (database) => url('postgres', database),
    ownerUrl: (database) => url('portal_owner', database),
    applicationUrl: (database) => url('portal_application', database),
    restart: async (mode = 'fast') => {
      await server('pg_ctl', ['-D', data, '-w', '-m', mode, 'stop']);
      await start();
    },
    keep: () => writeFileSync(join(directory, keptMark), ''),
    stop: async () => {
      await server('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop']).catch(() => undefined);
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await run(`${binaries}psql`, [
    cluster.superuserUrl('postgres'),
    '-qc',
    'create role portal_owner login createrole createdb; create role portal_application login;',
  ]);
  watchForDeath(data, directory, binaries, account);
  return cluster;
}

/** Ends the servers that earlier runs kept for a look at a failed test. */
export async function removeKeptClusters(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const directory = join(tmpdir(), name);
    if (!existsSync(join(directory, keptMark))) continue;
    await endServer(join(directory, 'pgdata', 'postmaster.pid'));
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Asks the server to stop at once and waits for it; a file left from before a restart of the machine is none. */
async function endServer(pidFile: string): Promise<void> {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGQUIT');
    for (let tries = 0; tries < 100 && existsSync(pidFile); tries += 1) await wait(50);
  } catch {
    // Nothing runs there any more.
  }
}

/** How the server's own programs are run: a superuser must not run `postgres`, so as root it is the account `postgres`. */
export async function runServerProgram(directory: string, program: string, args: string[]): Promise<string> {
  const account = userInfo().uid === 0 ? await accountOf('postgres') : {};
  // Not inside the checkout: the account `postgres` may not be able to enter it.
  const { stdout } = await run(`${findPostgres()}${program}`, args, {
    ...account,
    cwd: directory,
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
  });
  return stdout;
}

async function accountOf(name: string): Promise<{ uid: number; gid: number }> {
  const { stdout } = await run('getent', ['passwd', name]);
  const [, , uid, gid] = stdout.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/** A test run that is killed leaves no server behind: a small shell waits for this process to go. */
function watchForDeath(
  data: string,
  directory: string,
  binaries: string,
  account: { uid: number; gid: number } | undefined,
): void {
  const script = join(directory, 'stop-when-orphaned.sh');
  writeFileSync(
    script,
    `while [ -e /proc/${process.pid} ]; do sleep 1; done
if [ -e "${join(directory, keptMark)}" ] || [ ! -d "${data}" ]; then exit 0; fi
"${binaries}pg_ctl" -D "${data}" -m immediate stop >/dev/null 2>&1
rm -rf "${directory}"
`,
  );
  const watcher = spawn('/bin/sh', [script], {
    ...(account ?? {}),
    cwd: '/',
    stdio: 'ignore',
    detached: true,
  });
  watcher.unref();
}
