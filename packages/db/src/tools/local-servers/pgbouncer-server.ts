import { readFileSync } from 'node:fs';
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
  /** The database name for clients, with the server and database behind it. */
  databases: Record<string, { port: number; database: string }>;
  /** Passwords of the logins that may connect. */
  passwords: Record<string, string>;
  /** Settings added to the shipped configuration. */
  settings?: Record<string, string | number>;
}

/** Runs PgBouncer with the shipped configuration and its own port and folders. */
export async function pgBouncerServer(place: PgBouncerPlace): Promise<Daemon> {
  const { directory, port } = place;
  await makeServerFolder(directory);
  const file = (name: string) => join(directory, name);
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    auth_file: file('userlist.txt'),
    auth_hba_file: file('pg_hba.conf'),
    pidfile: file('pgbouncer.pid'),
    logfile: file('pgbouncer.log'),
    ...place.settings,
  };
  const shipped = readFileSync(join(shippedConfiguration, 'pgbouncer/pgbouncer.ini'), 'utf8');
  const databases = Object.entries(place.databases).map(([name, server]) => [
    name,
    `host=127.0.0.1 port=${server.port} dbname=${server.database}${limitsOf(shipped, name)}`,
  ]);
  await writeForServer(
    file('pgbouncer.ini'),
    withEntries(shipped, { databases: Object.fromEntries(databases), pgbouncer: settings }),
  );
  const rules = readFileSync(join(shippedConfiguration, 'pgbouncer/pg_hba.conf'), 'utf8');
  await writeForServer(file('pg_hba.conf'), rules + rulesOfOthers(place, rules));
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

/**
 * Rules for what the shipped ones do not name: any login reaches a database of another name, and the owner's login
 * reaches every database where it has a password.
 */
function rulesOfOthers({ databases, passwords }: PgBouncerPlace, shipped: string): string {
  const named = [...shipped.matchAll(/^host\s+(\S+)/gm)].flatMap(([, names = '']) => names.split(','));
  const others = Object.keys(databases).filter((name) => !named.includes(name));
  const lines = others.map((name) => `host ${name} all 127.0.0.1/32 scram-sha-256\n`);
  if ('portal_owner' in passwords) lines.push('host all portal_owner 127.0.0.1/32 scram-sha-256\n');
  return lines.join('');
}

/** The limits of a login's pools, which are the same for every server. */
function limitsOf(ini: string, name: string): string {
  const first = name.replace(/^portal_\d+/, 'portal_1');
  return new RegExp(`^${first} = host=\\S+ port=\\d+ dbname=\\S+(.*)$`, 'm').exec(ini)?.[1] ?? '';
}

/**
 * PgBouncer cannot override an included file: each new occurrence of a section resets its settings to their
 * defaults.
 */
export function withEntries(ini: string, wanted: Record<string, Record<string, string | number>>): string {
  const sections = new Map<string, string[]>();
  let section = '';
  for (const line of ini.split('\n')) {
    section = /^\[(\w+)\]$/.exec(line)?.[1] ?? section;
    const name = /^(\w+)\s*=/.exec(line)?.[1];
    const isReplaced = name !== undefined && (section === 'databases' || name in (wanted[section] ?? {}));
    if (!isReplaced) sections.set(section, [...(sections.get(section) ?? []), line]);
  }
  return [...sections]
    .flatMap(([name, lines]) => [
      ...lines,
      ...Object.entries(wanted[name] ?? {}).map(([key, value]) => `${key} = ${value}`),
    ])
    .join('\n')
    .concat('\n');
}
