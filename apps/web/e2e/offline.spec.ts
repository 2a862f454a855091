import type { Page } from '@playwright/test';
import { shown } from './fixture-contractors.ts';
import { staff } from './fixture-people.ts';
import { bell, enter } from './people.ts';
import {
  accessibilityProblems,
  editSearch,
  expect,
  listedNames,
  test,
  toasts,
  untilQuiet,
  withoutAnswers,
  wordsField,
} from './portal-test.ts';

// The browser logs every request that fails, and these specs take the line away.
test.use({ allowedConsole: /Failed to (load resource|fetch dynamically imported module)|ERR_INTERNET/ });

test.beforeEach(({ page }, { project }) =>
  page.emulateMedia({ colorScheme: project.name === 'phone' ? 'dark' : 'light', reducedMotion: 'reduce' }),
);

const offlineLine = (page: Page) => page.locator('[data-offline]').getByText(/^Offline/);

/** Waits until nothing loads any more: a page also loads in advance what a person may open. */
async function goOffline(page: Page): Promise<void> {
  await untilQuiet(page);
  await page.context().setOffline(true);
}

test('without a connection, old results are no answer to new words, and the page says how old its data is', async ({
  page,
}) => {
  await page.goto('/contractors?q=quartz');
  await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
  await editSearch(page);
  await goOffline(page);
  await wordsField(page).fill('granite');
  await wordsField(page).press('Enter');
  const panel = page.getByRole('region', { name: 'Results' }).getByRole('alert');
  await expect(panel).toContainText('Couldn’t load the contractors');
  await expect(page.getByText(shown.quartzCanyon)).toHaveCount(0);
  await expect(page.getByText(/\d contractors?$/)).toHaveCount(0);
  await expect(page.locator('.portal-map .leaflet-marker-pane [role="button"]')).toHaveCount(0);
  await expect(offlineLine(page)).toHaveText(/^Offline: showing data from \d{1,2}:\d\d [AP]M P[SD]T\.$/);
  expect(await accessibilityProblems(page)).toEqual([]);

  // The earlier search is still there.
  await page.goBack();
  await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
  await expect(offlineLine(page)).toBeVisible();
  await page.goForward();

  await page.context().setOffline(false);
  await expect(offlineLine(page)).toHaveCount(0);
  await expect(toasts(page)).toHaveText([/You’re back online/]);
  await expect(listedNames(page)).toHaveCount(50);
});

test('without a connection, a tap on a link keeps the portal, and the page opens when the line is back', async ({
  page,
}) => {
  await page.goto('/about-the-data');
  const heading = page.getByRole('heading', { level: 1 });
  const join = page.getByRole('banner').getByRole('link', { name: 'Join NAMC' });
  await expect(heading).toHaveText('Help: about the data');
  await expect(join).toBeVisible();
  await goOffline(page);
  await join.click();
  await expect(page).toHaveURL('/join');
  await expect(heading).toHaveText('You’re offline');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Contractors' })).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(heading).toHaveText('You’re offline');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.goBack();
  await expect(heading).toHaveText('Help: about the data');
  await page.goForward();
  await expect(heading).toHaveText('You’re offline');
  await page.context().setOffline(false);
  await expect(heading).toHaveText('Join NAMC NorCal');
});

test('without a connection, a form keeps what was typed and can be sent later', async ({ page }) => {
  await page.goto('/forgot');
  const field = page.getByLabel('Email address');
  await field.fill('line.is.gone@example.org');
  await goOffline(page);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByRole('alert')).toContainText('Nothing you typed is lost');
  await expect(field).toHaveValue('line.is.gone@example.org');
  await expect(offlineLine(page)).toBeVisible();
  await page.context().setOffline(false);
  await expect(offlineLine(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Check your inbox' })).toBeVisible();
});

test('without a connection, a member’s page stays, and says what it could not do', async ({ page }, {
  project,
}) => {
  await enter(page, staff('offliner', project.name), '/notifications');
  await expect(page.getByRole('link', { name: 'Unread: Only one' })).toBeVisible();
  await goOffline(page);
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(offlineLine(page)).toHaveText(/^Offline: showing data from/);
  await expect(page.getByRole('link', { name: 'Unread: Only one' })).toBeVisible();
  await expect(bell(page)).toBeVisible();
  await page.context().setOffline(false);
  await expect(offlineLine(page)).toHaveCount(0);
});

test('an answer from something in front of the portal is not taken for a lost line', async ({ page }) => {
  await withoutAnswers(page);
  await page.route('**/trpc/**', (route) =>
    route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }),
  );
  await page.goto('/contractors?q=quartz');
  const panel = page.getByRole('region', { name: 'Results' }).getByRole('alert');
  await expect(panel).toContainText('Something went wrong on our side');
  await expect(offlineLine(page)).toHaveCount(0);
});
