import { expect, it } from 'vitest';
import { measureLive } from './measure-live.ts';

it('nothing is lost, told twice or out of order when streams are cut and a process is killed', async () => {
  const { lost, twice, disordered, seen } = await measureLive({ subscribers: 20, writes: 40 });
  expect({ lost, twice, disordered }).toEqual({ lost: 0, twice: 0, disordered: 0 });
  expect(seen.p50).toBeGreaterThan(0);
});
