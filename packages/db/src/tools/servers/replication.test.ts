import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Actor, systemActor } from '../../engine/actors.ts';
import { connect } from '../../engine/connection.ts';
import { type Database, openDatabase } from '../../engine/database.ts';
import { beatHeart } from '../../health/commands/rounds.ts';
import { addMember } from '../../members/factory.ts';
import { recordReplication } from '../../servers/commands.ts';
import { listReplicationPoints } from '../../servers/queries.ts';
import { startTopology, type TestTopology } from '../testing/test-topology.ts';
import { listReplication, sampleReplication } from './replication.ts';
import { type WatchedServers, watchServers } from './watch-servers.ts';

const system = systemActor('test');
const soon = { timeout: 20_000, interval: 100 };
let topology: TestTopology;
let db: Database;
let servers: WatchedServers;
let administrator: Actor;
const places = () => ({
  serverUrls: [0, 1].map((server) => topology.directUrl(server, 'portal_control')),
  isEmbedded: false,
});
const nameOf = (server: number) => new URL(topology.directUrl(server, 'portal_control')).host;

beforeAll(async () => {
  topology = await startTopology({ replicas: 1 });
  db = openDatabase(topology.directLogins(0));
  servers = watchServers(places());
  administrator = { kind: 'staff', userId: await addMember(db, { roles: ['administrator'] }) };
});
afterAll(async () => {
  await servers?.close();
  await db?.close();
  await topology?.remove();
});

const points = async (range: '1h' | '7d' | '90d') =>
  (await db.read(administrator, (tx) => listReplicationPoints(tx, { range }))).filter(
    ({ seconds, bytes }) => seconds !== null || bytes !== null,
  );

it('each server tells its role, its timeline, its slots and its archive, and a replica how far it is behind', async () => {
  await vi.waitFor(async () => {
    await db.write(system, beatHeart);
    const [primary, replica] = await listReplication(servers);
    expect(primary).toMatchObject({
      isReplica: false,
      problem: null,
      rows: [
        {
          timeline: 1,
          receives: null,
          lagSeconds: null,
          lagBytes: null,
          slots: [{ isActive: true, retainedBytes: expect.any(Number) }],
          archiving: { mode: 'off', archived: 0, lastArchivedAt: null },
        },
      ],
    });
    expect(replica).toMatchObject({
      isReplica: true,
      problem: null,
      rows: [{ timeline: 1, receives: 'streaming', lagBytes: 0 }],
    });
    expect(replica?.rows[0]?.lagSeconds).toBeLessThan(10);
  }, soon);
});

it('a minute is stored once, and a stopped replica is a gap and a server without an answer', async () => {
  await sampleReplication(db, places());
  await sampleReplication(db, places());
  const first = await points('1h');
  expect(first.length).toBeGreaterThan(0);
  expect(first.length).toBeLessThan(3);
  expect(new Set(first.map(({ server }) => server))).toEqual(new Set([nameOf(1)]));

  await topology.servers[1]?.stop();
  const [primary, replica] = await listReplication(servers);
  expect(primary).toMatchObject({ problem: null, rows: [{ slots: [{ isActive: false }] }] });
  expect(replica).toMatchObject({
    server: nameOf(1),
    isReplica: null,
    problem: expect.stringContaining('cannot be reached'),
    rows: [],
  });
  await topology.servers[1]?.start();
  await vi.waitFor(async () => expect((await listReplication(servers))[1]?.problem).toBeNull(), soon);
});

it('minutes become hours after two days, with the largest lag of each, and hours go after 90 days', async () => {
  const owner = connect(topology.directUrl(0, 'portal_owner'), { max: 1, applicationName: 'portal test' });
  await owner`
    insert into replication_points (server, at, minutes, role, seconds, bytes)
    select 'old:5432', date_trunc('hour', now(), 'UTC') - interval '3 days' + n * interval '1 minute', 1,
           case when n = 5 then 'SILENT' else 'REPLICA' end, nullif(n, 5), nullif(n, 5) * 100
    from generate_series(0, 59) n
    union all select 'old:5432', now() - interval '91 days', 60, 'REPLICA', 7, 7`;
  await db.write(system, (tx) => recordReplication(tx, []));
  expect(
    await owner`select minutes, role, seconds, bytes from replication_points where server = 'old:5432'`,
  ).toEqual([{ minutes: 60, role: 'REPLICA', seconds: 59, bytes: 5_900 }]);
  await owner.end();
  expect((await points('7d')).find(({ server }) => server === 'old:5432')).toMatchObject({
    seconds: 59,
    bytes: 5_900,
  });
  expect((await points('90d')).filter(({ server }) => server === 'old:5432')).toHaveLength(1);
  const minutes = await db.read(administrator, (tx) => listReplicationPoints(tx, { range: '1h' }));
  expect(minutes.some(({ server }) => server === 'old:5432')).toBe(false);
});
