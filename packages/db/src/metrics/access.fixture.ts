import type { Foundations, SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  system_metrics: {
    where: () => `metric = 'matrix'`,
    attempt: () => `insert into system_metrics (metric, value) values ('matrix', 1)`,
    update: 'value = value',
  },
};

export const foundations: Foundations = () => [
  `insert into system_metrics (metric, value) values ('matrix', 1)`,
];
