import { setTimeout as pause } from 'node:timers/promises';

/** A server that gave no answer in time. */
export class NoAnswer extends Error {}

/**
 * The answer, if it comes within `ms` milliseconds. One that is given up may still fail later, and nobody hears of it.
 * @throws NoAnswer
 */
export async function inTime<T>(answer: PromiseLike<T>, ms: number): Promise<T> {
  const ending = new AbortController();
  const running = Promise.resolve(answer);
  running.catch(() => undefined);
  try {
    return await Promise.race([
      running,
      pause(ms, undefined, { ref: false, signal: ending.signal }).then(() => {
        throw new NoAnswer('The server does not answer.');
      }),
    ]);
  } finally {
    ending.abort();
  }
}
