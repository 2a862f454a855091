import { afterAll, expect, it, vi } from 'vitest';
import { connect } from '../../../engine/connection.ts';
import { maintainPartitions } from '../../../engine/partitions/partitions.ts';
import { testDatabase } from '../../testing/test-database.ts';
import { look } from '../look.fixture.ts';
import { deadRows } from './dead-rows.ts';
import { duplicateIndexes } from './duplicate-indexes.ts';
import { invalidIndexes } from './invalid-indexes.ts';
import { partitions } from './partitions.ts';
import { sequences } from './sequences.ts';
import { transactionAge } from './transaction-age.ts';
import { unusedIndexes } from './unused-indexes.ts';

const portal = testDatabase();
const at = () => ({ db: portal.db, serverUrls: [portal.ownerUrl.replace('portal_owner', 'portal_control')] });
const blind = () => ({ db: portal.db, serverUrls: [portal.urls.url] });
/** The server learns what a session did at its end. */
async function inSession(statement: string): Promise<void> {
  const sql = connect(portal.ownerUrl, { max: 1, applicationName: 'test' });
  await sql.unsafe(statement).finally(() => sql.end());
}
const superuser = () => connect(portal.superuserUrl, { max: 1, applicationName: 'test' });

it.each([deadRows, transactionAge, invalidIndexes, duplicateIndexes, unusedIndexes, sequences])(
  '$name says what is missing for a login without the right',
  async ({ name }) => {
    expect(await look(name, blind())).toMatchObject({
      state: 'unknown',
      value: null,
      says: expect.stringContaining('GRANT pg_monitor TO portal_public;'),
    });
  },
);

it('a table with far more dead rows than autovacuum waits for is named, and a small one is not', async () => {
  await inSession(`
    create table left_over (n int) with (autovacuum_enabled = off, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
    insert into left_over select generate_series(1, 12000); delete from left_over;
    create table few_left (n int) with (autovacuum_enabled = off, autovacuum_vacuum_threshold = 1);
    insert into few_left select generate_series(1, 100); delete from few_left`);
  await vi.waitFor(
    async () => {
      const found = await look(deadRows.name, at());
      expect(found).toMatchObject({ state: 'warn', evidence: [{ table: 'left_over', deadRows: 12_000 }] });
    },
    { timeout: 10_000, interval: 200 },
  );
  expect(await look(deadRows.name, at(), { warn: 1, bad: 5 })).toMatchObject({ state: 'bad', value: 12 });
  expect(await look(deadRows.name, at(), { warn: 20, bad: 30 })).toMatchObject({ state: 'ok' });
  await inSession('vacuum left_over');
  await vi.waitFor(
    async () => expect(await look(deadRows.name, at())).toMatchObject({ state: 'ok', evidence: [] }),
    {
      timeout: 10_000,
      interval: 200,
    },
  );
});

it('a server of ordinary age is well, also at the limit of autovacuum, which is a tenth of the way', async () => {
  const found = await look(transactionAge.name, at());
  expect(found).toMatchObject({ state: 'ok' });
  expect(found.evidence).toContainEqual(
    expect.objectContaining({ database: expect.stringContaining('tables') }),
  );
  expect(transactionAge.limits?.warn).toBeGreaterThan(((200_000_000 * 1.2) / 2 ** 31) * 100);
  const value = Math.max(found.value ?? 0, 0.01);
  expect(
    transactionAge.judge([{ server: 'one', isReplica: false, rows: [age(30)] }], { warn: 15, bad: 50 }, []),
  ).toMatchObject({ state: 'warn' });
  expect(
    transactionAge.judge([{ server: 'one', isReplica: false, rows: [age(60)] }], { warn: 15, bad: 50 }, []),
  ).toMatchObject({ state: 'bad', says: 'portal is at 60 % of the numbers that a server has.' });
  expect(value).toBeLessThan(15);
});
const age = (percent: number) => ({ database: 'portal', transactions: 1, multixacts: 1, percent });

it('an index that broke off is named, and one that is whole or belongs to a partitioned table is not', async () => {
  expect(await look(invalidIndexes.name, at())).toMatchObject({ state: 'ok', value: 0 });
  await portal.owner`create table twice (n int)`;
  await portal.owner`insert into twice values (1), (1)`;
  await portal.owner`create unique index concurrently twice_broken on twice (n)`.catch(() => undefined);
  await portal.owner.unsafe(`
    create table parts (n int) partition by range (n);
    create table parts_1 partition of parts for values from (0) to (1);
    create index parts_n on only parts (n)`);
  expect(await look(invalidIndexes.name, at())).toMatchObject({
    state: 'warn',
    value: 1,
    says: '1 index is half built: twice_broken.',
    evidence: [{ index: 'twice_broken', table: 'twice' }],
  });
  await portal.owner`drop index concurrently twice_broken`;
});

it('the second of two equal indexes is named; a unique, partial, descending or constraint’s one is no duplicate', async () => {
  expect(await look(duplicateIndexes.name, at())).toMatchObject({ state: 'ok', evidence: [] });
  await portal.owner.unsafe(`
    create table doubled (id int primary key, a int, b int unique);
    create index doubled_a on doubled (a); create index doubled_a_down on doubled (a desc);
    create index doubled_a_some on doubled (a) where b > 1; create index doubled_a_hash on doubled using hash (a);
    create index doubled_a_with on doubled (a) include (b)`);
  expect(await look(duplicateIndexes.name, at())).toMatchObject({ state: 'ok' });
  await portal.owner.unsafe(
    'create index doubled_again on doubled (a); create index doubled_id on doubled (id)',
  );
  const found = await look(duplicateIndexes.name, at());
  expect(found).toMatchObject({ state: 'warn', value: 2 });
  expect(found.evidence.map(({ index, sameAs }) => [index, sameAs])).toEqual([
    ['doubled_again', 'doubled_a'],
    ['doubled_id', 'doubled_pkey'],
  ]);
});

it('an index is called unused after a month of counting on every server, and never before', async () => {
  expect(await look(unusedIndexes.name, at())).toMatchObject({ state: 'unknown', value: null });
  const row = (index: string, reads: number, days: number | null, bytes = 20_000_000) => ({
    index,
    table: 't',
    bytes,
    reads,
    days,
  });
  const judge = (...servers: ReturnType<typeof row>[][]) =>
    unusedIndexes.judge(
      servers.map((rows, at) => ({ server: `s${at}`, isReplica: at > 0, rows })),
      { warn: 0, bad: 0 },
      [],
    );
  expect(judge([row('a', 0, 40)], [row('a', 0, 10)])).toMatchObject({
    state: 'unknown',
    says: 'The counters are 10 days old. It takes 30 days to tell.',
  });
  expect(judge([row('a', 0, 40)], [row('a', 0, null)])).toMatchObject({ state: 'unknown' });
  // A replica reads it.
  expect(judge([row('a', 0, 40), row('b', 0, 40)], [row('a', 7, 40), row('b', 0, 40)])).toMatchObject({
    state: 'warn',
    value: 1,
    evidence: [{ index: 'b' }],
  });
  expect(judge([row('a', 0, 40, 8_192)])).toMatchObject({ state: 'ok', value: 1 });
  expect(judge([row('a', 3, 40)])).toMatchObject({ state: 'ok', value: 0 });
});

it('the statement of unused indexes names none of a constraint and none that serves a foreign key', async () => {
  await portal.owner.unsafe(`
    create table pointed (id int primary key, code int unique);
    create table points (pointed_id int references pointed, other int);
    create index points_pointed on points (pointed_id); create index points_other on points (other)`);
  const control = connect(at().serverUrls[0] ?? '', { max: 1, applicationName: 'test' });
  const rows = await control
    .begin(async (sql) => await unusedIndexes.statement(sql))
    .finally(() => control.end());
  const names = rows.map(({ index }) => index);
  expect(names).toContain('points_other');
  for (const name of ['points_pointed', 'pointed_pkey', 'pointed_code_key', 'users_pkey'])
    expect(names).not.toContain(name);
});

it('a counter near the end of its column is named, also where the sequence itself goes further', async () => {
  expect(await look(sequences.name, at())).toMatchObject({ state: 'ok' });
  await portal.owner.unsafe(`
    create table counted (id serial primary key);
    alter sequence counted_id_seq as bigint maxvalue 9000000000000;
    select setval('counted_id_seq', 1300000000)`);
  expect(await look(sequences.name, at())).toMatchObject({
    state: 'warn',
    value: 60.5,
    says: 'counted_id_seq is at 60.5 % of its numbers.',
  });
  await portal.owner`select setval('counted_id_seq', 2000000000)`;
  expect(await look(sequences.name, at())).toMatchObject({ state: 'bad' });
  await portal.owner.unsafe(
    'drop table counted; create sequence hidden_numbers; revoke all on sequence hidden_numbers from pg_monitor',
  );
  expect(await look(sequences.name, at())).toMatchObject({
    state: 'unknown',
    says: expect.stringContaining('hidden_numbers'),
  });
  await portal.owner`drop sequence hidden_numbers`;
});

it('partitions that run out are told of before a row finds none', async () => {
  await maintainPartitions(portal.db);
  expect(await look(partitions.name, at())).toMatchObject({ state: 'ok', value: 0 });
  const days = await portal.owner<{ name: string }[]>`
    select partition_name as name from list_partitions('system_metrics') where lower_bound > now() order by lower_bound desc`;
  for (const { name } of days.slice(0, -2)) await portal.owner.unsafe(`drop table ${name}`);
  expect(await look(partitions.name, at())).toMatchObject({
    state: 'warn',
    says: 'Fewer than half of the partitions ahead are left for system_metrics.',
  });
  for (const { name } of days.slice(-2)) await portal.owner.unsafe(`drop table ${name}`);
  expect(await look(partitions.name, at())).toMatchObject({ state: 'bad' });
  const locked = superuser();
  await locked.unsafe('begin; lock table partitioned_tables in access exclusive mode');
  expect(await look(partitions.name, at())).toMatchObject({
    state: 'unknown',
    says: 'A lock stood in the way, and a check waits for none.',
  });
  await locked.end({ timeout: 0 });
});

afterAll(async () => {
  await portal.owner.unsafe(
    'drop table if exists left_over, few_left, twice, parts, doubled, points, pointed',
  );
});
