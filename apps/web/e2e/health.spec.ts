import { openDatabase } from '@namc/db';
import { checkHealth } from '@namc/db/health/health-round';
import { staff } from './fixture-people.ts';
import { signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test, toasts, withoutAnswers } from './portal-test.ts';

// The third portal has a database and a worker of its own, whose rounds find the same as this one.
test.use({ baseURL: process.env.PORTAL_WITH_WORKER ?? '' });

/** Runs a round now, because the worker's own comes within a minute. */
async function checkNow(): Promise<void> {
  const at = (login: string) =>
    (process.env.PORTAL_WITH_WORKER_SUPERUSER_URL ?? '').replace('postgres@', `${login}@`);
  const db = openDatabase({
    url: at('portal_public'),
    staffUrl: at('portal_staff'),
    systemUrl: at('portal_worker'),
  });
  await checkHealth(db, { serverUrls: [at('portal_control')], isEmbedded: false }).finally(() => db.close());
}

test('staff read a verdict, what it stands on and what to do, and change when a check warns', async ({
  page,
}, { project }) => {
  await checkNow();
  await signInAsStaff(page, staff('physician', project.name), '/admin/health');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Database health');
  // The servers of specs have their durability off.
  const verdict = page.getByRole('status').filter({ hasText: 'Not healthy.' });
  await expect(verdict).toContainText('fsync is off: data can be lost.');
  const attention = page.getByRole('region', { name: 'Needs attention' });
  const settings = attention
    .getByRole('article')
    .filter({ hasText: 'Is a setting of a server wrong for this portal?' });
  await expect(settings.getByRole('table')).toContainText('fsync');
  await expect(settings).toContainText('Lock: Takes no lock.');
  for (const area of [
    'Servers and replicas',
    'Connections and locks',
    'Tables and indexes',
    'Safety of data',
    'Background work',
  ])
    await expect(page.getByRole('region', { name: area }).getByRole('article').first()).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    page.viewportSize()?.width ?? 0,
  );

  // The projects share the database, and each changes a check of its own.
  const [question, warn, bad] =
    project.name === 'phone'
      ? ['Is a counter of a key near the end of its column?', 50, 80]
      : ['How near is the server to the end of its transaction numbers?', 15, 50];
  const limits = (first: number) => `Warns above ${first} %, bad above ${bad} %`;
  const check = page
    .getByRole('region', { name: 'Tables and indexes' })
    .getByRole('article')
    .filter({ hasText: question });
  // A second tap at once, on what came under the finger, would count as a double tap.
  await check.getByText('What this means').press('Enter');
  await expect(check).toContainText(limits(warn));
  await check.getByRole('button', { name: /^Change the limits/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Warns above').fill('90');
  await dialog.getByLabel('Reason').fill('A larger server.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('must be at least the limit of the warning');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByLabel('Warns above').fill('20');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(toasts(page)).toContainText('Limits saved.');
  await expect(check).toContainText(`${limits(20)} (changed by staff).`);
  await check.getByRole('button', { name: /^Change the limits/ }).click();
  await dialog.getByLabel('Reason for the reset').fill('As before.');
  await dialog.getByRole('button', { name: 'Reset the limits' }).click();
  await expect(toasts(page)).toContainText('Limits reset.');
  await expect(check).toContainText(`${limits(warn)}.`);

  await page.getByRole('link', { name: 'Queries', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Queries');
  await page.goto('/admin/audit');
  await expect(page.getByRole('list', { name: 'Entries' })).toContainText('reset when a health check warns');
});

// The browser tells of each request that fails.
test.describe('failures', () => {
  test.use({ allowedConsole: /Failed to load resource/ });

  test('an auditor reads and changes nothing, and a panel that cannot load says so by itself', async ({
    page,
  }, { project }) => {
    await checkNow();
    await signInAsStaff(page, staff('watchman', project.name), '/admin/health');
    const servers = page.getByRole('region', { name: 'Servers and replicas' });
    await expect(servers.getByRole('article').first()).toBeVisible();
    await page.getByText('What this means').first().click();
    await expect(page.getByRole('button', { name: /^Change the limits/ })).toHaveCount(0);

    // The page's first answers come with it.
    await withoutAnswers(page);
    await page.route(/trpc\/.*health\./, (route) => route.abort());
    await page.goto('/admin/health');
    await expect(page.getByText('Couldn’t load the verdict')).toBeVisible();
    await expect(servers.getByRole('alert')).toContainText('Couldn’t load these checks');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.unroute(/trpc\/.*health\./);
    await servers.getByRole('button', { name: 'Retry' }).click();
    await expect(servers.getByRole('article').first()).toBeVisible();
    await expect(page.getByText('Couldn’t load the verdict')).toBeVisible();
  });
});
