import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { bucketBounds } from '../engine/histogram.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { recordServiceMinute, rollUpServiceLevels } from './commands.ts';
import { addMinute, histogramOf, measured, minuteAgo, partitionsOfPast } from './factory.ts';

import { getServiceReport, listServiceLevels } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };

beforeAll(() => portal.owner.unsafe(partitionsOfPast));

interface Sum {
  requests: number;
  errors: number;
  over: number;
  whole: number;
}
/** What one step shows of a class since an instant. */
async function sumOf(step: 'minute' | 'hour' | 'day', name: string, since: Date): Promise<Sum> {
  const [row] = await portal.db.read(
    system,
    ({ sql }) => sql<Sum[]>`
      select coalesce(sum(requests), 0)::int as requests, coalesce(sum(errors), 0)::int as errors,
             coalesce(sum(over_limit), 0)::int as over,
             coalesce((select sum(b) from unnest(sum_buckets(buckets)) b), 0)::int as whole
      from service_use(${step}, ${since}, now()) where class = ${name}`,
  );
  return row as Sum;
}
const empty = () =>
  portal.owner`truncate service_processes, service_minutes, service_hours, service_days, service_coverage`;
const rollUp = (hoursFromNow = 0) =>
  portal.owner.begin(async (sql) => {
    await sql`set local role system_role`;
    await sql`select set_config('app.actor', 'system:test', true)`;
    await sql`select roll_up_service_levels(now() + ${hoursFromNow} * interval '1 hour')`;
  });

it('the database and the processes have the same buckets, and every limit is a bound', async () => {
  const [row] = await portal.owner<{ bounds: number[] }[]>`select service_bucket_bounds() as bounds`;
  expect(row?.bounds).toEqual(bucketBounds);
  await expect(
    portal.owner`update service_levels set target = 51 where name = 'simple' and standard = 'design'`,
  ).rejects.toThrow(/limit_is_bound/);
});

it('a p95 is at most 7 % off the true one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ min: 0.12, max: 99_000, noNaN: true }), { minLength: 1, maxLength: 300 }),
      async (durations) => {
        const sorted = durations.toSorted((a, b) => a - b);
        const truth = sorted[Math.ceil(sorted.length * 0.95) - 1] as number;
        const [row] = await portal.owner<{ p95: number }[]>`
          select percentile_of(${[...histogramOf(durations).buckets]}::bigint[], 0.95) as p95`;
        expect(Math.abs((row?.p95 as number) / truth - 1)).toBeLessThan(0.07);
      },
    ),
    { numRuns: 60 },
  );
});

it('processes that flush one minute add up, and a repetition adds nothing', async () => {
  await empty();
  const minute = minuteAgo(3);
  const one = measured(minute, { simple: histogramOf([1, 2, 60], 1) }, { poolPercent: 40 });
  const other = measured(
    minute,
    { simple: histogramOf([3, 80]), search: histogramOf([10]) },
    { poolPercent: 90 },
  );
  expect(await Promise.all([one, other].map((each) => addMinute(portal.db, each)))).toEqual([true, true]);
  // The answer to the first try was lost, as in a crash of the link after the commit.
  expect(await Promise.all([one, one, other].map((each) => addMinute(portal.db, each)))).toEqual([
    false,
    false,
    false,
  ]);
  expect(await sumOf('minute', 'simple', minute)).toEqual({ requests: 5, errors: 1, over: 2, whole: 5 });
  expect(await sumOf('minute', 'search', minute)).toEqual({ requests: 1, errors: 0, over: 0, whole: 1 });
  const [covered] = await portal.owner`select pool_percent, minutes from service_coverage`;
  expect(covered).toMatchObject({ pool_percent: 90, minutes: 2 ** minute.getUTCMinutes() });
});

it('a minute that fails to be stored leaves nothing, and the next try adds all of it', async () => {
  await empty();
  const minute = measured(minuteAgo(3), { simple: histogramOf([1, 2]) });
  await expect(
    portal.db.write(system, async (tx) => {
      await recordServiceMinute(tx, minute);
      throw new Error('the process dies here');
    }),
  ).rejects.toThrow('dies here');
  expect((await sumOf('minute', 'simple', minute.minute)).requests).toBe(0);
  expect(await addMinute(portal.db, minute)).toBe(true);
  expect((await sumOf('minute', 'simple', minute.minute)).requests).toBe(2);
});

it('a minute of the future, and one of two days ago, is refused: a wrong clock writes nothing', async () => {
  for (const minutes of [-10, 2 * 1_440])
    expect(await addMinute(portal.db, measured(minuteAgo(minutes), { simple: histogramOf([1]) }))).toBe(
      false,
    );
});

it('hours and days are added up once, whoever does it and how often, and a late minute joins them', async () => {
  await empty();
  const since = minuteAgo(200);
  await addMinute(portal.db, measured(minuteAgo(130), { complex: histogramOf([10, 300]) }));
  await addMinute(portal.db, measured(minuteAgo(129), { complex: histogramOf([20]) }));
  await Promise.all([1, 2, 3].map(() => portal.db.write(system, rollUpServiceLevels)));
  await portal.db.write(system, rollUpServiceLevels);
  const three = { requests: 3, errors: 0, over: 1, whole: 3 };
  for (const step of ['minute', 'hour', 'day'] as const)
    expect(await sumOf(step, 'complex', since), step).toEqual(three);
  await rollUp(30);
  await rollUp(60);
  expect(await sumOf('day', 'complex', since)).toEqual(three);
  // A process could not reach the database for two hours.
  await addMinute(portal.db, measured(minuteAgo(131), { complex: histogramOf([400], 1) }));
  await rollUp(60);
  const four = { requests: 4, errors: 1, over: 2, whole: 4 };
  for (const step of ['minute', 'hour', 'day'] as const)
    expect(await sumOf(step, 'complex', since), step).toEqual(four);
});

it('the days of California have 23 and 25 hours when the clocks change, and each hour belongs to one of them', async () => {
  const [row] = await portal.owner<{ spring: number; fall: number; days: number; hours: number }[]>`
    select extract(epoch from service_step_end('day', spring) - spring) / 3600 as spring,
           extract(epoch from service_step_end('day', fall) - fall) / 3600 as fall,
           (select count(distinct d)::int from service_steps('day', '2026-10-01 07:00Z', '2026-12-01 08:00Z') d) as days,
           (select count(distinct h)::int from service_steps('hour', fall, service_step_end('day', fall)) h) as hours
    from (select service_step_of('day', '2026-03-08 20:00Z') as spring, service_step_of('day', '2026-11-01 20:00Z') as fall) days`;
  expect(row).toEqual({ spring: '23.0000000000000000', fall: '25.0000000000000000', days: 61, hours: 25 });
  await empty();
  await portal.owner`select create_daily_partition('service_hours', day) from unnest('{2026-11-01,2026-11-02}'::date[]) day`;
  // The hour before that day belongs to October 31.
  await portal.owner`select create_monthly_partition('service_days', month) from unnest('{2026-10-01,2026-11-01}'::date[]) month`;
  await portal.owner`
    insert into service_hours (at, class, requests, errors, over_limit, buckets)
    select h, 'simple', 122, 0, 0, array_fill(1::bigint, array[122])
    from service_steps('hour', '2026-11-01 06:00Z', '2026-11-02 10:00Z') h`;
  await portal.owner`
    insert into service_coverage (hour, minutes, rolled_at)
    select h, (1::bigint << 60) - 1, h from service_steps('hour', '2026-11-01 06:00Z', '2026-11-02 10:00Z') h`;
  await rollUp();
  const [day] = await portal.owner`
    select requests from service_days where at = '2026-11-01 07:00Z'`;
  expect(day).toEqual({ requests: 25 * 122 });
});

it('a month has all of its days, tells the minutes that nobody measured, and one without any is empty', async () => {
  await empty();
  const minute = minuteAgo(5);
  await addMinute(portal.db, measured(minute, { simple: histogramOf([1, 70]) }));
  const month = minute.toLocaleDateString('sv-SE', { timeZone: 'America/Los_Angeles' }).slice(0, 7);
  const report = await portal.db.read(system, (tx) => getServiceReport(tx, { month }));
  const measuredDays = report.days.filter(({ covered }) => covered > 0);
  expect(measuredDays).toMatchObject([{ covered: 1, requests: 2, over: 1, errors: 0 }]);
  expect(report.levels.find(({ name }) => name === 'simple')).toMatchObject({ requests: 2, over: 1 });
  expect(report.levels.find(({ name }) => name === 'availability')).toMatchObject({ requests: null });
  const past = await portal.db.read(system, (tx) => getServiceReport(tx, { month: '2026-02' }));
  expect(past.days).toHaveLength(28);
  expect(past.days.every(({ covered, minutes }) => covered === 0 && minutes === 1_440)).toBe(true);
  expect(past.levels.every(({ requests, peak }) => requests === null && peak === null)).toBe(true);
});

it('staff see the levels with the permission alone', async () => {
  const seenBy = async (role: string) => {
    const actor: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: [role] }) };
    return (await portal.db.read(actor, (tx) => listServiceLevels(tx, { range: '1h' }))).length;
  };
  expect(await seenBy('auditor')).toBe(13);
  expect(await seenBy('support')).toBe(0);
});

it('people at the same time are added up over processes, and the present is the last whole minute', async () => {
  await empty();
  const users = async () => {
    const levels = await portal.db.read(system, (tx) => listServiceLevels(tx, { range: '1h' }));
    const of = (name: string) => levels.find((one) => one.name === name);
    return { users: of('users'), reads: of('reads'), simple: of('simple') };
  };
  expect((await users()).users).toMatchObject({ target: 500, peak: null, present: null });
  // The first process is of a version that counted nobody.
  await addMinute(portal.db, measured(minuteAgo(5), {}));
  expect((await users()).users).toMatchObject({ peak: null });
  await addMinute(portal.db, measured(minuteAgo(4), {}, { people: 30 }));
  await Promise.all([11, 20].map((people) => addMinute(portal.db, measured(minuteAgo(4), {}, { people }))));
  await addMinute(portal.db, measured(minuteAgo(2), { read: histogramOf(Array(90).fill(1)) }, { people: 7 }));
  const found = await users();
  expect(found.users).toMatchObject({ peak: 61, present: 7 });
  expect(found.reads).toMatchObject({ present: 1.5 });
  expect(found.simple).toMatchObject({ peak: null, present: null });
});

it('the most reads a second are those of the busiest minute, also over a span whose steps are hours', async () => {
  await addMinute(portal.db, measured(minuteAgo(3), { read: histogramOf(Array(600).fill(1)) }));
  await addMinute(portal.db, measured(minuteAgo(4), { read: histogramOf(Array(60).fill(1)) }));
  for (const range of ['1h', '1d', '30d'] as const) {
    const levels = await portal.db.read(system, (tx) => listServiceLevels(tx, { range }));
    const reads = levels.find(({ name }) => name === 'reads');
    expect(reads?.peak, range).toBeGreaterThanOrEqual(10);
  }
});
