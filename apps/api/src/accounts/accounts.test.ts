import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@namc/db/free-port';
import { type RedisPlace, redisServer, redisUrl } from '@namc/db/local-servers/redis-server';
import { openRedis } from '@namc/db/redis';
import { temporaryServerFolder } from '@namc/db/testing/temporary-servers';
import { testDatabase } from '@namc/db/testing/test-database';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import type { App } from '../app.ts';
import {
  comesInAnew,
  isOwners,
  opensWith,
  openWorld,
  ownerSignsIn,
  ownersActs,
  type Process,
  setsPassword,
  thiefsActs,
  type World,
  worksStill,
} from './owner-and-thief.fixture.ts';

const portal = testDatabase();
/** `npm run verify -- --full` walks many more. */
const walks = Number(process.env.PORTAL_TAKEOVER_WALKS ?? 12);
let place: RedisPlace;
let server: Awaited<ReturnType<typeof redisServer>>;
let redis: Redis;
let keeper: Redis;

beforeAll(async () => {
  place = { directory: await temporaryServerFolder(), port: await freePort(), password: 'for the tests' };
  server = await redisServer(place);
  // The portal's own user may not list keys.
  appendFileSync(join(place.directory, 'users.acl'), 'user tester on nopass ~* +@all\n');
  await server.start();
  redis = openRedis(redisUrl(place), 5_000);
  // Each process listens for the connection's end, and the walk starts many.
  redis.setMaxListeners(0);
  keeper = openRedis(`redis://tester:any@127.0.0.1:${place.port}`, 5_000);
});
afterAll(async () => {
  redis.disconnect();
  keeper.disconnect();
  await server.stop();
  rmSync(place.directory, { recursive: true, force: true });
});

/** A process of the portal that can be started again, which forgets the attempts that it counted in its memory. */
function openProcess(): Process {
  const open = () => testApp({ db: portal.db, redis, cookieSecret: 'a secret that both processes share' });
  let app = open();
  return {
    app: { request: (path: string, init: RequestInit) => app.request(path, init) } as App,
    restart: () => {
      app = open();
    },
  };
}

/** The walk is about accounts. Limits have tests of their own. */
async function forgetLimits({ processes }: World): Promise<void> {
  for (const { restart } of processes) restart();
  const keys = await keeper.keys('portal:limit:*');
  if (keys.length > 0) await keeper.del(keys);
}

/** One step: an act of the owner, an act of the thief, or both at once. */
interface Step {
  owner: string | null;
  thief: string | null;
}
const act = (names: string[]) => fc.option(fc.constantFrom(...names), { nil: null });
const thiefsNames = Object.keys(thiefsActs);
const step: fc.Arbitrary<Step> = fc.oneof(
  // A thief is busy for a while before the owner notices.
  { weight: 3, arbitrary: fc.record({ owner: fc.constant(null), thief: fc.constantFrom(...thiefsNames) }) },
  {
    weight: 2,
    arbitrary: fc.record({ owner: act([...Object.keys(ownersActs), 'signsIn']), thief: act(thiefsNames) }),
  },
);

/** False once the thief has the account, which no act of the owner's undoes. */
async function takeStep(world: World, { owner, thief }: Step): Promise<boolean> {
  await forgetLimits(world);
  const before = { browsers: [...world.thief.browsers], links: [...world.thief.links] };
  const stolen = thief ? thiefsActs[thief]?.(world) : undefined;
  const acting =
    owner === 'signsIn' ? ownerSignsIn(world).then(() => false) : owner && ownersActs[owner]?.(world);
  const [isBack] = await Promise.all([acting, stolen]);
  if (!isBack || !owner) return isOwners(world);
  // A thief who knows the password comes in anew after an act that leaves it as it was.
  const isAnew = thief !== null && comesInAnew.has(thief) && !setsPassword.has(owner);
  expect(await worksStill(world, isAnew ? before : world.thief), `after ${owner}`).toEqual([]);
  if (!isAnew) world.thief.browsers = [];
  return true;
}

it('nothing of a thief’s works after the owner has taken the account back, in any order of acts', async () => {
  const reached = { takeBacks: 0, stolen: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      const world = await openWorld(portal, [openProcess(), openProcess()]);
      await ownerSignsIn(world);
      for (const each of steps) {
        if (await takeStep(world, each)) continue;
        reached.stolen += 1;
        return;
      }
      await forgetLimits(world);
      expect(await ownersActs.resetsPassword?.(world)).toBe(true);
      expect(await worksStill(world, world.thief)).toEqual([]);
      expect(await opensWith(world)).toEqual([]);
      await forgetLimits(world);
      expect(await ownerSignsIn(world)).toBe(true);
      reached.takeBacks += 1;
    }),
    { numRuns: walks, endOnFailure: walks <= 30 },
  );
  // The walk is worth something only if the owner mostly gets that far.
  expect(reached.takeBacks).toBeGreaterThan(walks / 2);
});
