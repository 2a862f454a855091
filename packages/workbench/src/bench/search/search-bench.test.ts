import { beforeAll, expect, it } from 'vitest';
import { measureSearch, type SearchFigure } from './measure-search.ts';

const figures: SearchFigure[] = [];

/** A small part of `npm run bench search`. It tells nothing about speed. */
beforeAll(async () => {
  await measureSearch({ contractors: 1_000, members: 120, projects: 120, requests: 1 }, (figure) =>
    figures.push(figure),
  );
});

it('every text is measured as everybody, and finds rows', () => {
  expect(new Set(figures.map(({ way, who }) => `${way} ${who}`))).toEqual(
    new Set(['statement visitor', 'statement member', 'statement staff', 'floor member', 'http member']),
  );
  expect(figures.filter(({ latencies }) => !(latencies.p95 > 0))).toEqual([]);
  const least = figures.filter(({ name, way }) => name === 'a common word' && way !== 'floor');
  expect(least.filter(({ who, hits }) => who !== 'staff' && hits === 0)).toEqual([]);
});
