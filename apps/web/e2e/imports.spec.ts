import { generateContractors } from '@namc/db/seed/contractors/generate-contractors';
import type { Locator, Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The third portal has a worker. One file at a time is imported, so the acts follow one another.
test.use({ baseURL: process.env.PORTAL_WITH_WORKER ?? '' });
test.describe.configure({ mode: 'serial' });

const master = (options: { rows: number; edition?: number; broken?: number }) =>
  Buffer.from([...generateContractors({ seed: 3, asOf: '2026-11-01', ...options })].join(''));
const imports = (page: Page) => page.getByRole('list', { name: 'Imports' }).getByRole('listitem');
const choose = (page: Page, name: string, buffer: Buffer) =>
  page.getByLabel('Master file').setInputFiles({ name, mimeType: 'text/csv', buffer });
/** The import of a file: the innermost item that names it. */
const importOf = (page: Page, name: string): Locator => imports(page).filter({ hasText: name });
const phone = { width: 360, height: 740 };

test('staff upload the license board’s file, watch its import, and see what it changed', async ({ page }) => {
  await signInAsStaff(page, staff('manager', 'desktop'), '/admin/imports');
  await expect(page.getByText('No file was uploaded yet.')).toBeVisible();
  await expect(page.getByText(/up to 500 MB/)).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  await choose(page, 'november.csv', master({ rows: 20_000 }));
  const first = importOf(page, 'november.csv');
  await expect(first.getByRole('progressbar')).toBeVisible();
  await expect(page.getByLabel('Master file')).toBeDisabled();
  await page.screenshot({ path: test.info().outputPath('running.png'), fullPage: true });
  await expect(first).toContainText('Imported', { timeout: 30_000 });
  await expect(first).toContainText('20,000');

  await choose(page, 'broken.csv', master({ rows: 20_000, edition: 2, broken: 1_500 }));
  const broken = importOf(page, 'broken.csv');
  await expect(broken).toContainText('Refused', { timeout: 30_000 });
  await broken.getByText('Rejected rows').click();
  await expect(broken).toContainText(/Row \d/);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('refused.png'), fullPage: true });
  await page.setViewportSize(phone);
  await page.screenshot({ path: test.info().outputPath('phone.png'), fullPage: true });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  expect(await accessibilityProblems(page)).toEqual([]);
  await broken.getByRole('button', { name: 'Import anyway' }).click();
  await expect(broken).toContainText('Imported', { timeout: 30_000 });
});

test('staff cancel an import, which then tells no counts', async ({ page }) => {
  await signInAsStaff(page, staff('colleague', 'desktop'), '/admin/imports');
  await choose(page, 'canceled.csv', master({ rows: 60_000, edition: 3 }));
  const canceled = importOf(page, 'canceled.csv');
  await canceled.getByRole('button', { name: 'Cancel' }).click();
  await expect(canceled).toContainText('Canceled', { timeout: 30_000 });
  await expect(canceled).not.toContainText('Rows read');
});

test('a member of staff without the permission does not find the page', async ({ page }) => {
  await signInAsStaff(page, staff('auditor', 'desktop'), '/admin/imports');
  await expect(page.getByLabel('Master file')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'License file' })).toHaveCount(0);
});
