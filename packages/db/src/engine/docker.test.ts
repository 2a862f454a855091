import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readSettings } from './settings.ts';

const docker = resolve(import.meta.dirname, '../../../../docker');
const text = (name: string) => readFileSync(join(docker, name), 'utf8');

interface Service {
  image?: string;
  build?: string | { context: string; dockerfile: string };
  secrets?: string[];
  volumes?: string[];
  networks?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, unknown>;
}
const compose: {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  networks: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
} = parse(text('compose.yaml'), { merge: true });

let folder = '';
const run = (script: string, ...args: string[]) =>
  execFileSync('sh', [script, ...args], {
    encoding: 'utf8',
    env: {
      PATH: `${process.env.PATH}:/usr/sbin`,
      SECRETS: join(folder, 'secrets'),
      USER_LIST: join(folder, 'userlist.txt'),
    },
  });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portal-docker-'));
  cpSync(join(docker, 'make-secrets.sh'), join(folder, 'make-secrets.sh'));
  run(join(folder, 'make-secrets.sh'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the compose file names only files that exist', () => {
  for (const [name, service] of Object.entries(compose.services)) {
    const build = typeof service.build === 'string' ? { context: service.build } : service.build;
    expect(Boolean(service.image) !== Boolean(build), name).toBe(true);
    if (build) {
      const dockerfile = 'dockerfile' in build ? build.dockerfile : 'Dockerfile';
      expect(existsSync(join(docker, build.context, dockerfile)), name).toBe(true);
    }
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      const isThere = source.startsWith('.') ? existsSync(join(docker, source)) : source in compose.volumes;
      expect(isThere, `${name}: ${source}`).toBe(true);
    }
    expect(Object.keys(compose.secrets), name).toEqual(expect.arrayContaining(service.secrets ?? []));
    expect(Object.keys(compose.networks), name).toEqual(expect.arrayContaining(service.networks ?? []));
    expect(Object.keys(compose.services), name).toEqual(
      expect.arrayContaining(Object.keys(service.depends_on ?? {})),
    );
  }
});

it('each secret is generated once, and kept', () => {
  const made = readdirSync(join(folder, 'secrets')).toSorted();
  expect(
    Object.values(compose.secrets)
      .map(({ file }) => file.replace('./secrets/', ''))
      .toSorted(),
  ).toEqual(made);
  const read = () => made.map((name) => readFileSync(join(folder, 'secrets', name), 'utf8'));
  const before = read();
  expect(new Set(before).size).toBe(made.length);
  run(join(folder, 'make-secrets.sh'));
  expect(read()).toEqual(before);
});

/** The variables of a service in compose.yaml when the person who starts it sets none. */
const environmentOf = (service: Service | undefined) =>
  Object.fromEntries(
    Object.entries(service?.environment ?? {}).map(([name, value]) => [
      name,
      value.replace(/^\$\{\w+:-(.*)\}$/, '$1'),
    ]),
  );

it('the portal, its worker and its migration start with valid settings', () => {
  const fromSecrets = JSON.parse(
    run(join(docker, 'app/start.sh'), '--print', 'JSON.stringify(process.env)'),
  ) as Record<string, string>;
  const [settings, ...others] = ['portal', 'worker', 'migrate'].map((name) =>
    readSettings({
      ...fromSecrets,
      ...environmentOf(compose.services[name]),
      // The image sets this variable.
      NODE_ENV: 'production',
    }),
  );
  // The worker alone keeps the anchor of the audit trail, on a volume of its own.
  const { anchorFile } = settings ?? {};
  expect(others.map((each) => each?.anchorFile)).toEqual(['/var/lib/portal/audit-anchor.jsonl', anchorFile]);
  expect(others.map((each) => ({ ...each, anchorFile }))).toEqual([settings, settings]);
  const { database, redisUrl } = settings ?? {};
  const { url = '', replicaUrls = [], directUrls = [] } = database ?? {};
  const urls = [url, ...replicaUrls, ...directUrls, redisUrl ?? ''];
  expect(urls).toHaveLength(7);
  for (const { hostname } of urls.map((text) => new URL(text))) {
    expect(Object.keys(compose.services)).toContain(hostname);
  }
  // PgBouncer's database names are the host names of servers.
  const hosts = Object.fromEntries(
    [...text('pgbouncer/pgbouncer.ini').matchAll(/^(portal_\d) = host=(\S+)/gm)].map(([, name, host]) => [
      name,
      host,
    ]),
  );
  expect([url, ...replicaUrls].map((pooled) => hosts[new URL(pooled).pathname.slice(1)])).toEqual(
    directUrls.map((direct) => new URL(direct).hostname),
  );
});

it('PgBouncer knows the logins, and asks for fewer connections than PostgreSQL has', () => {
  run(join(docker, 'pgbouncer/start.sh'), '--version');
  const password = (login: string) => readFileSync(join(folder, `secrets/${login}_password`), 'utf8').trim();
  expect(readFileSync(join(folder, 'userlist.txt'), 'utf8')).toBe(
    `"portal_owner" "${password('owner')}"\n"portal_application" "${password('application')}"\n`,
  );
  const number = (file: string, setting: string) =>
    Number(new RegExp(`^${setting} = (\\d+)$`, 'm').exec(text(file))?.[1]);
  const pooled = number('pgbouncer/pgbouncer.ini', 'max_db_connections');
  const size = number('pgbouncer/pgbouncer.ini', 'default_pool_size');
  expect(size + number('pgbouncer/pgbouncer.ini', 'reserve_pool_size')).toBeLessThanOrEqual(pooled);
  expect(pooled).toBeLessThan(
    number('postgres/postgresql.conf', 'max_connections') -
      number('postgres/postgresql.conf', 'superuser_reserved_connections'),
  );
});

it('each script is valid shell syntax', () => {
  const scripts = readdirSync(docker, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.sh'),
  );
  expect(scripts.filter((name) => spawnSync('sh', ['-n', join(docker, name)]).status !== 0)).toEqual([]);
  expect(scripts).toContain('make-secrets.sh');
});
