import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bucketBounds, bucketOf, count, emptyHistogram } from './histogram.ts';

const durations = fc.array(fc.double({ min: 0.1, max: 100_000, noNaN: true }), {
  minLength: 1,
  maxLength: 400,
});

it('a duration is counted in the first bucket whose bound is not below it', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (ms) => {
      const at = bucketOf(ms);
      expect(ms <= (bucketBounds[at] ?? Number.POSITIVE_INFINITY)).toBe(true);
      expect(at === 0 || ms > (bucketBounds[at - 1] as number)).toBe(true);
    }),
  );
  expect(bucketOf(50)).toBe(bucketBounds.indexOf(50));
  expect(bucketOf(50.001)).toBe(bucketBounds.indexOf(50) + 1);
});

it('the histograms of processes, added up, are the histogram of all', () => {
  fc.assert(
    fc.property(fc.array(durations, { minLength: 1, maxLength: 5 }), (processes) => {
      const whole = emptyHistogram();
      const sum = emptyHistogram();
      for (const one of processes) {
        const own = emptyHistogram();
        for (const ms of one) {
          count(own, ms, ms > 100);
          count(whole, ms, ms > 100);
        }
        sum.errors += own.errors;
        for (const [at, requests] of own.buckets.entries())
          sum.buckets[at] = (sum.buckets[at] as number) + requests;
      }
      expect(sum).toEqual(whole);
    }),
  );
});

it('neighbors differ by less than a seventh, so the middle of a bucket is at most 7 % off', () => {
  const ratios = bucketBounds.slice(1).map((bound, at) => bound / (bucketBounds[at] as number));
  expect(Math.sqrt(Math.max(...ratios)) - 1).toBeLessThan(0.07);
  expect(bucketBounds).toHaveLength(121);
});
