import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { shippedConfiguration } from '../programs.ts';
import { pace } from './etcd-server.ts';

const read = (name: string) => readFileSync(join(shippedConfiguration, name), 'utf8');
const patroni: {
  bootstrap: {
    dcs: Record<string, unknown> & { postgresql: { parameters: Record<string, string | number> } };
    initdb: unknown[];
  };
  postgresql: { pg_hba: string[] };
} = parse(read('patroni/patroni.yml'));

it('Patroni repeats the settings of the shipped server, which its own defaults would replace', () => {
  const shipped = new Map(
    [...read('postgres/postgresql.conf').matchAll(/^(\w+) = '?([^'\n]*)'?$/gm)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
  for (const [name, value] of Object.entries(patroni.bootstrap.dcs.postgresql.parameters)) {
    // The rest are PostgreSQL's own defaults.
    if (shipped.has(name)) expect(String(value), name).toBe(shipped.get(name));
  }
  for (const name of ['max_connections', 'max_wal_senders', 'wal_log_hints', 'track_commit_timestamp']) {
    expect(Object.keys(patroni.bootstrap.dcs.postgresql.parameters)).toContain(name);
  }
});

it('lets in whom the shipped server lets in', () => {
  const rules = (lines: string[]) =>
    lines.map((line) => line.trim().split(/\s+/)).filter(([first]) => first && !first.startsWith('#'));
  expect(rules(patroni.postgresql.pg_hba)).toEqual(rules(read('postgres/pg_hba.conf').split('\n')));
});

it('acknowledges no write that one server alone has', () => {
  expect(patroni.bootstrap.dcs).toMatchObject({
    synchronous_mode: true,
    synchronous_mode_strict: true,
    failsafe_mode: true,
  });
  // A Patroni that sets no synchronous standby leaves this line in force.
  expect(read('patroni/start.sh')).toContain("synchronous_standby_names = '*'");
});

interface Service {
  build: string | { context: string; dockerfile: string };
  command?: string[];
  environment?: Record<string, string>;
  secrets?: string[];
  volumes?: string[];
  depends_on?: Record<string, unknown>;
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  secrets: Record<string, unknown>;
}

it('the second compose file fits over the first, and names only what exists', () => {
  const base: Compose = parse(read('compose.yaml'), { merge: true });
  const over: Compose = parse(read('compose.ha.yaml'), { merge: true });
  for (const [name, service] of Object.entries(over.services)) {
    const isNew = name.startsWith('etcd-');
    expect(name in base.services, name).toBe(!isNew);
    if (service.build !== undefined) {
      const { context, dockerfile } =
        typeof service.build === 'string'
          ? { context: service.build, dockerfile: 'Dockerfile' }
          : service.build;
      const image = read(`${context}/${dockerfile}`);
      for (const [, files = ''] of image.matchAll(/^COPY (.*) \S+$/gm))
        for (const file of files.split(' '))
          expect(existsSync(join(shippedConfiguration, context, file)), file).toBe(true);
    }
    for (const secret of service.secrets ?? []) expect(Object.keys(base.secrets)).toContain(secret);
    for (const other of Object.keys(service.depends_on ?? {}))
      expect(Object.keys(over.services)).toContain(other);
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.')) expect(existsSync(join(shippedConfiguration, source)), source).toBe(true);
      else expect(Object.keys(over.volumes)).toContain(source);
    }
  }
});

it('each server and each member of etcd in Docker has its own name and tells the others its own address', () => {
  const { services }: Compose = parse(read('compose.ha.yaml'), { merge: true });
  for (const number of ['1', '2', '3']) {
    expect(services[`postgres-${number}`]?.environment).toMatchObject({
      PATRONI_NAME: `postgres_${number}`,
      PATRONI_RESTAPI_CONNECT_ADDRESS: `postgres-${number}:8008`,
      PATRONI_POSTGRESQL_CONNECT_ADDRESS: `postgres-${number}:5432`,
    });
    expect(services[`etcd-${number}`]?.command).toEqual(
      expect.arrayContaining([
        ...pace,
        `--name=etcd_${number}`,
        `--advertise-client-urls=http://etcd-${number}:2379`,
        `--initial-advertise-peer-urls=http://etcd-${number}:2380`,
      ]),
    );
  }
});
