import type { Foundations, SampleRows } from '../tools/testing/sample-rows.ts';

const run = (name: string) =>
  `insert into backup_runs (place, name, ended_at, problem) values ('matrix', '${name}', now(), 'Nothing is there.')`;

const copies = `insert into file_copies (repository, server, place, tried_at, files) values (1, 'matrix', '/matrix', now(), 0)`;

export const rows: SampleRows = {
  backup_runs: {
    where: () => `name = 'matrix'`,
    attempt: (_person, fresh) => run(fresh),
    update: 'problem = problem',
  },
  file_copies: {
    where: () => 'repository = 1',
    attempt: () => copies,
    update: 'problem = problem',
  },
};

export const foundations: Foundations = () => [run('matrix'), copies];
