import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { type Client, connect } from '../../../engine/connection.ts';
import { testDatabase } from '../../testing/test-database.ts';
import { look } from '../look.fixture.ts';
import { connections } from './connections.ts';
import { idleTransactions } from './idle-transactions.ts';
import { lockWaits } from './lock-waits.ts';
import { longTransactions } from './long-transactions.ts';

const portal = testDatabase();
const at = () => ({ db: portal.db, serverUrls: [portal.ownerUrl.replace('portal_owner', 'portal_control')] });
/** The login of the public pages does not see the statistics of others. */
const blind = () => ({ db: portal.db, serverUrls: [portal.urls.url] });
const opened: Client[] = [];

/** A session whose transaction stays open until the test ends. */
async function hold(statement: string): Promise<number> {
  const sql = connect(portal.ownerUrl, { max: 1, applicationName: 'held' });
  opened.push(sql);
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  await sql.unsafe('begin');
  await sql.unsafe(statement);
  return row?.pid ?? 0;
}
afterEach(async () => {
  for (const sql of opened.splice(0)) await sql.end({ timeout: 0 });
});
const never = { warn: 1e6, bad: 1e6 };

it('connections are counted by login and state, against what the server allows others than superusers', async () => {
  const found = await look(connections.name, at());
  expect(found.evidence).toContainEqual({
    login: 'portal_control',
    state: 'active',
    connections: expect.any(Number),
  });
  expect(found.says).toMatch(/^The server has \d+ of 115 connections taken\.$/);
  expect(await look(connections.name, at(), { warn: 100, bad: 100 })).toMatchObject({ state: 'ok' });
  expect(await look(connections.name, at(), { warn: 0, bad: 100 })).toMatchObject({ state: 'warn' });
  expect(await look(connections.name, at(), { warn: 0, bad: 0 })).toMatchObject({ state: 'bad' });
  expect(await look(connections.name, blind())).toMatchObject({
    state: 'unknown',
    value: null,
    says: expect.stringContaining('GRANT pg_monitor TO portal_public;'),
  });
});

it('a transaction that is open too long is named with its login, and one without a snapshot is none', async () => {
  const pid = await hold('create table held (); select 1');
  await hold('select 1');
  await wait(300);
  const found = await look(longTransactions.name, at(), { warn: 0.1, bad: 1e6 });
  expect(found).toMatchObject({ state: 'warn' });
  const pids = found.evidence.map((row) => row.pid);
  expect(pids).toContain(pid);
  expect(found.evidence.filter(({ application }) => application === 'held')).toHaveLength(1);
  expect(await look(longTransactions.name, at(), { warn: 0.1, bad: 0.2 })).toMatchObject({
    state: 'bad',
    says: expect.stringMatching(/has been open for \d/),
  });
  expect(await look(longTransactions.name, at(), never)).toMatchObject({ state: 'ok', evidence: [] });
  expect(await look(longTransactions.name, blind())).toMatchObject({ state: 'unknown' });
});

it('a client that holds a transaction and sends nothing is named by the time since its last statement', async () => {
  const pid = await hold('select 1');
  await wait(300);
  const found = await look(idleTransactions.name, at(), { warn: 0.1, bad: 1e6 });
  expect(found).toMatchObject({ state: 'warn' });
  expect(found.evidence).toContainEqual(
    expect.objectContaining({ pid, login: 'portal_owner', application: 'held' }),
  );
  expect(await look(idleTransactions.name, at(), { warn: 0.1, bad: 0.2 })).toMatchObject({ state: 'bad' });
  expect(await look(idleTransactions.name, at(), never)).toMatchObject({ state: 'ok', evidence: [] });
  expect(await look(idleTransactions.name, blind())).toMatchObject({ state: 'unknown' });
});

it('of a queue for a lock the session at its head is named, not the one just ahead', async () => {
  expect(await look(lockWaits.name, at(), { warn: 0, bad: 0 })).toMatchObject({ state: 'ok', evidence: [] });
  await portal.owner`create table if not exists wanted ()`;
  const head = await hold('lock table wanted in access share mode');
  const waits = (count: number) =>
    vi.waitFor(
      async () =>
        expect(
          await portal.owner`select from pg_locks where relation = 'wanted'::regclass and not granted`,
        ).toHaveLength(count),
      { timeout: 10_000 },
    );
  const writer = hold('lock table wanted in access exclusive mode').catch(() => undefined);
  await waits(1);
  const reader = hold('select from wanted').catch(() => undefined);
  await waits(2);
  await vi.waitFor(
    async () => {
      const found = await look(lockWaits.name, at(), { warn: 0.1, bad: 1e6 });
      expect(found).toMatchObject({ state: 'warn' });
      expect(found.evidence.map((row) => [row.relation, row.blockedBy, row.blockingState])).toEqual([
        ['wanted', head, 'idle in transaction'],
        ['wanted', head, 'idle in transaction'],
      ]);
    },
    { timeout: 10_000 },
  );
  expect(await look(lockWaits.name, at(), { warn: 0.01, bad: 0.02 })).toMatchObject({
    state: 'bad',
    says: expect.stringContaining(`Process ${head} of portal_owner holds it.`),
  });
  expect(await look(lockWaits.name, at(), never)).toMatchObject({ state: 'ok', evidence: [] });
  expect(await look(lockWaits.name, blind())).toMatchObject({ state: 'unknown' });
  for (const sql of opened.splice(0)) await sql.end({ timeout: 0 });
  await Promise.all([writer, reader]);
});
