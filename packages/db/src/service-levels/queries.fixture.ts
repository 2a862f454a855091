import { randomUUID } from 'node:crypto';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { addMinute, histogramOf, measured, minuteAgo, partitionsOfPast } from './factory.ts';
import {
  getServiceCoverage,
  getServiceReport,
  listReportedDays,
  listReportedLevels,
  listServiceLevels,
  listServicePoints,
  showServiceLevels,
} from './queries.ts';

/** A month of California, as the report takes it. */
const monthOf = (at: Date) => at.toLocaleDateString('sv-SE', { timeZone: 'America/Los_Angeles' }).slice(0, 7);

export async function queryRuns({
  administrator,
  db,
  find,
  support,
}: Association): Promise<Record<string, QueryRun[]>> {
  const minute = minuteAgo(2);
  await find(partitionsOfPast);
  const counted = { simple: histogramOf([1, 2, 70], 1), read: histogramOf([1]) };
  await addMinute(db, measured(minute, counted, { process: randomUUID(), poolPercent: 30 }));
  await find(
    `insert into probe_samples (probe, minute, asked, answered) values ('fixture', '${minute.toISOString()}', 6, 5) returning minute`,
  );
  // A process ran through a day and this hour, so that budgets and their rates are told, but for one minute of each hour.
  await find(
    `insert into service_coverage (hour, minutes)
     select date_trunc('hour', now(), 'UTC') - n * interval '1 hour',
            (1::bigint << 60) - 1 - (1::bigint << (extract(minute from now())::int + 30) % 60) from generate_series(0, 25) n
     on conflict (hour) do update set minutes = excluded.minutes returning hour`,
  );
  const month = monthOf(minute);
  return {
    listServiceLevels: [
      [administrator, (tx) => listServiceLevels(tx, { range: '1h' })],
      [administrator, (tx) => listServiceLevels(tx, { range: '30d' })],
    ],
    getServiceCoverage: [
      [administrator, (tx) => getServiceCoverage(tx, { range: '1h' })],
      // Without the permission they see no minute.
      [support, (tx) => getServiceCoverage(tx, { range: '1h' })],
    ],
    listServicePoints: [[administrator, (tx) => listServicePoints(tx, { range: '1h', level: 'simple' })]],
    showServiceLevels: [[administrator, (tx) => showServiceLevels(tx, { range: '6h' })]],
    getServiceReport: [[administrator, (tx) => getServiceReport(tx, { month })]],
    listReportedLevels: [[administrator, (tx) => listReportedLevels(tx, { month })]],
    listReportedDays: [[administrator, (tx) => listReportedDays(tx, { month })]],
  };
}
