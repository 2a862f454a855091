import type { Page } from '@playwright/test';
import { pastDue, quartzCanyon } from './fixture-contractors.ts';
import { staff } from './fixture-people.ts';
import { openElsewhere, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test, toasts } from './portal-test.ts';

// The setting holds for everybody, so the spec has the third portal, where no other one looks at addresses.
test.use({ baseURL: process.env.PORTAL_WITH_WORKER ?? '' });

const street = (page: Page) => page.getByText('1 TEST WAY');
const members = (page: Page) => page.getByText('Active members see the mailing address');

test('staff open the addresses of firms to visitors, never a sole owner’s, and close them again', async ({
  page,
  browser,
  baseURL,
}) => {
  await signInAsStaff(page, staff('administrator', 'phone'), '/admin/settings');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Portal settings');
  const shared = page.getByRole('checkbox', { name: 'Show visitors the mailing addresses of firms' });
  await expect(shared).not.toBeChecked();
  expect(await accessibilityProblems(page)).toEqual([]);

  const visitor = await openElsewhere(browser, baseURL);
  await visitor.goto(`/contractors/${quartzCanyon.licenseNumber}`);
  await expect(members(visitor)).toBeVisible();
  await expect(street(visitor)).toHaveCount(0);

  await shared.check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(toasts(page)).toContainText('Visitors can now see firms’ mailing addresses.');
  await expect(page.getByText(/^Changed .* by administrator Of phone$/)).toBeVisible();
  await visitor.reload();
  await expect(street(visitor)).toBeVisible();
  await expect(members(visitor)).toHaveCount(0);
  expect(await accessibilityProblems(visitor)).toEqual([]);
  await visitor.goto(`/contractors/${pastDue.licenseNumber}`);
  await expect(members(visitor)).toBeVisible();
  await expect(street(visitor)).toHaveCount(0);

  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.reload();
  await expect(shared).toBeChecked();
  await shared.uncheck();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(toasts(page)).toContainText('Visitors no longer see mailing addresses.');
  await visitor.goto(`/contractors/${quartzCanyon.licenseNumber}`);
  await expect(members(visitor)).toBeVisible();
  await expect(street(visitor)).toHaveCount(0);
  await page.goto('/admin/audit');
  await expect(page.getByRole('list', { name: 'Entries' })).toContainText(
    'administrator Of phone changed who sees mailing addresses',
  );
  await visitor.context().close();
});

test('staff say where the association can be reached, and pages, papers and letters show it', async ({
  page,
  browser,
  baseURL,
}) => {
  await signInAsStaff(page, staff('secretary', 'phone'), '/admin/settings');
  const part = page.getByRole('region', { name: 'Contact details' });
  await part.getByLabel('Phone').fill('12345');
  await part.getByRole('button', { name: 'Save contact details' }).click();
  await expect(part.getByRole('alert')).toContainText('Enter a ten-digit US phone number');
  await part.getByLabel('Phone').fill('510.555.0177');
  await part.getByLabel('Mailing address').fill('1 Sample Street\nOakland, CA 94607');
  await part.getByLabel('Email address').fill('Office@example.org');
  await part.getByRole('button', { name: 'Save contact details' }).click();
  await expect(toasts(page)).toContainText('Contact details saved.');

  const visitor = await openElsewhere(browser, baseURL);
  await visitor.goto('/');
  const footer = visitor.getByRole('contentinfo');
  await expect(footer).toContainText(
    'NAMC NorCal, 1 Sample Street, Oakland, CA 94607 · (510) 555-0177 · office@example.org',
  );
  await expect(footer.getByRole('link', { name: '(510) 555-0177' })).toHaveAttribute(
    'href',
    'tel:+15105550177',
  );
  await visitor.goto('/about-the-data');
  await expect(visitor.getByText('email office@example.org or call (510) 555-0177')).toBeVisible();
  expect(await accessibilityProblems(visitor)).toEqual([]);
  await visitor.emulateMedia({ media: 'print' });
  await visitor.goto(`/contractors/${quartzCanyon.licenseNumber}`);
  await expect(visitor.getByRole('article').getByText('(510) 555-0177')).toBeVisible();

  // A letter ends with it.
  await visitor.emulateMedia({ media: 'screen' });
  await visitor.goto('/forgot');
  await visitor.getByLabel('Email address').fill(staff('member', 'phone'));
  await visitor.getByRole('button', { name: 'Send me a link' }).click();
  await expect(visitor.getByText('Check your inbox')).toBeVisible();
  await expect(async () => {
    await visitor.goto(`/dev/outbox?to=${staff('member', 'phone')}`);
    await expect(visitor.locator('body')).toContainText('1 Sample Street', { timeout: 1_000 });
  }).toPass();
  await visitor.context().close();
});
