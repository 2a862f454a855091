import type { Foundations, SampleRows } from '../tools/testing/sample-rows.ts';

const run = (server: string) =>
  `insert into maintenance_runs (job, server, ended_at, outcome) values ('vacuum', '${server}', now(), 'done')`;

export const rows: SampleRows = {
  maintenance_runs: {
    where: () => `server = 'matrix'`,
    attempt: (_person, fresh) => run(fresh),
    update: 'stop_requested_at = stop_requested_at',
  },
};

export const foundations: Foundations = () => [run('matrix')];
