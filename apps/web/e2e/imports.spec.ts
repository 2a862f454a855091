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
const rows = 2_000;

/** Holds the parts of an upload until the returned function is called. */
async function holdUpload(page: Page): Promise<() => void> {
  const held = Promise.withResolvers<void>();
  await page.route('**/api/imports/**', async (route) => {
    await held.promise;
    // A canceled upload has no request any more.
    await route.continue().catch(() => undefined);
  });
  return held.resolve;
}

test('staff upload the license board’s file, watch its import, and see what it changed', async ({ page }) => {
  await signInAsStaff(page, staff('manager', 'desktop'), '/admin/imports');
  await expect(page.getByText('No file was uploaded yet.')).toBeVisible();
  await expect(page.getByText(/up to 500 MB/)).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  const goOn = await holdUpload(page);
  await choose(page, 'november.csv', master({ rows }));
  const first = importOf(page, 'november.csv');
  await expect(first.getByRole('progressbar')).toBeVisible();
  await expect(first).toContainText('Uploading, 0%');
  await expect(page.getByLabel('Master file')).toBeDisabled();
  expect(await accessibilityProblems(page)).toEqual([]);
  goOn();
  await expect(first).toContainText('Imported', { timeout: 30_000 });
  await expect(first).toContainText('2,000');
  await expect(page.getByLabel('Master file')).toBeEnabled();
});

test('staff see why a file was refused, and import it all the same', async ({ page }) => {
  await signInAsStaff(page, staff('reviewer', 'desktop'), '/admin/imports');
  await choose(page, 'broken.csv', master({ rows, edition: 2, broken: 150 }));
  const broken = importOf(page, 'broken.csv');
  await expect(broken).toContainText('Refused', { timeout: 30_000 });
  await broken.getByText('Rejected rows').click();
  await expect(broken).toContainText(/Row \d/);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.setViewportSize(phone);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  expect(await accessibilityProblems(page)).toEqual([]);
  await broken.getByRole('button', { name: 'Import anyway' }).click();
  await expect(broken).toContainText('Imported', { timeout: 30_000 });
});

test('staff cancel an upload, which is no failure, and another file can follow', async ({ page }) => {
  await signInAsStaff(page, staff('decliner', 'desktop'), '/admin/imports');
  await holdUpload(page);
  await choose(page, 'held.csv', master({ rows, edition: 3 }));
  const held = importOf(page, 'held.csv');
  await held.getByRole('button', { name: 'Cancel' }).click();
  await expect(held).toContainText('Canceled');
  await expect(page.getByLabel('Master file')).toBeEnabled();
  await expect(page.getByText('Couldn’t upload the file')).toHaveCount(0);
});

test('staff cancel an import, which then tells no counts', async ({ page }) => {
  await signInAsStaff(page, staff('colleague', 'desktop'), '/admin/imports');
  await choose(page, 'canceled.csv', master({ rows: 60_000, edition: 3 }));
  const canceled = importOf(page, 'canceled.csv');
  await expect(canceled).toContainText(/Importing|Loading/, { timeout: 30_000 });
  await canceled.getByRole('button', { name: 'Cancel' }).click();
  await expect(canceled).toContainText('Canceled', { timeout: 30_000 });
  await expect(canceled).not.toContainText('Rows read');
});

test('a member of staff without the permission does not find the page', async ({ page }) => {
  await signInAsStaff(page, staff('auditor', 'desktop'), '/admin/imports');
  await expect(page.getByLabel('Master file')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'License file' })).toHaveCount(0);
});
