import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { shippedConfiguration } from '../programs.ts';

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
