import { beforeAll, describe, expect, it } from 'vitest';
import { describeResult } from './describe.ts';
import { findHighestRate } from './find-rate.ts';
import { type LoadReport, measureLoad, type StepReport } from './measure-load.ts';
import { kinds } from './mix.ts';
import { smallLoad } from './small.ts';

const sum = (figures: number[]) => figures.reduce((whole, one) => whole + one, 0);

describe('the mix', () => {
  it('is a thousand requests, of which 333 are acts', () => {
    expect(sum(kinds.map(({ weight }) => weight))).toBe(1_000);
  });
});

describe('the whole stack under a few requests', () => {
  let report: LoadReport;
  let step: StepReport;

  /** `npm run bench load -- --small`: it throws when a kind of request is not answered as it should be. */
  beforeAll(async () => {
    report = await measureLoad(smallLoad);
    const [only] = report.steps;
    if (!only) throw new Error('Nothing was measured.');
    step = only;
  });

  it('answers every request', () => {
    expect(step.problems).toEqual([]);
  });

  it('counts each request once, in its class and in its kind', () => {
    expect(step.requests).toBeGreaterThan(0);
    for (const rows of [step.levels, step.kinds]) {
      expect(sum(rows.map(({ requests }) => requests))).toBe(step.requests);
      expect(sum(rows.map(({ reads }) => reads))).toBeCloseTo(step.readsPerSecond * smallLoad.seconds);
      expect(sum(rows.map(({ writes }) => writes))).toBeCloseTo(step.writesPerSecond * smallLoad.seconds);
    }
    expect(step.readsPerSecond).toBeGreaterThan(0);
    expect(step.writesPerSecond).toBeGreaterThan(0);
  });

  it('sees the processor time of every part', () => {
    expect([...step.busy].filter(([name, cores]) => name !== 'Redis' && !(cores > 0))).toEqual([]);
    expect(sum([...step.busy.values()])).toBeLessThanOrEqual(step.machineBusy * 1.2);
  });

  it('sees the replica', () => {
    expect(step.replica.bytes).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it('prints its figures', () => {
    expect(describeResult(report)).toMatch(/requests\/s/);
  });
});

describe('the search for the highest rate', () => {
  const find = async (limit: number, options: { from: number; steps: number }) => {
    const tried: number[] = [];
    const found = await findHighestRate(async (rate) => {
      tried.push(rate);
      return rate <= limit;
    }, options);
    return { found, tried };
  };

  it('doubles until a rate fails, and halves the interval', async () => {
    const { found, tried } = await find(530, { from: 100, steps: 3 });
    expect(tried).toEqual([100, 200, 400, 800, 600, 500, 550]);
    expect(found).toBe(500);
  });

  it('goes below the first rate, and gives up in time', async () => {
    expect((await find(30, { from: 100, steps: 1 })).found).toBe(25);
    expect((await find(0, { from: 160, steps: 4 })).found).toBeUndefined();
  });
});
