/**
 * The highest rate at which `passes` holds: doubles until it fails, then halves the interval `steps` times. Undefined if none
 * down to a sixteenth of the first one passes.
 */
export async function findHighestRate(
  passes: (rate: number) => Promise<boolean>,
  { from, steps }: { from: number; steps: number },
): Promise<number | undefined> {
  let low = 0;
  let high = from;
  while (await passes(high)) {
    low = high;
    high *= 2;
  }
  while (low === 0) {
    if (high / 2 < from / 16) return undefined;
    if (await passes(high / 2)) low = high / 2;
    else high /= 2;
  }
  for (let step = 0; step < steps; step += 1) {
    const middle = Math.round((low + high) / 2);
    if (await passes(middle)) low = middle;
    else high = middle;
  }
  return low;
}
