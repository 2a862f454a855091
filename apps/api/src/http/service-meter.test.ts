import { type Actor, openDatabase } from '@namc/db';
import { addContractors } from '@namc/db/contractors/factory';
import { Unavailable } from '@namc/db/errors';
import { testDatabase } from '@namc/db/testing/test-database';
import { pino } from 'pino';
import { beforeAll, expect, it, vi } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { appRouter } from '../router.ts';
import { classOfProcedure, ownClasses, type ProcedureType, routeClasses } from './service-classes.ts';
import { makeServiceMeter } from './service-meter.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const logger = pino({ level: 'silent' });
beforeAll(() => addContractors(portal.owner, [{ licenseNumber: '1', businessName: 'ACME ELECTRIC' }]));

it('every procedure has a class, and no line is about one that is gone', () => {
  const types = Object.entries(appRouter._def.procedures).map(([path, procedure]) => ({
    path,
    type: (procedure as unknown as { _def: { type: ProcedureType } })._def.type,
  }));
  expect(types.filter(({ path, type }) => !classOfProcedure(path, type))).toEqual([]);
  expect(Object.keys(ownClasses).filter((path) => !types.some((one) => one.path === path))).toEqual([]);
});

it('every route beside the procedures has a class', () => {
  const app = testApp({ db: portal.db, files: {} as never });
  const routes = app.routes
    .filter(({ path, method }) => path.startsWith('/api/') && path !== '/api/*' && method !== 'ALL')
    .map(({ path, method }) => `${method} ${path}`);
  expect([...new Set(routes)].sort()).toEqual(Object.keys(routeClasses).sort());
});

interface Stored {
  class: string;
  requests: number;
  errors: number;
  over: number;
}
const stored = () =>
  portal.db.read(
    system,
    ({ sql }) => sql<Stored[]>`
      select class, sum(requests)::int as requests, sum(errors)::int as errors, sum(over_limit)::int as over
      from service_minutes where class not in ('read', 'write', 'connection') group by class order by class`,
  );
const empty = () => portal.owner`truncate service_processes, service_minutes, service_coverage`;

it('requests of two processes are stored with their minute: procedures by class, routes, and failures', async () => {
  await empty();
  const processes = [1, 2].map(() => {
    const meter = makeServiceMeter({ logger });
    const db = openDatabase({ ...portal.urls, maxConnections: 2, onTransaction: meter.transaction });
    return { db, meter, stop: meter.watch(db), app: testApp({ db, meter }) };
  });
  for (const { app } of processes) {
    const input = encodeURIComponent(JSON.stringify({ licenseNumber: '1' }));
    const batch = encodeURIComponent(JSON.stringify({ 0: { licenseNumber: '1' } }));
    await app.request(`/trpc/contractors.getLicense,contractors.listCountyCounts?batch=1&input=${batch}`);
    // A refusal is an answer.
    await app.request(`/trpc/roles.list?input=${input}`);
    await (await app.request('/api/contractors.csv')).text();
    await app.request('/api/nothing');
  }
  const isGone = () => Promise.reject(new Unavailable('The database is gone.'));
  const [first] = processes;
  if (!first) throw new Error('There are two.');
  const failing = testApp({ db: { ...first.db, read: isGone }, meter: first.meter });
  await failing.request('/trpc/contractors.getSnapshot');
  for (const { db, stop } of processes) {
    await stop();
    await db.close();
  }
  expect(await stored()).toEqual([
    { class: 'complex', requests: 4, errors: 0, over: expect.any(Number) },
    { class: 'report', requests: 2, errors: 0, over: expect.any(Number) },
    { class: 'simple', requests: 3, errors: 1, over: expect.any(Number) },
  ]);
});

it('minutes wait while the database is away, are stored in turn, and a minute without requests says that the process ran', async () => {
  await empty();
  let present = Math.floor(Date.now() / 60_000) * 60_000 - 5 * 60_000;
  const meter = makeServiceMeter({ logger, now: () => present });
  let isAway = true;
  const write: typeof portal.db.write = (...given) =>
    isAway ? Promise.reject(new Error('away')) : portal.db.write(...given);
  const stop = meter.watch({ ...portal.db, write });
  meter.request('simple', 10, 'ANSWERED');
  meter.request('simple', 70, 'CANCELED');
  // The person left before the limit: how long it would have taken is not known.
  meter.request('simple', 20, 'CANCELED');
  present += 60_000;
  meter.request('search', 700, 'FAILED');
  present += 3 * 60_000;
  meter.request(undefined, 1, 'ANSWERED');
  meter.request('stream', 90_000, 'ANSWERED');
  isAway = false;
  await stop();
  expect(await stored()).toEqual([
    { class: 'search', requests: 1, errors: 1, over: 1 },
    { class: 'simple', requests: 2, errors: 0, over: 1 },
    { class: 'stream', requests: 1, errors: 0, over: 0 },
  ]);
  const [row] = await portal.owner<
    { minutes: number }[]
  >`select count(*)::int as minutes from service_processes`;
  expect(row?.minutes).toBe(3);
});

it('an open process stores each minute by itself, also one without any request', async () => {
  await empty();
  let present = Date.now();
  const meter = makeServiceMeter({ logger, hasPool: false, now: () => present });
  let people = 3;
  const stop = meter.watch(portal.db, () => people);
  const stored = (count: number) =>
    vi.waitFor(
      async () => {
        const rows = await portal.owner<
          { people: number }[]
        >`select people from service_processes order by minute`;
        expect(rows).toHaveLength(count);
        return rows;
      },
      { timeout: 10_000, interval: 100 },
    );
  present += 60_000;
  await stored(1);
  people = 1;
  // Without a pool nobody's wait for its one connection is measured.
  meter.transaction({
    name: 'aRead',
    mode: 'read',
    outcome: 'ok',
    server: 'embedded',
    choice: undefined,
    ms: 901,
    waitedMs: 900,
    rows: 0,
    texts: [],
  });
  await stop();
  expect((await stored(2)).map((row) => row.people)).toContain(3);
  const [row] = await portal.owner`
    select count(*) filter (where class = 'connection')::int as waits, count(*) filter (where class = 'read')::int as reads from service_minutes`;
  expect(row).toEqual({ waits: 0, reads: 1 });
});
