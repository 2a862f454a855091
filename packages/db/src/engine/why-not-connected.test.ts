import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTopology, type TestTopology } from '../tools/testing/test-topology.ts';
import { connect } from './connection.ts';
import { freePort } from './free-port.ts';
import { whyNotConnected } from './why-not-connected.ts';

/** Somebody whose URL is wrong learns which part of it is, and what to do. */

let topology: TestTopology;
let shut: number;

beforeAll(async () => {
  [topology, shut] = await Promise.all([startTopology({ replicas: 0 }), freePort()]);
  await topology.ask(0, 'create role idle nologin');
  await topology.ask(0, 'create database closed');
  await topology.ask(0, 'revoke connect on database closed from public');
});
afterAll(() => topology.remove());

type Part = 'username' | 'password' | 'hostname' | 'port' | 'pathname';
const passwordOf = (url: string) => new URL(url).password;

function changed(url: string, part: Part, value: string): string {
  const other = new URL(url);
  other[part] = value;
  return other.href;
}

async function whyNot(url: string): Promise<string | undefined> {
  const client = connect(url, { max: 1, applicationName: 'test', connectTimeoutMs: 5_000 });
  try {
    await client`select`;
    return 'connected';
  } catch (error) {
    return whyNotConnected(error, { DATABASE_URL: url, DATABASE_OWNER_URL: 'postgres://x:1@y/z' });
  } finally {
    await client.end({ timeout: 1 });
  }
}

describe('an address of a database', () => {
  it.each<[string, Part, () => string, string]>([
    ['a wrong password', 'password', () => 'hunter2', 'refuses the login “portal_owner” of DATABASE_URL'],
    ['no password', 'password', () => '', 'refuses the login “portal_owner” of DATABASE_URL'],
    ['a login that is not there', 'username', () => 'nobody', 'refuses the login “nobody” of DATABASE_URL'],
    ['a role that is no login', 'username', () => 'idle', 'refuses the login “idle” of DATABASE_URL'],
    [
      'a database that is not there',
      'pathname',
      () => '/none',
      'has no database “none”, which DATABASE_URL names',
    ],
    [
      'a database that others may not enter',
      'pathname',
      () => '/closed',
      'The login of DATABASE_URL may not connect to the database “closed”',
    ],
    [
      'a port where nothing listens',
      'port',
      () => String(shut),
      'which DATABASE_URL names. Start the database server, or correct the host and the port.',
    ],
    [
      'an unknown host',
      'hostname',
      () => 'no.such.host.invalid',
      'The host “no.such.host.invalid” in DATABASE_URL',
    ],
  ])('with %s is told from the others', async (_what, part, value, message) => {
    const url = topology.directUrl(0, 'portal_owner');
    const why = await whyNot(changed(url, part, value()));
    expect(why).toContain(message);
    expect(why).not.toContain('hunter2');
    expect(why).not.toContain(passwordOf(url));
  });

  it('of PgBouncer is told as well, in PgBouncer’s own words', async () => {
    const { url } = topology.pooledLogins(0);
    expect(await whyNot(changed(url, 'password', 'hunter2'))).toContain('refuses the login of DATABASE_URL');
    // The rules of the pooler come before its list of databases, and they tell nobody which of the two failed.
    expect(await whyNot(changed(url, 'pathname', '/none'))).toContain(
      'lets this login into no database of that name',
    );
    expect(await whyNot(url)).toBe('connected');
  });
});

function run(args: string[], environment: Record<string, string>) {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../tools/cli/portal.ts', import.meta.url)), ...args],
    {
      env: { PATH: process.env.PATH, NODE_ENV: 'test', ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise<string>((resolve) => child.on('close', () => resolve(err)));
}

it('each command says why it has no connection, and not that the database cannot be reached', async () => {
  const { url, staffUrl = '', systemUrl = '' } = topology.directLogins(0);
  const right = {
    DATABASE_URL: url,
    DATABASE_STAFF_URL: staffUrl,
    DATABASE_SYSTEM_URL: systemUrl,
    DATABASE_OWNER_URL: topology.directUrl(0, 'portal_owner'),
    DATABASE_IMPORT_URL: topology.directUrl(0, 'portal_import'),
  };
  const wrong = (name: keyof typeof right) => ({
    ...right,
    [name]: changed(right[name], 'password', 'hunter2'),
  });
  const told = await Promise.all([
    run(['migrate'], wrong('DATABASE_OWNER_URL')),
    run(['contractors', 'import', import.meta.filename], wrong('DATABASE_IMPORT_URL')),
    run(['roles', 'grant', 'ana@example.org', 'administrator'], wrong('DATABASE_SYSTEM_URL')),
  ]);
  for (const [at, [login, variable]] of [
    ['portal_owner', 'DATABASE_OWNER_URL'],
    ['portal_import', 'DATABASE_IMPORT_URL'],
    ['portal_system', 'DATABASE_SYSTEM_URL'],
  ].entries()) {
    expect(told[at]).toContain(
      `The database server refuses the login “${login}” of ${variable}: the password is wrong`,
    );
    expect(told[at]).not.toMatch(/cannot be reached|hunter2/);
  }
});
