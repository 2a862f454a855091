import { beforeAll, expect, it } from 'vitest';
import {
  addMinute,
  histogramOf,
  measured,
  minuteAgo,
  partitionsOfPast,
} from '../../../service-levels/factory.ts';
import { testDatabase } from '../../testing/test-database.ts';
import { look } from '../look.fixture.ts';

const portal = testDatabase();
beforeAll(() => portal.owner.unsafe(partitionsOfPast));

const state = () => look('service-levels', { db: portal.db, serverUrls: [] });
const empty = () =>
  portal.owner`truncate service_processes, service_minutes, service_hours, service_days, service_coverage`;
/** A process ran through a whole day, and nobody asked it anything. */
const aDayRan = () => portal.owner`
  insert into service_coverage (hour, minutes)
  select date_trunc('hour', now(), 'UTC') - n * interval '1 hour', (1::bigint << 60) - 1 from generate_series(1, 25) n
  on conflict (hour) do update set minutes = excluded.minutes`;
const durations = (quick: number, slow: number) =>
  histogramOf([...Array(quick).fill(5), ...Array(slow).fill(900)]);

it('says unknown when no process was measured, and ok when requests keep to their limits', async () => {
  await empty();
  expect(await state()).toMatchObject({ state: 'unknown', value: null });
  for (let ago = 2; ago < 50; ago += 1)
    await addMinute(portal.db, measured(minuteAgo(ago), { simple: durations(100, 1) }));
  expect(await state()).toMatchObject({ state: 'ok', says: 'No error budget is being spent too fast.' });
});

it('is bad when a budget went fast for an hour and still does, and says which', async () => {
  await empty();
  for (let ago = 1; ago < 50; ago += 1)
    await addMinute(
      portal.db,
      measured(minuteAgo(ago), { simple: durations(1, 9), search: durations(9, 0) }),
    );
  expect(await state()).toMatchObject({
    state: 'bad',
    value: 18,
    says: 'Simple questions: the error budget of 30 days is being spent 18 times too fast.',
  });
});

it('warns about six hours, and about a burst that is over only when its budget is used up', async () => {
  await empty();
  for (let ago = 1; ago < 300; ago += 10)
    await addMinute(portal.db, measured(minuteAgo(ago), { simple: durations(120, 80) }));
  expect(await state()).toMatchObject({ state: 'warn', says: expect.stringContaining('8 times too fast') });
  await empty();
  await addMinute(portal.db, measured(minuteAgo(50), { simple: durations(0, 30) }));
  await addMinute(portal.db, measured(minuteAgo(2), { simple: durations(30, 0) }));
  await aDayRan();
  expect(await state()).toMatchObject({
    state: 'warn',
    says: expect.stringContaining('is used up: Simple questions'),
  });
  await addMinute(portal.db, measured(minuteAgo(1), { simple: durations(2_000, 0) }));
  expect(await state()).toMatchObject({ state: 'ok' });
});

it('the first minutes of a slow machine raise nothing, and many requests in them do', async () => {
  await empty();
  for (let ago = 1; ago < 20; ago += 1)
    await addMinute(
      portal.db,
      measured(minuteAgo(ago), { simple: durations(2, 18), search: durations(1, 4) }),
    );
  expect(await state()).toMatchObject({
    state: 'ok',
    value: 0,
    says: 'No error budget is being spent too fast.',
  });
  await addMinute(portal.db, measured(minuteAgo(3), { simple: durations(80, 720) }));
  expect(await state()).toMatchObject({ state: 'bad', says: expect.stringContaining('Simple questions') });
});

it('a few failures in a quiet hour raise nothing, though their share is large', async () => {
  await empty();
  await aDayRan();
  await addMinute(portal.db, measured(minuteAgo(500), { simple: durations(5_000, 0) }));
  await addMinute(portal.db, measured(minuteAgo(2), { simple: histogramOf([1, 1, 1, 900], 2) }));
  const found = await state();
  expect(found.value).toBe(0);
  // Two failures of 5,004 are within a thousandth.
  expect(found.state).toBe('ok');
});

it('failures of a probe count as availability, and without a probe it has no rate', async () => {
  await empty();
  await addMinute(portal.db, measured(minuteAgo(2), { simple: durations(10, 0) }));
  expect((await state()).evidence?.map(({ level }) => level)).not.toContain('Availability from outside');
  await portal.owner`
    insert into probe_samples (probe, minute, asked, answered)
    select 'outside', date_trunc('minute', now(), 'UTC') - n * interval '1 minute', 6, 3 from generate_series(1, 40) n`;
  expect(await state()).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('Availability from outside'),
  });
});
