import { TRPCError } from '@trpc/server';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { sealFor } from './derived-keys.ts';
import { networksOf } from './networks.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * The number of attempts in a number of seconds. Where a limit has several such windows, the shortest is asked first, and
 * an attempt that it refuses does not count in the longer ones: pauses grow, and nobody uses up a day's attempts at once.
 *
 * A code that an authenticator shows is one of a million, and three are right at any time. Thirty guesses a day make a
 * chance of 1 in 11,000 a day that somebody who knows the password guesses one; the owner is told after three.
 */
const limits = {
  'sign-in by account and address': [
    [5, minute],
    [10, 15 * minute],
    [40, day],
  ],
  'sign-in by account': [
    [30, 15 * minute],
    [100, day],
  ],
  'sign-in by device': [
    [10, 15 * minute],
    [60, day],
  ],
  'sign-in by address': [[60, 15 * minute]],
  'code by account and address': [
    [3, minute],
    [6, 15 * minute],
    [12, 2 * hour],
    [30, day],
  ],
  'code by account': [[30, day]],
  'code by device': [
    [5, minute],
    [10, 15 * minute],
    [30, day],
  ],
  'password by account': [
    [10, 15 * minute],
    [60, day],
  ],
  'mailed link by account': [[4, hour]],
  'mailed link by address': [[20, hour]],
  // Each mails a letter to an address that somebody typed.
  'invitations by account': [
    [10, hour],
    [30, day],
  ],
  'application by address': [[10, hour]],
  // Each act on an application makes the pages of all staff ask again, and leaves rows in the trail.
  'application by account': [
    [10, 15 * minute],
    [40, day],
  ],
  // Each may make an invoice with a number of its own, and a letter.
  'invoice by account': [
    [10, hour],
    [20, day],
  ],
  'question by address': [[600, minute]],
  'upload by account': [
    [30, minute],
    [300, hour],
  ],
  'download by address': [
    [10, minute],
    [60, hour],
  ],
  'download by account': [
    [20, minute],
    [120, hour],
  ],
} as const satisfies Record<string, readonly (readonly [attempts: number, seconds: number])[]>;
export type Limit = keyof typeof limits;
/**
 * Limits that protect the portal's time and no secret. Each process counts them on its own in one table, because a
 * promise, a timer and a sealed key for each would cost a good part of the question that they count.
 */
const ownOnly: ReadonlySet<Limit> = new Set<Limit>(['question by address']);
/** Advice on what to do instead of waiting. */
const otherwise: { [name in Limit]?: string } = {
  'sign-in by account and address': ', or choose a new password with an emailed link',
  'sign-in by account': ', or choose a new password with an emailed link',
};

export interface Limits {
  /** Counts one more attempt. @throws TRPCError TOO_MANY_REQUESTS with the time to wait. */
  count(limit: Limit, key: string): Promise<void>;
  /**
   * Counts one more attempt from the networks of an address, for one account if there is one.
   * @throws TRPCError TOO_MANY_REQUESTS with the time to wait.
   */
  countNetwork(limit: Limit, address: string | undefined, account?: string): Promise<void>;
  /** Resets the count after a successful identification. */
  clear(limit: Limit, key: string): Promise<void>;
  clearNetwork(limit: Limit, address: string | undefined, account?: string): Promise<void>;
}

interface Window {
  /** Milliseconds to wait if the attempt is one too many. */
  consume(key: string): number | undefined | Promise<number | undefined>;
  clear(key: string): void | Promise<void>;
}

/**
 * One window of a limit, counted in one table. It begins for all keys at once, so that nothing has to look for those
 * whose time has passed.
 */
function makeOwnWindow(attempts: number, seconds: number): Window {
  let counts = new Map<string, number>();
  let ends = 0;
  return {
    consume: (key) => {
      const now = Date.now();
      // A clock that was set back must not make anybody wait longer than a window.
      if (now >= ends || now < ends - seconds * 1000) {
        counts = new Map();
        ends = now + seconds * 1000;
      }
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count > attempts ? ends - now : undefined;
    },
    clear: (key) => void counts.delete(key),
  };
}

/** One window of a limit, counted in memory and in Redis. */
function makeWindow(name: string, attempts: number, seconds: number, redis: Redis | undefined): Window {
  const options = { points: attempts, duration: seconds, keyPrefix: `portal:limit:${name}:${seconds}` };
  const own = new RateLimiterMemory(options);
  const shared =
    redis && new RateLimiterRedis({ ...options, storeClient: redis, rejectIfRedisNotReady: true });
  return {
    consume: async (key) => {
      const waits = await Promise.all([
        refusal(own.consume(key)),
        // Redis that is down, slow or refuses to write counts nothing. Memory has counted this process's attempts.
        shared && refusal(shared.consume(key)).catch(() => undefined),
      ]);
      return waits.find((wait) => wait !== undefined);
    },
    clear: async (key) => {
      await own.delete(key);
      await shared?.delete(key).catch(() => undefined);
    },
  };
}

const refusal = (attempt: Promise<RateLimiterRes>): Promise<number | undefined> =>
  attempt.then(
    () => undefined,
    (error) => {
      if (error instanceof RateLimiterRes) return error.msBeforeNext;
      throw error;
    },
  );

/**
 * Counts attempts in each process's memory, and in Redis for all processes together. A writer to Redis can undo
 * the second count and not the first. Keys in Redis are sealed, so that they tell no address or account.
 */
export function makeLimits(redis: Redis | undefined, secret: string): Limits {
  const seal = sealFor('keys of limits', secret);
  const made = new Map<string, Window[]>();

  /** `households` is the number of customers who may share a network, and multiplies the attempts. */
  function windowsOf(limit: Limit, households: number): Window[] {
    const name = households === 1 ? limit : `${limit} of ${households}`;
    const known = made.get(name);
    if (known) return known;
    const windows = limits[limit].map(([attempts, seconds]) =>
      ownOnly.has(limit)
        ? makeOwnWindow(attempts * households, seconds)
        : makeWindow(name, attempts * households, seconds, redis),
    );
    made.set(name, windows);
    return windows;
  }

  /** Memory needs no seal. */
  const keyOf = (limit: Limit, key: string) => (ownOnly.has(limit) ? key : seal.of(key));

  async function count(limit: Limit, key: string, households = 1): Promise<void> {
    const kept = keyOf(limit, key);
    for (const window of windowsOf(limit, households)) {
      const wait = await window.consume(kept);
      if (wait !== undefined) throw tooMany(limit, wait);
    }
  }

  async function clear(limit: Limit, key: string, households = 1): Promise<void> {
    const kept = keyOf(limit, key);
    await Promise.all(windowsOf(limit, households).map((window) => window.clear(kept)));
  }

  return {
    count: (limit, key) => count(limit, key),
    countNetwork: async (limit, address, account = '') => {
      for (const { key, households } of networksOf(address))
        await count(limit, `${account} ${key}`, households);
    },
    clear: (limit, key) => clear(limit, key),
    clearNetwork: async (limit, address, account = '') => {
      for (const { key, households } of networksOf(address))
        await clear(limit, `${account} ${key}`, households);
    },
  };
}

function tooMany(limit: Limit, waitMs: number): TRPCError {
  const minutes = Math.ceil(waitMs / 60_000);
  const [count, unit] = minutes < 120 ? [minutes, 'minute'] : [Math.ceil(minutes / 60), 'hour'];
  return new TRPCError({
    code: 'TOO_MANY_REQUESTS',
    message: `Too many attempts. Try again in ${count} ${unit}${count === 1 ? '' : 's'}${otherwise[limit] ?? ''}.`,
  });
}
