import type { Foundations, SampleRows } from '../../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  partitioned_tables: {
    where: () => `table_name = 'system_metrics'`,
    attempt: (_person, fresh) =>
      `insert into partitioned_tables values ('${fresh}', 'day', 1, interval '1 day', interval '1 day')`,
    update: 'ahead = ahead',
  },
  detached_partitions: {
    where: () => `partition_name = 'matrix'`,
    attempt: (_person, fresh) =>
      `insert into detached_partitions values ('${fresh}', 'system_metrics', now(), now(), now())`,
    update: 'proven_at = proven_at',
  },
};

export const foundations: Foundations = () => [
  `insert into detached_partitions values ('matrix', 'system_metrics', now(), now(), now() + interval '1 day')`,
];
