import { beforeAll, expect, it } from 'vitest';
import { type LiveFigures, measureLive } from './measure-live.ts';

let figures: LiveFigures;

/** A small part of \`npm run bench live\`. */
beforeAll(async () => {
  figures = await measureLive({ subscribers: 20, writes: 40, idleSeconds: 0.5 });
});

it('nothing is lost, told twice or out of order when streams are cut and a process is killed', () => {
  const { lost, twice, disordered } = figures;
  expect({ lost, twice, disordered }).toEqual({ lost: 0, twice: 0, disordered: 0 });
});
