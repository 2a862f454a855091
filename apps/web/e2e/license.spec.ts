import type { Page } from '@playwright/test';
import { harborLight, pastDue, quartzCanyon, shown, tuleFog, willowCreek } from './fixture-contractors.ts';
import { principal } from './fixture-licensees.ts';
import { staff } from './fixture-people.ts';
import { enter, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, listedNames, test, toasts } from './portal-test.ts';

test.describe('contacts', () => {
  test('a visitor calls the firm, and sees no street', async ({ page }) => {
    await page.goto(`/contractors/${quartzCanyon.licenseNumber}`);
    const phone = page.getByRole('link', { name: '(510) 555-0100' });
    await expect(phone).toHaveAttribute('href', 'tel:+15105550100');
    await expect(page.getByRole('definition').filter({ hasText: 'Berkeley, CA' })).toBeVisible();
    await expect(page.getByText('Active members see the mailing address')).toBeVisible();
    expect(await page.content()).not.toContain('TEST WAY');
    await page.getByRole('link', { name: 'Show the area on the map' }).click();
    await expect(page).toHaveURL(/\/contractors\?q=.*view=map/);
  });

  test('the board’s own record is one link away', async ({ page }) => {
    await page.goto(`/contractors/${quartzCanyon.licenseNumber}`);
    const record = page.getByRole('link', { name: /the record at the Contractors State License Board/ });
    await expect(record).toHaveAttribute(
      'href',
      `https://www.cslb.ca.gov/OnlineServices/CheckLicenseII/LicenseDetail.aspx?LicNum=${quartzCanyon.licenseNumber}`,
    );
    await expect(record).toHaveAttribute('rel', 'noopener noreferrer');
  });

  test('a member sees the mailing address and a map of it', async ({ page }) => {
    await enter(
      page,
      staff('caller', test.info().project.name),
      `/contractors/${quartzCanyon.licenseNumber}`,
    );
    await expect(page.getByText('1 TEST WAY')).toBeVisible();
    await expect(page.getByRole('link', { name: /Show on a map/ })).toHaveAttribute(
      'href',
      /^https:\/\/www\.openstreetmap\.org\/search\?query=1%20TEST%20WAY%2C%20Berkeley%2C%20CA/,
    );
    await expect(page.getByText('Is this your firm?')).toHaveCount(0);
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

test.describe('people and qualifiers', () => {
  const section = (page: Page) => page.getByRole('region', { name: 'People and qualifiers' });

  test('a visitor reads who qualifies the license and of the bond, and no name', async ({ page }) => {
    await page.goto(`/contractors/${harborLight.licenseNumber}`);
    await expect(section(page)).toContainText(
      'One responsible managing employee qualifies this license for B and C-10; the qualifier’s bond is on file as of February 10, 2026.',
    );
    await expect(section(page)).toContainText('The board’s personnel file is of February 10, 2026');
    await expect(page.getByText(/The board’s workers’ comp file of February 10, 2026 says:/)).toBeVisible();
    await expect(page.getByText(/canceled from February 5, 2026/)).toBeVisible();
    expect(await page.content()).not.toMatch(/SAMPLE|4711/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.goto(`/contractors/${tuleFog.licenseNumber}`);
    await expect(section(page)).toContainText('Two people qualify this license');
    await expect(section(page)).toContainText(
      'The qualifier’s bond was canceled on February 1, 2026, and the file names no later one.',
    );
    await expect(section(page).getByText('This is our reading of the file').first()).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('one class that loses its qualifier is about to change', async ({ page }) => {
    await page.goto(`/contractors/${willowCreek.licenseNumber}`);
    await expect(
      page.getByText(/the license has no qualifier for C-54 .* starting December 10, 2099/),
    ).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('a joint venture leads to its members, and they back to it', async ({ page }) => {
    await page.goto(`/contractors/${willowCreek.licenseNumber}`);
    await expect(section(page)).toContainText(
      `In a joint venture with licenses 99 (not in the license file) and ${harborLight.licenseNumber} (${shown.harborLight})`,
    );
    await section(page).getByRole('link', { name: harborLight.licenseNumber }).click();
    await expect(section(page)).toContainText(
      `In a joint venture with license ${willowCreek.licenseNumber} (${shown.willowCreek})`,
    );
  });

  test('staff see names, bonds and policies as the board writes them', async ({ page }) => {
    await signInAsStaff(
      page,
      staff('licensing', test.info().project.name),
      `/contractors/${harborLight.licenseNumber}`,
    );
    const people = page.getByRole('table', { name: 'People in the board’s file' });
    await expect(people.getByRole('cell', { name: principal })).toBeVisible();
    await expect(people).toContainText('number QB-4711, $25,000');
    await expect(page.getByRole('table', { name: 'Policies in the board’s file' })).toContainText('WCC-4711');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      page.viewportSize()?.width ?? 0,
    );
    await page.emulateMedia({ media: 'print' });
    await expect(people).toBeHidden();
    await expect(section(page)).toContainText('One responsible managing employee');
  });
});

test('“Is this your firm?” begins an application with the license filled in', async ({ page }) => {
  await page.goto(`/contractors/${pastDue.licenseNumber}`);
  await page.getByRole('link', { name: 'Join NAMC NorCal with this license' }).click();
  await expect(page).toHaveURL(new RegExp(`/join\\?license=${pastDue.licenseNumber}$`));
  await expect(page.getByRole('textbox', { name: 'License number' })).toHaveValue(pastDue.licenseNumber);
  await expect(page.getByLabel('Company')).toHaveValue(shown.pastDue);
});

test('a record is shared by the device, and its link is copied where the device shares nothing', async ({
  page,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.addInitScript(() => {
    const shared: ShareData[] = [];
    Object.assign(window, { shared });
    Object.assign(navigator, {
      canShare: () => location.search !== '',
      share: (data: ShareData) => Promise.resolve(void shared.push(data)),
    });
  });
  const address = `/contractors/${harborLight.licenseNumber}`;
  await page.goto(address);
  await page.getByRole('button', { name: 'Share this record' }).click();
  await expect(toasts(page)).toContainText('Link copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(new RegExp(`${address}$`));

  await page.goto(`${address}?on=2026-01-15`);
  await page.getByRole('button', { name: 'Share this record' }).click();
  const url = page.url();
  expect(await page.evaluate(() => (window as unknown as { shared: ShareData[] }).shared)).toEqual([
    { title: shown.harborLight, url },
  ]);
});

test.describe('on paper', () => {
  test('a record is what people file with a bid: names, standing, facts, source and time', async ({
    page,
  }) => {
    await page.goto(`/contractors/${harborLight.licenseNumber}`);
    await expect(page.getByRole('button', { name: 'Print this record' })).toBeVisible();
    await expect(page.getByRole('list', { name: 'Nearby contractors' })).toBeVisible();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const text of [
      shown.harborLight,
      'License 700001',
      'In good standing',
      'From the license board’s file of February 12, 2026.',
      'LicenseDetail.aspx?LicNum=700001',
      '(510) 555-0100',
      'Electrical',
    ]) {
      await expect(page.getByText(text).first()).toBeVisible();
    }
    await expect(page.locator('[data-printed-at]')).toHaveText(
      /^Printed \w{3}, \w{3} \d+, \d{4}, \d+:\d\d [AP]M P[SD]T from http.*\/contractors\/700001$/,
    );
    await expect(page.getByRole('banner')).toBeHidden();
    await expect(page.getByRole('contentinfo')).toBeHidden();
    await expect(page.getByRole('button')).toHaveCount(0);
    await expect(page.getByText('Same trade nearby')).toBeHidden();
    await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
    const file = await page.pdf({ format: 'Letter' });
    expect(sheetsOf(file)).toBeLessThanOrEqual(2);
  });

  test('a list has license numbers and phones, and no row lies on two sheets', async ({ page }) => {
    await page.goto('/contractors?q=granite&sort=name');
    await expect(listedNames(page).first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Print this list' })).toBeVisible();
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByText('License 720000 · (510) 555-0100')).toBeVisible();
    await expect(page.getByText(/^Search: “granite”\./)).toBeVisible();
    await expect(
      page.getByText(/^From the file of February 12, 2026 of the Contractors State License Board/),
    ).toBeVisible();
    await expect(page.getByRole('region', { name: 'Map' })).toBeHidden();
    await expect(page.getByRole('button')).toHaveCount(0);
    await expect(page.locator('[data-license]').first()).toHaveCSS('break-inside', 'avoid');
    expect(sheetsOf(await page.pdf({ format: 'Letter' }))).toBeGreaterThan(1);
  });
});

const sheetsOf = (file: Buffer) => file.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
