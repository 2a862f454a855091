import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Actor, systemActor } from '../../engine/actors.ts';
import { type Client, connect } from '../../engine/connection.ts';
import { type Database, openDatabase } from '../../engine/database.ts';
import { addMember } from '../../members/factory.ts';
import { recordTableSizes } from '../../metrics/commands.ts';
import { listTableDays } from '../../metrics/queries.ts';
import { startTopology, type TestTopology } from '../testing/test-topology.ts';
import type { Asker } from './ask-catalog.ts';
import { listTableIndexes } from './table-indexes.ts';
import { listTableSizes, type TableSize } from './table-sizes.ts';
import { type WatchedServers, watchServers } from './watch-servers.ts';

const soon = { timeout: 20_000, interval: 100 };
const system = systemActor('test');
let topology: TestTopology;
let db: Database;
let servers: WatchedServers;
let auditor: Actor;
let owner: Client;
const urlOf = (
  server: number,
  login: 'portal_control' | 'portal_owner' | 'portal_public' = 'portal_control',
) => topology.directUrl(server, login);
const asker = (): Asker => ({ db, actor: auditor, servers });

beforeAll(async () => {
  topology = await startTopology({ replicas: 1 });
  db = openDatabase(topology.directLogins(0));
  servers = watchServers({ serverUrls: [urlOf(0), urlOf(1)], isEmbedded: false });
  auditor = { kind: 'staff', userId: await addMember(db, { roles: ['auditor'] }) };
  owner = connect(urlOf(0, 'portal_owner'), { max: 1, applicationName: 'test' });
});
afterAll(async () => {
  await owner?.end();
  await servers?.close();
  await db?.close();
  await topology?.remove();
});

const asSuperuser = (statement: string) => topology.ask(0, statement, new URL(urlOf(0)).pathname.slice(1));
/** The server learns what a session did at its end. */
async function inSession(server: number, statement: string): Promise<void> {
  const sql = connect(urlOf(server, server === 0 ? 'portal_owner' : 'portal_control'), {
    max: 1,
    applicationName: 'test',
  });
  await sql.unsafe(statement).finally(() => sql.end());
}
async function sizeOf(name: string): Promise<TableSize> {
  const table = (await listTableSizes(asker())).tables.find((one) => one.name === name);
  if (!table) throw new Error(`There is no table ${name}.`);
  return table;
}
const indexesOf = async (table: string) => (await listTableIndexes(asker(), { table })).indexes;

it('a table tells its sizes, dead rows, writes and reads, and who vacuumed it', async () => {
  await inSession(
    0,
    `create table measured (id int primary key, words text) with (autovacuum_enabled = off);
     insert into measured select n, repeat(md5(n::text), 10) from generate_series(1, 1000) n;
     update measured set words = 'short' where id <= 100; delete from measured where id > 900;
     select count(*) from measured; select from measured where id = 5`,
  );
  await vi.waitFor(async () => {
    expect(await sizeOf('measured')).toMatchObject({
      partitions: null,
      rows: 900,
      deadRows: 200,
      inserts: 1_000,
      updates: 100,
      deletes: 100,
      changedRows: 1_200,
      lastVacuum: null,
      lastAnalyze: null,
      hasLostCounters: false,
      isSizeOld: false,
    });
  }, soon);
  const before = await sizeOf('measured');
  expect(before.heapBytes).toBeGreaterThan(300_000);
  expect(before.indexBytes).toBeGreaterThan(16_000);
  expect(before.sequentialReads).toBeGreaterThan(0);
  await vi.waitFor(async () => {
    // The replica may hold back a vacuum for a moment.
    await inSession(0, 'vacuum (analyze) measured');
    expect(await sizeOf('measured')).toMatchObject({
      deadRows: 0,
      changedRows: 0,
      lastVacuum: expect.any(Date),
      isVacuumByHand: true,
      lastAnalyze: expect.any(Date),
      isAnalyzeByHand: true,
    });
  }, soon);
  expect(await listTableSizes(asker())).toMatchObject({ problem: null, isReplica: false, isEmbedded: false });
});

it('counters that were reset are told from a table that nobody has vacuumed', async () => {
  await asSuperuser('select pg_stat_reset()');
  await vi.waitFor(async () => {
    expect(await sizeOf('measured')).toMatchObject({ hasLostCounters: true, lastVacuum: null });
    expect((await listTableSizes(asker())).countedSince).toEqual(expect.any(Date));
  }, soon);
});

it('partitions are one table with their parent, and a day of them is stored once', async () => {
  await inSession(
    0,
    `create table parts (n int, words text) partition by range (n);
     create index parts_n on parts (n);
     create table parts_1 partition of parts for values from (0) to (1000);
     create table parts_2 partition of parts for values from (1000) to (2000);
     insert into parts select n, 'words' from generate_series(0, 1999) n; analyze parts`,
  );
  await vi.waitFor(async () => {
    expect(await sizeOf('parts')).toMatchObject({
      partitions: 2,
      rows: 2_000,
      lastAnalyze: expect.any(Date),
    });
  }, soon);
  const { tables } = await listTableSizes(asker());
  expect(tables.map(({ name }) => name)).not.toContain('parts_1');
  const [index, ...others] = await indexesOf('parts');
  expect(others).toEqual([]);
  expect(index).toMatchObject({ name: 'parts_n', isPartitioned: true, isValid: true });
  expect(index?.drop).toMatchObject({
    sql: 'drop index parts_n;',
    lock: expect.stringContaining('AccessExclusive'),
  });
  expect(index?.bytes).toBeGreaterThanOrEqual(2 * 16_384);

  await db.write(system, recordTableSizes);
  await db.write(system, recordTableSizes);
  const [row] = await owner<{ count: number }[]>`
    select count(*)::int as count from system_metrics where metric = 'table.bytes' and labels ->> 'table' = 'parts'`;
  expect(row).toEqual({ count: 1 });
  const days = await db.read(auditor, (tx) => listTableDays(tx, { table: 'parts' }));
  expect(days).toHaveLength(90);
  expect(days.at(-1)).toMatchObject({ rows: 2_000 });
  expect(days.at(-1)?.bytes).toBeGreaterThan(2 * 16_384);
  // Nobody measured yesterday: a gap, and no zero.
  expect(days.at(-2)).toMatchObject({ rows: null, bytes: null });
});

it('a table under an exclusive lock shows its last size, and the others theirs', async () => {
  const today = async (table: string) =>
    (await db.read(auditor, (tx) => listTableDays(tx, { table }))).at(-1)?.bytes ?? null;
  await asSuperuser('delete from system_metrics');
  expect(await sizeOf('measured')).toMatchObject({ isSizeOld: false });
  await owner.begin(async (tx) => {
    await tx`lock table measured in access exclusive mode`;
    expect(await sizeOf('measured')).toMatchObject({ isSizeOld: true, heapBytes: expect.any(Number) });
    expect(await sizeOf('parts')).toMatchObject({ isSizeOld: false });
    expect(await indexesOf('measured')).toHaveLength(1);
    await db.write(system, recordTableSizes);
    expect(await today('measured')).toBeNull();
    expect(await today('parts')).toBeGreaterThan(0);
  });
  await db.write(system, recordTableSizes);
  expect(await today('measured')).toBeGreaterThan(0);
});

it('an index says what it is for, which server reads it, and what speaks against it', async () => {
  await inSession(
    0,
    `create table pointed (id int primary key, code text, constraint pointed_code unique (code));
     create table pointing (id int primary key, pointed_id int constraint pointing_to references pointed, words text);
     create index pointing_pointed on pointing (pointed_id);
     create index pointing_words on pointing (words); create index pointing_words_again on pointing (words);
     insert into pointed select n, n::text from generate_series(1, 1000) n;
     insert into pointing select n, n, n::text from generate_series(1, 1000) n; analyze pointing`,
  );
  await asSuperuser(
    "update pg_index set indisvalid = false where indexrelid = 'pointing_words_again'::regclass",
  );
  const indexes = await indexesOf('pointing');
  const named = (name: string) => indexes.find((one) => one.name === name);
  expect(named('pointing_pkey')).toMatchObject({ isPrimaryKey: true, isForReadsAlone: false, pointedTo: 0 });
  expect(named('pointing_pointed')).toMatchObject({
    foreignKeys: ['pointing_to (pointed)'],
    isForReadsAlone: false,
    definition: expect.stringContaining('USING btree (pointed_id)'),
  });
  expect(named('pointing_words')).toMatchObject({ isForReadsAlone: true, isValid: true, sameAs: null });
  expect(named('pointing_words_again')).toMatchObject({ isValid: false, sameAs: null });
  expect(await indexesOf('pointed')).toContainEqual(
    expect.objectContaining({ name: 'pointed_code', constraint: 'pointed_code', isUnique: true }),
  );
  expect(await indexesOf('pointed')).toContainEqual(
    expect.objectContaining({ name: 'pointed_pkey', pointedTo: 1 }),
  );
  await inSession(
    0,
    'drop index pointing_words_again; create index pointing_words_twice on pointing (words)',
  );
  expect(await indexesOf('pointing')).toContainEqual(
    expect.objectContaining({ name: 'pointing_words_twice', sameAs: 'pointing_words' }),
  );

  await owner`grant select on pointing to portal_control`;
  await vi.waitFor(async () => {
    await inSession(1, 'set enable_seqscan = off; select words from pointing where pointed_id = 7');
    const found = (await indexesOf('pointing')).find(({ name }) => name === 'pointing_pointed');
    const reads = new Map(found?.reads.map((one) => [one.server, one.reads]));
    expect(reads.get(new URL(urlOf(1)).host)).toBeGreaterThan(0);
  }, soon);
  const { servers: told } = await listTableIndexes(asker(), { table: 'pointing' });
  expect(told).toMatchObject([
    { isReplica: false, problem: null, countedSince: expect.any(Date) },
    { isReplica: true, problem: null },
  ]);
  expect(await indexesOf('no_such_table')).toEqual([]);
});

it('a login without the right, and a primary that is away, are told', async () => {
  const blind = watchServers({ serverUrls: [urlOf(0, 'portal_public')], isEmbedded: false });
  expect(await listTableSizes({ ...asker(), servers: blind })).toMatchObject({
    problem: expect.stringContaining('GRANT pg_monitor TO portal_public;'),
    tables: [],
  });
  await blind.close();
  await topology.servers[0]?.stop();
  const sizes = await listTableSizes(asker());
  expect(sizes).toMatchObject({ isReplica: true, problem: null });
  expect(sizes.tables.length).toBeGreaterThan(50);
});
