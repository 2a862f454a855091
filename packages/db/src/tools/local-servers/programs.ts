import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const debianRoot = '/usr/lib/postgresql';

/** The shipped configuration. Local servers run from the same files. */
export const shippedConfiguration = fileURLToPath(new URL('../../../../../docker', import.meta.url));

/**
 * Finds the newest PostgreSQL server on this machine.
 * @throws Error that says what to install.
 */
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

const packages = {
  pgbouncer: 'pgbouncer',
  'redis-server': 'redis-server',
  promtool: 'prometheus',
  clamd: 'clamav-daemon',
  pgbackrest: 'pgbackrest',
  patroni: 'patroni',
  etcd: 'etcd-server',
} as const;
export type Program = keyof typeof packages;

/** Finds a program of the tests on this machine. @throws Error that says what to install. */
export function findProgram(name: Program): string {
  const program = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin']
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
  if (!program) throw new Error(`${name} is not installed: install the package ${packages[name]}.`);
  return program;
}

/**
 * These servers refuse to run as a superuser. Under root they run as the account `postgres`, which owns their
 * folders.
 */
export async function serverAccount(): Promise<{ uid: number; gid: number } | undefined> {
  if (userInfo().uid !== 0) return undefined;
  const { stdout } = await run('getent', ['passwd', 'postgres']);
  const [, , uid, gid] = stdout.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/** Makes a folder that only a server's account can enter. */
export async function makeServerFolder(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o700);
  const account = await serverAccount();
  if (account) await chown(directory, account.uid, account.gid);
}

/** Writes a file that only a server's account can read. */
export async function writeForServer(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
  const account = await serverAccount();
  if (account) await chown(path, account.uid, account.gid);
}

/** Runs one of PostgreSQL's own programs, or one named by its path, as a server's account. */
export async function runServerProgram(
  directory: string,
  program: string,
  args: string[],
  signal?: AbortSignal,
): Promise<string> {
  // Runs outside of the checkout, because the account `postgres` may not be able to enter it.
  const { stdout } = await run(program.startsWith('/') ? program : `${findPostgres()}${program}`, args, {
    ...(await serverAccount()),
    cwd: directory,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
    maxBuffer: 16 * 1024 * 1024,
    ...(signal ? { signal } : {}),
  });
  return stdout;
}

/** Starts a program that stays in the foreground, as a server's account. It goes on when this process ends. */
export async function startServerProgram(
  directory: string,
  program: string,
  args: string[],
  { env = {}, log }: { env?: Record<string, string>; log: string },
): Promise<number> {
  const output = openSync(log, 'a');
  try {
    const started = spawn(program, args, {
      ...(await serverAccount()),
      cwd: directory,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8', ...env },
      stdio: ['ignore', output, output],
      detached: true,
    });
    await once(started, 'spawn');
    started.unref();
    return started.pid as number;
  } finally {
    closeSync(output);
  }
}

/** Returns the process id in the first line of a file, if that process is alive. */
export function runningPid(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    return pid > 0 && isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** A dead process that its parent has not reaped counts as dead. */
export function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** @throws Error if `isThere` is not true in time. */
export async function waitUntil(what: string, isThere: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isThere()) return;
    await wait(50);
  }
  throw new Error(`${what} did not happen within 10 s.`);
}
