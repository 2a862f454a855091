import type { HealthCheckName } from '@namc/inputs/health';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemActor } from '../../engine/actors.ts';
import { type Client, connect } from '../../engine/connection.ts';
import { type Database, openDatabase } from '../../engine/database.ts';
import { tellOfAlerts } from '../../health/commands/notices.ts';
import { recordHealth } from '../../health/commands/rounds.ts';
import { listAlerts } from '../../health/queries.ts';
import { addMember } from '../../members/factory.ts';
import { testDatabase } from '../testing/test-database.ts';
import type { Limits } from './check.ts';
import { look } from './look.fixture.ts';

const portal = testDatabase();
const system = systemActor('test');
const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
afterAll(() => superuser.end());
const at = () => ({ db: portal.db, serverUrls: [portal.ownerUrl.replace('portal_owner', 'portal_control')] });

/** One round of one check on the real server, a minute after the one before, and what staff are told by it. */
async function round(name: HealthCheckName, limits?: Limits, db: Database = portal.db): Promise<string[]> {
  const found = await look(name, { ...at(), db }, limits);
  await superuser`update health_states set checked_at = checked_at - interval '1 minute'`;
  const of = () => superuser<{ title: string }[]>`select title from notifications order by id`;
  const before = (await of()).length;
  await portal.db.write(system, (tx) => recordHealth(tx, [found]));
  await portal.db.write(system, (tx) => tellOfAlerts(tx, { origin: 'https://portal.example.org' }));
  return (await of()).slice(before).map(({ title }) => title);
}
const open = async () =>
  (await portal.db.read(system, listAlerts)).filter(({ resolvedAt }) => resolvedAt === null);

/** A session whose transaction stays open. */
async function hold(statement: string): Promise<Client> {
  const sql = connect(portal.ownerUrl, { max: 1, applicationName: 'held' });
  await sql.unsafe('begin');
  await sql.unsafe(statement);
  return sql;
}

beforeEach(async () => {
  await superuser`delete from health_alerts`;
  await superuser`delete from health_states`;
  await superuser`delete from notifications`;
});
beforeAll(async () => {
  await addMember(portal.db, { roles: ['administrator'] });
});

it('a long transaction opens an alert in the second round, and its end closes it', async () => {
  const holder = await hold('create table held (); select 1');
  const limits = { warn: 0.01, bad: 0.02 };
  expect(await round('long-transactions', limits)).toEqual([]);
  expect(await round('long-transactions', limits)).toEqual([
    // Other tests share the server, and one may hold an older transaction.
    expect.stringMatching(/^Database alert: A transaction of \S+ has been open for/),
  ]);
  expect(await open()).toMatchObject([
    { state: 'bad', evidence: expect.arrayContaining([expect.objectContaining({ application: 'held' })]) },
  ]);
  await holder.end({ timeout: 0 });
  await round('long-transactions');
  await round('long-transactions');
  expect(await open()).toEqual([]);
  await superuser`update health_alerts set resolved_at = now() - interval '11 minutes'`;
  expect(await round('long-transactions')).toEqual([
    expect.stringMatching(/^Database alert over: A transaction of/),
  ]);
});

it('a blocked lock opens an alert that names who holds it', async () => {
  await portal.owner`create table wanted ()`;
  const holder = await hold('lock table wanted');
  const waiter = connect(portal.ownerUrl, { max: 1, applicationName: 'waiting' });
  const waiting = waiter`select from wanted`.catch(() => undefined);
  const limits = { warn: 0, bad: 0 };
  await expect
    .poll(async () => (await look('lock-waits', at(), limits)).state, { timeout: 10_000 })
    .toBe('bad');
  expect(await round('lock-waits', limits)).toEqual([]);
  expect(await round('lock-waits', limits)).toHaveLength(1);
  expect(await open()).toMatchObject([
    { state: 'bad', evidence: [expect.objectContaining({ relation: 'wanted' })] },
  ]);
  await holder.end({ timeout: 0 });
  await waiting;
  await waiter.end();
  await round('lock-waits', limits);
  await round('lock-waits', limits);
  expect(await open()).toEqual([]);
});

it('partitions that are missing open an alert, and making them ends it', async () => {
  const ahead = await superuser<{ name: string }[]>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'audit_log'::regclass order by pg_get_expr((select relpartbound from pg_class c where c.oid = inhrelid), inhrelid) desc`;
  for (const { name } of ahead) await superuser.unsafe(`drop table ${name}`);
  expect(await round('partitions')).toEqual([]);
  expect(await round('partitions')).toEqual([
    'Database alert: Fewer than half of the partitions ahead are left for audit_log',
  ]);
  await superuser`select ensure_partitions()`;
  await round('partitions');
  await round('partitions');
  expect(await open()).toEqual([]);
});

it('a worker that is dead opens an alert, and work that is done ends it', async () => {
  const worker = openDatabase(portal.workerUrls);
  const roundOfWork = () => round('job-queue', undefined, worker);
  try {
    await portal.db.write(system, ({ sql }) => sql`select enqueue_job('forget-expired', '{}')`);
    await superuser`update jobs.job set start_after = now() - interval '20 minutes' where name = 'forget-expired'`;
    expect(await roundOfWork()).toEqual([]);
    expect(await roundOfWork()).toEqual([
      'Database alert: A job of forget-expired has been due for 20 min, and nobody runs it',
    ]);
    await superuser`delete from jobs.job`;
    await roundOfWork();
    await roundOfWork();
    expect(await open()).toEqual([]);
    await superuser`update health_alerts set resolved_at = now() - interval '11 minutes'`;
    expect(await roundOfWork()).toEqual([
      expect.stringMatching(/^Database alert over: A job of forget-expired/),
    ]);
  } finally {
    await worker.close();
  }
});

it('a broken seal is told in the first round', async () => {
  await superuser`
    insert into audit_verifications (verified_by, started_at, batches, rows, unsealed, problems, messages, compared_anchor, compared_state, bypassed_policies, key_id, seal)
    values ('test', now(), 1, 1, 0, 2, '{a,b}', true, true, true, 'test', '')`;
  expect(await round('audit-seals')).toEqual([
    'Database alert: The last verification of the audit trail named 2 problems',
  ]);
});
