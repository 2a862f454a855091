const mantissas = [
  1, 1.12, 1.25, 1.4, 1.6, 1.8, 2, 2.24, 2.5, 2.8, 3.15, 3.55, 4, 4.5, 5, 5.6, 6.3, 7.1, 8, 9,
] as const;
const decades = [-1, 0, 1, 2, 3, 4] as const;

/**
 * The upper bounds of the buckets in milliseconds, from 0.1 to 100,000: the preferred numbers of ISO 3, series R20. Neighbors
 * differ by a factor of 1.143 at most, so a percentile told as the middle of its bucket (by ratio) is at most 7 % off. The
 * database's `service_bucket_bounds()` has the same.
 */
export const bucketBounds: readonly number[] = [
  ...decades.flatMap((decade) => mantissas.map((mantissa) => Number(`${mantissa}e${decade}`))),
  100_000,
];

const bounds = Float64Array.from(bucketBounds);

/** The bucket of a duration: the first whose bound is not below it; the last one is above all bounds. */
export function bucketOf(ms: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] as number) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Counts of requests by duration. Histograms of different processes and times add up bucket by bucket. */
export interface Histogram {
  errors: number;
  buckets: Float64Array;
}

export const emptyHistogram = (): Histogram => ({
  errors: 0,
  buckets: new Float64Array(bucketBounds.length + 1),
});

/** Counts one request. About 40 nanoseconds. */
export function count(histogram: Histogram, ms: number, isFailed: boolean): void {
  const at = bucketOf(ms);
  histogram.buckets[at] = (histogram.buckets[at] as number) + 1;
  if (isFailed) histogram.errors += 1;
}
