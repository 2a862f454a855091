import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@namc/db/free-port';
import { findProgram, shippedConfiguration } from '@namc/db/local-servers/programs';
import { testDatabase } from '@namc/db/testing/test-database';
import { afterAll, beforeAll, expect, it } from 'vitest';

const portal = testDatabase();
const token = 'a-token-for-this-test';
const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const promtool = findProgram('promtool');
let folder = '';
let child: ChildProcess | undefined;
/** The metrics of a portal that was started. */
let metrics = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portal-prometheus-'));
  cpSync(join(shippedConfiguration, 'prometheus'), folder, { recursive: true });
  const port = await freePort();
  child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      ...portal.environment,
      PORT: String(port),
      METRICS_TOKEN: token,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const starting = child;
  await new Promise<void>((resolve, reject) => {
    let said = '';
    starting.stdout?.on('data', (text) => {
      said += text;
      if (said.includes('Open http')) resolve();
    });
    starting.once('exit', (code) => reject(new Error(`The portal ended with ${code}: ${said}`)));
  });
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, {
    headers: { authorization: `Bearer ${token}` },
  });
  metrics = await answer.text();
});
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const run = (args: string[], input?: string) => {
  const { status, stdout, stderr } = spawnSync(promtool, args, { cwd: folder, input, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
};

it('Prometheus accepts the configuration, the rules, and what their tests expect', () => {
  // The secret is a file of the container.
  const secret = join(folder, 'metrics_token');
  writeFileSync(secret, token);
  const file = join(folder, 'prometheus.yml');
  const config = readFileSync(file, 'utf8');
  expect(config).toContain('/run/secrets/metrics_token');
  writeFileSync(file, config.replace('/run/secrets/metrics_token', secret));
  for (const args of [
    ['check', 'config', 'prometheus.yml'],
    ['check', 'rules', 'rules.yml'],
    ['test', 'rules', 'rules.test.yml'],
  ]) {
    const { status, said } = run(args);
    expect({ status, said: status === 0 ? '' : said }, args.join(' ')).toEqual({ status: 0, said: '' });
  }
});

it('Prometheus accepts the metrics of a started portal, and finds nothing to say about the portal’s own', () => {
  const { status, said } = run(['check', 'metrics'], metrics);
  // 3 is a matter of style. The names of the process's own metrics are those of prom-client.
  expect([0, 3], said).toContain(status);
  expect(said.split('\n').filter((line) => line.startsWith('portal_'))).toEqual([]);
});

const words = new Set([
  'by',
  'on',
  'without',
  'ignoring',
  'group_left',
  'group_right',
  'and',
  'or',
  'unless',
  'bool',
]);

/** The metrics that an expression reads. */
function metricsIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '')
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right) *\([^)]*\)/g, ' ')
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, ' ');
  return [...bare.matchAll(/[a-zA-Z_:][\w:]*(?! *\(|[\w:])/g)]
    .map(([name]) => name)
    .filter((name) => !words.has(name));
}

it('the alerts and the dashboard read only metrics that a started portal has', () => {
  const told = new Set(
    [...metrics.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : [name],
    ),
  );
  const rules = readFileSync(join(shippedConfiguration, 'prometheus/rules.yml'), 'utf8');
  const recorded = [...rules.matchAll(/record: (\S+)/g)].map(([, name = '']) => name);
  const inRules = [...rules.matchAll(/^ +expr: (?:\|\n((?: {10}.*\n)+)|(.+)\n)/gm)].map(
    ([, many, one]) => many ?? one ?? '',
  );
  expect(inRules).toHaveLength([...rules.matchAll(/\bexpr:/g)].length);
  const dashboard = readFileSync(join(shippedConfiguration, 'grafana/dashboards/portal.json'), 'utf8');
  const inDashboard = [...dashboard.matchAll(/"expr": (".*"),?$/gm)].map(([, text = '']) =>
    String(JSON.parse(text)),
  );
  expect(inDashboard.length).toBeGreaterThan(15);
  const read = new Set([...inRules, ...inDashboard].flatMap(metricsIn));
  // Prometheus adds `up` itself.
  expect([...read].filter((name) => !told.has(name) && !recorded.includes(name) && name !== 'up')).toEqual(
    [],
  );
  expect([...read]).toEqual(expect.arrayContaining(['portal_health_state', 'portal:service_burn:rate1h']));
});

it('every label value that the alerts compare exists', () => {
  const rules = readFileSync(join(shippedConfiguration, 'prometheus/rules.yml'), 'utf8');
  for (const [, label, , values = ''] of rules.matchAll(/(state|class|check)(=~|!~|=)"([^"(]+)"/g))
    for (const value of values.split('|')) expect(metrics).toMatch(new RegExp(`\\b${label}="${value}"`));
});
