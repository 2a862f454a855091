import { type RedisPlace, redisServer } from '@namc/db/local-servers/redis-server';
import { staff } from './fixture-people.ts';
import { accountButton, signIn } from './people.ts';
import { expect, test } from './portal-test.ts';

// The console shows refused requests, and this spec provokes one.
test.use({ allowedConsole: /Failed to load resource/, baseURL: portalWithRedis().url });

/** A portal with its own Redis, so that stopping it disturbs no other spec. */
function portalWithRedis(): { url: string; redis: RedisPlace } {
  return JSON.parse(process.env.PORTAL_WITH_REDIS ?? '{}');
}

test('sessions survive a stopped Redis, and a session ended meanwhile stays ended', async ({
  page,
  browser,
}) => {
  const { url: baseURL, redis } = portalWithRedis();
  const daemon = await redisServer(redis);
  const email = staff('commuter', 'desktop');
  const elsewhere = async () => (await browser.newContext({ baseURL })).newPage();
  const account = (of: typeof page) => accountButton(of, 'commuter');
  const [other, third] = [await elsewhere(), await elsewhere()];
  for (const one of [page, other]) {
    await one.goto('/sign-in');
    await signIn(one, email);
    await expect(account(one)).toBeVisible();
  }

  await daemon.kill();
  await page.goto('/settings');
  const sessions = page.getByRole('region', { name: 'Signed-in devices' });
  await expect(sessions.getByRole('listitem')).toHaveCount(2);
  await sessions.getByRole('button', { name: /^Sign out Chrome/ }).click();
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await other.goto('/settings');
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await third.goto('/sign-in');
  await signIn(third, email);
  await expect(account(third)).toBeVisible();

  await daemon.start();
  for (const one of [page, third]) {
    await one.reload();
    await expect(account(one)).toBeVisible();
  }
  await other.goto('/settings');
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  for (const one of [other, third]) await one.context().close();
});
