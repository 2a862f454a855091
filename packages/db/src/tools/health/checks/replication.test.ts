import { execFile } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemActor } from '../../../engine/actors.ts';
import { type Database, openDatabase } from '../../../engine/database.ts';
import { tellOfAlerts } from '../../../health/commands/notices.ts';
import { beatHeart, recordHealth } from '../../../health/commands/rounds.ts';
import { addMember } from '../../../members/factory.ts';
import { findPostgres } from '../../local-servers/programs.ts';
import { startTopology, type TestTopology } from '../../testing/test-topology.ts';
import { look } from '../look.fixture.ts';
import { archiving } from './archiving.ts';
import { checksums } from './checksums.ts';
import { replicationBytes } from './replication-bytes.ts';
import { replicationLag } from './replication-lag.ts';
import { replicationSlots } from './replication-slots.ts';
import { servers } from './servers.ts';
import { settings } from './settings.ts';

/** While this file stands, archiving fails. */
const fullArchive = join(tmpdir(), `namc-full-archive-${process.pid}`);
let topology: TestTopology;
let db: Database;
const at = () => ({
  db,
  serverUrls: [0, 1].map((server) => topology.directUrl(server, 'portal_control')),
});
const alone = () => ({ db, serverUrls: [topology.directUrl(0, 'portal_control')] });
const beat = () => db.write(systemActor('test'), beatHeart);
const never = { warn: 1e6, bad: 1e6 };
const soon = { timeout: 20_000, interval: 200 };

beforeAll(async () => {
  topology = await startTopology({
    replicas: 1,
    settings: {
      fsync: 'on',
      full_page_writes: 'on',
      shared_buffers: '160MB',
      archive_mode: 'on',
      archive_command: `test ! -e ${fullArchive}`,
    },
  });
  db = openDatabase(topology.directLogins(0));
});
afterAll(async () => {
  rmSync(fullArchive, { force: true });
  await db?.close();
  await topology?.remove();
});

it('each server answers and one accepts writes; one that is away, or a second primary, is bad', async () => {
  expect(await look(servers.name, at())).toMatchObject({
    state: 'ok',
    says: expect.stringMatching(/^2 servers answered, and 127\.0\.0\.1:\d+ accepts writes\.$/),
    evidence: [{ role: 'primary' }, { role: 'replica' }],
  });
  const twoPrimaries = { db, serverUrls: [...alone().serverUrls, topology.directUrl(0, 'portal_owner')] };
  expect(await look(servers.name, twoPrimaries)).toMatchObject({
    state: 'bad',
    says: '2 servers accept writes.',
  });
  const away = { db, serverUrls: [...alone().serverUrls, 'postgres://portal_control:x@127.0.0.1:1/portal'] };
  expect(await look(servers.name, away)).toMatchObject({
    state: 'bad',
    says: '1 server did not answer.',
    evidence: [
      { server: '127.0.0.1:1', role: 'away', problem: expect.stringContaining('cannot be reached') },
      { role: 'primary' },
    ],
  });
  // A question to the primary alone has its answer all the same. A question to every server has none.
  expect(await look('transaction-age', away)).toMatchObject({ state: 'ok' });
  expect(await look('connections', away)).toMatchObject({
    state: 'unknown',
    says: expect.stringContaining('127.0.0.1:1'),
  });
});

it('a replica is as old as its heartbeat: none on an idle primary, some while replay stands, unknown without a worker', async () => {
  await vi.waitFor(beat, soon);
  await vi.waitFor(
    async () => expect(await look(replicationLag.name, at(), never)).toMatchObject({ state: 'ok', value: 0 }),
    soon,
  );
  await topology.pauseReplay(1);
  await vi.waitFor(async () => {
    await beat();
    expect((await look(replicationLag.name, at(), never)).value).toBeGreaterThan(0);
  }, soon);
  const value = (await look(replicationLag.name, at(), never)).value ?? 0;
  expect(await look(replicationLag.name, at(), { warn: value / 2, bad: 1e6 })).toMatchObject({
    state: 'warn',
    says: expect.stringMatching(/ is .* behind\.$/),
  });
  expect(await look(replicationLag.name, at(), { warn: value / 4, bad: value / 2 })).toMatchObject({
    state: 'bad',
  });
  await topology.resumeReplay(1);
  await vi.waitFor(
    async () => expect(await look(replicationLag.name, at(), never)).toMatchObject({ state: 'ok' }),
    soon,
  );
  await topology.ask(0, `update portal_heartbeat set beat_at = now() - interval '1 hour'`, 'portal');
  await vi.waitFor(
    async () =>
      expect(await look(replicationLag.name, at())).toMatchObject({
        state: 'unknown',
        says: 'Nobody has written the heartbeat for 60 min: the worker is away.',
      }),
    soon,
  );
  expect(await look(replicationLag.name, alone())).toMatchObject({ state: 'not applicable' });
});

it('a replica that replays nothing falls behind in bytes, and one that is away is named', async () => {
  await vi.waitFor(
    async () =>
      expect(await look(replicationBytes.name, at())).toMatchObject({
        state: 'ok',
        evidence: [{ replica: 'postgres_2', state: 'streaming' }],
      }),
    soon,
  );
  await topology.pauseReplay(1);
  await topology.ask(0, 'create table filler as select generate_series(1, 50000) as n', 'portal');
  await vi.waitFor(
    async () =>
      expect(await look(replicationBytes.name, at(), { warn: 1, bad: 1e6 })).toMatchObject({
        state: 'warn',
        says: expect.stringContaining('postgres_2 has'),
      }),
    soon,
  );
  expect(await look(replicationBytes.name, at(), { warn: 0.5, bad: 1 })).toMatchObject({ state: 'bad' });
  await topology.resumeReplay(1);
  await topology.servers[1]?.stop();
  await vi.waitFor(
    async () =>
      expect(await look(replicationBytes.name, alone())).toMatchObject({
        state: 'warn',
        says: expect.stringContaining('not receive the log'),
      }),
    soon,
  );
  const kept = await look(replicationSlots.name, alone(), never);
  expect(kept).toMatchObject({ state: 'ok', evidence: [{ active: false, status: expect.any(String) }] });
  await topology.ask(0, 'insert into filler select generate_series(1, 50000)', 'portal');
  expect(await look(replicationSlots.name, alone(), { warn: 1, bad: 1e6 })).toMatchObject({
    state: 'warn',
    says: expect.stringContaining('holds back'),
  });
  expect(await look(replicationSlots.name, alone(), { warn: 0.5, bad: 1 })).toMatchObject({ state: 'bad' });
  await topology.servers[1]?.start();
  const unknown = { db, serverUrls: [topology.directUrl(0, 'portal_public')] };
  for (const { name } of [replicationBytes, replicationSlots, replicationLag, settings])
    expect(await look(name, unknown), name).toMatchObject({
      state: 'unknown',
      says: expect.stringContaining('GRANT pg_monitor TO portal_public;'),
    });
});

it('a setting that endangers data is bad, one that costs speed or waits for a restart is to be looked at', async () => {
  expect(await look(settings.name, at())).toMatchObject({ state: 'ok', evidence: [] });
  const set = async (server: number, statement: string) => {
    await topology.ask(server, statement);
    await topology.ask(server, 'select pg_reload_conf()');
  };
  await set(1, 'alter system set random_page_cost = 4');
  await vi.waitFor(
    async () =>
      expect(await look(settings.name, at())).toMatchObject({
        state: 'warn',
        evidence: [{ setting: 'random_page_cost', value: '4', wanted: '1.1' }],
      }),
    soon,
  );
  await set(1, 'alter system set zero_damaged_pages = on');
  await vi.waitFor(
    async () =>
      expect(await look(settings.name, at())).toMatchObject({
        state: 'bad',
        says: 'zero_damaged_pages is on: data can be lost.',
      }),
    soon,
  );
  await set(1, 'alter system reset zero_damaged_pages');
  await set(1, 'alter system reset random_page_cost');
});

it('a log that reaches its archive is well; one that fails to is bad', async () => {
  await topology.ask(0, 'select pg_switch_wal()');
  await vi.waitFor(async () => expect(await look(archiving.name, at())).toMatchObject({ state: 'ok' }), soon);
  const [now] = await archived();
  const rows = (over: object) =>
    [{ server: 'one', isReplica: false, rows: [{ ...now, ...over }] }] as Parameters<
      typeof archiving.judge
    >[0];
  expect(
    archiving.judge(rows({ hasMore: true, waitedSeconds: 200 }), { warn: 120, bad: 600 }, []),
  ).toMatchObject({ state: 'warn' });
  expect(
    archiving.judge(rows({ hasMore: true, waitedSeconds: 900 }), { warn: 120, bad: 600 }, []),
  ).toMatchObject({ state: 'bad' });
  expect(
    archiving.judge(rows({ hasMore: false, waitedSeconds: 9_000 }), { warn: 120, bad: 600 }, []),
  ).toMatchObject({ state: 'ok' });
  expect(
    archiving.judge(rows({ lastFailed: new Date(Date.now() + 1_000) }), { warn: 120, bad: 600 }, []),
  ).toMatchObject({ state: 'bad' });
});
const archived = () =>
  topology.ask<object>(
    0,
    `select 'on' as mode, last_archived_wal as archived, last_archived_time as "lastArchived", null as "lastFailed", 0 as failed from pg_stat_archiver`,
  );

it('a stopped replica, the slot that it leaves to fill and an archive that fails are told of, and so is their end', async () => {
  const system = systemActor('test');
  const limits = { warn: 0.5, bad: 1 };
  await addMember(db, { roles: ['administrator'] });
  const lookAtAll = () =>
    Promise.all([
      look(servers.name, at()),
      look(replicationSlots.name, alone(), limits),
      look(archiving.name, alone()),
    ]);
  const wait = (state: string) =>
    vi.waitFor(
      async () => expect((await lookAtAll()).map((one) => one.state)).toEqual([state, state, state]),
      soon,
    );
  /** One round, a minute after the one before, and the titles of what the administrator is told. */
  const round = async () => {
    const found = await lookAtAll();
    const titles = () =>
      topology.ask<{ title: string }>(0, 'select title from notifications order by id', 'portal');
    const before = (await titles()).length;
    await db.write(
      system,
      ({ sql }) => sql`update health_states set checked_at = checked_at - interval '1 minute'`,
    );
    await db.write(system, (tx) => recordHealth(tx, found));
    await db.write(system, (tx) => tellOfAlerts(tx, { origin: 'https://portal.example.org' }));
    return (await titles()).slice(before).map(({ title }) => title);
  };
  const archive = async () => {
    await topology.ask(0, 'insert into filler select generate_series(1, 50000)', 'portal');
    await topology.ask(0, 'select pg_switch_wal()');
  };
  await topology.servers[1]?.stop();
  writeFileSync(fullArchive, '');
  await archive();
  await wait('bad');
  expect(await round()).toEqual([]);
  expect(await round()).toEqual([expect.stringMatching(/^Database alert: .* \(and 2 more\)$/)]);
  await topology.servers[1]?.start();
  rmSync(fullArchive);
  await archive();
  await wait('ok');
  await round();
  await round();
  await topology.ask(0, `update health_alerts set resolved_at = now() - interval '11 minutes'`, 'portal');
  expect(await round()).toEqual(['3 database alerts are over']);
});

it('damage of a page is unknown without checksums, none with them, and told of once somebody read it', async () => {
  const primary = topology.servers[0];
  if (!primary) throw new Error('There is no primary.');
  const data = join(primary.directory, 'pgdata');
  const { uid, gid } = statSync(data);
  const turn = async (how: '--disable' | '--enable') => {
    await primary.stop();
    await promisify(execFile)(`${findPostgres()}pg_checksums`, [how, '--no-sync', '-D', data], { uid, gid });
    await primary.start();
  };
  await turn('--disable');
  expect(await look(checksums.name, alone())).toMatchObject({
    state: 'unknown',
    says: expect.stringContaining('are off'),
  });
  const [file] = await topology.ask<{ path: string }>(
    0,
    `select pg_relation_filepath('filler') as path`,
    'portal',
  );
  await turn('--enable');
  expect(await look(checksums.name, alone())).toMatchObject({ state: 'ok', value: 0 });
  await primary.stop();
  const path = join(data, file?.path ?? '');
  const bytes = readFileSync(path);
  bytes.writeUInt32LE(bytes.readUInt32LE(5_000) ^ 0xff, 5_000);
  writeFileSync(path, bytes);
  await primary.start();
  await expect(topology.ask(0, 'select count(*) from filler', 'portal')).rejects.toThrow('invalid page');
  await vi.waitFor(
    async () => expect(await look(checksums.name, alone())).toMatchObject({ state: 'bad', value: 1 }),
    soon,
  );
});
