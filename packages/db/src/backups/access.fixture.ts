import type { Foundations, SampleRows } from '../tools/testing/sample-rows.ts';

const run = (name: string) =>
  `insert into backup_runs (place, name, ended_at, problem) values ('matrix', '${name}', now(), 'Nothing is there.')`;

export const rows: SampleRows = {
  backup_runs: {
    where: () => `name = 'matrix'`,
    attempt: (_person, fresh) => run(fresh),
    update: 'problem = problem',
  },
};

export const foundations: Foundations = () => [run('matrix')];
