import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { findPostgres, makeServerFolder, serverAccount } from '../tools/local-servers/programs.ts';
import { connect } from './connection.ts';
import { freePort } from './free-port.ts';
import { poolSizes, urlsAt } from './routing/login-pools.ts';
import { readSettings } from './settings.ts';

const docker = resolve(import.meta.dirname, '../../../../docker');
const text = (name: string) => readFileSync(join(docker, name), 'utf8');

interface Service {
  image?: string;
  command?: string[];
  profiles?: string[];
  network_mode?: string;
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

/** The environment that `start.sh` makes for a service, which has the secrets that compose.yaml gives it. */
function started(service: string): Record<string, string> {
  const secrets = join(folder, `secrets-of-${service}`);
  mkdirSync(secrets, { recursive: true });
  for (const name of compose.services[service]?.secrets ?? []) {
    cpSync(join(folder, 'secrets', name), join(secrets, name));
  }
  const said = execFileSync('sh', [join(docker, 'app/start.sh'), '--print', 'JSON.stringify(process.env)'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, SECRETS: secrets, ...environmentOf(compose.services[service]) },
  });
  // The image sets this variable.
  return { ...JSON.parse(said), ...environmentOf(compose.services[service]), NODE_ENV: 'production' };
}

it('the portal, its worker and its migration start with valid settings', () => {
  const withheld = ['DATABASE_OWNER_URL', 'DATABASE_WORKER_URL'] as const;
  const sealers = [
    'DATABASE_AUDITOR_URL',
    'PORTAL_SEAL_KEYS',
    'PORTAL_SEAL_KEYS_FILE',
    'PORTAL_ANCHOR_S3',
  ] as const;
  const portal = readSettings(started('portal'), { withheld: [...withheld, ...sealers] });
  const worker = readSettings(started('worker'), { withheld: ['DATABASE_OWNER_URL'] });
  const { url, staffUrl, systemUrl, replicaUrls, directUrls } = portal.database ?? {};
  expect(worker.database).toEqual({
    ...portal.database,
    poolerUrl: worker.database?.poolerUrl,
    staffUrl: undefined,
    systemUrl: undefined,
  });
  expect(new URL(worker.workerUrl ?? '').username).toBe('portal_worker');
  // The worker alone keeps the anchor of the audit trail, on a volume of its own.
  expect(worker.anchorFile).toBe('/var/lib/portal/audit-anchor.jsonl');
  expect([worker.sealKeys.file, new URL(worker.auditorUrl ?? '').username]).toEqual([
    expect.stringContaining('seal_keys'),
    'portal_auditor',
  ]);
  const owner = readSettings(started('migrate'));
  expect(owner.sealKeys.file).toContain('seal_keys');
  expect(new URL(owner.ownerUrl ?? '').username).toBe('portal_owner');
  const all = [
    ...[url, staffUrl, systemUrl, worker.workerUrl, owner.ownerUrl, portal.redisUrl],
    ...(replicaUrls ?? []),
    ...(directUrls ?? []),
  ];
  expect(all).toHaveLength(11);
  for (const { hostname } of all.map((text) => new URL(text ?? ''))) {
    expect(Object.keys(compose.services)).toContain(hostname);
  }
  // PgBouncer's database names are the host names of servers, for each login.
  const hosts = Object.fromEntries(pools().map(({ name, host }) => [name, host]));
  const primary = { public: url ?? '', staff: staffUrl ?? '', system: systemUrl ?? '' };
  const pooled = [primary, ...(replicaUrls ?? []).map((place) => urlsAt(place, primary))];
  for (const login of ['public', 'staff', 'system'] as const) {
    expect(pooled.map((urls) => hosts[new URL(urls[login]).pathname.slice(1)])).toEqual(
      directUrls?.map((direct) => new URL(direct).hostname),
    );
  }
});

it('an agent runs beside each server, sees its folder alone and read-only, and names it first', () => {
  for (const server of ['postgres-1', 'postgres-2', 'postgres-3']) {
    const name = server.replace('postgres', 'agent');
    const agent = compose.services[name];
    const { agentUrls, database } = readSettings(started(name));
    expect(database).toBeUndefined();
    expect(agentUrls.map((url) => new URL(url).username)).toEqual(Array(3).fill('portal_agent'));
    const hosts = agentUrls.map((url) => new URL(url).hostname);
    expect([hosts[0], hosts.toSorted()]).toEqual([server, ['postgres-1', 'postgres-2', 'postgres-3']]);
    const number = server.slice(-1);
    expect(agent?.volumes).toEqual([
      `${server}:/var/lib/postgresql:ro`,
      `sockets-${number}:/var/run/postgresql`,
      `backups-${number}:/var/lib/portal-backups`,
      'repository:/var/lib/portal-repository',
    ]);
    expect(compose.services[server]?.volumes).toEqual(expect.arrayContaining(agent?.volumes?.slice(1) ?? []));
    // The folder that it is told is the server's own.
    expect(agent?.command?.at(-1)).toBe(compose.services[server]?.environment?.PGDATA);
    expect(agent?.secrets).toEqual(['agent_password', 'backup_keys']);
    expect(agent?.build).toMatchObject({ target: 'agent' });
  }
});

it('the image of the server makes a primary with checksums and the logins, once', async () => {
  const place = join(folder, 'primary');
  const sockets = join(place, 'sockets');
  await makeServerFolder(place);
  await makeServerFolder(sockets);
  for (const name of [
    'logins.sql',
    'database.sql',
    'create-logins.sh',
    'start-primary.sh',
    'postgresql.conf',
    'pg_hba.conf',
  ])
    cpSync(join(docker, 'postgres', name), join(place, name));
  cpSync(join(folder, 'secrets'), join(place, 'secrets'), { recursive: true });
  chmodSync(folder, 0o755);
  const account = await serverAccount();
  if (account)
    for (const name of readdirSync(place, { recursive: true, encoding: 'utf8' }))
      chownSync(join(place, name), account.uid, account.gid);
  const port = String(await freePort());
  const start = () =>
    spawn(
      'sh',
      [
        join(place, 'start-primary.sh'),
        '-c',
        `port=${port}`,
        '-c',
        `unix_socket_directories=${sockets}`,
        '-c',
        'listen_addresses=',
      ],
      {
        ...account,
        cwd: place,
        stdio: 'ignore',
        env: {
          PATH: `${findPostgres()}:/usr/bin:/bin`,
          LC_ALL: 'C.UTF-8',
          PGDATA: join(place, 'data'),
          SECRETS: join(place, 'secrets'),
          CONFIGURATION: place,
          SCRIPTS: place,
          CREATE_LOGINS: join(place, 'create-logins.sh'),
        },
      },
    );
  const password = readFileSync(join(folder, 'secrets/owner_password'), 'utf8').trim();
  const ask = async () => {
    const sql = connect(`postgres://portal_owner:${password}@localhost:${port}/portal?host=${sockets}`, {
      max: 1,
      applicationName: 'test',
    });
    try {
      return await sql`select current_setting('data_checksums') as checksums, current_user as login`;
    } finally {
      await sql.end();
    }
  };
  for (const _time of ['first', 'second']) {
    const server = start();
    const ended = once(server, 'exit');
    await vi.waitFor(async () => expect(await ask()).toEqual([{ checksums: 'on', login: 'portal_owner' }]), {
      timeout: 30_000,
      interval: 200,
    });
    server.kill('SIGINT');
    await ended;
  }
});

it('what watches the portal is there on request alone, and its probe knows where to ask', () => {
  const watchers = Object.entries(compose.services).filter(([, { profiles }]) => profiles);
  expect(watchers.map(([name, { profiles }]) => [name, profiles])).toEqual(
    ['probe', 'prometheus', 'grafana'].map((name) => [name, ['monitoring']]),
  );
  const probe = readSettings(started('probe'));
  expect([probe.publicOrigin, probe.database]).toEqual(['http://localhost:3000', undefined]);
  expect(compose.services.probe?.network_mode).toBe('host');
  // Prometheus reaches the portal under its name, with the token of the portal.
  const scraped = parse(text('prometheus/prometheus.yml')).scrape_configs[0];
  expect(scraped.static_configs[0].targets).toEqual(['portal:3000']);
  expect(compose.services.prometheus?.networks).toEqual(['web']);
  expect(compose.services.portal?.networks).toContain('web');
  expect(compose.services.prometheus?.secrets).toEqual(['metrics_token']);
  const source = parse(text('grafana/provisioning/datasources/prometheus.yml')).datasources[0];
  expect([source.uid, new URL(source.url).hostname]).toEqual(['portal', 'prometheus']);
  const shown: { panels: { datasource: { uid: string } }[] } = JSON.parse(
    text('grafana/dashboards/portal.json'),
  );
  expect(new Set(shown.panels.map(({ datasource }) => datasource.uid))).toEqual(new Set(['portal']));
});

it('each password is known to those who need it: the owner’s to the migration alone', () => {
  const holders = (secret: string) =>
    Object.entries(compose.services)
      .filter(([, { secrets }]) => secrets?.includes(secret))
      .map(([name]) => name);
  expect(holders('owner_password')).toEqual(['postgres-1', 'migrate']);
  expect(holders('worker_password')).toEqual(['postgres-1', 'pgbouncer', 'worker']);
  for (const login of ['staff', 'system']) {
    expect(holders(`${login}_password`)).toEqual(['postgres-1', 'pgbouncer', 'portal']);
  }
  expect(Object.keys(started('portal')).filter((name) => /OWNER|WORKER/.test(name))).toEqual([]);
});

/** The lines of PgBouncer's `[databases]`. */
function pools() {
  const lines = /^\[databases\]$(.*?)^\[/ms.exec(text('pgbouncer/pgbouncer.ini'))?.[1] ?? '';
  return lines
    .split('\n')
    .filter((line) => /^\w/.test(line))
    .map((line) => {
      const [name = '', values = ''] = line.split(/ = (.*)/);
      const options = Object.fromEntries(values.split(' ').map((option) => option.split('=')));
      return { name, options, host: options.host ?? '' };
    });
}

it('PgBouncer knows the logins, and their passwords decide who a client is', () => {
  run(join(docker, 'pgbouncer/start.sh'), '--version');
  const password = (login: string) => readFileSync(join(folder, `secrets/${login}_password`), 'utf8').trim();
  expect(readFileSync(join(folder, 'userlist.txt'), 'utf8')).toBe(
    ['public', 'staff', 'system', 'worker']
      .map((login) => `"portal_${login}" "${password(login)}"\n`)
      .join(''),
  );
  // A line with a user would make every client of it that user.
  for (const { name, options } of pools()) expect(Object.keys(options), name).not.toContain('user');
});

it('a rule of PgBouncer names each pool for the one login that it is meant for', () => {
  const rules = [...text('pgbouncer/pg_hba.conf').matchAll(/^host\s+(\S+)\s+(\S+)\s+(\S+)/gm)];
  const logins: Record<string, string> = {
    _staff: 'portal_staff',
    _system: 'portal_system',
    _worker: 'portal_worker',
  };
  for (const network of ['0.0.0.0/0', '::/0']) {
    const reach = rules
      .filter(([, , , address]) => address === network)
      .flatMap(([, names = '', login = '']) => names.split(',').map((name) => [name, login]));
    const wanted = pools().map(({ name }) => [
      name,
      logins[name.replace(/^portal_\d+/, '')] ?? 'portal_public',
    ]);
    expect(reach.sort()).toEqual(
      [...wanted, ['pgbouncer', 'portal_system'], ['pgbouncer', 'portal_worker']].sort(),
    );
  }
  expect(text('pgbouncer/pgbouncer.ini')).toMatch(/^auth_type = hba$/m);
});

it('the pools hold every process’s connections, and together fit each server', () => {
  const number = (file: string, setting: string) =>
    Number(new RegExp(`^${setting} = (\\d+)$`, 'm').exec(text(file))?.[1]);
  const reserve = number('pgbouncer/pgbouncer.ini', 'reserve_pool_size');
  const most = number('postgres/postgresql.conf', 'max_connections');
  const reserved = number('postgres/postgresql.conf', 'superuser_reserved_connections');
  const urls = { public: 'postgres://a@x/y', staff: 'postgres://b@x/y', system: 'postgres://c@x/y' };
  const size = poolSizes(readSettings({ DATABASE_URL: urls.public }).database?.maxConnections ?? 0, urls);
  const wanted = { '': 4 * size.public, _staff: 4 * size.staff, _system: 4 * size.system, _worker: 2 * 4 };
  for (const server of [1, 2, 3]) {
    let sum = 0;
    for (const [ending, connections] of Object.entries(wanted)) {
      const pool = pools().find(({ name }) => name === `portal_${server}${ending}`);
      expect(pool?.host).toBe(`postgres-${server}`);
      const { pool_size, max_db_connections } = pool?.options ?? {};
      expect(Number(pool_size)).toBeGreaterThanOrEqual(connections);
      expect(Number(max_db_connections)).toBe(Number(pool_size) + reserve);
      sum += Number(max_db_connections);
    }
    // A connection that probes for each of six processes, the migration, imports, backups, two administrators.
    expect(sum + 6 + 10).toBeLessThanOrEqual(most - reserved);
  }
  expect(pools()).toHaveLength(12);
});

it('each script is valid shell syntax', () => {
  const scripts = readdirSync(docker, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.sh'),
  );
  expect(scripts.filter((name) => spawnSync('sh', ['-n', join(docker, name)]).status !== 0)).toEqual([]);
  expect(scripts).toContain('make-secrets.sh');
});
