import { Redis } from 'ioredis';

/** Redis answers within a fraction of this, or is not waited for. */
const limitMs = 100;

/**
 * A connection to what is fast and may be lost: a command that cannot be sent now fails at once, and the connection is
 * made again by itself.
 */
export function openRedis(url: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: limitMs,
    connectTimeout: 1_000,
    retryStrategy: (tries) => Math.min(tries * 100, 1_000),
  });
  // Without a listener the first refused connection would end the process.
  redis.on('error', () => undefined);
  return redis;
}
