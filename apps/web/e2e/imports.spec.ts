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

/** Lets the page's pauses pass until it shows something. */
const soon = (page: Page, what: Locator) =>
  expect(async () => {
    await page.clock.runFor(8_000);
    await expect(what).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });

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
  await broken.getByText('Rejected rows', { exact: true }).click();
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
  await expect(page.getByText(/Couldn’t upload/)).toHaveCount(0);
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

test('a file that cannot be the board’s is refused before it is sent', async ({ page }) => {
  await signInAsStaff(page, staff('principal', 'desktop'), '/admin/imports');
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(request.url()));
  await choose(page, 'empty.csv', Buffer.alloc(0));
  await expect(page.getByText('This file is empty')).toBeVisible();
  await choose(page, 'november.xlsx', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]));
  await expect(page.getByText('This is not a CSV file')).toBeVisible();
  await expect(page.getByText('This file is empty')).toHaveCount(0);
  await expect(page.getByText(/november\.xlsx is a file of another kind/)).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.setViewportSize(phone);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  expect(asked.filter((url) => /beginUpload|api\/imports/.test(url))).toEqual([]);
});

test('a refusal that nobody can lift offers no second try, and tells no word of the command line', async ({
  page,
}) => {
  await signInAsStaff(page, staff('operator', 'desktop'), '/admin/imports');
  await choose(page, 'page.csv', Buffer.from('<html><body>Service unavailable</body></html>\n'));
  const refused = importOf(page, 'page.csv');
  await expect(refused).toContainText('Line 1 has 1 field; the master file has 52.', { timeout: 30_000 });
  await expect(refused.getByRole('button')).toHaveCount(0);
  await expect(imports(page).filter({ hasText: /--force|\.rejects/ })).toHaveCount(0);
});

test.describe('on a bad line', () => {
  test.use({ allowedConsole: /net::ERR_CONNECTION_RESET/ });

  test('a part that is lost is sent again, and staff see why it takes longer', async ({ page }) => {
    await signInAsStaff(page, staff('leaver', 'desktop'), '/admin/imports');
    let lost = 0;
    await page.route('**/api/imports/**', (route) => {
      lost += 1;
      return lost <= 2 ? route.abort('connectionreset') : route.continue();
    });
    await choose(page, 'new site 🏗️.csv', master({ rows, edition: 4 }));
    await expect(page.getByText('The portal doesn’t respond')).toBeVisible();
    const one = importOf(page, 'new site');
    await expect(one).toContainText('Imported', { timeout: 30_000 });
    await expect(page.getByText('The portal doesn’t respond')).toHaveCount(0);
    expect(lost).toBe(3);
  });

  test('an upload that is lost is canceled, and the next file goes at once', async ({ page }) => {
    await signInAsStaff(page, staff('nightowl', 'desktop'), '/admin/imports');
    await page.clock.install();
    await page.route('**/api/imports/**', (route) => route.abort('connectionreset'));
    await choose(page, 'lost.csv', master({ rows, edition: 5 }));
    await soon(page, page.getByText('Couldn’t upload lost.csv'));
    await expect(importOf(page, 'lost.csv')).toContainText('Canceled');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.unroute('**/api/imports/**');
    await choose(page, 'found.csv', master({ rows, edition: 5 }));
    await expect(importOf(page, 'found.csv')).toContainText('Imported', { timeout: 30_000 });
    await expect(page.getByText('Couldn’t upload lost.csv')).toHaveCount(0);
  });

  test('a file that arrived whole is imported later, though its start was lost', async ({ page }) => {
    await signInAsStaff(page, staff('changer', 'desktop'), '/admin/imports');
    await page.clock.install();
    await page.route('**/trpc/imports.start**', (route) => route.abort('connectionreset'));
    await choose(page, 'whole.csv', master({ rows, edition: 6 }));
    await soon(page, page.getByText('Couldn’t start the import of whole.csv'));
    await page.unroute('**/trpc/imports.start**');
    const whole = importOf(page, 'whole.csv');
    await expect(whole).toContainText('Uploaded, not started');
    await expect(page.getByLabel('Master file')).toBeEnabled();
    await whole.getByRole('button', { name: 'Start the import' }).click();
    await expect(whole).toContainText('Imported', { timeout: 30_000 });
  });
});

test('leaving in the middle of an upload asks first, and then leaves nothing in the way', async ({
  page,
}) => {
  await signInAsStaff(page, staff('administrator', 'desktop'), '/admin/imports');
  await holdUpload(page);
  await choose(page, 'left.csv', master({ rows, edition: 7 }));
  const left = importOf(page, 'left.csv');
  await expect(left).toContainText('Uploading, 0%');
  await page.getByRole('link', { name: 'Audit' }).click();
  const question = page.getByRole('dialog', { name: 'Leave this page?' });
  await expect(question).toContainText('The upload of left.csv stops');
  expect(await accessibilityProblems(page)).toEqual([]);
  await question.getByRole('button', { name: 'Stay' }).click();
  await expect(question).toHaveCount(0);
  await expect(left).toContainText('Uploading, 0%');

  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    return dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
  await expect(page.getByLabel('Master file')).toBeEnabled();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await choose(page, 'after.csv', master({ rows, edition: 7 }));
  await expect(importOf(page, 'after.csv')).toContainText('Imported', { timeout: 30_000 });
  await expect(left).toContainText(/Canceled|Stopped/);
});
