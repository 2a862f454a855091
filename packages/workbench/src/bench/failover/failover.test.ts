import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickFaults } from './faults.ts';
import { describeOutcome, heading, judge } from './judge.ts';
import { type Scene, setScene, underLoad } from './scene.ts';

/** The full test makes more faults, and `npm run bench failover` holds their times. */
describe('three servers under Patroni', () => {
  let scene: Scene & { leave(): Promise<void> };
  const table = [heading];

  beforeAll(async () => {
    scene = await setScene(() => undefined);
  }, 240_000);

  afterAll(async () => {
    await scene.leave();
    console.log(table.join('\n'));
  }, 120_000);

  it.for(quickFaults)(
    '$name: no acknowledged write is lost, and none is told as something else than it is',
    { timeout: 300_000 },
    async (fault) => {
      const outcome = await underLoad(scene, fault);
      table.push(describeOutcome(fault, outcome));
      expect(judge(fault, outcome)).toEqual([]);
      expect(outcome.told.writes).toBeGreaterThan(0);
    },
  );
});
