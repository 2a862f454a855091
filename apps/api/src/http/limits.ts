import { TRPCError } from '@trpc/server';
import type { Redis } from 'ioredis';
import ipaddr from 'ipaddr.js';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';

const minutes = 60;
/** The number of attempts allowed in a number of seconds. */
const limits = {
  'sign-in by account': [10, 15 * minutes],
  'sign-in by address': [60, 15 * minutes],
  'second factor': [8, 15 * minutes],
  'mailed link by account': [4, 60 * minutes],
  'mailed link by address': [20, 60 * minutes],
  'application by address': [10, 60 * minutes],
  'password by account': [10, 15 * minutes],
} as const;
export type Limit = keyof typeof limits;
/** Advice on what to do instead of waiting. */
const otherwise: { [name in Limit]?: string } = {
  'sign-in by account': ', or choose a new password by a mailed link',
};

export interface Limits {
  /** Counts one more attempt. @throws TRPCError TOO_MANY_REQUESTS with the time to wait. */
  count(limit: Limit, key: string): Promise<void>;
  /** Resets the count after a successful identification. */
  clear(limit: Limit, key: string): Promise<void>;
}

/**
 * The key for counting attempts: an IPv4 address, or the /64 network of an IPv6 address, because its owner may use
 * any address in it.
 */
export function networkOf(address: string | undefined): string {
  if (!address || !ipaddr.isValid(address)) return 'unknown';
  const known = ipaddr.process(address);
  return known instanceof ipaddr.IPv6
    ? `${new ipaddr.IPv6([...known.parts.slice(0, 4), 0, 0, 0, 0])}/64`
    : known.toString();
}

/**
 * Counts attempts in Redis for all processes. Without Redis, or while it is down, each process counts on its own.
 */
export function makeLimits(redis: Redis | undefined): Limits {
  const limiters = new Map<Limit, RateLimiterAbstract>();
  for (const [name, [points, duration]] of Object.entries(limits)) {
    const options = { points, duration, keyPrefix: `portal:limit:${name}` };
    const memory = new RateLimiterMemory(options);
    limiters.set(
      name as Limit,
      redis
        ? new RateLimiterRedis({
            ...options,
            storeClient: redis,
            insuranceLimiter: memory,
            rejectIfRedisNotReady: true,
          })
        : memory,
    );
  }
  return {
    count: async (limit, key) => {
      try {
        await limiters.get(limit)?.consume(key);
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        const left = Math.ceil(error.msBeforeNext / 60_000);
        throw new TRPCError({
          code: 'TOO_MANY_REQUESTS',
          message: `Too many attempts. Try again in ${left} ${left === 1 ? 'minute' : 'minutes'}${otherwise[limit] ?? ''}.`,
        });
      }
    },
    clear: async (limit, key) => void (await limiters.get(limit)?.delete(key)),
  };
}
