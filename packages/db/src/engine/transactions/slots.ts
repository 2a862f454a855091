import { Busy } from '../errors.ts';

export interface Slots {
  /** Waits for a free slot. @throws Busy when none is free within the limit. */
  take(): Promise<void>;
  free(): void;
  readonly size: number;
  readonly taken: number;
  readonly waiting: number;
}

/**
 * Admits as many transactions at a time as there are connections. One that waits longer than `waitMs` fails,
 * instead of piling up behind the others.
 */
export function makeSlots(count: number, waitMs: number): Slots {
  let taken = 0;
  const queue: (() => void)[] = [];
  return {
    take: () => {
      if (taken < count) {
        taken += 1;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const go = () => {
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(() => {
          queue.splice(queue.indexOf(go), 1);
          reject(new Busy('The portal is very busy right now: try again in a moment.'));
        }, waitMs);
        queue.push(go);
      });
    },
    free: () => {
      const next = queue.shift();
      // The longest waiting transaction gets the slot.
      if (next) next();
      else taken -= 1;
    },
    size: count,
    get taken() {
      return taken;
    },
    get waiting() {
      return queue.length;
    },
  };
}
