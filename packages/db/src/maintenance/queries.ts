import { maintenanceEveryDays, maintenanceJobs } from '@namc/inputs/maintenance';
import { optional, pick } from '../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { indexMeasurements, maintenanceRuns } from './tables.ts';

const run = pick(
  maintenanceRuns,
  [
    'id',
    'partOf',
    'job',
    'target',
    'server',
    'startedAt',
    'endedAt',
    'outcome',
    'message',
    'progress',
    'before',
    'after',
    'stopRequestedAt',
  ],
  'r',
);

export type MaintenanceRun = RowOf<typeof run>;

/** So many runs are shown, each with its parts. */
const shownRuns = 40;

/** The latest runs, the newest first, each followed by its parts in their order. For those with `health.read`. */
export async function listMaintenanceRuns({ sql }: Transaction): Promise<MaintenanceRun[]> {
  return rowsOf(sql, run)`
    with latest as (
      select id, started_at from maintenance_runs where part_of is null order by started_at desc, id desc limit ${shownRuns})
    select ${run(sql)} from maintenance_runs r join latest on latest.id = coalesce(r.part_of, r.id)
    order by latest.started_at desc, latest.id desc, r.part_of nulls first, r.id`;
}

const state = computed({
  job: anyOf(maintenanceJobs),
  /** The end of the last run that was done; null if there was none. */
  doneAt: 'Date | null',
  /** From when on the job is expected to run. */
  expectedSince: 'Date',
  /** Hours since the time by which it should have run again; negative before it. */
  hoursLate: 'number',
  isRunning: 'boolean',
  /** True if the last run failed. */
  failed: 'boolean',
});
/** What the last run says. */
const last = optional(pick(maintenanceRuns, ['message'], 'l'));

export type MaintenanceState = RowOf<typeof state> & RowOf<typeof last>;

/** The state of each job against its schedule. For those with `health.read`. */
export async function listMaintenanceStates({ sql }: Transaction): Promise<MaintenanceState[]> {
  const wanted = JSON.stringify(
    maintenanceJobs.map((job, place) => ({ job, place, days: maintenanceEveryDays[job] })),
  );
  return rowsOf(sql, state, last)`
    select w.job, d.done_at as "doneAt", coalesce(d.done_at, d.first_at, now()) as "expectedSince",
           (extract(epoch from now() - coalesce(d.done_at, d.first_at, now())) / 3600 - w.days * 24)::float8 as "hoursLate",
           coalesce(l.ended_at is null and l.id is not null, false) as "isRunning",
           coalesce(l.outcome = 'failed', false) as failed, ${last(sql)}
    from json_to_recordset(${wanted}::text::json) as w (job text, place int, days int)
    cross join lateral (
      select max(ended_at) filter (where outcome = 'done') as done_at, min(started_at) as first_at
      from maintenance_runs where job = w.job and part_of is null) d
    left join lateral (
      select id, ended_at, outcome, message from maintenance_runs
      where job = w.job and part_of is null order by started_at desc, id desc limit 1) l on true
    order by w.place`;
}

const open = computed({ stopRequested: 'boolean' });

/** True if somebody has asked to stop the run. For the system. */
export async function isStopRequested({ sql }: Transaction, id: string): Promise<boolean> {
  const [row] = await rowsOf(sql, open)`
    select stop_requested_at is not null as "stopRequested" from maintenance_runs where id = ${id}`;
  return row?.stopRequested ?? false;
}

const measurement = pick(indexMeasurements, ['indexName', 'bytes', 'wasted', 'density', 'measuredAt'], 'm');
const since = computed({
  /** False if the index was rebuilt since, or is gone. */
  isCurrent: 'boolean',
});

export type IndexMeasurement = RowOf<typeof measurement> & RowOf<typeof since>;

/** The last measured waste of each large index, by name. For those with `health.read`. */
export async function listIndexMeasurements({ sql }: Transaction): Promise<IndexMeasurement[]> {
  return rowsOf(sql, measurement, since)`
    select ${measurement(sql)}, coalesce(pg_relation_filenode(to_regclass(m.index_name)) = m.filenode, false) as "isCurrent"
    from index_measurements m order by m.index_name`;
}
