import {
  type GetServiceReportInput,
  judgeLevel,
  type LevelState,
  type ListServiceLevelsInput,
  type ListServicePointsInput,
  levelNames,
  levelsInWords,
  timedClasses,
} from '@namc/inputs/service-levels';
import { statementSpans } from '@namc/inputs/statements';
import { optional, pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, type RowsOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { serviceLevels } from './tables.ts';

const level = pick(serviceLevels, ['name', 'target', 'unit', 'share'], 'l');
/** Our own target, ten times stricter; null where there is none. */
const own = optional(pick(serviceLevels, { ours: 'target' }, 'o'));
const state = computed({
  /** Of the span; null when nothing was measured. `over` is over the target, `overOurs` over our own. */
  requests: 'number | null',
  over: 'number | null',
  overOurs: 'number | null',
  p50: 'number | null',
  p95: 'number | null',
  /**
   * The pool’s highest use in percent; or the most reads or writes a second, or people, of the busiest minute of the span. Minutes are
   * kept for two days; of the reads and writes before, a step's own mean stands for its minutes.
   */
  peak: 'number | null',
  /** Reads or writes a second, or people, in the last whole minute; null for another level, and if no process ran. */
  present: 'number | null',
  /** The part of the allowed failures of 30 days that is left; below 0 when more failed than may. Null before a day was measured. */
  budgetLeft: 'number | null',
  /** The rate at which the budget goes: at 1 it lasts 30 days. Null for a window of which too little was measured (`enoughAnHour`). */
  burn5m: 'number | null',
  burn30m: 'number | null',
  burn1h: 'number | null',
  burn6h: 'number | null',
  burn30d: 'number | null',
  /** Requests that broke the level in the last hour and in the last six. */
  broken1h: 'number',
  broken6h: 'number',
  /** The burn rates from which on the health check warns and is bad. */
  warnBurn: 'number',
  badBurn: 'number',
});

export type ServiceLevel = RowsOf<[typeof state, typeof level, typeof own]>;

const requestClasses = [...timedClasses, 'stream'];

/** A window of hours says something once half of it was measured, or so many requests for each of its hours. */
const enoughAnHour = 1_000;

/**
 * Every level of the design document with what was measured in a span up to now, the rest of its error budget of 30 days, and
 * the burn rates. Durations in milliseconds. For those with `health.read`.
 */
export async function listServiceLevels(
  { sql }: Transaction,
  { range }: ListServiceLevelsInput,
): Promise<ServiceLevel[]> {
  const { length, step } = statementSpans[range];
  return rowsOf(sql, state, level, own)`
    with recent as materialized (
      select at, class, requests, errors, over_limit from service_use('minute', now() - interval '6 hours', now())
    ), month as materialized (
      select at, class, requests, errors, over_limit from service_use('day', now() - interval '30 days', now())
    ), asked as (
      select class as name, at, requests as total, over_limit as broken, false as is_month from recent
      union all select 'answers', at, requests, errors, false from recent where class = any (${requestClasses})
      union all select class, at, requests, over_limit, true from month
      union all select 'answers', at, requests, errors, true from month where class = any (${requestClasses})
      union all
      select 'availability', minute, asked, asked - answered, is_month
      from probe_samples, (values (true), (false)) both_windows (is_month) where minute >= now() - interval '30 days'
    ), ran as materialized (
      select false as is_probe, count(*) filter (where minute >= now() - interval '1 hour') as minutes1h, count(*) as minutes6h,
             (select sum(bit_count(minutes::bit(64))) from service_coverage where hour >= now() - interval '30 days') as minutes30d
      from service_coverage, generate_series(0, 59) n, lateral (select hour + n * interval '1 minute' as minute) m
      where hour >= now() - interval '7 hours' and (minutes >> n) & 1 = 1 and minute >= now() - interval '6 hours'
      union all
      select true, count(*) filter (where minute >= now() - interval '1 hour'),
             count(*) filter (where minute >= now() - interval '6 hours'), count(*)
      from (select distinct minute from probe_samples where minute >= now() - interval '30 days') probed
    ), windows as (
      select name,
        sum(broken) filter (where not is_month and at >= now() - interval '5 minutes') / nullif(sum(total) filter (where not is_month and at >= now() - interval '5 minutes'), 0) as share5m,
        sum(broken) filter (where not is_month and at >= now() - interval '30 minutes') / nullif(sum(total) filter (where not is_month and at >= now() - interval '30 minutes'), 0) as share30m,
        sum(broken) filter (where not is_month and at >= now() - interval '1 hour') / nullif(sum(total) filter (where not is_month and at >= now() - interval '1 hour'), 0) as share1h,
        sum(broken) filter (where not is_month and at >= now() - interval '6 hours') / nullif(sum(total) filter (where not is_month and at >= now() - interval '6 hours'), 0) as share6h,
        sum(broken) filter (where is_month) / nullif(sum(total) filter (where is_month), 0) as share30d,
        coalesce(sum(total) filter (where not is_month and at >= now() - interval '1 hour'), 0) as total1h,
        coalesce(sum(total) filter (where not is_month and at >= now() - interval '6 hours'), 0) as total6h,
        coalesce(sum(broken) filter (where not is_month and at >= now() - interval '1 hour'), 0) as broken1h,
        coalesce(sum(broken) filter (where not is_month and at >= now() - interval '6 hours'), 0) as broken6h
      from asked group by name
    ), span as materialized (
      select class, sum(requests) as requests, sum(errors) as errors, sum_buckets(buckets) as buckets,
             max(requests) as most
      from (
        select at, class, sum(requests) as requests, sum(errors) as errors, sum_buckets(buckets) as buckets
        from service_use(${step}, now() - ${length}::text::interval, now()) group by at, class
      ) steps group by class
    ), busiest as materialized (
      select class, max(requests)::float8 / 60 as peak
      from service_use('minute', greatest(now() - ${length}::text::interval, now() - interval '2 days'), now())
      where class in ('read', 'write') group by class
    ), measured as (
      select class as name, requests::float8 as requests, null::float8 as broken, buckets,
             greatest(most / extract(epoch from ('1 ' || ${step}::text)::interval)::float8, b.peak) as peak
      from span left join busiest b using (class)
      union all
      select 'answers', sum(requests)::float8, sum(errors)::float8, null, null from span where class = any (${requestClasses})
      union all
      select 'availability', sum(asked)::float8, sum(asked - answered)::float8, null, null from probe_samples
      where minute >= now() - ${length}::text::interval
      union all
      select name, null, null, null, peak from (
        select max(pool_percent) as pool, max(people)::float8 as users from service_coverage
        where hour >= date_trunc('hour', now() - ${length}::text::interval)
      ) c, lateral (values ('pool', pool), ('users', users)) v (name, peak)
    ), latest as materialized (
      select max(minute) as minute from service_processes
      where minute between now() - interval '4 minutes' and now() - interval '70 seconds'
    ), present as (
      select name, case when class is null then (select sum(people) from service_processes p where p.minute = l.minute)::float8
          else coalesce((select sum(requests) from service_minutes s where s.at = l.minute and s.class = v.class), 0)::float8 / 60 end
        as present
      from latest l, (values ('reads', 'read'), ('writes', 'write'), ('users', null)) v (name, class) where l.minute is not null
    )
    select ${level(sql)}, ${own(sql)}, m.requests,
           case when l.unit = 'ms' then count_over(m.buckets, l.target)::float8 else m.broken end as over,
           case when l.unit = 'ms' then count_over(m.buckets, o.target)::float8 else m.broken end as "overOurs",
           case when l.unit = 'ms' then percentile_of(m.buckets, 0.5) end as p50,
           case when l.unit = 'ms' then percentile_of(m.buckets, 0.95) end as p95,
           case when l.name in ('reads', 'writes', 'pool', 'users') then m.peak end as peak, p.present,
           case when r.minutes30d >= 1440 then (1 - w.share30d / (1 - l.share))::float8 end as "budgetLeft",
           (w.share5m / (1 - l.share))::float8 as burn5m, (w.share30m / (1 - l.share))::float8 as burn30m,
           case when r.minutes1h >= 30 or w.total1h >= ${enoughAnHour}::int then (w.share1h / (1 - l.share))::float8 end as burn1h,
           case when r.minutes6h >= 180 or w.total6h >= 6 * ${enoughAnHour}::int then (w.share6h / (1 - l.share))::float8 end as burn6h,
           case when r.minutes30d >= 1440 then (w.share30d / (1 - l.share))::float8 end as burn30d,
           coalesce(w.broken1h, 0)::float8 as broken1h, coalesce(w.broken6h, 0)::float8 as broken6h,
           coalesce(t.warn, 6) as "warnBurn", coalesce(t.bad, 14.4) as "badBurn"
    from service_levels l
    left join service_levels o on o.name = l.name and o.standard = 'ours'
    left join measured m on m.name = case l.name when 'reads' then 'read' when 'writes' then 'write' else l.name end
    left join windows w on w.name = l.name
    left join present p on p.name = l.name
    left join ran r on r.is_probe = (l.name = 'availability')
    left join health_thresholds t on t.check_name = 'service-levels'
    where l.standard = 'design'
    order by array_position(${[...levelNames]}::text[], l.name)`;
}

const coverage = computed({
  /** Minutes of the span, and those in which an API process ran. */
  minutes: 'number',
  covered: 'number',
  /** The last minute in which a process ran; null when none ever did. */
  lastAt: 'Date | null',
});

export type ServiceCoverage = RowOf<typeof coverage>;

/** In how much of a span up to now the portal was measured at all. For those with `health.read`. */
export async function getServiceCoverage(
  { sql }: Transaction,
  { range }: ListServiceLevelsInput,
): Promise<ServiceCoverage> {
  const { length } = statementSpans[range];
  const [row] = await rowsOf(sql, coverage)`
    select (extract(epoch from ${length}::text::interval) / 60)::float8 as minutes,
           count(*) filter (where minute >= now() - ${length}::text::interval)::float8 as covered,
           max(minute) as "lastAt"
    from service_coverage, generate_series(0, 59) n, lateral (select hour + n * interval '1 minute' as minute) m
    where (minutes >> n) & 1 = 1
      and (hour >= date_trunc('hour', now() - ${length}::text::interval)
           or hour = (select max(hour) from service_coverage))`;
  if (!row) throw new Error('A sum over no rows is a row.');
  return row;
}

const point = computed({
  at: 'Date',
  /** Null where no API process ran: a gap, and no zero. */
  requests: 'number | null',
  errors: 'number | null',
  /** Null also where nothing was asked. */
  p50: 'number | null',
  p95: 'number | null',
  /** The part of the step in which a process ran, from 0 to 1. */
  covered: 'number',
});

export type ServicePoint = RowOf<typeof point>;

/**
 * What the requests of one class took in each minute, hour (UTC) or day (California) of a span up to now, in milliseconds.
 * Oldest first. For those with `health.read`.
 */
export async function listServicePoints(
  { sql }: Transaction,
  { range, level: name }: ListServicePointsInput,
): Promise<ServicePoint[]> {
  const { length, step } = statementSpans[range];
  return rowsOf(sql, point)`
    with covered as (
      select service_step_of(${step}, minute) as at, count(*) as minutes
      from service_coverage, generate_series(0, 59) n, lateral (select hour + n * interval '1 minute' as minute) m
      where hour >= service_step_of('day', now() - ${length}::text::interval) and (minutes >> n) & 1 = 1
      group by 1
    ), used as (
      select at, sum(requests)::float8 as requests, sum(errors)::float8 as errors, sum_buckets(buckets) as buckets
      from service_use(${step}, now() - ${length}::text::interval, now()) where class = ${name} group by at
    )
    select s.at, case when c.minutes > 0 then coalesce(u.requests, 0) end as requests,
           case when c.minutes > 0 then coalesce(u.errors, 0) end as errors,
           percentile_of(u.buckets, 0.5) as p50, percentile_of(u.buckets, 0.95) as p95,
           coalesce(least(1, c.minutes * 60 / extract(epoch from
             greatest(least(service_step_end(${step}, s.at), now()) - s.at, interval '1 minute'))), 0)::float8 as covered
    from service_steps(${step}, now() - ${length}::text::interval, now()) s(at)
    left join covered c on c.at = s.at left join used u on u.at = s.at
    order by s.at`;
}

const reported = computed({
  requests: 'number | null',
  over: 'number | null',
  p50: 'number | null',
  p95: 'number | null',
  peak: 'number | null',
});

export type ReportedLevel = RowsOf<[typeof reported, typeof level, typeof own]>;

/** What was measured of each level in a month of California. For those with `health.read`. */
export async function listReportedLevels(
  { sql }: Transaction,
  { month }: GetServiceReportInput,
): Promise<ReportedLevel[]> {
  return rowsOf(sql, reported, level, own)`
    with month as (
      select begins, service_step_end('month', begins) as ends
      from (select (${month}::text || '-01')::timestamp at time zone 'America/Los_Angeles' as begins) first
    ), used as materialized (
      select class, sum(requests)::float8 as requests, sum(errors)::float8 as errors, sum_buckets(buckets) as buckets
      from month, service_use('day', begins, ends) group by class
    ), measured as (
      select class as name, requests, null::float8 as broken, buckets, null::float8 as peak from used
      union all
      select 'answers', sum(requests), sum(errors), null, null from used where class = any (${requestClasses})
      union all
      select 'availability', sum(asked)::float8, sum(asked - answered)::float8, null, null
      from probe_samples, month where minute >= begins and minute < ends
      union all
      select 'pool', null, null, null, max(pool_percent) from service_coverage, month where hour >= begins and hour < ends
    )
    select ${level(sql)}, ${own(sql)}, m.requests,
           case when l.unit = 'ms' then count_over(m.buckets, l.target)::float8 else m.broken end as over,
           case when l.unit = 'ms' then percentile_of(m.buckets, 0.5) end as p50,
           case when l.unit = 'ms' then percentile_of(m.buckets, 0.95) end as p95, m.peak
    from service_levels l left join service_levels o on o.name = l.name and o.standard = 'ours'
    left join measured m on m.name = l.name
    where l.standard = 'design'
    order by array_position(${[...levelNames]}::text[], l.name)`;
}

const day = computed({
  at: 'Date',
  /** Minutes of the day that are over, and those in which a process ran. */
  minutes: 'number',
  covered: 'number',
  requests: 'number',
  /** Requests that failed, or were over the limit of their class. */
  errors: 'number',
  over: 'number',
});

export type ReportedDay = RowOf<typeof day>;

/** Each day of a month of California, oldest first; a day to come has no minutes. For those with `health.read`. */
export async function listReportedDays(
  { sql }: Transaction,
  { month }: GetServiceReportInput,
): Promise<ReportedDay[]> {
  return rowsOf(sql, day)`
    with month as (
      select begins, service_step_end('month', begins) as ends
      from (select (${month}::text || '-01')::timestamp at time zone 'America/Los_Angeles' as begins) first
    ), covered as (
      select service_step_of('day', minute) as at, count(*) as minutes
      from month, service_coverage, generate_series(0, 59) n, lateral (select hour + n * interval '1 minute' as minute) m
      where hour >= begins and hour < ends and (minutes >> n) & 1 = 1
      group by 1
    ), used as (
      select at, sum(requests) as requests, sum(errors) as errors, sum(over_limit) as over_limit
      from month, service_use('day', begins, ends) where class = any (${requestClasses}) group by at
    )
    select d.at,
           greatest(extract(epoch from least(service_step_end('day', d.at), now()) - d.at) / 60, 0)::float8 as minutes,
           coalesce(c.minutes, 0)::float8 as covered, coalesce(u.requests, 0)::float8 as requests,
           coalesce(u.errors, 0)::float8 as errors, coalesce(u.over_limit, 0)::float8 as over
    from month, service_steps('day', begins, ends) d(at)
    left join covered c on c.at = d.at left join used u on u.at = d.at
    order by d.at`;
}

export type ShownLevel = ServiceLevel & { state: LevelState; says: string };

export interface ShownLevels {
  state: LevelState;
  /** The verdict in words. */
  says: string;
  coverage: ServiceCoverage;
  levels: ShownLevel[];
}

/** Every level with its state and the verdict on all of them. For those with `health.read`. */
export async function showServiceLevels(
  tx: Transaction,
  input: ListServiceLevelsInput,
): Promise<ShownLevels> {
  const coverage = await getServiceCoverage(tx, input);
  const rows = await listServiceLevels(tx, input);
  const levels = rows.map((row) => ({ ...row, ...judgeLevel(row, coverage.covered > 0) }));
  const state = levelStates.find((one) => levels.some((each) => each.state === one)) ?? 'unknown';
  return { state, says: levelsInWords(levels), coverage, levels };
}

/** The worst first. A level that is unknown is told beside the others, and does not hide that they are kept. */
const levelStates: readonly LevelState[] = ['bad', 'warn', 'ok', 'unknown'];

export interface ServiceReport {
  month: string;
  levels: ReportedLevel[];
  days: ReportedDay[];
}

/** What a month was like, for the association's board. For those with `health.read`. */
export async function getServiceReport(
  tx: Transaction,
  input: GetServiceReportInput,
): Promise<ServiceReport> {
  const levels = await listReportedLevels(tx, input);
  return { month: input.month, levels, days: await listReportedDays(tx, input) };
}
