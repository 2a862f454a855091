import { openRedis } from '../redis.ts';
import { furthest, memoryPositions, type PositionStore, rememberedMs, type WrittenAt } from './positions.ts';

/** Redis compares them as text, so they have one length. */
const write = ({ timeline, position }: WrittenAt) =>
  `${timeline.toString(16).padStart(8, '0')}/${position.toString(16).padStart(16, '0')}`;

function read(text: string | null): WrittenAt | undefined {
  const [, timeline, position] = /^([0-9a-f]{8})\/([0-9a-f]{16})$/.exec(text ?? '') ?? [];
  if (timeline === undefined || position === undefined) return undefined;
  return { timeline: Number.parseInt(timeline, 16), position: BigInt(`0x${position}`) };
}

/** In one step, so that of two processes that tell at the same moment the furthest wins. */
const rememberFurthest = `
  if (redis.call('GET', KEYS[1]) or '') < ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  else
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
  end`;

/**
 * For several processes. Each also remembers its own users' writes, and a browser carries its own in a cookie: while
 * Redis is away nobody waits for it, and nobody misses what he wrote.
 */
export function redisPositions(url: string): PositionStore {
  const own = memoryPositions();
  const redis = openRedis(url);
  const key = (userId: string) => `portal:written:${userId}`;
  return {
    remember: async (userId, written) => {
      await own.remember(userId, written);
      await redis
        .eval(rememberFurthest, 1, key(userId), write(written), String(rememberedMs))
        .catch(() => undefined);
    },
    find: async (userId) => {
      const told = await redis.get(key(userId)).catch(() => null);
      return furthest(await own.find(userId), read(told));
    },
    close: async () => redis.disconnect(),
  };
}
