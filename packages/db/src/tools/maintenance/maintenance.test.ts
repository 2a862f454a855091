import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MaintenanceJob } from '@namc/inputs/maintenance';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemActor } from '../../engine/actors.ts';
import { type Client, connect } from '../../engine/connection.ts';
import { stopMaintenanceRun } from '../../maintenance/commands.ts';
import {
  listMaintenanceRuns,
  listMaintenanceStates,
  type MaintenanceRun,
} from '../../maintenance/queries.ts';
import { addMember } from '../../members/factory.ts';
import { look } from '../health/look.fixture.ts';
import { testDatabase } from '../testing/test-database.ts';
import { exportPlace } from './export-place.ts';
import { type MaintenancePlace, runMaintenance } from './run-maintenance.ts';
import { maintenanceApplication, openRunner } from './runner-connection.ts';
import { startJob } from './start-job.ts';

const portal = testDatabase();
const root = join(import.meta.dirname, '../../../../..');
const system = systemActor('test');
const folder = mkdtempSync(join(tmpdir(), 'namc-maintenance-'));
const exports = join(folder, 'exports');
const urlAs = (login: string) => portal.ownerUrl.replace('portal_owner', login);
const place = (over: Partial<MaintenancePlace> = {}): MaintenancePlace => ({
  urls: [urlAs('portal_maintenance')],
  isOwner: true,
  isEmbedded: false,
  exports: exportPlace(exports, join(folder, 'scratch')),
  ...over,
});
const run = (
  job: MaintenanceJob,
  over: Partial<MaintenancePlace> = {},
  signal = new AbortController().signal,
) => runMaintenance(portal.db, place(over), { jobs: [job], signal });
const runs = () => portal.db.read(system, listMaintenanceRuns);
/** The parts of the newest run. */
async function lastParts(): Promise<MaintenanceRun[]> {
  const [latest, ...others] = await runs();
  return others.filter(({ partOf }) => partOf === latest?.id);
}
/** The server learns what a session did at its end. */
async function inSession(statement: string): Promise<void> {
  const sql = connect(portal.ownerUrl, { max: 1, applicationName: 'test' });
  await sql.unsafe(statement).finally(() => sql.end());
}
const address = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
let superuser: Client;
const sessions = () => superuser<{ pid: number; query: string }[]>`
  select pid, query from pg_stat_activity where datname = current_database() and application_name = ${maintenanceApplication}`;
const indexesOf = (table: string) => superuser<{ name: string; valid: boolean; bytes: number }[]>`
  select indexrelid::regclass::text as name, indisvalid as valid, pg_relation_size(indexrelid)::float8 as bytes
  from pg_index where indrelid = ${table}::text::regclass order by 1`;

beforeAll(() => {
  superuser = connect(portal.superuserUrl, { max: 2, applicationName: 'test' });
});
afterAll(async () => {
  await superuser.end();
  rmSync(folder, { recursive: true, force: true });
});

/** A table whose index has lost four fifths of its rows, so that it takes many pages for few. */
const bloat = async (name: string, rows = 550_000) => {
  await inSession(`
    set role schema_owner;
    create table ${name} (n int) with (autovacuum_enabled = off);
    insert into ${name} select generate_series(1, ${rows});
    create index ${name}_n on ${name} (n);
    delete from ${name} where n % 5 <> 0`);
  await inSession(`vacuum ${name}`);
};

it('dead rows that autovacuum left are removed, with what it did on record, and a second run finds nothing', async () => {
  await inSession(`
    set role schema_owner;
    create table left_over (n int) with (autovacuum_enabled = off, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
    insert into left_over select generate_series(1, 12000); delete from left_over`);
  await vi.waitFor(
    async () => {
      expect(await run('vacuum')).toMatchObject([
        { outcome: 'done', message: 'Autovacuum was behind on 1 table.' },
      ]);
    },
    { timeout: 10_000, interval: 200 },
  );
  expect(await lastParts()).toMatchObject([
    { target: 'left_over', outcome: 'done', before: { deadRows: 12_000 }, after: { deadRows: 0 } },
  ]);
  expect(await run('vacuum')).toMatchObject([{ message: 'Autovacuum keeps up with every table.' }]);
});

it('a table that somebody holds a lock on is skipped, and it is said', async () => {
  await inSession(`
    set role schema_owner;
    create table held (n int) with (autovacuum_enabled = off, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
    insert into held select generate_series(1, 12000); delete from held`);
  const holder = connect(portal.ownerUrl, { max: 1, applicationName: 'holder' });
  await holder.begin(async (tx) => {
    await tx`lock table held in share mode`;
    await vi.waitFor(
      async () => {
        expect(await run('vacuum')).toMatchObject([
          {
            outcome: 'skipped',
            message: expect.stringContaining('1 skipped: skipping vacuum of "held" --- lock not available'),
          },
        ]);
      },
      { timeout: 10_000, interval: 200 },
    );
  });
  await holder.end();
  expect(await run('vacuum')).toMatchObject([{ outcome: 'done' }]);
});

it('staff start a job once, and not while another runs or where it makes no sense', async () => {
  const administrator = {
    kind: 'staff',
    userId: await addMember(portal.db, { roles: ['administrator'] }),
  } as const;
  const start = (job: MaintenanceJob, isEmbedded = false) =>
    portal.db.write(administrator, (tx) => startJob(tx, { job }, { isEmbedded }));
  const waiting = () => superuser<{ job: string }[]>`
    select data ->> 'job' as job from jobs.job where name = 'run-maintenance'`;
  const both = await Promise.allSettled([start('vacuum'), start('vacuum')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { message: 'Maintenance runs already, or is about to. Wait for its end, or stop it.' },
  });
  await expect(start('analyze')).rejects.toThrow('Maintenance runs already');
  expect(await waiting()).toEqual([{ job: 'vacuum' }]);
  await superuser`update jobs.job set state = 'completed' where name = 'run-maintenance'`;
  // A runner of the command line, which the queue knows nothing of.
  const runner = await openRunner([urlAs('portal_maintenance')], {
    isEmbedded: false,
    isOwner: true,
    onLost: () => undefined,
  });
  expect(await runner.takeLock()).toBe(true);
  await expect(start('vacuum')).rejects.toThrow('Maintenance runs already');
  await runner.close();
  await start('vacuum');
  await superuser`delete from jobs.job where name = 'run-maintenance'`;
  await expect(start('vacuum', true)).rejects.toThrow('The embedded database has no autovacuum');
  expect(await waiting()).toEqual([]);
});

it('the parent of partitions gets statistics, which autovacuum never makes', async () => {
  expect(await run('analyze')).toMatchObject([{ outcome: 'done' }]);
  expect((await lastParts()).map(({ target }) => target)).toContain('audit_log');
  expect(await run('analyze')).toMatchObject([{ message: 'No statistics are old.' }]);
});

it('a bloated index is measured and rebuilt, and one that a killed runner left half built is removed by the next', async () => {
  await bloat('swollen');
  const [before] = await indexesOf('swollen');
  // The old snapshot keeps the rebuilding from its end.
  const reader = connect(portal.ownerUrl, { max: 1, applicationName: 'reader' });
  let killed: Promise<unknown> | undefined;
  await reader.begin('isolation level repeatable read', async (tx) => {
    await tx`select from pg_class limit 1`;
    const runner = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `
        import { openDatabase } from ${address('../../database.ts')};
        import { runMaintenance } from ${address('./run-maintenance.ts')};
        import { exportPlace } from ${address('./export-place.ts')};
        await runMaintenance(openDatabase(${JSON.stringify(portal.urls)}), {
          urls: [${JSON.stringify(urlAs('portal_maintenance'))}], isOwner: true, isEmbedded: false,
          exports: exportPlace(${JSON.stringify(exports)}, ${JSON.stringify(folder)}),
        }, { jobs: ['reindex'], signal: new AbortController().signal });`,
      ],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    killed = once(runner, 'exit');
    await vi.waitFor(
      async () => {
        expect(await indexesOf('swollen')).toContainEqual(
          expect.objectContaining({ name: 'swollen_n_ccnew', valid: false }),
        );
        expect(await sessions()).toContainEqual(
          expect.objectContaining({ query: expect.stringContaining('reindex') }),
        );
      },
      { timeout: 40_000, interval: 100 },
    );
    // Two runners at once: the second one does nothing.
    expect(await run('vacuum')).toBeUndefined();
    runner.kill('SIGKILL');
    await killed;
    // The server notices within two seconds that nobody waits for the answer.
    await vi.waitFor(async () => expect(await sessions()).toEqual([]), { timeout: 15_000, interval: 200 });
  });
  await reader.end();
  expect(await indexesOf('swollen')).toContainEqual(expect.objectContaining({ valid: false }));
  expect(await run('reindex')).toMatchObject([
    { outcome: 'done', message: '1 index of 1 measured was bloated.' },
  ]);
  const all = await runs();
  expect(all.filter(({ outcome, job }) => job === 'reindex' && outcome === 'failed')).toMatchObject([
    { target: null, message: 'The process that ran it ended before it was done.' },
    { target: 'swollen_n', message: 'The process that ran it ended before it was done.' },
  ]);
  expect((await lastParts()).map(({ target, outcome }) => [target, outcome])).toEqual([
    ['swollen_n_ccnew', 'done'],
    ['swollen_n', 'done'],
  ]);
  const [after, ...others] = await indexesOf('swollen');
  expect(others).toEqual([]);
  expect(after?.bytes).toBeLessThan((before?.bytes ?? 0) / 2);
  expect(await run('reindex')).toMatchObject([
    { outcome: 'done', message: expect.stringContaining('none is bloated') },
  ]);
});

it('staff stop a run within its statement, and nothing half built stays', async () => {
  await bloat('stopped');
  const administrator = {
    kind: 'staff',
    userId: await addMember(portal.db, { roles: ['administrator'] }),
  } as const;
  const auditor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['auditor'] }) } as const;
  const reader = connect(portal.ownerUrl, { max: 1, applicationName: 'reader' });
  await reader.begin('isolation level repeatable read', async (tx) => {
    await tx`select from pg_class limit 1`;
    const running = run('reindex');
    let id = '';
    await vi.waitFor(
      async () => {
        const [latest, part] = await runs();
        expect(part).toMatchObject({ target: 'stopped_n', endedAt: null });
        expect(latest?.progress).toBe('rebuilding stopped_n, 1 of 1');
        expect(await indexesOf('stopped')).toContainEqual(expect.objectContaining({ valid: false }));
        id = latest?.id ?? '';
      },
      { timeout: 40_000, interval: 100 },
    );
    await expect(portal.db.write(auditor, (each) => stopMaintenanceRun(each, { id }))).rejects.toThrow(
      'This run has ended.',
    );
    await portal.db.write(administrator, (each) => stopMaintenanceRun(each, { id }));
    expect(await running).toMatchObject([{ outcome: 'stopped', message: 'Staff stopped it.' }]);
    expect(await indexesOf('stopped')).toHaveLength(1);
  });
  await reader.end();
  const [latest, part] = await runs();
  expect(latest).toMatchObject({ outcome: 'stopped', message: 'Staff stopped it.' });
  expect(part).toMatchObject({ outcome: 'stopped' });
  await expect(
    portal.db.write(administrator, (each) => stopMaintenanceRun(each, { id: latest?.id ?? '' })),
  ).rejects.toThrow('This run has ended.');
  expect(await run('reindex')).toMatchObject([{ outcome: 'done' }]);
  expect(await indexesOf('stopped')).toHaveLength(1);
});

/** A day of measurements that is past its retention, detached, and past its grace. */
async function detachDay(day: string, rows: number): Promise<string> {
  const name = `system_metrics_${day.replaceAll('-', '_')}`;
  await superuser.begin(async (sql) => {
    await sql`select create_daily_partition('system_metrics', ${day}::text::date)`;
    await sql`insert into system_metrics (metric, value, recorded_at, labels)
      select E'a "name",\nof two lines', n, ${day}::text::timestamptz + n * interval '1 second', '{"a": "b,c"}' from generate_series(1, ${rows}) n`;
    await sql`select maintain_partitions('system_metrics', now() - interval '8 days')`;
  });
  return name;
}
const exists = async (name: string) =>
  (await superuser<{ is: boolean }[]>`select to_regclass(${name}) is not null as is`)[0]?.is;

it('a partition past its retention is dropped once its export is read back, and is not while the export is away or damaged', async () => {
  const name = await detachDay('2024-03-05', 20_000);
  const file = join(exports, `${name}.csv.zst`);
  // The folder cannot be made.
  writeFileSync(exports, 'a file in its place');
  expect(await run('export-partitions')).toMatchObject([
    { outcome: 'failed', message: expect.stringContaining('EEXIST') },
  ]);
  expect(await exists(name)).toBe(true);
  expect(await look('maintenance', { db: portal.db, serverUrls: [urlAs('portal_control')] })).toMatchObject({
    state: 'warn',
    says: expect.stringContaining('The maintenance job export-partitions failed'),
  });
  rmSync(exports);
  // Exported and recorded, then one byte of the file is flipped.
  await superuser`update detached_partitions set drop_after = now() + interval '1 day' where partition_name = ${name}`;
  expect(await run('export-partitions')).toMatchObject([
    { outcome: 'done', message: '1 partition past retention, 0 dropped.' },
  ]);
  expect(readFileSync(`${file}.sha256`, 'utf8')).toMatch(new RegExp(`^[0-9a-f]{64}  ${name}.csv.zst\\n$`));
  await superuser`update detached_partitions set drop_after = now() where partition_name = ${name}`;
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  expect(await run('export-partitions')).toMatchObject([
    { outcome: 'failed', message: expect.stringContaining(`${name}.csv.zst`) },
  ]);
  expect(await exists(name)).toBe(true);
  // The next run makes it anew.
  expect(await run('export-partitions')).toMatchObject([
    { outcome: 'done', message: '1 partition past retention, 1 dropped.' },
  ]);
  expect(await exists(name)).toBe(false);
  expect(await lastParts()).toMatchObject([
    { target: name, after: { rows: 20_000, file: `${name}.csv.zst` } },
  ]);
  const { zstdDecompressSync } = await import('node:zlib');
  expect(zstdDecompressSync(readFileSync(file)).toString()).toContain('a ""name"",\nof two lines');
  expect(await run('export-partitions')).toMatchObject([{ message: 'No partition waits for its export.' }]);
});

it('a login that does not own the tables runs what needs no owner, and says why it skips the rest', async () => {
  const over = { urls: [urlAs('portal_control')], isOwner: false };
  expect(await run('partitions', over)).toMatchObject([{ outcome: 'done' }]);
  expect(await run('vacuum', over)).toMatchObject([
    { outcome: 'skipped', message: expect.stringContaining('DATABASE_MAINTENANCE_URL is not set') },
  ]);
});

it('a job that did not run is late, and the check says so', async () => {
  const at = { db: portal.db, serverUrls: [urlAs('portal_control')] };
  await run('export-partitions');
  expect(await look('maintenance', at)).toMatchObject({ state: 'ok' });
  const states = await portal.db.read(system, listMaintenanceStates);
  expect(states.every(({ hoursLate }) => hoursLate < 0)).toBe(true);
  await superuser`update maintenance_runs set started_at = started_at - interval '27.5 hours', ended_at = ended_at - interval '27.5 hours' where job = 'vacuum'`;
  expect(await look('maintenance', at)).toMatchObject({
    state: 'warn',
    says: expect.stringContaining('vacuum is 4 h late'),
  });
  await superuser`delete from maintenance_runs where job = 'vacuum'`;
  expect(await look('maintenance', { ...at, isEmbedded: true })).toMatchObject({ state: 'not applicable' });
});

it('nothing in the portal rewrites a table under a lock that stops its readers', () => {
  const sources = [
    ...globSync('packages/db/src/**/*.ts', { cwd: root }),
    ...globSync('apps/api/src/**/*.ts', { cwd: root }),
    ...globSync('drizzle/*.sql', { cwd: root }),
  ].filter((file) => !file.endsWith('maintenance.test.ts'));
  expect(sources.length).toBeGreaterThan(500);
  const offenders = sources.filter((file) =>
    /\bvacuum\s*\(?[^);`]*\bfull\b/i.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(offenders).toEqual([]);
});
