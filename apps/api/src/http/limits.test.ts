import { rmSync } from 'node:fs';
import { freePort } from '@namc/db/free-port';
import { type RedisPlace, redisServer, redisUrl } from '@namc/db/local-servers/redis-server';
import { openRedis } from '@namc/db/redis';
import { temporaryServerFolder } from '@namc/db/testing/temporary-servers';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Limits, makeLimits } from './limits.ts';

const secret = 'a secret that the processes share';

/** The number of these attempts that a limit allows. */
async function allowed(limits: Limits[], times: number, key = 'somebody'): Promise<number> {
  const attempts = Array.from({ length: times }, (_, at) =>
    (limits[at % limits.length] as Limits).count('code by account and address', key).then(
      () => 1,
      () => 0,
    ),
  );
  return (await Promise.all(attempts)).reduce<number>((sum, one) => sum + one, 0);
}

/** The keys of limits that an act names to Redis. */
async function keysOf(redis: Redis, act: () => Promise<unknown>): Promise<string[]> {
  const said = vi.spyOn(redis, 'sendCommand');
  await act();
  const words = said.mock.calls.flatMap(([command]) => command.args.map(String));
  said.mockRestore();
  const keys = words.filter((text) => text.startsWith('portal:limit:'));
  expect(keys.length).toBeGreaterThan(0);
  return keys;
}

afterEach(() => void vi.useRealTimers());

it('pauses grow with each window, and one that is refused does not use up a longer window', async () => {
  const limits = makeLimits(undefined, secret);
  const began = Date.now();
  const at = async (minutes: number) => {
    vi.useFakeTimers({ toFake: ['Date'], now: began + minutes * 60_000 });
    return allowed([limits], 50);
  };
  // 3 a minute, 6 in a quarter of an hour, 12 in two hours, 30 a day.
  expect(await at(0)).toBe(3);
  expect(await at(1.1)).toBe(3);
  expect(await at(5)).toBe(0);
  expect(await at(16)).toBe(3);
  expect(await at(17.5)).toBe(3);
  expect(await at(60)).toBe(0);
  let total = 12;
  for (let minutes = 121; minutes < 1_440; minutes += 1) total += await at(minutes);
  expect(total).toBe(30);
  expect(await at(1_441)).toBe(3);
});

it('a network is counted by its /64 and by its /56, which four households may share', async () => {
  const limits = makeLimits(undefined, secret);
  let passed = 0;
  for (let network = 0; network < 256; network += 1) {
    const address = `2001:db8:0:${network.toString(16)}::1`;
    for (let attempt = 0; attempt < 11; attempt += 1) {
      await limits.countNetwork('application by address', address).then(
        () => {
          passed += 1;
        },
        () => undefined,
      );
    }
  }
  expect(passed).toBe(40);
  for (const address of ['203.0.113.9', '::ffff:203.0.113.9', '::ffff:cb00:7109']) {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await limits.countNetwork('application by address', address).catch(() => undefined);
    }
  }
  await expect(limits.countNetwork('application by address', '203.0.113.9')).rejects.toThrow('Too many');
  // Neither a zone nor nonsense is an error.
  for (const address of ['fe80::1%eth0', 'nonsense', undefined]) {
    await limits.countNetwork('application by address', address);
  }
});

it('a question of a visitor is counted by its network in a table alone, with no timer and no Redis', async () => {
  const began = Date.now();
  vi.useFakeTimers({ now: began });
  // Nothing can be asked of it.
  const redis = new Proxy({} as Redis, {
    get: (_, name) => {
      throw new Error(`Redis was asked: ${String(name)}`);
    },
  });
  const limits = makeLimits(redis, secret);
  const ask = (address: string) =>
    limits.countNetwork('question by address', address).then(
      () => 1,
      () => 0,
    );
  const passes = async (address: string, times: number) =>
    (await Promise.all(Array.from({ length: times }, () => ask(address)))).reduce<number>((a, b) => a + b, 0);
  expect(await passes('203.0.113.9', 700)).toBe(600);
  expect(await passes('203.0.113.10', 10)).toBe(10);
  await expect(limits.countNetwork('question by address', '203.0.113.9')).rejects.toThrow('in 1 minute');
  expect(vi.getTimerCount()).toBe(0);
  vi.setSystemTime(began + 60_001);
  expect(await passes('203.0.113.9', 700)).toBe(600);
  // A clock that is set back keeps nobody out for longer than the window.
  vi.setSystemTime(began - 3_600_000);
  expect(await passes('203.0.113.9', 1)).toBe(1);
});

describe('several processes with one Redis', () => {
  let place: RedisPlace;
  let server: Awaited<ReturnType<typeof redisServer>>;
  const clients: Redis[] = [];
  async function open(): Promise<Redis> {
    // The machine may be busy with other tests.
    const redis = openRedis(redisUrl(place), 5_000);
    clients.push(redis);
    await vi.waitFor(() => expect(redis.status).toBe('ready'), { timeout: 5_000 });
    return redis;
  }

  beforeAll(async () => {
    place = { directory: await temporaryServerFolder(), port: await freePort(), password: 'for the tests' };
    server = await redisServer(place);
    await server.start();
  });
  afterAll(async () => {
    for (const redis of clients) redis.disconnect();
    await server.stop();
    rmSync(place.directory, { recursive: true, force: true });
  });

  it('count together, and tell Redis no address', async () => {
    const redis = await open();
    const said = vi.spyOn(redis, 'sendCommand');
    const processes = [makeLimits(redis, secret), makeLimits(await open(), secret)];
    expect(await allowed(processes, 60, 'ana@example.org')).toBe(3);
    const words = JSON.stringify(said.mock.calls.map(([command]) => command.args));
    expect(words).toContain('portal:limit:');
    expect(words).not.toContain('example.org');
  });

  it('count on, each in its own memory, when somebody makes Redis forget or puts garbage there', async () => {
    const redis = await open();
    const limits = makeLimits(redis, secret);
    for (let attempt = 0; attempt < 3; attempt += 1) expect(await allowed([limits], 1, 'one')).toBe(1);
    // Somebody who writes to Redis can make it forget.
    for (const key of await keysOf(redis, () => allowed([limits], 1, 'one'))) await redis.set(key, '-1000');
    expect(await allowed([limits], 20, 'one')).toBe(0);
    // Garbage in Redis is no count, and fails nothing.
    const two = await keysOf(redis, async () => expect(await allowed([limits], 1, 'two')).toBe(1));
    for (const key of two) await redis.set(key, 'garbage');
    expect(await allowed([limits], 20, 'two')).toBe(2);
  });

  it('count on, each in its own memory, while Redis is gone', async () => {
    const redis = await open();
    const limits = makeLimits(redis, secret);
    expect(await allowed([limits], 2, 'three')).toBe(2);
    await server.kill();
    await vi.waitFor(() => expect(redis.status).not.toBe('ready'));
    expect(await allowed([limits], 20, 'three')).toBe(1);
    await server.start();
    await vi.waitFor(() => expect(redis.status).toBe('ready'), { timeout: 5_000 });
    expect(await allowed([limits], 20, 'three')).toBe(0);
  });
});
