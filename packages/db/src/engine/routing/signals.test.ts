import { afterEach, expect, it, vi } from 'vitest';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { startTopology } from '../../tools/testing/test-topology.ts';
import { connect } from '../connection.ts';
import { type Database, openDatabase } from '../database.ts';
import type { Signal } from './signals.ts';

const portal = testDatabase();
const opened: Database[] = [];

function watch(isEmbedded = false) {
  const db = openDatabase({ ...portal.urls, isEmbedded, applicationName: 'test of signals' });
  opened.push(db);
  const heard: Signal[] = [];
  const signals = db.watchSignals((signal) => heard.push(signal));
  return { db, heard, signals };
}
const notify = (payload: string) => portal.owner`select pg_notify('portal_live', ${payload})`;

afterEach(async () => {
  for (const db of opened.splice(0)) await db.close();
});

it('hears what any process notifies, and after a lost connection that something may be missing', async () => {
  const { heard, signals } = watch();
  await vi.waitFor(() => expect(signals.isListening()).toBe(true));
  expect(heard).toEqual([undefined]);
  await notify('ana');
  await vi.waitFor(() => expect(heard).toEqual([undefined, 'ana']));
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  const cut = await superuser`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'test of signals signals' and datname = ${new URL(portal.ownerUrl).pathname.slice(1)}`;
  await superuser.end();
  expect(cut.length).toBe(1);
  await vi.waitFor(() => expect(heard).toEqual([undefined, 'ana', undefined]));
  await notify('bo');
  await vi.waitFor(() => expect(heard).toEqual([undefined, 'ana', undefined, 'bo']));
});

it('stops hearing when it is closed, and leaves no connection', async () => {
  const { heard, signals } = watch();
  await vi.waitFor(() => expect(signals.isListening()).toBe(true));
  await signals.close();
  await vi.waitFor(async () => {
    const left = await portal.owner`
      select from pg_stat_activity where application_name = 'test of signals signals' and datname = current_database()`;
    expect(left.length).toBe(0);
  });
  await notify('ana');
  expect([heard, signals.isListening()]).toEqual([[undefined], false]);
});

it('a database without notifications signals what this process writes, and not what only looked for work', async () => {
  const { db, heard } = watch(true);
  const system = { kind: 'system', name: 'test' } as const;
  await db.write(system, ({ sql }) => sql`select 1 where false`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(heard).toEqual([]);
  await db.write(system, ({ sql }) => sql`select 1`);
  await db.write(system, ({ sql }) => sql`select 1`);
  await vi.waitFor(() => expect(heard).toEqual([undefined]));
});

it('follows a promotion: the new primary’s notifications are heard, through a direct connection beside the pooler', async () => {
  const topology = await startTopology({ replicas: 1 });
  const db = openDatabase({
    ...topology.pooledLogins(0),
    replicaUrls: [topology.pooledUrl(1, 'portal_public')],
    directUrls: [0, 1].map((server) => topology.directUrl(server, 'portal_control')),
    preparedStatements: false,
  });
  try {
    const heard: Signal[] = [];
    const signals = db.watchSignals((signal) => heard.push(signal));
    await vi.waitFor(() => expect(signals.isListening()).toBe(true), { timeout: 10_000 });
    const tell = (payload: string) =>
      db.write(
        { kind: 'system', name: 'test' },
        ({ sql }) => sql`select pg_notify('portal_live', ${payload})`,
      );
    await tell('ana');
    await vi.waitFor(() => expect(heard).toEqual([undefined, 'ana']));
    await topology.servers[0]?.kill();
    await topology.promote(1);
    await vi.waitFor(() => expect(heard).toEqual([undefined, 'ana', undefined]), { timeout: 20_000 });
    await tell('bo');
    await vi.waitFor(() => expect(heard).toEqual([undefined, 'ana', undefined, 'bo']));
  } finally {
    await db.close();
    await topology.remove();
  }
});
