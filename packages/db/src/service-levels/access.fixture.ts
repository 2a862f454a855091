import type { Foundations, SampleRows, TableRows } from '../tools/testing/sample-rows.ts';

const buckets = 'array_fill(1::bigint, array[122])';
/** An instant of the coming two days that nothing else has, from the fresh UUID of the attempt. */
const momentOf = (fresh: string) =>
  `now() + ('x' || substr(md5('${fresh}'), 1, 6))::bit(24)::integer * interval '10 milliseconds'`;

const ofStep = (table: string): TableRows => ({
  where: () => `class = 'write'`,
  attempt: (_person, fresh) =>
    `insert into ${table} (at, class, requests, errors, over_limit, buckets) values (${momentOf(fresh)}, 'read', 1, 0, 0, ${buckets})`,
  update: 'errors = errors',
});

export const rows: SampleRows = {
  service_levels: {
    where: () => `name = 'pool'`,
    attempt: () =>
      `insert into service_levels (name, standard, target, unit) values ('pool', 'ours', 80, '%')`,
    update: 'target = target',
  },
  service_processes: {
    where: () => 'pool_percent = 7',
    attempt: (_person, fresh) => `insert into service_processes (minute, process) values (now(), '${fresh}')`,
    update: 'pool_percent = pool_percent',
  },
  service_minutes: ofStep('service_minutes'),
  service_hours: ofStep('service_hours'),
  service_days: ofStep('service_days'),
  service_coverage: {
    where: () => 'pool_percent = 7',
    attempt: (_person, fresh) =>
      `insert into service_coverage (hour, minutes) values (${momentOf(fresh)}, 1)`,
    update: 'minutes = minutes',
  },
};

export const foundations: Foundations = () => [
  'insert into service_processes (minute, process, pool_percent) values (now(), time_ordered_uuid(), 7)',
  ...['service_minutes', 'service_hours', 'service_days'].map(
    (table) =>
      `insert into ${table} (at, class, requests, errors, over_limit, buckets) values (now(), 'write', 122, 0, 0, ${buckets})`,
  ),
  'insert into service_coverage (hour, minutes, pool_percent) values (now(), 1, 7)',
];
