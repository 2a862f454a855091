import type { Foundations, SampleRows } from '../tools/testing/sample-rows.ts';

const point = (server: string) =>
  `insert into replication_points (server, at, minutes, role, seconds, bytes)
   values ('${server}', now(), 1, 'REPLICA', 0.5, 100)`;

export const rows: SampleRows = {
  replication_points: {
    where: () => `server = 'matrix'`,
    attempt: (_person, fresh) => point(fresh),
    update: 'seconds = seconds',
  },
};

export const foundations: Foundations = () => [point('matrix')];
