import { Redis } from 'ioredis';

/**
 * A connection to data that is fast and may be lost. A command that cannot be sent now fails at once, and the
 * connection reconnects by itself. Redis answers within a fraction of `limitMs`, or the caller continues without it.
 */
export function openRedis(url: string, limitMs = 100): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    // The portal's account may send neither INFO nor CLIENT. This Redis loads nothing when it starts, so it is ready at once.
    enableReadyCheck: false,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    commandTimeout: limitMs,
    connectTimeout: 1_000,
    retryStrategy: (tries) => Math.min(tries * 100, 1_000),
  });
  // Without a listener the first refused connection would end the process.
  redis.on('error', () => undefined);
  return redis;
}
