import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Actor, forRequest, openDatabase, visitor } from '@namc/db';
import { countContractors } from '@namc/db/contractors/queries/count';
import { recordProbeSamples } from '@namc/db/health/commands/probe';
import { recordHealth } from '@namc/db/health/commands/rounds';
import { keyOfText } from '@namc/db/statements/commands';
import { connect } from '@namc/db/testing/direct-client';
import { testDatabase } from '@namc/db/testing/test-database';
import { contractorFilters } from '@namc/inputs/contractors';
import { pino } from 'pino';
import { afterAll, expect, it, vi } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { makeMetrics } from './metrics.ts';
import { makeServiceMeter } from './service-meter.ts';

const portal = testDatabase();
const token = 'a-token-for-this-test';
const system: Actor = { kind: 'system', name: 'test' };

function open() {
  const logged: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const metrics = makeMetrics({ logger, slowMs: 200, trailAlarmSeconds: 600 });
  const db = openDatabase({ ...portal.urls, maxConnections: 4, onTransaction: metrics.observe });
  const stop = metrics.watch(db, 60_000);
  const app = testApp({
    db,
    logger,
    metrics: { of: metrics, token },
  });
  return { logged, metrics, db, stop, app };
}

it('shows each procedure by name to holders of the token, and to nobody else', async () => {
  const { app, db, stop } = open();
  await app.request('http://localhost/trpc/contractors.listCountyCounts');
  expect((await app.request('http://localhost/metrics')).status).toBe(401);
  expect(
    (await app.request('http://localhost/metrics', { headers: { authorization: 'Bearer guess' } })).status,
  ).toBe(401);
  const answer = await app.request('http://localhost/metrics', {
    headers: { authorization: `Bearer ${token}` },
  });
  const text = await answer.text();
  expect(text).toContain(
    'portal_transactions_total{name="contractors.listCountyCounts",mode="read",outcome="ok"} 1',
  );
  expect(text).toContain('portal_routing_total{choice="only server"} 1');
  expect(text).toMatch(
    /portal_transaction_seconds_count\{name="contractors.listCountyCounts",mode="read",server="127[^"]+"\} 1/,
  );
  expect(text).toMatch(/portal_connections_size\{server="[^"]+"\} 4/);
  await stop();
  await db.close();
});

it('writes each measurement into the database once', async () => {
  const { db, stop } = open();
  await db.read(visitor, (tx) => countContractors(tx, contractorFilters.parse({})), {
    name: 'countContractors',
  });
  await expect(db.read(visitor, ({ sql }) => sql`select nonsense`, { name: 'wrong' })).rejects.toThrow();
  await stop();
  const rows = await portal.db.read(
    system,
    ({ sql }) => sql`
    select metric, value, labels ->> 'name' as name from system_metrics
    where metric in ('transactions.count', 'transactions.failed') and labels ->> 'name' in ('wrong', 'countContractors')
    order by metric, name`,
  );
  expect([...rows]).toEqual([
    { metric: 'transactions.count', value: 1, name: 'countContractors' },
    { metric: 'transactions.count', value: 1, name: 'wrong' },
    { metric: 'transactions.failed', value: 0, name: 'countContractors' },
    { metric: 'transactions.failed', value: 1, name: 'wrong' },
  ]);
  await db.close();
});

it('writes the whole name of a transaction and who sent which statement', async () => {
  const { db, stop } = open();
  await db.read(visitor, ({ sql }) => sql`select 'a value' as named`, { name: 'worker: seal-trail' });
  await stop();
  const [row] = await portal.db.read(
    system,
    ({ sql }) => sql<{ measured: number; callers: string[] }[]>`
      select (select count(*)::int from system_metrics
              where metric = 'transactions.count' and labels ->> 'name' = 'worker: seal-trail') as measured,
             array(select name from statement_callers where text_key = ${keyOfText('select $1 as named')}) as callers`,
  );
  expect(row).toEqual({ measured: 1, callers: ['worker: seal-trail'] });
  await db.close();
});

it('logs a slow transaction by name, without its parameters', async () => {
  const { db, logged, stop } = open();
  await db.read(visitor, ({ sql }) => sql`select pg_sleep(0.25), ${'a secret'}::text`, { name: 'slowOne' });
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'a slow transaction', name: 'slowOne' },
  ]);
  expect(logged.join()).not.toContain('secret');
  await stop();
  await db.close();
});

const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
afterAll(() => superuser.end());
const sleeping = () => superuser`
  select pid from pg_stat_activity where datname = current_database() and state = 'active' and query like '%pg_sleep(30)%'
    and pid <> pg_backend_pid()`;

it('cancels the server’s work when the client disconnects', async () => {
  const { db, metrics, stop } = open();
  const listener = getRequestListener(async (incoming) => {
    await forRequest(db, { signal: incoming.signal, name: 'endless' }).read(
      visitor,
      ({ sql }) => sql`select pg_sleep(30)`,
    );
    return new Response('done');
  });
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  asked.on('error', () => undefined);
  asked.end();
  await vi.waitFor(async () => expect(await sleeping()).toHaveLength(1), { timeout: 5_000 });
  asked.destroy();
  await vi.waitFor(async () => expect(await sleeping()).toHaveLength(0), { timeout: 5_000 });
  await vi.waitFor(
    async () => expect(await metrics.text()).toContain('{name="endless",mode="read",outcome="canceled"} 1'),
    { timeout: 5_000 },
  );
  // The metrics themselves have just read the state of the checks.
  await vi.waitFor(() => expect(db.servers()).toMatchObject([{ inUse: 0, waiting: 0 }]), { timeout: 5_000 });
  server.close();
  server.closeAllConnections();
  await stop();
  await db.close();
});

it('rolls back when the client disconnects between two statements', async () => {
  const { db, stop } = open();
  const gone = new AbortController();
  const leaving = db.write(
    system,
    async ({ sql }) => {
      await sql`insert into portal_settings (name, value) values ('half done', '1')`;
      gone.abort();
      await new Promise((resolve) => setTimeout(resolve, 150));
      await sql`select pg_sleep(30)`;
    },
    { signal: gone.signal },
  );
  await expect(leaving).rejects.toMatchObject({ code: 'canceled' });
  const left = await portal.db.read(
    system,
    ({ sql }) => sql`select from portal_settings where name = 'half done'`,
  );
  expect(left).toHaveLength(0);
  await expect(db.read(visitor, async () => 1, { signal: gone.signal })).rejects.toMatchObject({
    code: 'canceled',
  });
  // The connection is clean: nobody cancels the next person's statement.
  expect(await db.read(visitor, ({ sql }) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
  await stop();
  await db.close();
});

it('shows how long the audit trail has waited for its seal, and warns when that is too long', async () => {
  await portal.db.write(
    system,
    ({ sql }) => sql`update roles set description = description || '.' where code = 'support'`,
  );
  const logged: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const read = async (trailAlarmSeconds: number) => {
    const metrics = makeMetrics({ logger, slowMs: 60_000, trailAlarmSeconds });
    const stop = metrics.watch(portal.db, 60_000);
    // Stopping writes what is left.
    await stop();
    const ready = await testApp({ db: portal.db, alarms: metrics.alarms }).request('http://localhost/readyz');
    return { text: await metrics.text(), ready: { status: ready.status, body: await ready.json() } };
  };
  const late = await read(-1);
  expect(late.text).toMatch(
    /portal_trail_oldest_unsealed_seconds [1-9]|portal_trail_oldest_unsealed_seconds 0\.\d/,
  );
  expect(late.ready).toEqual({
    status: 200,
    body: { status: 'ready', alarms: ['The audit trail is not sealed up to date.'] },
  });
  expect(logged.join()).toContain('The audit trail is not sealed up to date.');
  expect((await read(86_400)).ready.body).toEqual({ status: 'ready' });
  const rows = await portal.db.read(
    system,
    ({ sql }) => sql`select from system_metrics where metric = 'trail.oldest_unsealed_seconds'`,
  );
  expect(rows.length).toBeGreaterThanOrEqual(2);
});

/** The value of one line of the metrics; undefined if there is no such line. */
const lineOf = (text: string, line: string) => {
  const found = text.split('\n').find((one) => one.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
};

it('tells a watcher from outside what each check found, and nothing that nobody measured', async () => {
  const { metrics, db, stop } = open();
  const before = await metrics.text();
  expect(lineOf(before, 'portal_health_known')).toBe(1);
  expect(lineOf(before, 'portal_health_last_round_timestamp_seconds')).toBeUndefined();
  expect(lineOf(before, 'portal_health_state{check="mail",state="unknown"}')).toBe(1);
  await portal.db.write(system, (tx) =>
    recordHealth(tx, [
      { checkName: 'connections', state: 'warn', value: 71.5, says: 'Many.', evidence: [], tookMs: 1 },
      { checkName: 'pooler', state: 'not applicable', value: null, says: 'None.', evidence: [], tookMs: 1 },
    ]),
  );
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 60_000);
  await portal.db.write(system, (tx) =>
    recordProbeSamples(tx, { probe: 'elsewhere', minutes: [{ minute, asked: 4, answered: 3 }] }),
  );
  const text = await metrics.text();
  const stateOf = (check: string) =>
    ['ok', 'warn', 'bad', 'unknown', 'not_applicable'].filter(
      (state) => lineOf(text, `portal_health_state{check="${check}",state="${state}"}`) === 1,
    );
  expect(stateOf('connections')).toEqual(['warn']);
  expect(stateOf('pooler')).toEqual(['not_applicable']);
  expect(stateOf('mail')).toEqual(['unknown']);
  expect(lineOf(text, 'portal_health_state{check="connections",state="ok"}')).toBe(0);
  expect(lineOf(text, 'portal_health_value{check="connections",unit="%"}')).toBe(71.5);
  expect(text).not.toContain('portal_health_value{check="mail"');
  const [row] = await portal.db.read(
    system,
    ({ sql }) => sql<{ round: number; beat: number }[]>`
      select (select extract(epoch from max(checked_at))::float8 from health_states) as round,
             (select extract(epoch from beat_at)::float8 from portal_heartbeat) as beat`,
  );
  expect(lineOf(text, 'portal_health_last_round_timestamp_seconds')).toBeCloseTo(row?.round ?? 0, 2);
  expect(lineOf(text, 'portal_worker_last_beat_timestamp_seconds')).toBeCloseTo(row?.beat ?? 0, 2);
  expect(lineOf(text, 'portal_probe_last_minute_timestamp_seconds{probe="elsewhere"}')).toBe(
    minute.getTime() / 1_000,
  );
  expect(lineOf(text, 'portal_probe_answered_ratio{probe="elsewhere"}')).toBe(0.75);
  expect(lineOf(text, 'portal_service_level_ratio{level="simple"}')).toBe(0.95);
  await stop();
  await db.close();
});

it('tells of no beat where nobody writes one', async () => {
  const metrics = makeMetrics({ logger: pino({ level: 'silent' }), slowMs: 60_000, trailAlarmSeconds: 600 });
  const stop = metrics.watch(portal.db, 60_000, { hasHeart: false });
  const text = await metrics.text();
  expect(lineOf(text, 'portal_health_known')).toBe(1);
  expect(lineOf(text, 'portal_worker_last_beat_timestamp_seconds')).toBeUndefined();
  await stop();
});

it('has no state of a check while the database is away, and says so', async () => {
  const { metrics, db, stop } = open();
  await portal.db.write(system, (tx) =>
    recordHealth(tx, [
      { checkName: 'mail', state: 'ok', value: 1, says: 'It leaves.', evidence: [], tookMs: 1 },
    ]),
  );
  expect(await metrics.text()).toContain('portal_health_state{check="mail",state="ok"} 1');
  await stop();
  await db.close();
  const text = await metrics.text();
  expect(lineOf(text, 'portal_health_known')).toBe(0);
  expect(text).not.toMatch(/^portal_(health_(state|value|last|open)|worker_last|probe)[^ ]* /m);
});

it('counts the requests of each class from the start of the process, exactly at the limit of the level', async () => {
  const { metrics } = open();
  const meter = makeServiceMeter({ logger: pino({ level: 'silent' }) });
  metrics.watchServices(meter);
  expect(lineOf(await metrics.text(), 'portal_service_errors_total{class="search"}')).toBe(0);
  for (const ms of [4, 50, 50.1]) meter.request('simple', ms, 'ANSWERED');
  meter.request('simple', 900, 'FAILED');
  const text = await metrics.text();
  const of = (line: string) => lineOf(text, `portal_service_${line}`);
  expect(of('seconds_count{class="simple"}')).toBe(4);
  expect(of('seconds_bucket{class="simple",le="0.05"}')).toBe(2);
  expect(of('seconds_bucket{class="simple",le="+Inf"}')).toBe(4);
  expect(of('seconds_sum{class="simple"}')).toBeCloseTo(1.0041, 6);
  expect(of('errors_total{class="simple"}')).toBe(1);
  expect(of('over_limit_total{class="simple"}')).toBe(2);
  expect(of('over_limit_total{class="stream"}')).toBeUndefined();
});
