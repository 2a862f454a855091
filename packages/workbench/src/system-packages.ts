import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { findProgram, type Program } from '@namc/db/local-servers/programs';
import { runProgram } from './run-program.ts';

/** The programs that are installed on this machine. */
export interface Found {
  /** Major versions of the PostgreSQL servers under /usr/lib/postgresql. */
  servers: number[];
  /** The major versions for which PostGIS is installed. */
  postgis: number[];
  browser: string | undefined;
  pgbouncer: boolean;
  redis: boolean;
  /** The program that checks the alert rules. Debian has it in the package of Prometheus itself, which is never started. */
  promtool: boolean;
  /** ClamAV’s daemon, which looks for viruses in uploaded files. */
  clamd: boolean;
  /** Backs up PostgreSQL servers. */
  pgbackrest: boolean;
  /** Decide which server is the primary. */
  patroni: boolean;
  etcd: boolean;
}

const oldestServer = 15;
/** Chromium without a window. It opens pages in half the time, and Debian has it as a package of its own. */
const headlessShell = 'chromium-headless-shell';
const browsers = [
  `/usr/bin/${headlessShell}`,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/**
 * The Debian packages that are missing. The tests use the newest server, so that one needs PostGIS. `offered` is the
 * server version that the system would install, and `browser` the package of a browser.
 */
export function missingPackages(found: Found, offered: number | undefined, browser = 'chromium'): string[] {
  const newest = Math.max(...found.servers, 0);
  const server = newest >= oldestServer ? newest : (offered ?? oldestServer);
  const packages: string[] = [];
  if (newest < oldestServer) packages.push(`postgresql-${server}`);
  if (!found.postgis.includes(server)) packages.push(`postgresql-${server}-postgis-3`);
  if (!found.pgbouncer) packages.push('pgbouncer');
  if (!found.redis) packages.push('redis-server');
  if (!found.promtool) packages.push('prometheus');
  if (!found.clamd) packages.push('clamav-daemon');
  if (!found.pgbackrest) packages.push('pgbackrest');
  // Patroni speaks to etcd through Debian's own module, which its package only recommends.
  if (!found.patroni) packages.push('patroni', 'python3-etcd');
  if (!found.etcd) packages.push('etcd-server');
  if (!found.browser) packages.push(browser);
  return packages;
}

/** The browser for the end-to-end tests: CHROMIUM_PATH, or the system's own. */
export function findBrowser(): string | undefined {
  return [process.env.CHROMIUM_PATH ?? '', ...browsers].find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function look(): Found {
  const versions = (folder: string, file: string) =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((version) => existsSync(join(folder, version, file)))
          .map(Number)
      : [];
  return {
    servers: versions('/usr/lib/postgresql', 'bin/postgres'),
    postgis: versions('/usr/share/postgresql', 'extension/postgis.control'),
    browser: findBrowser(),
    pgbouncer: isInstalled('pgbouncer'),
    redis: isInstalled('redis-server'),
    promtool: isInstalled('promtool'),
    clamd: isInstalled('clamd'),
    pgbackrest: isInstalled('pgbackrest'),
    patroni: isInstalled('patroni'),
    etcd: isInstalled('etcd'),
  };
}

function isInstalled(name: Program): boolean {
  try {
    findProgram(name);
    return true;
  } catch {
    return false;
  }
}

/** True if `os-release` names Debian, Ubuntu, or a system derived from them. */
export function isDebianLike(osRelease: string): boolean {
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(osRelease);
}

/**
 * Makes sure that the programs of the tests are installed. As root on Debian or Ubuntu it installs them with apt;
 * elsewhere it prints the command to run. Returns false when a program is still missing.
 */
export async function installSystemPackages({ signal }: { signal: AbortSignal }): Promise<boolean> {
  const missing = missingPackages(look(), undefined);
  if (missing.length === 0) return true;
  const osRelease = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const isRoot = userInfo().uid === 0;
  const isForbidden = !['', '0', 'false'].includes(process.env.PORTAL_NO_INSTALL ?? '');
  if (!isDebianLike(osRelease) || !isRoot || isForbidden) {
    console.error(
      isDebianLike(osRelease)
        ? `The tests need programs that are not installed. Run this command: ${isRoot ? '' : 'sudo '}apt-get install --no-install-recommends ${missing.join(' ')}`
        : 'The tests need a PostgreSQL server (15 or later) with PostGIS under /usr/lib/postgresql, PgBouncer, Redis, promtool, ClamAV’s daemon, pgBackRest, Patroni, etcd, and Chromium. Install them and run the command again.',
    );
    return false;
  }
  return await installWithApt(signal);
}

const keepClusterAway = '/etc/postgresql-common/createcluster.d/no-main-cluster.conf';
/** Debian's package scripts ask this file before they start a server. */
const keepServersDown = '/usr/sbin/policy-rc.d';

async function installWithApt(signal: AbortSignal): Promise<boolean> {
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  const apt = async (args: string[]) => {
    const { code, output } = await runProgram('apt-get', args, { env, signal });
    if (code !== 0) console.error(`${output}\napt-get ${args.join(' ')} failed. The error is above.`);
    return code === 0;
  };
  console.log('Asking apt-get for the programs of the tests…');
  if (!(await apt(['update']))) return false;
  const { output } = await runProgram('apt-cache', ['depends', 'postgresql'], { env, signal });
  const shell = await runProgram('apt-cache', ['show', headlessShell], { env, signal });
  const packages = missingPackages(
    look(),
    offeredVersion(output),
    shell.output.includes(`Package: ${headlessShell}`) ? headlessShell : undefined,
  );
  console.log(`Installing ${packages.join(', ')}…`);
  // Without these files the packages create a database and start servers. The tests start their own.
  const held = [
    { file: keepClusterAway, text: 'create_main_cluster = false\n', mode: 0o644 },
    { file: keepServersDown, text: '#!/bin/sh\nexit 101\n', mode: 0o755 },
  ].filter(({ file }) => !existsSync(file));
  for (const { file, text, mode } of held) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text, { mode });
  }
  try {
    if (!(await apt(['install', '-y', '--no-install-recommends', ...packages]))) return false;
  } finally {
    for (const { file } of held) rmSync(file, { force: true });
  }
  const still = missingPackages(look(), undefined);
  if (still.length === 0) return true;
  console.error(
    `These packages are still missing after the installation: ${still.join(', ')}. Ubuntu's Chromium is a snap: install Google Chrome there, or set CHROMIUM_PATH.`,
  );
  return false;
}

/** Reads the server version of the package `postgresql` from the output of `apt-cache depends`. */
export function offeredVersion(depends: string): number | undefined {
  const version = /\bpostgresql-(\d+)\b/.exec(depends)?.[1];
  return version ? Number(version) : undefined;
}
