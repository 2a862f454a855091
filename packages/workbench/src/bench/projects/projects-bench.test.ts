import { beforeAll, expect, it } from 'vitest';
import { projectForms } from './forms.ts';
import { measureProjects, type ProjectFigure } from './measure-projects.ts';

const figures: ProjectFigure[] = [];

/** A small part of `npm run bench projects`. It tells nothing about speed. */
beforeAll(async () => {
  const size = { contractors: 1_000, members: 120, projects: 120, requests: 1 };
  await measureProjects({ ...size, only: [''] }, (figure) => figures.push(figure));
});

it('every form is measured alone and through HTTP, and both matchings in one transaction each', () => {
  const ways = (way: string) => figures.filter((figure) => figure.way === way).map(({ name }) => name);
  const twice = projectForms.flatMap(({ name }) => [name, name]);
  expect(ways('pgbench')).toEqual(twice);
  expect(ways('http')).toEqual(twice);
  expect(ways('transaction')).toEqual([
    'match a project with all members',
    'match a member with all projects',
  ]);
  expect(figures.filter(({ latencies }) => !(latencies.p95 > 0))).toEqual([]);
});
