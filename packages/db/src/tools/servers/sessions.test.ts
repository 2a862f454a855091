import type { EndSessionInput } from '@namc/inputs/servers';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Actor } from '../../engine/actors.ts';
import { type Client, connect } from '../../engine/connection.ts';
import { freePort } from '../../engine/free-port.ts';
import { addMember } from '../../members/factory.ts';
import { testDatabase } from '../testing/test-database.ts';
import { endSession } from './end-session.ts';
import {
  type LockSession,
  listConnections,
  listLockWaits,
  listOpenTransactions,
  treeOf,
} from './sessions.ts';
import { type WatchedServers, watchServers } from './watch-servers.ts';

const portal = testDatabase();
const control = () => portal.ownerUrl.replace('portal_owner', 'portal_control');
let servers: WatchedServers;
let administrator: Actor;
const clients: Client[] = [];

/** A client of its own, whose connection is one session. */
function client(url = portal.ownerUrl, name = 'a console'): Client {
  const made = connect(url, { max: 1, applicationName: name });
  clients.push(made);
  return made;
}

beforeAll(async () => {
  await portal.owner`create table of_tests (id int primary key, said text)`;
  await portal.owner`insert into of_tests values (1, 'a'), (2, 'b')`;
  servers = watchServers({ serverUrls: [control()], isEmbedded: false });
  administrator = { kind: 'staff', userId: await addMember(portal.db, { roles: ['administrator'] }) };
});
afterAll(async () => {
  await Promise.all(clients.map((each) => each.end({ timeout: 0 }).catch(() => undefined)));
  await servers.close();
});

/** The open transactions of this test's own clients; tests of other files use the same server. */
const open = async (name: string) =>
  (await listOpenTransactions(servers))[0]!.rows.filter(({ application }) => application === name);

type Session = { pid: number; startedAt: string };
const inputFor = (session: Session, ending: EndSessionInput['ending']): EndSessionInput => ({
  server: new URL(control()).host,
  pid: session.pid,
  startedAt: session.startedAt,
  ending,
  reason: 'It blocks the members.',
  code: '123456',
});
const end = (session: Session, ending: EndSessionInput['ending'], as = administrator) =>
  endSession({ db: portal.db, actor: as, servers }, inputFor(session, ending));

async function sessionOf(one: Client): Promise<Session> {
  const [row] = await one<Session[]>`
    select pid, to_char(extract(epoch from backend_start), 'FM999999999999.000000') as "startedAt"
    from pg_stat_activity where pid = pg_backend_pid()`;
  return row!;
}

/** The acts on a session that the trail has, in order. */
const trailOf = ({ pid, startedAt }: Session) =>
  portal.owner<{ action: string; reason: string | null; outcome: string | null }[]>`
    select action, reason, details ->> 'outcome' as outcome from admin_actions
    where target_id = ${`${pid} at ${startedAt}`} order by created_at, id`;

it('the connections of each server are counted against its limit', async () => {
  await client(portal.ownerUrl, 'a counted console')`select 1`;
  const [server] = await listConnections(servers);
  expect(server).toMatchObject({
    server: new URL(control()).host,
    isReplica: false,
    problem: null,
    isApplicable: true,
  });
  expect(server!.rows).toContainEqual(
    expect.objectContaining({
      login: 'portal_owner',
      application: 'a counted console',
      state: 'idle',
      isOwnDatabase: true,
      connections: 1,
    }),
  );
  expect(server!.taken).toBe(server!.rows.reduce((sum, { connections }) => sum + connections, 0));
  expect(server!.most).toBeGreaterThan(server!.taken!);
});

it('an open transaction shows its age and its statement, and nobody’s name, number or password', async () => {
  const one = client(portal.ownerUrl, 'a long console');
  const held = await one.reserve();
  await held.unsafe(`begin; select 1`);
  await held.unsafe(`select id from of_tests /* Reyes */ where said = 'Reyes' and id < 41555 -- Reyes`);
  const [session] = await open('a long console');
  expect(session).toMatchObject({
    login: 'portal_owner',
    state: 'idle in transaction',
    statement: 'select id from of_tests where said = ? and id < ?',
    mayBeEnded: true,
  });
  expect(session!.transactionSeconds).toBeGreaterThan(0);
  await held.unsafe(`set local application_name = 'secret Reyes'`);
  const rows = (await listOpenTransactions(servers))[0]!.rows;
  expect(rows.find(({ pid }) => pid === session!.pid)).toMatchObject({ statement: null });
  await held.unsafe('rollback');
  held.release();
});

it('who waits for a lock stands below the session that holds it', async () => {
  const [root, second, third] = await Promise.all(
    ['a root', 'a second', 'a third'].map((name) => client(portal.ownerUrl, name).reserve()),
  );
  await root!.unsafe('begin; update of_tests set said = said where id = 1');
  await second!.unsafe('begin; update of_tests set said = said where id = 2');
  const waits = [
    second!.unsafe('update of_tests set said = said where id = 1'),
    third!.unsafe('update of_tests set said = said where id = 2'),
  ].map((statement) => statement.execute());
  const tree = await vi.waitFor(async () => {
    const rows = (await listLockWaits(servers))[0]!.rows.filter(({ application }) =>
      ['a root', 'a second', 'a third'].includes(application),
    );
    expect(rows).toHaveLength(3);
    return rows;
  });
  expect(tree.map(({ application, depth }) => [application, depth])).toEqual([
    ['a root', 0],
    ['a second', 1],
    ['a third', 2],
  ]);
  expect(tree[0]).toMatchObject({ waitedSeconds: null, blockedBy: [] });
  expect(tree[1]).toMatchObject({ blockedBy: [tree[0]!.pid] });

  await end(tree[0]!, 'terminate');
  await waits[0];
  await second!.unsafe('commit');
  await waits[1];
  expect(await trailOf(tree[0]!)).toEqual([
    { action: 'health.end_session', reason: 'It blocks the members.', outcome: null },
    { action: 'health.session_outcome', reason: null, outcome: 'done' },
  ]);
});

it('a circle of sessions, and one whose blocker is gone, are each shown once', () => {
  const session = (pid: number, ...blockedBy: number[]) => ({ pid, blockedBy }) as LockSession;
  const placed = treeOf([session(1, 2), session(2, 1), session(3, 99), session(4, 3), session(5, 0)]);
  expect(placed.map(({ pid, depth }) => [pid, depth])).toEqual([
    [3, 0],
    [4, 1],
    [5, 0],
    [1, 0],
    [2, 1],
  ]);
});

it('a canceled statement fails, and its connection lives on', async () => {
  const one = client(portal.ownerUrl, 'a sleeper');
  const session = await sessionOf(one);
  const sleep = one`select pg_sleep(600)`.catch((error: Error) => error.message);
  await vi.waitFor(async () => expect((await open('a sleeper'))[0]?.waitsFor).toBe('Timeout: PgSleep'));
  await end(session, 'cancel');
  expect(await sleep).toContain('canceling statement due to user request');
  expect(await sessionOf(one)).toEqual(session);
  await expect(end(session, 'cancel')).rejects.toThrow('runs no statement');
});

it('a later session of the same process id is left alone', async () => {
  const one = client();
  const session = await sessionOf(one);
  const earlier = { ...session, startedAt: '1700000000.000001' };
  await expect(end(earlier, 'terminate')).rejects.toThrow('may belong to another one by now');
  expect(await sessionOf(one)).toEqual(session);
  expect(await trailOf(earlier)).toMatchObject([
    { action: 'health.end_session' },
    { action: 'health.session_outcome', outcome: 'gone' },
  ]);
});

it.each([
  ['a superuser', () => portal.superuserUrl],
  ['the login that watches', control],
  [
    'a client of another database',
    () =>
      Object.assign(new URL(portal.superuserUrl.replace('postgres@', 'portal_owner@')), {
        pathname: '/postgres',
      }).href,
  ],
])('%s is never ended', async (_, url) => {
  // The owner may connect to that database for this test alone.
  const superuser = client(portal.superuserUrl);
  await superuser`grant connect on database postgres to portal_owner`;
  const one = client(url());
  const session = await sessionOf(one);
  for (const ending of ['cancel', 'terminate'] as const)
    await expect(end(session, ending)).rejects.toThrow('never ends sessions of superusers');
  expect(await sessionOf(one)).toEqual(session);
  await superuser`revoke connect on database postgres from portal_owner`;
});

it('an auditor ends nothing, and the trail has no act', async () => {
  const one = client();
  const session = await sessionOf(one);
  const auditor: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['auditor'] }) };
  await expect(end(session, 'terminate', auditor)).rejects.toThrow('no longer have the permission');
  expect(await sessionOf(one)).toEqual(session);
  expect(await trailOf(session)).toEqual([]);
});

it('the trail has the act also when the server is away, and says that it failed', async () => {
  const port = await freePort();
  const away = `127.0.0.1:${port}`;
  const dead = watchServers({ serverUrls: [`postgres://portal_control@${away}/portal`], isEmbedded: false });
  const session = { pid: 7, startedAt: '1700000000.000002' };
  const acting = { db: portal.db, actor: administrator, servers: dead };
  await expect(endSession(acting, { ...inputFor(session, 'cancel'), server: away })).rejects.toThrow(
    'The server could not be told. The server cannot be reached',
  );
  expect(await trailOf(session)).toMatchObject([
    { action: 'health.cancel_statement' },
    { action: 'health.session_outcome', outcome: 'failed' },
  ]);
  const [answer] = await listConnections(dead);
  expect(answer).toMatchObject({ server: away, isReplica: null, rows: [], taken: null });
  expect(answer?.problem).toContain('cannot be reached');
  await dead.close();
});

it('a login that may not watch is told which right it lacks', async () => {
  const weak = watchServers({ serverUrls: [portal.ownerUrl], isEmbedded: false });
  const [answer] = await listConnections(weak);
  expect(answer?.problem).toContain('GRANT pg_monitor TO portal_owner');
  await weak.close();
});

it('the embedded database has nobody to show', async () => {
  const [answer] = await listConnections(watchServers({ serverUrls: [], isEmbedded: true }));
  expect(answer).toMatchObject({ isApplicable: false, rows: [], taken: null });
});
