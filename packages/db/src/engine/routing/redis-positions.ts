import { openRedis } from '../redis.ts';
import { freshnessKey, readFreshness, writeFreshness } from './freshness.ts';
import { furthest, memoryPositions, type PositionStore, rememberedMs } from './positions.ts';

/** One step, so that the furthest position wins when two processes write at the same moment. */
const rememberFurthest = `
  if (redis.call('GET', KEYS[1]) or '') < ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  else
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
  end`;

/**
 * For several processes. Each also remembers its own writes, and a browser carries its own position in a cookie. If
 * Redis is down, nobody waits for it, and memory and the cookie still guarantee that people read their own writes.
 */
export function redisPositions(url: string): PositionStore {
  const own = memoryPositions();
  const redis = openRedis(url);
  return {
    remember: async (userId, written) => {
      await own.remember(userId, written);
      await redis
        .eval(rememberFurthest, 1, freshnessKey(userId), writeFreshness(written), String(rememberedMs))
        .catch(() => undefined);
    },
    known: own.known,
    find: async (userId) => {
      const told = await redis.get(freshnessKey(userId)).catch(() => null);
      return furthest(own.known(userId), readFreshness(told));
    },
    close: async () => redis.disconnect(),
  };
}
