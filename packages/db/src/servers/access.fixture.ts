import type { Foundations, SampleRows } from '../tools/testing/sample-rows.ts';

const point = (server: string) =>
  `insert into replication_points (server, at, minutes, role, seconds, bytes)
   values ('${server}', now(), 1, 'REPLICA', 0.5, 100)`;
const version = (name: string) => `insert into portal_versions (version) values ('${name}')`;

export const rows: SampleRows = {
  replication_points: {
    where: () => `server = 'matrix'`,
    attempt: (_person, fresh) => point(fresh),
    update: 'seconds = seconds',
  },
  portal_versions: {
    where: () => `version = 'matrix'`,
    attempt: (_person, fresh) => version(fresh),
    update: 'started_at = started_at',
  },
};

export const foundations: Foundations = () => [point('matrix'), version('matrix')];
