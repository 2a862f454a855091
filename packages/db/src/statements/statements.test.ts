import { beforeAll, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { recordDeploy, rollUpStatements } from './commands.ts';
import { type Counted, partitionsOfYesterday, readingAt, takeReading } from './factory.ts';
import { listChangedStatements, listDeploys, listStatementPoints, listStatements } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };

beforeAll(() => portal.owner.unsafe(partitionsOfYesterday));

let next = 1;
/** A server and a statement that no other test has. */
const fresh = () => {
  next += 1;
  return {
    server: `server-${next}.example.org:5432`,
    queryId: `${-9_000_000_000_000_000_000n + BigInt(next)}`,
  };
};
const counted = async (queryId: string, range: '1h' | '1d' | '30d' = '1h') =>
  (await portal.db.read(system, (tx) => listStatements(tx, { range, order: 'time', limit: 200 }))).find(
    (one) => one.queryId === queryId,
  );

it('two readings make one difference, whose time, rows and blocks are the work between them', async () => {
  const { server, queryId } = fresh();
  const take = (minutesAgo: number, one: Counted) =>
    takeReading(portal.db, readingAt(minutesAgo, [one], { server }));
  expect(await take(3, { queryId, calls: 1_000, totalMs: 5_000, rows: 9, blocksHit: 100 })).toBe('FIRST');
  expect(await counted(queryId)).toBeUndefined();
  expect(await take(2, { queryId, calls: 1_010, totalMs: 5_025, rows: 19, blocksHit: 140 })).toBe('COUNTED');
  expect(await take(1, { queryId, calls: 1_010, totalMs: 5_025, rows: 19, blocksHit: 140 })).toBe('COUNTED');
  expect(await counted(queryId)).toMatchObject({
    calls: 10,
    totalMs: 25,
    meanMs: 2.5,
    rows: 10,
    blocksHit: 40,
  });
});

it('of processes that read one server at the same time, one alone counts', async () => {
  const { server, queryId } = fresh();
  await takeReading(portal.db, readingAt(5, [{ queryId, calls: 0, totalMs: 0 }], { server }));
  const outcomes = await Promise.all(
    Array.from({ length: 5 }, (_, at) =>
      takeReading(portal.db, readingAt(4 - at / 100, [{ queryId, calls: 7, totalMs: 7 }], { server })),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'COUNTED')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'TAKEN')).toHaveLength(4);
  expect((await counted(queryId))?.calls).toBe(7);
  // A reading that was made before the last one, and arrives after it, would subtract backward.
  expect(await takeReading(portal.db, readingAt(4.5, [{ queryId, calls: 3, totalMs: 3 }], { server }))).toBe(
    'TAKEN',
  );
});

it('a reset, a restart after a crash and a silence are gaps: nothing negative, and no spike', async () => {
  const { server, queryId } = fresh();
  const take = (minutesAgo: number, calls: number, more: object = {}) =>
    takeReading(portal.db, readingAt(minutesAgo, [{ queryId, calls, totalMs: calls }], { server, ...more }));
  await take(30, 1_000_000);
  expect(await take(29, 1_000_001)).toBe('COUNTED');
  const anew = { resetAt: '2026-02-01T00:00:00Z' };
  expect(await take(28, 5, anew)).toBe('RESET');
  expect(await take(27, 8, anew)).toBe('COUNTED');
  // Nobody read for twenty minutes.
  expect(await take(7, 500_000, anew)).toBe('LATE');
  expect(await take(6, 500_002, anew)).toBe('COUNTED');
  expect(await counted(queryId)).toMatchObject({ calls: 6, totalMs: 6 });
  const own = await portal.db.read(
    system,
    ({ sql }) =>
      sql<{ minutes: number; resets: number }[]>`
      select sum(length(replace(minutes::bit(60)::text, '0', '')))::int as minutes, sum(resets)::int as resets
      from statement_coverage join statement_servers on id = server_id where name = ${server}`,
  );
  expect(own[0]).toEqual({ minutes: 3, resets: 1 });
});

it('a statement that was evicted and came back counts from zero, even when it has more calls than before', async () => {
  const { server, queryId } = fresh();
  const take = (minutesAgo: number, one: Counted, evictions: number) =>
    takeReading(portal.db, readingAt(minutesAgo, [one], { server, evictions }));
  await take(9, { queryId, calls: 10, totalMs: 100, rows: 10, blocksHit: 1_000 }, 0);
  await take(8, { queryId, calls: 12, totalMs: 3, rows: 12, blocksHit: 24 }, 2);
  expect(await counted(queryId)).toMatchObject({ calls: 12, totalMs: 3, blocksHit: 24 });
  const [row] = await portal.db.read(
    system,
    ({ sql }) =>
      sql<{ evictions: number }[]>`
      select sum(c.evictions)::int as evictions from statement_coverage c join statement_servers on id = server_id
      where name = ${server}`,
  );
  expect(row?.evictions).toBe(2);
});

it('a minute without a reading is a gap in the points, and a counted minute without work is zero', async () => {
  const { server, queryId } = fresh();
  await takeReading(portal.db, readingAt(52, [], { server }));
  await takeReading(portal.db, readingAt(51, [], { server }));
  const points = await portal.db.read(system, (tx) => listStatementPoints(tx, { range: '1h', queryId }));
  expect(points).toHaveLength(61);
  const zero = points.find(({ calls }) => calls === 0);
  expect(zero).toMatchObject({ calls: 0, totalMs: 0, meanMs: null, covered: 1 });
  expect(points.some(({ calls, covered }) => calls === null && covered === 0)).toBe(true);
});

it('hours and days are added up once, whoever does it, and every view shows the same sum', async () => {
  const { server, queryId } = fresh();
  const take = (minutesAgo: number, calls: number) =>
    takeReading(portal.db, readingAt(minutesAgo, [{ queryId, calls, totalMs: calls }], { server }));
  await take(130, 0);
  await take(129, 10);
  await take(128, 30);
  await Promise.all([1, 2, 3].map(() => portal.db.write(system, rollUpStatements)));
  await portal.db.write(system, rollUpStatements);
  await take(3, 30);
  await take(2, 35);
  expect((await counted(queryId, '1d'))?.calls).toBe(35);
  expect((await counted(queryId, '30d'))?.calls).toBe(35);
  // A day later the owner’s clock would roll up the day as well.
  await portal.owner.begin(async (sql) => {
    await sql`set local role system_role`;
    await sql`select set_config('app.actor', 'system:test', true)`;
    await sql`select roll_up_statements(now() + interval '25 hours')`;
    await sql`select roll_up_statements(now() + interval '50 hours')`;
  });
  expect((await counted(queryId, '30d'))?.calls).toBe(35);
});

it('a statement is slower against its own past, and new against a past that was counted', async () => {
  const { server, queryId } = fresh();
  const added = fresh().queryId;
  const take = (minutesAgo: number, list: Counted[]) =>
    takeReading(portal.db, readingAt(minutesAgo, list, { server }));
  await take(110, []);
  await take(109, [{ queryId, calls: 100, totalMs: 200 }]);
  await take(10, [{ queryId, calls: 100, totalMs: 200 }]);
  await take(9, [
    { queryId, calls: 200, totalMs: 1_200 },
    { queryId: added, calls: 1, totalMs: 400 },
  ]);
  await portal.db.write(system, async ({ sql }) => {
    await sql`insert into statement_texts (query_id, kind, text) values (${added}::text::bigint, 'STATEMENT', 'select $1')`;
  });
  const changed = await portal.db.read(system, (tx) =>
    listChangedStatements(tx, { range: '1h', since: 'before' }),
  );
  expect(changed.find((one) => one.queryId === queryId)).toMatchObject({
    change: 'SLOWER',
    meanMs: 10,
    meanMsBefore: 2,
    addedMs: 800,
  });
  expect(changed.find((one) => one.queryId === added)).toMatchObject({ change: 'NEW', meanMsBefore: null });
});

it('staff see statements with the permission alone', async () => {
  const { server, queryId } = fresh();
  await takeReading(portal.db, readingAt(3, [{ queryId, calls: 0, totalMs: 0 }], { server }));
  await takeReading(portal.db, readingAt(2, [{ queryId, calls: 1, totalMs: 1 }], { server }));
  const seenBy = async (role: string) => {
    const actor: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: [role] }) };
    const seen = await portal.db.read(actor, (tx) =>
      listStatements(tx, { range: '1h', order: 'calls', limit: 200 }),
    );
    return seen.some((one) => one.queryId === queryId);
  };
  expect(await seenBy('administrator')).toBe(true);
  expect(await seenBy('auditor')).toBe(true);
  expect(await seenBy('support')).toBe(false);
});

const deploy = (version: string) => portal.db.write(system, (tx) => recordDeploy(tx, { version }));
const versions = async () =>
  (await portal.db.read(system, listDeploys)).map(({ version }) => version).toReversed();

it('a deploy is noted once, however many processes start with it, and again when an older version comes back', async () => {
  await Promise.all(Array.from({ length: 6 }, () => deploy('1.0.0')));
  await Promise.all([deploy('1.1.0'), deploy('1.1.0'), deploy('1.1.0')]);
  await deploy('1.1.0');
  expect(await versions()).toEqual(['1.0.0', '1.1.0']);
  await deploy('1.0.0');
  expect(await versions()).toEqual(['1.0.0', '1.1.0', '1.0.0']);
  // Two versions that start at the same time both stand there.
  await Promise.all([deploy('2.0.0-a'), deploy('2.0.0-b')]);
  expect((await versions()).slice(3).toSorted()).toEqual(['2.0.0-a', '2.0.0-b']);
});

it('statements are compared across the last deploy, without the minutes in which the version changed', async () => {
  await portal.owner`truncate deploys`;
  const since = async (one: 'yesterday' | 'deploy') =>
    portal.db.read(system, (tx) => listChangedStatements(tx, { range: '1h', since: one }));
  // Without a deploy nothing can have changed since.
  expect(await since('deploy')).toEqual([]);
  await portal.owner`insert into deploys (number, version, first_seen_at) values (1, '1.0.0', now() - interval '30 minutes')`;
  const { server, queryId } = fresh();
  const [added, steady] = [fresh().queryId, fresh().queryId];
  const take = (minutesAgo: number, list: Counted[]) =>
    takeReading(portal.db, readingAt(minutesAgo, list, { server }));
  await take(190, []);
  await take(188, [
    { queryId, calls: 50, totalMs: 100 },
    { queryId: steady, calls: 50, totalMs: 500 },
  ]);
  // Its work spans the deploy, and counts on neither side.
  await take(31, [
    { queryId, calls: 50, totalMs: 100 },
    { queryId: steady, calls: 50, totalMs: 500 },
  ]);
  await take(29.4, [
    { queryId, calls: 150, totalMs: 9_000 },
    { queryId: steady, calls: 50, totalMs: 500 },
  ]);
  await take(27, [
    { queryId, calls: 150, totalMs: 9_000 },
    { queryId: steady, calls: 50, totalMs: 500 },
  ]);
  await take(26, [
    { queryId, calls: 200, totalMs: 9_500 },
    { queryId: steady, calls: 100, totalMs: 1_000 },
    { queryId: added, calls: 5, totalMs: 2_000 },
  ]);
  await portal.db.write(system, async ({ sql }) => {
    await sql`insert into statement_texts (query_id, kind, text) values (${added}::text::bigint, 'STATEMENT', 'select $1')`;
  });
  const changed = await since('deploy');
  expect(changed.find((one) => one.queryId === queryId)).toMatchObject({
    change: 'SLOWER',
    calls: 50,
    meanMs: 10,
    meanMsBefore: 2,
  });
  expect(changed.find((one) => one.queryId === added)).toMatchObject({ change: 'NEW' });
  expect(changed.find((one) => one.queryId === steady)).toBeUndefined();
  // All of it is of the last day, so the day before has nothing to compare with.
  expect((await since('yesterday')).filter((one) => one.queryId === queryId)).toEqual([]);
});

it('deploys are seen with the permission alone', async () => {
  const seenBy = async (role: string) => {
    const actor: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: [role] }) };
    return (await portal.db.read(actor, listDeploys)).length > 0;
  };
  expect([await seenBy('auditor'), await seenBy('support')]).toEqual([true, false]);
});
