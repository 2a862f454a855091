import { readFile } from 'node:fs/promises';
import { staff } from './fixture-people.ts';
import { added, dearest, unread } from './fixture-statements.ts';
import { signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

test.beforeEach(({ page }, { project }) =>
  page.emulateMedia({ colorScheme: project.name === 'phone' ? 'dark' : 'light' }),
);

test('staff see what statements cost, what changed, and the plan of one', async ({ page }, {
  project: { name },
}) => {
  await signInAsStaff(page, staff('measurer', name), '/admin/health/queries?range=1h');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Queries');
  await expect(page.getByText(/^Statements took .* of the servers’ time in the last hour/)).toBeVisible();

  const changed = page.getByRole('list', { name: 'Changed statements' });
  await expect(changed).toContainText(added);
  await expect(changed).toContainText(/Slower 1\.50 ms before, .* now/);

  // The portal that the specs start told its version, which is the one deploy.
  const compared = page.getByRole('navigation', { name: 'Compared' });
  await compared.getByRole('link', { name: 'Since yesterday' }).click();
  await expect(page.getByText('The last 24 hours, compared with the 24 hours before them.')).toBeVisible();
  await compared.getByRole('link', { name: 'Since the last deploy' }).click();
  await expect(page).toHaveURL(/since=deploy/);
  await expect(
    page.getByText(/^Since version \S+ was first seen, .+, compared with the day before it\.$/),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: 'Since the last deploy' })).toHaveAttribute(
    'aria-current',
    'page',
  );
  await expect(compared.locator('[aria-current=page]')).toHaveCount(1);
  await compared.getByRole('link', { name: 'The last hour' }).click();
  await expect(changed).toContainText(added);

  // A silence is a gap and no zero, in words and in the table.
  const work = page.getByRole('region', { name: 'Time spent on statements' });
  await expect(work).toContainText(/steps weren’t counted/);
  await expect(work.locator('canvas')).toBeVisible();
  await expect(work).toContainText(/A deploy in this time: \S+ at /);
  await work.getByText('View as a table').click();
  await expect(work.getByRole('row', { name: /Not counted/ }).first()).toBeVisible();
  await expect(work.getByRole('row', { name: /15[12]/ }).first()).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  const statements = page.getByRole('region', { name: 'Statements', exact: true });
  const row = statements.getByRole('row').filter({ hasText: dearest });
  await expect(row).toContainText('1,500');
  await expect(statements.getByRole('row').filter({ hasText: 'Utility statement' })).toHaveCount(1);
  await row.getByText(dearest).first().click();
  await row.getByRole('button', { name: 'Explain' }).click();
  await expect(row.getByRole('region', { name: 'Plan' })).toContainText('roles');
  expect(await accessibilityProblems(page)).toEqual([]);

  const download = page.waitForEvent('download');
  await statements.getByRole('button', { name: 'Download CSV' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file).toMatch(/^query_id,calls,total_ms/);
  expect(file).toMatch(/^-11,1500,/m);
  expect(file).not.toContain('select');

  await row.getByRole('link', { name: 'Show it over time' }).click();
  await expect(page).toHaveURL(/statement=-11/);
  await expect(page.getByRole('heading', { name: 'Time spent on this statement' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Time spent on statements' })).toBeVisible();

  const procedures = page.getByRole('region', { name: 'Procedures' });
  await procedures.getByRole('link', { name: 'roles.list' }).click();
  await expect(statements.getByText('Of roles.list alone.')).toBeVisible();
  await expect(statements.getByRole('row').filter({ hasText: dearest })).toHaveCount(1);
  await expect(statements.getByRole('row').filter({ hasText: added })).toHaveCount(0);
  await statements.getByRole('link', { name: 'Show all' }).click();
  await expect(statements.getByRole('row').filter({ hasText: added })).toHaveCount(1);

  await page.getByRole('navigation', { name: 'Span' }).getByRole('link', { name: '7 days' }).click();
  await expect(page).toHaveURL(/range=7d/);
  await expect(page.getByText(/time in the last 7 days/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/time in the last 7 days/)).toBeVisible();
});

test('a server that nobody reads is unknown, and a wrong address shows the last day', async ({ page }, {
  project: { name },
}) => {
  await signInAsStaff(page, staff('gauger', name), '/admin/health/queries?range=nonsense');
  await expect(page.getByText('Unknown: away.example.org:5432')).toBeVisible();
  await expect(page.getByText(unread)).toBeVisible();
  await expect(page.getByText(/time in the last day/)).toBeVisible();
});
