import { rmSync } from 'node:fs';
import { type Actor, type Database, openDatabase } from '@namc/db';
import { freePort } from '@namc/db/free-port';
import { redisServer } from '@namc/db/local-servers/redis-server';
import { suspendMember } from '@namc/db/members/commands';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { temporaryServerFolder } from '@namc/db/testing/temporary-servers';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createApp } from '../app.ts';
import { type SessionStore, sessionStore } from './session-store.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
let directory = '';
let server: Awaited<ReturnType<typeof redisServer>>;
const clients: Redis[] = [];
/** How often PostgreSQL was asked. */
let asked = 0;
let counted: Database;

function connectRedis(): Redis {
  const redis = new Redis(server.port, '127.0.0.1', {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 500,
    retryStrategy: () => 50,
  });
  redis.on('error', () => undefined);
  clients.push(redis);
  return redis;
}

const ready = (redis: Redis) => vi.waitFor(() => expect(redis.status).toBe('ready'), { timeout: 5_000 });

beforeAll(async () => {
  directory = await temporaryServerFolder();
  server = await redisServer({ directory, port: await freePort() });
  await server.start();
  counted = openDatabase({
    url: portal.url,
    onTransaction: ({ name }) => {
      if (name === 'findSession') asked += 1;
    },
  });
});

afterAll(async () => {
  for (const redis of clients) redis.disconnect();
  await counted.close();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

let made = 0;
async function newSession(store: SessionStore): Promise<{ tokenHash: string; userId: string }> {
  made += 1;
  const tokenHash = made.toString(16).padStart(64, '0');
  const userId = await addMember(portal.db);
  await store.add({
    tokenHash,
    userId,
    expiresAt: new Date(Date.now() + 86_400_000),
    isKept: true,
    twoFactorAt: null,
  });
  return { tokenHash, userId };
}

async function timesAsked(act: () => Promise<unknown>): Promise<number> {
  const before = asked;
  await act();
  return asked - before;
}

it('PostgreSQL is asked once, and Redis after that', async () => {
  const redis = connectRedis();
  const store = sessionStore(counted, redis);
  await ready(redis);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const { tokenHash, userId } = await newSession(store);
  expect(await timesAsked(() => store.find(tokenHash))).toBe(1);
  expect(
    await timesAsked(async () => {
      for (let at = 0; at < 5; at += 1) {
        const found = await store.find(tokenHash);
        expect(found?.account.userId).toBe(userId);
        expect(found?.session.expiresAt).toBeInstanceOf(Date);
      }
    }),
  ).toBe(0);
  // Not the token, and not its hash alone: nothing in Redis lets anybody in.
  expect(await redis.get(`portal:session:${tokenHash}`)).not.toContain('password');
});

it('what one process ends or changes, another does not believe any more', async () => {
  const [one, two] = [connectRedis(), connectRedis()];
  const [here, there] = [sessionStore(counted, one), sessionStore(counted, two)];
  await Promise.all([ready(one), ready(two)]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const ended = await newSession(here);
  await there.find(ended.tokenHash);
  await here.end(ended.tokenHash);
  expect(await there.find(ended.tokenHash)).toBeUndefined();

  const suspended = await newSession(here);
  await there.find(suspended.tokenHash);
  await portal.db.write(system, (tx) => suspendMember(tx, { userId: suspended.userId, reason: 'Unpaid.' }));
  await here.forgetAccount(suspended.userId);
  expect(await there.find(suspended.tokenHash)).toBeUndefined();
});

it('what staff change counts at the next request, whichever process they or the others ask', async () => {
  const [one, two] = [connectRedis(), connectRedis()];
  await Promise.all([ready(one), ready(two)]);
  const open = (redis: Redis) =>
    createApp({
      db: portal.db,
      logger: pino({ level: 'silent' }),
      webRoot: '/nowhere',
      publicOrigin: undefined,
      keys: testKeys,
      cookieSecret: 'a secret for tests',
      redis,
    });
  const [here, there] = [open(one), open(two)];
  await new Promise((resolve) => setTimeout(resolve, 20));
  const administrator = await addMember(portal.db, { roles: ['administrator'] });
  const Cookie = await addSignedIn(portal.db, await addMember(portal.db, { roles: ['support'] }));
  const mayDo = async () => {
    const answer = await there.request('/trpc/accounts.findMe', { headers: { Cookie } });
    const { result } = (await answer.json()) as { result: { data: { permissions: string[] } } };
    return result.data.permissions;
  };
  expect(await mayDo()).toContain('support.answer');
  const changed = await here.request('/trpc/roles.setPermissions', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Cookie: await addSignedIn(portal.db, administrator, { hasSecondStep: true }),
    },
    body: JSON.stringify({ roleCode: 'support', permissions: ['support.read'], reason: 'Less.' }),
  });
  expect(changed.status).toBe(200);
  expect(await mayDo()).toEqual(['support.read']);
});

it('an answer that was on its way during a change is not remembered', async () => {
  const redis = connectRedis();
  const store = sessionStore(counted, redis);
  await ready(redis);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const { tokenHash } = await newSession(store);
  const slow = store.find(tokenHash);
  await store.end(tokenHash);
  await slow;
  expect(await store.find(tokenHash)).toBeUndefined();
});

it('Redis stopped in the middle signs nobody out, and what it held from before is not believed', async () => {
  const [one, two] = [connectRedis(), connectRedis()];
  const [here, there] = [sessionStore(counted, one), sessionStore(counted, two)];
  await Promise.all([ready(one), ready(two)]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const [stays, goes] = [await newSession(here), await newSession(here)];
  for (const { tokenHash } of [stays, goes]) await there.find(tokenHash);
  // As if only the way to Redis were broken: what it holds survives.
  const held = await two.get(`portal:session:${goes.tokenHash}`);
  await server.kill();
  await vi.waitFor(() => expect([one.status, two.status]).not.toContain('ready'));
  expect((await there.find(stays.tokenHash))?.account.userId).toBe(stays.userId);
  await here.end(goes.tokenHash);
  expect(await there.find(goes.tokenHash)).toBeUndefined();
  await server.start();
  await Promise.all([ready(one), ready(two)]);
  await vi.waitFor(async () => expect(await two.get(`portal:session:${goes.tokenHash}`)).toBe('stale'));
  await two.set(`portal:session:${goes.tokenHash}`, held ?? '');
  expect(await there.find(goes.tokenHash)).toBeUndefined();
  expect((await there.find(stays.tokenHash))?.account.userId).toBe(stays.userId);
});
