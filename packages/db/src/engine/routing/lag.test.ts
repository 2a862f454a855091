import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { listConnections } from '../../tools/health/connections.ts';
import { startTopology, type TestTopology } from '../../tools/testing/test-topology.ts';
import { visitor } from '../actors.ts';
import { type Database, openDatabase } from '../database.ts';

let topology: TestTopology;
let db: Database;
let urls: string[];

beforeAll(async () => {
  topology = await startTopology({ replicas: 1 });
  urls = [0, 1].map((server) => topology.directUrl(server, 'portal_public'));
  const [url = '', ...replicaUrls] = urls;
  db = openDatabase({ url, replicaUrls, maxConnections: 2 });
  await db.read(visitor, async () => undefined);
});

afterAll(async () => {
  await db?.close();
  await topology?.remove();
});

/** The lag of the replica as `portal connections` shows it, and as routing and `/metrics` see it. */
const both = async () => {
  const [, shown] = await listConnections(urls);
  const [, routed] = db.servers();
  if (shown?.role !== 'replica' || routed?.role !== 'replica') return undefined;
  return { shown, routed };
};
const write = () => topology.ask(0, 'create table if not exists anything (); drop table anything', 'portal');

it('a replica that has replayed all that it received is not behind', async () => {
  await vi.waitFor(async () =>
    expect(await both()).toMatchObject({
      shown: { lagSeconds: 0, lagBytes: 0 },
      routed: { lagSeconds: 0, lagBytes: 0 },
    }),
  );
  expect((await listConnections(urls))[0]).toMatchObject({ role: 'primary', lagSeconds: null });
});

it('one that received more is as old as the last transaction that it shows', async () => {
  await write();
  await topology.pauseReplay(1);
  await write();
  await vi.waitFor(async () => {
    const found = await both();
    expect(found?.shown.lagBytes).toBeGreaterThan(0);
    expect(found?.routed.lagBytes).toBe(found?.shown.lagBytes);
    expect(found?.shown.lagSeconds).toBeGreaterThan(0);
    expect(found?.routed.lagSeconds).toBeGreaterThan(0);
  });
  await topology.resumeReplay(1);
});

it('one that streams nothing is as old as what it shows, and not up to date', async () => {
  await write();
  const [replica] = topology.servers.slice(1);
  await topology.ask(1, `alter system set primary_conninfo = ''`);
  await replica?.stop();
  await replica?.start();
  const [received] = await topology.ask<{ lsn: string | null }>(1, 'select pg_last_wal_receive_lsn() as lsn');
  expect(received?.lsn).toBeNull();
  await vi.waitFor(async () => {
    const found = await both();
    expect(found).toBeDefined();
    expect(found?.shown.lagSeconds).toBeGreaterThan(0);
    // Asked a moment apart.
    expect(Math.abs((found?.shown.lagSeconds ?? 0) - (found?.routed.lagSeconds ?? 0))).toBeLessThan(1);
  });
});
