/**
 * The time by the database's clock, as far as this process knows. Processes whose own clocks differ agree on it,
 * and on the age of what one of them has remembered.
 */
export interface DatabaseClock {
  /** The moment before a question is sent. Pass it to `learn` with the time in its answer. */
  mark(): Moment;
  /** Learns the time from an answer to a question that was sent at `sent`. */
  learn(answered: Date, sent: Moment): void;
  /**
   * The time now, or a little later, so that nothing seems younger than it is. Undefined before the first answer.
   */
  now(): Date | undefined;
}

interface Moment {
  monotonic: number;
  wall: number;
}

const mark = (): Moment => ({ monotonic: performance.now(), wall: Date.now() });

export function databaseClock(): DatabaseClock {
  let known: { time: number; at: Moment } | undefined;
  return {
    mark,
    learn: (answered, sent) => {
      known = { time: answered.getTime(), at: sent };
    },
    now: () => {
      if (!known) return undefined;
      const { monotonic, wall } = mark();
      // The monotonic clock stands still while a machine sleeps, and the other one can be set.
      const elapsed = Math.max(monotonic - known.at.monotonic, wall - known.at.wall);
      return new Date(known.time + elapsed);
    },
  };
}
