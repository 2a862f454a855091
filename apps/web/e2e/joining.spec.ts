import type { Page } from '@playwright/test';
import { harborLight } from './fixture-contractors.ts';
import { staff } from './fixture-people.ts';
import { enter } from './people.ts';
import { expect, test } from './portal-test.ts';

const ways = (page: Page) => page.getByRole('link', { name: 'Join NAMC', exact: true });

// A page that does not exist is one of them.
test.use({ allowedConsole: /status of 404/ });

test('the home page offers to join on the first screen, and leads to the form', async ({ page }) => {
  await page.goto('/');
  const way = page.getByRole('main').getByRole('link', { name: 'Join NAMC', exact: true });
  await expect(way).toBeInViewport({ ratio: 1 });
  await way.click();
  await expect(page).toHaveURL('/join');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Join NAMC NorCal');
});

test('every public page has a way to join in its first screen', async ({ page }) => {
  for (const address of [
    '/',
    '/contractors',
    `/contractors/${harborLight.licenseNumber}`,
    '/sign-in',
    '/forgot',
    '/about-the-data',
    '/nowhere',
  ]) {
    await page.goto(address);
    await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeInViewport({
      ratio: 1,
    });
    await expect(page.getByRole('banner').getByRole('link', { name: 'Join NAMC' })).toBeInViewport({
      ratio: 1,
    });
  }
});

test('a member is not asked to join', async ({ page }, { project }) => {
  await enter(page, staff('settled', project.name), '/settings');
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Go to your home page' })).toBeVisible();
  await expect(ways(page)).toHaveCount(0);
});

test('a student applies without a company, and everybody else names one', async ({ page }) => {
  await page.goto('/join');
  const goOn = () => page.getByRole('button', { name: 'Continue' }).click();
  await goOn();
  await expect(page.getByRole('alert')).toContainText('Enter your company name');
  await page.getByRole('checkbox', { name: /^I’m a student/ }).check();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await goOn();
  await expect(page.getByRole('radio', { name: /^Student/ })).toBeChecked();
  await page.getByRole('radio', { name: /^Regular/ }).check();
  await goOn();
  await expect(page.getByRole('alert')).toContainText('Only the Student membership is for people without');
  await page.getByRole('radio', { name: /^Student/ }).check();
  await goOn();
  await expect(page.getByLabel('First name')).toBeVisible();
});
