import { beforeEach, describe, expect, it } from 'vitest';
import { recordMetrics } from '../../metrics/commands.ts';
import { listMetricHours } from '../../metrics/queries.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import type { Actor } from '../actors.ts';
import type { Client } from '../connection.ts';
import { listPartitionStatus, maintainPartitions } from './partitions.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };

/** Runs maintenance at another moment. Only the owner may. */
const maintain = (moment: string, zone = 'America/Los_Angeles') =>
  portal.owner.begin(async (sql) => {
    await sql`select set_config('TimeZone', ${zone}, true)`;
    return sql<{ partition: string; outcome: string; problem: string | null }[]>`
      select partition_name as partition, outcome, problem from maintain_partitions(null, ${moment}::text::timestamptz)`;
  });
const partitionsOf = (owner: Client, table: string) =>
  owner<{ name: string; from: string; to: string }[]>`
    select partition_name as name, (lower_bound at time zone 'UTC')::text as from, (upper_bound at time zone 'UTC')::text as to
    from list_partitions(${table})`;
/** Seals the retirement of a month of the trail, as the sealer does once it is past its retention. */
const retire = (month: string) =>
  portal.owner.begin(async (sql) => {
    await sql`set local role schema_owner`;
    await sql`alter table audit_seals no force row level security`;
    await sql`
      insert into audit_seals (batch, kind, trail, month, rules_digest, key_id, seal)
      select (select coalesce(max(batch), 0) from audit_seals) + n, 'retire', trail, ${month}::text::timestamptz, '', 'test', ''
      from unnest(array['admin_actions', 'audit_log']) with ordinality as trails (trail, n)`;
    await sql`alter table audit_seals force row level security`;
  });
const rowsIn = async (table: string) =>
  (await portal.db.read(system, ({ sql }) => sql.unsafe(`select from ${table}`))).length;

/** A database without partitions, as before the first migration. */
beforeEach(async () => {
  const superuser = portal.owner;
  for (const { name } of await superuser<{ name: string }[]>`
    select inhrelid::regclass::text as name from pg_inherits
    join partitioned_tables on table_name = inhparent::regclass::text
    union select partition_name from detached_partitions`.catch(() => [])) {
    await superuser.unsafe(`drop table if exists ${name}`);
  }
  for (const { name } of await superuser<{ name: string }[]>`
    select relname as name from pg_class where relname ~ '^(admin_actions|audit_log|system_metrics|statement_(minutes|hours|days))_\\d' and relkind = 'r'`) {
    await superuser.unsafe(`drop table if exists ${name}`);
  }
  await superuser.begin(async (sql) => {
    await sql`set local role schema_owner`;
    await sql`delete from detached_partitions`;
    await sql`alter table audit_seals no force row level security`;
    await sql`delete from audit_seals`;
    await sql`alter table audit_seals force row level security`;
  });
});

describe('maintenance', () => {
  it.each(['America/Los_Angeles', 'Pacific/Kiritimati', 'UTC'])(
    'makes three months and fourteen days ahead, bounded in UTC, from a session in %s',
    async (zone) => {
      const steps = await maintain('2027-11-30 23:30:00Z', zone);
      expect(steps.every(({ outcome }) => outcome === 'created')).toBe(true);
      const months = await partitionsOf(portal.owner, 'admin_actions');
      expect(months.map(({ name }) => name)).toEqual(
        ['2027_11', '2027_12', '2028_01', '2028_02'].map((month) => `admin_actions_${month}`),
      );
      expect(months[3]).toMatchObject({ from: '2028-02-01 00:00:00', to: '2028-03-01 00:00:00' });
      const days = await partitionsOf(portal.owner, 'system_metrics');
      expect(days).toHaveLength(15);
      expect(days[0]).toMatchObject({ name: 'system_metrics_2027_11_30', to: '2027-12-01 00:00:00' });
      expect(await maintain('2027-11-30 23:45:00Z', zone)).toEqual([]);
    },
  );

  it('leaves no gap at February 29, daylight saving changes and the end of the year', async () => {
    const seen = new Set<string>();
    for (const moment of [
      '2028-02-20 00:00:00Z',
      '2028-02-29 12:00:00Z',
      '2028-03-12 09:59:00Z',
      '2028-03-12 10:01:00Z',
      '2028-11-05 08:30:00Z',
      '2028-12-31 23:59:59Z',
      '2029-01-01 00:00:00Z',
    ]) {
      await maintain(moment);
      const days = await partitionsOf(portal.owner, 'system_metrics');
      for (const { name } of days) seen.add(name);
      const [day] = await portal.owner<{ covered: boolean }[]>`
        select exists (select from list_partitions('system_metrics')
                       where lower_bound <= ${moment}::text::timestamptz and upper_bound > ${moment}::text::timestamptz) as covered`;
      expect(day?.covered).toBe(true);
      expect(days.every(({ from, to }) => Date.parse(`${to}Z`) - Date.parse(`${from}Z`) === 86_400_000)).toBe(
        true,
      );
    }
    expect(seen).toContain('system_metrics_2028_02_29');
    const months = await partitionsOf(portal.owner, 'audit_log');
    for (const [at, { to }] of months.entries()) {
      const next = months[at + 1];
      if (next && next.name.slice(-7) < '2028_07') expect(next.from).toBe(to);
    }
  });

  it('catches up after four months without a run, and loses no row written meanwhile', async () => {
    await maintain('2027-01-10 00:00:00Z');
    const insert = (moment: string) =>
      portal.owner.begin(async (sql) => {
        await sql`set local role system_role`;
        await sql`select set_config('app.actor', 'system:test', true)`;
        await sql`insert into system_metrics (metric, value, recorded_at) values ('x', 1, ${moment}::text::timestamptz)`;
      });
    await insert('2027-01-24 23:59:59Z');
    await expect(insert('2027-05-10 00:00:00Z')).rejects.toThrow(/no partition/);
    const steps = (await maintain('2027-05-10 00:00:00Z')).filter(
      ({ partition }) => !/^(statement|service)_/.test(partition),
    );
    expect(
      steps.filter(({ partition, outcome }) => partition.startsWith('admin') && outcome === 'created'),
    ).toHaveLength(4);
    // The partitions of January 10 to February 9 are older than ninety days, and so are their upper bounds.
    expect(steps.filter(({ outcome }) => outcome === 'detached')).toHaveLength(15);
    await insert('2027-05-10 00:00:00Z');
  });

  it('detaches a partition by its upper bound, keeps it for a grace period, and then drops it', async () => {
    await maintain('2025-01-15 00:00:00Z');
    // The partition of January ended less than two years before.
    expect(
      (await maintain('2027-01-31 23:59:59Z')).filter(
        ({ partition }) => partition === 'admin_actions_2025_01',
      ),
    ).toEqual([]);
    // Its retirement is not sealed yet.
    expect(
      (await maintain('2027-02-01 00:00:00Z')).filter(
        ({ partition, outcome }) => partition.startsWith('a') && outcome === 'detached',
      ),
    ).toEqual([]);
    await retire('2025-01-01 00:00:00Z');
    const gone = await maintain('2027-02-01 00:00:00Z');
    expect(gone).toContainEqual({ partition: 'admin_actions_2025_01', outcome: 'detached', problem: null });
    expect(
      (await maintain('2027-03-02 00:00:00Z')).find(({ partition }) => partition === 'admin_actions_2025_01'),
    ).toBeUndefined();
    // Its export comes first. Only a table whose rows are kept elsewhere needs none.
    expect(
      (await maintain('2027-03-03 00:00:00Z')).find(({ partition }) => partition === 'admin_actions_2025_01'),
    ).toBeUndefined();
    const needsExport = (is: boolean) =>
      portal.owner.begin(async (sql) => {
        await sql`set local role schema_owner`;
        await sql`update partitioned_tables set exports = ${is} where table_name = 'admin_actions'`;
      });
    await needsExport(false);
    const last = await maintain('2027-03-03 00:00:00Z');
    await needsExport(true);
    expect(last).toContainEqual({
      partition: 'admin_actions_2025_01',
      outcome: 'dropped',
      problem: null,
    });
    expect(await portal.owner`select to_regclass('admin_actions_2025_01') as left`).toEqual([{ left: null }]);
  });

  it('names a partition with wrong bounds, and continues with the others', async () => {
    await portal.owner.unsafe(
      `create table admin_actions_2027_06 partition of admin_actions for values from ('2027-06-01 07:00:00Z') to ('2027-07-01 07:00:00Z')`,
    );
    const steps = await maintain('2027-06-15 00:00:00Z');
    expect(steps.filter(({ outcome }) => outcome === 'failed')).toEqual([
      {
        partition: 'admin_actions_2027_06',
        outcome: 'failed',
        problem: expect.stringContaining('; expected '),
      },
      { partition: 'admin_actions_2027_07', outcome: 'failed', problem: expect.stringContaining('overlap') },
    ]);
    expect(steps).toContainEqual({ partition: 'admin_actions_2027_08', outcome: 'created', problem: null });
    expect(steps).toContainEqual({
      partition: 'system_metrics_2027_06_15',
      outcome: 'created',
      problem: null,
    });
  });

  it('gives way when a table is locked, and tries again another time', async () => {
    await maintain('2025-01-15 00:00:00Z');
    await retire('2025-01-01 00:00:00Z');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isHeld = () => {};
    const begun = new Promise<void>((resolve) => {
      isHeld = resolve;
    });
    const reader = portal.owner.begin(async (sql) => {
      await sql`lock table admin_actions_2025_01 in access share mode`;
      isHeld();
      await held;
    });
    await begun;
    const steps = await maintain('2027-02-01 00:00:00Z');
    release();
    await reader;
    expect(steps).toContainEqual({
      partition: 'admin_actions_2025_01',
      outcome: 'failed',
      problem: expect.stringContaining('lock timeout'),
    });
    expect(steps).toContainEqual({ partition: 'audit_log_2025_01', outcome: 'detached', problem: null });
    expect(await maintain('2027-02-01 00:01:00Z')).toContainEqual({
      partition: 'admin_actions_2025_01',
      outcome: 'detached',
      problem: null,
    });
  });

  it('makes each partition once when two runs overlap', async () => {
    const both = await Promise.all([maintain('2029-06-01 00:00:00Z'), maintain('2029-06-01 00:00:00Z')]);
    expect(both.flat().filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(await partitionsOf(portal.owner, 'system_metrics')).toHaveLength(15);
  });
});

describe('a row', () => {
  it('without a partition gets one, and the whole write runs once more', async () => {
    let runs = 0;
    await portal.db.write(system, async (tx) => {
      runs += 1;
      await recordMetrics(tx, [{ metric: 'late', value: 3 }]);
    });
    expect(runs).toBe(2);
    expect(await rowsIn('system_metrics')).toBe(1);
    // A time outside the present has no partition, and the write is not repeated forever.
    await expect(
      portal.db.write(system, (tx) =>
        recordMetrics(tx, [{ metric: 'old', value: 1, recordedAt: new Date(0) }]),
      ),
    ).rejects.toThrow(/no partition/);
  });

  it('of a metric is aggregated by the hour', async () => {
    await maintainPartitions(portal.db);
    const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
    await portal.db.write(system, (tx) =>
      recordMetrics(
        tx,
        Array.from({ length: 100 }, (_, at) => ({
          metric: 'ms',
          value: at + 1,
          recordedAt: new Date(hour.getTime() + at),
        })),
      ),
    );
    const [row] = await portal.db.read(system, (tx) =>
      listMetricHours(tx, { metric: 'ms', from: hour, to: new Date(hour.getTime() + 3_600_000) }),
    );
    expect(row).toEqual({ hour, count: 100, median: 50.5, p95: expect.closeTo(95.05) });
  });
});

it('the status shows how far ahead partitions exist, and warns when too few are left', async () => {
  await maintainPartitions(portal.db);
  const status = () => portal.db.read(system, listPartitionStatus);
  expect(await status()).toMatchObject([
    { tableName: 'admin_actions', partitions: 4, ahead: 3, isShort: false },
    { tableName: 'audit_log', ahead: 3, isShort: false },
    { tableName: 'service_days', partitions: 3, ahead: 2, isShort: false },
    { tableName: 'service_hours', partitions: 4, ahead: 3, isShort: false },
    { tableName: 'service_minutes', partitions: 4, ahead: 3, isShort: false },
    { tableName: 'service_processes', partitions: 4, ahead: 3, isShort: false },
    { tableName: 'statement_days', partitions: 3, ahead: 2, isShort: false },
    { tableName: 'statement_hours', partitions: 4, ahead: 3, isShort: false },
    { tableName: 'statement_minutes', partitions: 4, ahead: 3, isShort: false },
    { tableName: 'system_metrics', partitions: 15, ahead: 14, isShort: false },
  ]);
  for (const { name } of (await partitionsOf(portal.owner, 'system_metrics')).slice(6)) {
    await portal.owner.unsafe(`drop table ${name}`);
  }
  expect((await status()).find(({ tableName }) => tableName === 'system_metrics')).toMatchObject({
    tableName: 'system_metrics',
    ahead: 5,
    isShort: true,
  });
});
