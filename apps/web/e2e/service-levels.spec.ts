import { readFile } from 'node:fs/promises';
import { staff } from './fixture-people.ts';
import { signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

test.beforeEach(({ page }, { project }) =>
  page.emulateMedia({ colorScheme: project.name === 'phone' ? 'dark' : 'light' }),
);

test('staff see what was promised, what was measured, and where nobody measured', async ({ page }, {
  project: { name },
}) => {
  await signInAsStaff(page, staff('timekeeper', name), '/admin/health/sla?range=6h');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Service levels');
  const verdict = page.getByRole('status').filter({ hasText: 'levels' });
  await expect(verdict).toContainText(/levels (are broken now|need a look)/);
  await expect(verdict).toContainText(/measured in \d+ of 360 minutes/);

  const levels = page.getByRole('region', { name: 'Levels' });
  await expect(levels.getByRole('row', { name: /^Simple questions/ })).toContainText('50 ms');
  await expect(
    levels.getByRole('row', { name: /^Availability from outside Unknown No probe runs/ }),
  ).toBeVisible();
  await expect(levels.getByRole('row', { name: /^Recovery from a backup Unknown/ })).toBeVisible();
  await expect(levels.getByRole('row', { name: /^Searches/ })).toContainText('1.2 s');

  const searches = page.getByRole('region', { name: 'How long do searches take?' });
  await expect(searches).toContainText(/steps weren’t measured; the line has gaps there/);
  await expect(searches.locator('canvas')).toBeVisible();
  await searches.getByText('View as a table').click();
  await expect(searches.getByRole('row', { name: /Not measured/ }).first()).toBeVisible();
  const nothing = page.getByRole('region', { name: 'How long do reports take?' });
  await expect(nothing.getByRole('heading')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  const download = page.waitForEvent('download');
  await levels.getByRole('button', { name: 'Download CSV' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toMatch(
    /^level,state,target[^\n]*\r?\nsimple,\w+,50,/,
  );

  await page.getByRole('navigation', { name: 'Span' }).getByRole('link', { name: '7 days' }).click();
  await expect(page).toHaveURL(/range=7d/);
  await expect(verdict).toContainText(/of the last 7 days/);
});

test('a month is a report with words, a table and a picture, and a month that nobody measured says so', async ({
  page,
}, { project: { name } }) => {
  await signInAsStaff(page, staff('trustee', name), '/admin/health/sla');
  await page.getByRole('link', { name: 'Monthly report' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Service levels in/);
  const present = new Date().toLocaleDateString('sv-SE', { timeZone: 'America/Los_Angeles' }).slice(0, 7);
  await page.goto(`/admin/health/sla/report?month=${present}`);
  await expect(page.getByText(/^Measurements cover .* Nothing is known about the other/)).toBeVisible();
  await expect(page.getByRole('row', { name: /^Searches .* Not kept$/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^Availability from outside .* Unknown$/ })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download PDF' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`service-levels-${present}.pdf`);
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-');

  await page.goto('/admin/health/sla/report?month=2024-02');
  await expect(page.getByText('Nothing was measured in February 2024.')).toBeVisible();
  await expect(page.getByRole('table')).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
});
