import { openRedis } from '../redis.ts';
import { freshnessKey, writeFreshness } from './freshness.ts';
import { memoryPositions, type PositionStore, rememberedMs } from './positions.ts';

/**
 * One step, so that the furthest position wins when two processes write at the same moment. A text that is not a position
 * does not win.
 */
const rememberFurthest = `
  local known = redis.call('GET', KEYS[1]) or ''
  if #known ~= #ARGV[1] or known < ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  else
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
  end`;

/**
 * For several processes. `freshnessKey` says where a reader finds a position; what Redis tells is a hint (see
 * `Freshness.afterHint`). Each process also remembers its own writes, and a browser carries its own position in a cookie. If
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
    close: async () => redis.disconnect(),
  };
}
