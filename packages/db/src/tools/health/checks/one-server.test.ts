import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HealthCheckName } from '@namc/inputs/health';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, connect } from '../../../engine/connection.ts';
import { freePort } from '../../../engine/free-port.ts';
import { makePrimary, type PostgresServer } from '../../local-servers/postgres-server.ts';
import {
  findPostgres,
  makeServerFolder,
  runServerProgram,
  serverAccount,
  writeForServer,
} from '../../local-servers/programs.ts';
import { sampleStatements } from '../../statements/sample-statements.ts';
import { testSettings } from '../../testing/cluster.ts';
import { temporaryServerFolder } from '../../testing/temporary-servers.ts';
import { testDatabase } from '../../testing/test-database.ts';
import type { Limits } from '../check.ts';
import { look } from '../look.fixture.ts';
import { archiving } from './archiving.ts';
import { autovacuum } from './autovacuum.ts';
import { foreignKeys } from './foreign-keys.ts';
import { oldestXmin } from './oldest-xmin.ts';
import { replicationSlots } from './replication-slots.ts';
import { statementTable } from './statement-table.ts';
import { statistics } from './statistics.ts';
import { synchronousCommit } from './synchronous-commit.ts';
import { transactionAge } from './transaction-age.ts';
import { unusedIndexes } from './unused-indexes.ts';

/** Keeps what the sampler of statements stores. */
const portal = testDatabase();
let directory = '';
let server: PostgresServer;
let superuser: Client;
const urlOf = (login: string) => `postgres://${login}@127.0.0.1:${server.port}/postgres`;
const session = () => connect(urlOf('postgres'), { max: 1, applicationName: 'held' });
const find = (check: { name: HealthCheckName }, limits?: Limits) =>
  look(check.name, { db: portal.db, serverUrls: [urlOf('postgres')] }, limits);
const never = { warn: 1e9, bad: 1e9 };
const soon = { timeout: 20_000, interval: 200 };

beforeAll(async () => {
  directory = await temporaryServerFolder();
  server = await makePrimary(
    {
      directory,
      port: await freePort(),
      settings: {
        ...testSettings,
        shared_buffers: '64MB',
        archive_mode: 'on',
        archive_timeout: '60',
        autovacuum_max_workers: '1',
        autovacuum_naptime: '1s',
        autovacuum_freeze_max_age: '2000000000',
        max_prepared_transactions: '2',
        max_wal_size: '32MB',
        min_wal_size: '32MB',
        wal_keep_size: '0',
        max_slot_wal_keep_size: '96MB',
        'pg_stat_statements.max': '100',
      },
    },
    undefined,
  );
  await server.start();
  superuser = connect(urlOf('postgres'), { max: 1, applicationName: 'test' });
  await superuser.unsafe(`
    create role watcher login; create extension pg_stat_statements; create table burnt (n int);
    create procedure burn(transactions int) language plpgsql as $$
    begin
      for n in 1 .. transactions loop insert into burnt values (n); commit; end loop;
    end $$`);
  await set(`archive_command = '/bin/true'`);
});
afterAll(async () => {
  await superuser?.end({ timeout: 0 });
  await server?.stop('immediate');
  rmSync(directory, { recursive: true, force: true });
});

async function set(setting: string): Promise<void> {
  await superuser.unsafe(`alter system set ${setting}`);
  await superuser.unsafe('select pg_reload_conf()');
}

it.each([foreignKeys, statistics, oldestXmin, synchronousCommit, autovacuum])(
  '$name says what is missing for a login without the right',
  async ({ name }) => {
    expect(await look(name, { db: portal.db, serverUrls: [urlOf('watcher')] })).toMatchObject({
      state: 'unknown',
      says: expect.stringContaining('GRANT pg_monitor TO watcher;'),
    });
  },
);

it('a foreign key of a large table without an index is named, and one that a whole index serves is not', async () => {
  await superuser.unsafe(`
    create table owners (id int primary key); insert into owners select generate_series(1, 10);
    create table things (n int primary key, owner_id int references owners) with (autovacuum_enabled = off);
    create table few (owner_id int references owners) with (autovacuum_enabled = off); insert into few values (1);
    insert into things select n, n % 10 + 1 from generate_series(1, 12000) n;
    create index on things (owner_id) where n > 5; create index on things (n, owner_id)`);
  await superuser`analyze things, few`;
  expect(await find(foreignKeys)).toMatchObject({
    state: 'warn',
    value: 1,
    says: '1 foreign key of large tables has no index: things_owner_id_fkey of things.',
    evidence: [{ table: 'things', columns: 'owner_id', rows: 12_000 }],
  });
  await superuser`create index on things (owner_id, n)`;
  expect(await find(foreignKeys)).toMatchObject({ state: 'ok', evidence: [] });
});

it('figures that are far too old are told of, and a partitioned table that nobody analyzed', async () => {
  const grow = session();
  await grow.unsafe(`
    create table grown (n int) with (autovacuum_enabled = off); insert into grown select generate_series(1, 12000);
    create table parts (n int) partition by range (n);
    create table parts_1 partition of parts for values from (0) to (20000) with (autovacuum_enabled = off);
    insert into parts select generate_series(1, 12000)`);
  await grow.end();
  const named = async (limits?: Limits) =>
    (await find(statistics, limits)).evidence.map(({ table }) => table);
  await expect.poll(() => named(), soon).toEqual(['grown', 'parts_1']);
  expect(await find(statistics)).toMatchObject({ state: 'bad', evidence: [{ changedRows: 12_000 }, {}] });
  expect(await find(statistics, { warn: 100, bad: 1_000 })).toMatchObject({ state: 'warn' });
  await superuser`analyze grown, parts_1`;
  expect(await find(statistics)).toMatchObject({
    state: 'warn',
    says: 'Nobody has taken figures of 1 partitioned table: parts.',
  });
  await superuser`analyze parts`;
  expect(await find(statistics)).toMatchObject({ state: 'ok', evidence: [] });
});

it('who keeps old rows is named: a session with a snapshot, and a transaction that was prepared and forgotten', async () => {
  expect(await find(oldestXmin, { warn: 5, bad: 10 })).toMatchObject({ state: 'ok' });
  const holder = session();
  await holder.unsafe('begin isolation level repeatable read; select 1');
  await superuser`call burn(20)`;
  expect(await find(oldestXmin, { warn: 5, bad: 1_000 })).toMatchObject({
    state: 'warn',
    says: expect.stringMatching(
      /^A session, postgres \(held\), keeps rows that were deleted in the last \d+ transactions\.$/,
    ),
  });
  expect(await find(oldestXmin, { warn: 5, bad: 10 })).toMatchObject({ state: 'bad' });
  await holder.end({ timeout: 0 });
  await superuser.unsafe(`begin; insert into burnt values (0); prepare transaction 'forgotten'`);
  await superuser`call burn(20)`;
  const found = await find(oldestXmin, { warn: 5, bad: 10 });
  expect(found.evidence).toContainEqual(
    expect.objectContaining({ holder: 'a prepared transaction', name: 'forgotten' }),
  );
  await superuser`rollback prepared 'forgotten'`;
});

it('all of autovacuum’s workers at work for long are told of, with their tables', async () => {
  const make = session();
  await make.unsafe(`
    create table slow (n int) with (autovacuum_vacuum_threshold = 10, autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1);
    insert into slow select generate_series(1, 200000); delete from slow where n % 2 = 0`);
  await make.end();
  await expect.poll(async () => (await find(autovacuum, { warn: 0.001, bad: 1e6 })).state, soon).toBe('warn');
  await expect
    .poll(() => find(autovacuum, { warn: 0.0001, bad: 0.001 }), soon)
    .toMatchObject({
      state: 'bad',
      says: expect.stringMatching(/^All of autovacuum’s one worker have been busy/),
      evidence: [{ table: 'slow', phase: expect.any(String), minutes: expect.any(Number) }],
    });
  expect(await find(autovacuum)).toMatchObject({ state: 'ok' });
  await superuser`drop table slow`;
});

it('servers that elect their primary, and confirm commits to nobody, are bad', async () => {
  const row = { wanted: '', cluster: 'portal', replica: null, mode: null, waiting: 0, waitedSeconds: 0 };
  const judged = (wanted: string, cluster: string) =>
    synchronousCommit.judge(
      [{ server: 'a', rows: [{ ...row, wanted, cluster }], isReplica: false }],
      { warn: 5, bad: 15 },
      [],
    ).state;
  expect([judged('', 'portal'), judged('', ''), judged('*', 'portal')]).toEqual([
    'bad',
    'not applicable',
    'bad',
  ]);
});

it('commits that wait for a replica are told of, and that none is there for them', async () => {
  expect(await find(synchronousCommit)).toMatchObject({ state: 'not applicable' });
  const folder = join(directory, 'received');
  await makeServerFolder(folder);
  const receiver: ChildProcess = spawn(
    `${findPostgres()}pg_receivewal`,
    [
      ...['--synchronous', '--no-loop', '-D', folder, '-d'],
      `host=127.0.0.1 port=${server.port} user=postgres application_name=receiver`,
    ],
    { ...(await serverAccount()), cwd: directory, stdio: 'ignore' },
  );
  const gone = new Promise((resolve) => receiver.once('exit', resolve));
  await set(`synchronous_standby_names = 'receiver'`);
  await expect.poll(async () => (await find(synchronousCommit)).state, soon).toBe('ok');
  receiver.kill('SIGSTOP');
  const writer = session();
  const written = writer`insert into burnt values (1)`.catch(() => undefined);
  await expect
    .poll(async () => (await find(synchronousCommit, { warn: 0.1, bad: 1e6 })).state, soon)
    .toBe('warn');
  expect(await find(synchronousCommit, { warn: 0.01, bad: 0.1 })).toMatchObject({
    state: 'bad',
    says: expect.stringMatching(/^1 commit waits for a replica, the first for \d+ s\.$/),
  });
  receiver.kill('SIGCONT');
  receiver.kill('SIGKILL');
  await gone;
  await expect
    .poll(async () => (await find(synchronousCommit)).says, soon)
    .toMatch(/^No replica of “receiver” is connected, so (1 commit waits|the next commit will wait)\.$/);
  await set(`synchronous_standby_names = ''`);
  await written;
  await writer.end();
});

it('a log that waits for its archive, and an archive that refuses it, are told of', async () => {
  const archived = async () => {
    const [row] = await superuser<
      { name: string | null }[]
    >`select last_archived_wal as name from pg_stat_archiver`;
    return row?.name ?? null;
  };
  await superuser`insert into burnt values (1)`;
  await superuser`select pg_switch_wal()`;
  await expect.poll(archived, soon).not.toBeNull();
  await superuser`insert into burnt values (1)`;
  await expect.poll(async () => (await find(archiving, { warn: 0, bad: 1e6 })).state, soon).toBe('warn');
  expect(await find(archiving, { warn: 0, bad: 0 })).toMatchObject({ state: 'bad' });
  expect(await find(archiving)).toMatchObject({ state: 'ok' });
  await set(`archive_command = '/bin/false'`);
  await superuser`select pg_switch_wal()`;
  await expect
    .poll(async () => (await find(archiving)).says, soon)
    .toMatch(/^The last try to archive the log failed\. The last one that worked was \d+ s ago\.$/);
  await set(`archive_command = '/bin/true'`);
});

it('a slot that keeps more than its server likes, and one that lost its log, are told of', async () => {
  await superuser`select pg_create_physical_replication_slot('kept', true)`;
  const fill = async (segments: number) => {
    for (let count = 0; count < segments; count += 1) {
      await superuser`insert into burnt values (1)`;
      await superuser`select pg_switch_wal()`;
    }
  };
  expect(await find(replicationSlots, never)).toMatchObject({ state: 'ok' });
  await fill(4);
  expect(await find(replicationSlots, never)).toMatchObject({
    state: 'warn',
    evidence: [{ slot: 'kept', status: 'extended' }],
  });
  await fill(6);
  await superuser`checkpoint`;
  expect(await find(replicationSlots, never)).toMatchObject({
    state: 'bad',
    says: 'The slot kept has lost a part of the log: its replica has to be made anew.',
    evidence: [{ status: 'lost' }],
  });
  await superuser`select pg_drop_replication_slot('kept')`;
});

it('statements that the server forgot before they were read are counted', async () => {
  const sample = () => sampleStatements(portal.db, { urls: [urlOf('postgres')], embedded: false });
  await inPortal(`delete from statement_servers`);
  expect(await find(statementTable)).toMatchObject({
    state: 'unknown',
    says: 'No server’s statements are counted yet.',
  });
  await sample();
  expect(await find(statementTable)).toMatchObject({ state: 'ok', value: 0 });
  for (let columns = 1; columns <= 150; columns += 1) {
    await superuser.unsafe(`select ${Array.from({ length: columns }, () => '1').join(', ')}`);
  }
  await inPortal(`update statement_servers set read_at = read_at - interval '1 minute'`);
  await sample();
  expect(await find(statementTable)).toMatchObject({
    state: 'warn',
    says: expect.stringMatching(/ran out of room for statements (once|\d+ times) in an hour\.$/),
  });
  expect(await find(statementTable, { warn: 0, bad: 0 })).toMatchObject({ state: 'bad' });
  await inPortal(
    `update statement_coverage set evictions = 0; update statement_servers set tried_at = now() - interval '1 hour'`,
  );
  expect(await find(statementTable)).toMatchObject({
    state: 'unknown',
    says: expect.stringMatching(/have not been read for three minutes\.$/),
  });
});
async function inPortal(statement: string): Promise<void> {
  const sql = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await sql.unsafe(statement).finally(() => sql.end());
}

/** Stops the server, changes its files, and starts it again. */
async function whileStopped(change: (data: string) => Promise<void> | void): Promise<void> {
  await superuser.end();
  await server.stop();
  await change(join(directory, 'pgdata'));
  await server.start();
  superuser = connect(urlOf('postgres'), { max: 1, applicationName: 'test' });
}

it('an index that nobody has read in a month is named, and one that was read is not', async () => {
  await superuser.unsafe(`
    create table filed (a int, b int) with (autovacuum_enabled = off);
    insert into filed select n, n from generate_series(1, 500000) n;
    create index filed_a on filed (a); create index filed_b on filed (b)`);
  await superuser`select pg_stat_reset()`;
  const [reset] = await superuser<{ micros: string }[]>`
    select (extract(epoch from stats_reset) * 1000000 - 946684800000000)::bigint::text as micros
    from pg_stat_database where datname = current_database()`;
  expect(await find(unusedIndexes)).toMatchObject({ state: 'unknown' });
  // The server keeps the time in its file of statistics, in microseconds since 2000.
  await whileStopped((data) => {
    const path = join(data, 'pg_stat/pgstat.stat');
    const bytes = readFileSync(path);
    const known = Buffer.alloc(8);
    known.writeBigInt64LE(BigInt(reset?.micros ?? 0));
    const place = bytes.indexOf(known);
    expect(place).toBeGreaterThan(0);
    bytes.writeBigInt64LE(BigInt(reset?.micros ?? 0) - 40n * 86_400_000_000n, place);
    writeFileSync(path, bytes);
  });
  const read = (column: string) => {
    const sql = session();
    return sql
      .unsafe(`set enable_seqscan = off; select count(*) from filed where ${column} = 5`)
      .finally(() => sql.end());
  };
  await read('a');
  await expect
    .poll(async () => (await find(unusedIndexes)).evidence.map(({ index }) => index), soon)
    .toEqual(expect.not.arrayContaining(['filed_a']));
  expect(await find(unusedIndexes)).toMatchObject({
    state: 'warn',
    says: expect.stringMatching(/^No server has read \d index(es)? of [\d.]+ MB in 40 days\.$/),
    evidence: expect.arrayContaining([expect.objectContaining({ index: 'filed_b' })]),
  });
  await superuser`drop index filed_b`;
  expect(await find(unusedIndexes)).toMatchObject({ state: 'ok' });
});

it('a server that has used up a large part of its transaction numbers is told of', async () => {
  /** The numbers of one file that says how transactions ended. */
  const perFile = 1_048_576;
  const useUp = (files: number) =>
    whileStopped(async (data) => {
      await runServerProgram(directory, 'pg_resetwal', ['-D', data, '-x', String(files * perFile)]);
      const name = files.toString(16).toUpperCase().padStart(4, '0');
      await writeForServer(join(data, 'pg_xact', name), '\0'.repeat(perFile / 4));
    });
  expect(await find(transactionAge)).toMatchObject({ state: 'ok' });
  await useUp(381);
  expect(await find(transactionAge)).toMatchObject({ state: 'warn', value: 18.6 });
  await useUp(1_200);
  expect(await find(transactionAge)).toMatchObject({
    state: 'bad',
    value: 58.6,
    says: expect.stringMatching(/ is at 58\.6 % of the numbers that a server has\.$/),
  });
});
