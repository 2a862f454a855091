import type { Page } from '@playwright/test';
import { harborLight, quartzCanyon } from './fixture-contractors.ts';
import { accessibilityProblems, expect, listedNames, openFilters, test } from './portal-test.ts';

interface State {
  name: string;
  address: string;
  /** Waits until the state is on the screen. */
  ready: (page: Page) => Promise<void>;
  /** Requests to the API fail from the start. */
  failing?: boolean;
}

const heading = (text: string) => (page: Page) =>
  expect(page.getByRole('heading', { level: 1 })).toHaveText(text);

const states: State[] = [
  {
    name: 'home',
    address: '/',
    ready: (page) => expect(page.getByText(/licenses in all/)).toBeVisible(),
  },
  { name: 'help', address: '/about-the-data', ready: heading('Help: about the data') },
  { name: 'unknown page', address: '/nowhere', ready: heading('Page not found') },
  {
    name: 'counties',
    address: '/contractors',
    ready: (page) => expect(page.getByRole('row', { name: /^Sacramento/ })).toBeVisible(),
  },
  {
    name: 'results',
    address: '/contractors?q=granite&trades=B&near=Sacramento&miles=50',
    ready: (page) => expect(listedNames(page)).toHaveCount(50),
  },
  {
    name: 'map',
    address: '/contractors?q=granite&view=map',
    ready: (page) => expect(page.getByRole('button', { name: /contractors.*zoom in/ }).first()).toBeVisible(),
  },
  {
    name: 'open filters',
    address: '/contractors?q=granite',
    ready: async (page) => {
      await openFilters(page, 'Trade');
      await expect(page.getByRole('checkbox', { name: /^C-10/ })).toBeVisible();
    },
  },
  {
    name: 'no results',
    address: '/contractors?q=quartz&trades=C-36',
    ready: (page) => expect(page.getByRole('heading', { name: 'No contractors match:' })).toBeVisible(),
  },
  {
    name: 'unknown place',
    address: '/contractors?near=Atlantis',
    ready: (page) => expect(page.getByText(/No place is called/)).toBeVisible(),
  },
  {
    name: 'failed list',
    address: '/contractors?q=quartz',
    failing: true,
    ready: (page) => expect(page.getByText('The contractors could not be loaded.')).toBeVisible(),
  },
  {
    name: 'license in good standing',
    address: `/contractors/${harborLight.licenseNumber}`,
    ready: (page) => expect(page.getByRole('list', { name: 'Neighbors' })).toBeVisible(),
  },
  {
    name: 'suspended license',
    address: `/contractors/${quartzCanyon.licenseNumber}`,
    ready: heading(quartzCanyon.businessName),
  },
  { name: 'unknown license', address: '/contractors/99999999', ready: heading('License not found') },
];

test.use({ allowedConsole: /Failed to load resource/ });

for (const { name, address, ready, failing } of states) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${name} has no accessibility problem, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      if (failing) await page.route('**/trpc/**', (route) => route.abort());
      await page.goto(address);
      await ready(page);
      expect(await accessibilityProblems(page)).toEqual([]);
    });
  }

  test(`${name} fits 320 pixels without scrolling sideways`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    if (failing) await page.route('**/trpc/**', (route) => route.abort());
    await page.goto(address);
    await ready(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
}

test('every page has one heading, one title and its landmarks', async ({ page }) => {
  for (const { address, ready, failing } of states) {
    if (failing) continue;
    await page.goto(address);
    await ready(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page).toHaveTitle(/.+ · NAMC NorCal$/);
    for (const landmark of ['banner', 'navigation', 'main', 'contentinfo'] as const) {
      await expect(page.getByRole(landmark).first()).toBeAttached();
    }
  }
});
