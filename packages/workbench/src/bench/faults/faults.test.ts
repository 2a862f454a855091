import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOutcome, faults, heading, judge } from './faults.ts';
import { setScene } from './scene.ts';

/** A tenth of the pairs of `npm run bench faults`. */
const scale = 0.1;
let scene: Awaited<ReturnType<typeof setScene>>;
const table: string[] = [heading];

beforeAll(async () => {
  scene = await setScene(scale);
});

afterAll(async () => {
  await scene.leave();
  console.log(table.join('\n'));
});

it.for(faults)('$name: no stale read, and no acknowledged write is lost', async (fault) => {
  const outcome = await fault.run(scene);
  table.push(describeOutcome(fault, outcome));
  expect(judge(fault, outcome)).toEqual([]);
  expect(outcome.told.reads).toBeGreaterThan(0);
});
