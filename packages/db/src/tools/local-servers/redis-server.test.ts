import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { freePort } from '../../engine/free-port.ts';
import { openRedis } from '../../engine/redis.ts';
import { freshnessKey } from '../../engine/routing/freshness.ts';
import { redisPositions } from '../../engine/routing/redis-positions.ts';
import { temporaryServerFolder } from '../testing/temporary-servers.ts';
import type { Daemon } from './daemon.ts';
import { shippedConfiguration } from './programs.ts';
import { type RedisPlace, redisServer, redisUrl } from './redis-server.ts';

let place: RedisPlace;
let server: Daemon;
let redis: Redis;

beforeAll(async () => {
  place = { directory: await temporaryServerFolder(), port: await freePort(), password: 'p@ss/word' };
  server = await redisServer(place);
  await server.start();
  redis = openRedis(redisUrl(place), 5_000);
  await vi.waitFor(() => expect(redis.status).toBe('ready'));
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
  rmSync(place.directory, { recursive: true, force: true });
});

const call = (command: string, ...args: string[]) => redis.call(command, ...args);

it('the portal’s account uses its own keys', async () => {
  expect(await call('SET', 'portal:probe', '1', 'EX', '60')).toBe('OK');
  expect(await call('GET', 'portal:probe')).toBe('1');
  const positions = redisPositions(redisUrl(place));
  await vi.waitFor(async () => {
    await positions.remember('somebody', { timeline: 1, position: 1n });
    expect(await redis.get(freshnessKey('somebody'))).not.toBeNull();
  });
  await positions.close();
});

it.for([
  ['FLUSHALL'],
  ['FLUSHDB'],
  ['CONFIG', 'GET', '*'],
  ['CONFIG', 'SET', 'dir', '/tmp'],
  ['KEYS', '*'],
  ['SCAN', '0'],
  ['RANDOMKEY'],
  ['DBSIZE'],
  ['INFO'],
  ['MONITOR'],
  ['DEBUG', 'SLEEP', '0'],
  ['SAVE'],
  ['BGSAVE'],
  ['SHUTDOWN'],
  ['ACL', 'LIST'],
  ['ACL', 'SETUSER', 'default', 'on', 'nopass'],
  ['CLIENT', 'LIST'],
  ['CLIENT', 'KILL', 'ID', '1'],
  ['REPLICAOF', '127.0.0.1', '1'],
  ['MODULE', 'LIST'],
  ['SLOWLOG', 'GET'],
  ['SWAPDB', '0', '1'],
  ['SELECT', '1'],
  ['SUBSCRIBE', 'portal:news'],
  ['PUBLISH', 'portal:news', '1'],
  ['FUNCTION', 'LIST'],
  ['SCRIPT', 'FLUSH'],
  ['SCRIPT', 'KILL'],
  ['GET', 'somebody-elses'],
  ['SET', 'somebody-elses', '1'],
  ['MGET', 'portal:probe', 'somebody-elses'],
  ['DEL', 'portal:probe', 'somebody-elses'],
  ['EVAL', "return redis.call('GET', 'somebody-elses')", '0'],
  ['EVAL', "return redis.call('FLUSHALL')", '0'],
  ['EVAL', "return redis.call('KEYS', '*')", '0'],
])('it may not send %s', async ([command = '', ...args]) => {
  await expect(call(command, ...args)).rejects.toThrow(
    /NOPERM|no permissions|can't access|can't run|not allowed/i,
  );
});

it('nobody else gets in: neither without a password nor with a wrong one', async () => {
  for (const url of [
    `redis://127.0.0.1:${place.port}`,
    `redis://default:${encodeURIComponent(place.password)}@127.0.0.1:${place.port}`,
    `redis://portal:wrong@127.0.0.1:${place.port}`,
  ]) {
    const stranger = openRedis(url, 5_000);
    // A wrong password ends the connection, and the client reports why.
    const told = new Promise<string>((resolve) => stranger.on('error', ({ message }) => resolve(message)));
    const asked = vi.waitFor(async () => {
      const error = await stranger.get('portal:probe').catch((refused: Error) => refused);
      expect(String(error)).toMatch(/NOAUTH/);
      return String(error);
    });
    asked.catch(() => undefined);
    expect(await Promise.race([told, asked])).toMatch(/NOAUTH|WRONGPASS/);
    stranger.disconnect();
  }
});

it('the container’s script makes the same account from its secret', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portal-redis-'));
  const secrets = join(folder, 'secrets');
  mkdirSync(secrets);
  writeFileSync(join(secrets, 'redis_password'), `${place.password}\n`);
  try {
    const usersFile = join(folder, 'users.acl');
    // A port below zero stops it before it serves.
    expect(() =>
      execFileSync('sh', [join(shippedConfiguration, 'redis/start.sh'), '--port', '-1'], {
        stdio: 'pipe',
        env: {
          PATH: `${process.env.PATH}:/usr/bin`,
          SECRETS: secrets,
          USERS_FILE: usersFile,
          REDIS_CONFIGURATION: join(shippedConfiguration, 'redis'),
        },
      }),
    ).toThrow(/port/);
    expect(readFileSync(usersFile, 'utf8')).toBe(readFileSync(join(place.directory, 'users.acl'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
