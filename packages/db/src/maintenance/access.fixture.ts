import type { Foundations, SampleRows } from '../tools/testing/sample-rows.ts';

const run = (server: string) =>
  `insert into maintenance_runs (job, server, ended_at, outcome) values ('vacuum', '${server}', now(), 'done')`;
const measurement = (name: string) =>
  `insert into index_measurements (index_name, filenode, bytes, wasted, density) values ('${name}', 1, 100, 20, 70)`;

export const rows: SampleRows = {
  maintenance_runs: {
    where: () => `server = 'matrix'`,
    attempt: (_person, fresh) => run(fresh),
    update: 'stop_requested_at = stop_requested_at',
  },
  index_measurements: {
    where: () => `index_name = 'matrix'`,
    attempt: (_person, fresh) => measurement(fresh),
    update: 'wasted = wasted',
  },
};

export const foundations: Foundations = () => [run('matrix'), measurement('matrix')];
