import { randomUUID } from 'node:crypto';
import type { ServiceClass } from '@namc/inputs/service-levels';
import type { Actor } from '../engine/actors.ts';
import type { Database } from '../engine/database.ts';
import { count, emptyHistogram, type Histogram } from '../engine/histogram.ts';
import { recordServiceMinute, type ServiceMinute } from './commands.ts';

const system: Actor = { kind: 'system', name: 'test' };

/** A histogram of durations in milliseconds. The first `failed` of them are failures. */
export function histogramOf(durations: readonly number[], failed = 0): Histogram {
  const histogram = emptyHistogram();
  for (const [index, ms] of durations.entries()) count(histogram, ms, index < failed);
  return histogram;
}

/** The beginning of the minute so many minutes ago. */
export const minuteAgo = (minutes: number): Date =>
  new Date((Math.floor(Date.now() / 60_000) - minutes) * 60_000);

/** A minute that a process measured. */
export const measured = (
  minute: Date,
  counted: Partial<Record<ServiceClass, Histogram>>,
  more: Partial<ServiceMinute> = {},
): ServiceMinute => ({
  minute,
  process: randomUUID(),
  poolPercent: null,
  people: null,
  counted: new Map(Object.entries(counted) as [ServiceClass, Histogram][]),
  ...more,
});

/** Stores a minute; false if nothing was added. */
export const addMinute = (db: Database, minute: ServiceMinute): Promise<boolean> =>
  db.write(system, (tx) => recordServiceMinute(tx, minute));

/** For the owner: minutes of the last days have a place, also when the server was made today. */
export const partitionsOfPast = `
  select count(create_daily_partition(table_name, day)) as made
  from unnest('{service_processes,service_minutes,service_hours}'::text[]) table_name,
       generate_series((now() at time zone 'UTC')::date - 2, (now() at time zone 'UTC')::date - 1, interval '1 day') moment,
       lateral (select moment::date as day) days
  union all
  select count(create_monthly_partition('service_days', (date_trunc('month', now() at time zone 'UTC') - months_ago * interval '1 month')::date))
  from generate_series(1, 2) months_ago`;
