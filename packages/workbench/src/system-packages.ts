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
import { findProgram } from '@namc/db/local-servers/programs';
import { runProgram } from './run-program.ts';

/** What the tests found on this machine. */
export interface Found {
  /** Major versions of the PostgreSQL servers under /usr/lib/postgresql. */
  servers: number[];
  /** Those for which PostGIS is installed. */
  postgis: number[];
  browser: string | undefined;
  pgbouncer: boolean;
  redis: boolean;
}

const oldestServer = 15;
const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/**
 * The Debian packages to install, none when everything is there. The tests use the newest server, so that is the one
 * which needs PostGIS; `offered` is the version that the system would install.
 */
export function missingPackages(found: Found, offered: number | undefined): string[] {
  const newest = Math.max(...found.servers, 0);
  const server = newest >= oldestServer ? newest : (offered ?? oldestServer);
  const packages: string[] = [];
  if (newest < oldestServer) packages.push(`postgresql-${server}`);
  if (!found.postgis.includes(server)) packages.push(`postgresql-${server}-postgis-3`);
  if (!found.pgbouncer) packages.push('pgbouncer');
  if (!found.redis) packages.push('redis-server');
  if (!found.browser) packages.push('chromium');
  return packages;
}

/** The browser for the end-to-end tests: CHROMIUM_PATH, or where the system keeps one. */
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
  };
}

function isInstalled(name: 'pgbouncer' | 'redis-server'): boolean {
  try {
    findProgram(name);
    return true;
  } catch {
    return false;
  }
}

/** Whether `os-release` names Debian, Ubuntu or one that descends from them. */
export function isDebianLike(osRelease: string): boolean {
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(osRelease);
}

/**
 * Sees to it that the programs which the tests need are installed: as root on Debian or Ubuntu by apt, otherwise it
 * says what to run. False when something is missing.
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
        ? `The tests need programs that are not installed. Run: ${isRoot ? '' : 'sudo '}apt-get install --no-install-recommends ${missing.join(' ')}`
        : 'The tests need a PostgreSQL server (15 or later) with PostGIS under /usr/lib/postgresql, PgBouncer, Redis, and Chromium: install them and run the command again.',
    );
    return false;
  }
  return await installWithApt(signal);
}

const keepClusterAway = '/etc/postgresql-common/createcluster.d/no-main-cluster.conf';
/** Asked by Debian's package scripts before they start a server. */
const keepServersDown = '/usr/sbin/policy-rc.d';

async function installWithApt(signal: AbortSignal): Promise<boolean> {
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  const apt = async (args: string[]) => {
    const { code, output } = await runProgram('apt-get', args, { env, signal });
    if (code !== 0)
      console.error(`${output}\napt-get ${args.join(' ')} failed: what went wrong stands above.`);
    return code === 0;
  };
  console.log('Asking apt-get for what the tests need…');
  if (!(await apt(['update']))) return false;
  const { output } = await runProgram('apt-cache', ['depends', 'postgresql'], { env, signal });
  const packages = missingPackages(look(), offeredVersion(output));
  console.log(`Installing ${packages.join(', ')}…`);
  // The packages would otherwise make a database, and start servers; the tests bring their own.
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
    `After the installation these are still missing: ${still.join(', ')}. On Ubuntu, whose Chromium is a snap, install Google Chrome or set CHROMIUM_PATH.`,
  );
  return false;
}

/** The server's version behind the package `postgresql`, from what `apt-cache depends` prints. */
export function offeredVersion(depends: string): number | undefined {
  const version = /\bpostgresql-(\d+)\b/.exec(depends)?.[1];
  return version ? Number(version) : undefined;
}
