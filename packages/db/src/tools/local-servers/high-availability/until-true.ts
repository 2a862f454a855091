import { setTimeout as wait } from 'node:timers/promises';

/** Waits for a state, and returns how many milliseconds that took. @throws Error if it is not there in time. */
export async function untilTrue(
  what: string,
  isThere: () => boolean | Promise<boolean>,
  seconds: number,
): Promise<number> {
  const began = performance.now();
  while (!(await isThere())) {
    if (performance.now() - began > seconds * 1_000) {
      throw new Error(`${what} did not happen within ${seconds} s.`);
    }
    await wait(50);
  }
  return performance.now() - began;
}
