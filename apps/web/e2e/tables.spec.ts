import { readFile } from 'node:fs/promises';
import { openDatabase, systemActor } from '@namc/db';
import { recordTableSizes } from '@namc/db/metrics/commands';
import { connect } from '@namc/db/testing/direct-client';
import { staff } from './fixture-people.ts';
import { signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test, withoutAnswers } from './portal-test.ts';

// The third portal sees its server as the login that watches it.
test.use({ baseURL: process.env.PORTAL_WITH_WORKER ?? '' });
test.beforeEach(({ page }, { project }) =>
  page.emulateMedia({ colorScheme: project.name === 'phone' ? 'dark' : 'light' }),
);

const superuserUrl = () => process.env.PORTAL_WITH_WORKER_SUPERUSER_URL ?? '';
const at = (login: string) => superuserUrl().replace('postgres@', `${login}@`);

/** A table of one project with an index that broke off and two that are the same, and sizes of some of the last days. */
async function makeTable(name: string): Promise<void> {
  const sql = connect(superuserUrl(), { max: 1, applicationName: 'portal e2e' });
  await sql.unsafe(`
    drop table if exists ${name};
    create table ${name} (id int primary key, words text);
    insert into ${name} select n, repeat('words', 100) from generate_series(1, 2000) n;
    create index ${name}_words on ${name} (words); create index ${name}_words_again on ${name} (words);
    create index ${name}_broken on ${name} (words, id);
    update pg_index set indisvalid = false where indexrelid = '${name}_broken'::regclass; analyze ${name}`);
  await sql`
    select create_daily_partition('system_metrics', (now() at time zone 'UTC')::date - n) from generate_series(0, 10) n`;
  await sql`
    insert into system_metrics (metric, value, labels, recorded_at)
    select metric, value * n, jsonb_build_object('table', ${name}::text), now() - (10 - n) * interval '1 day'
    from generate_series(1, 8) n, (values ('table.bytes', 100000), ('table.rows', 200)) m (metric, value) where n <> 4`;
  await sql.end();
  const db = openDatabase({
    url: at('portal_public'),
    staffUrl: at('portal_staff'),
    systemUrl: at('portal_worker'),
  });
  await db.write(systemActor('test'), recordTableSizes).finally(() => db.close());
}

test('an auditor sees every table, orders and finds them, and takes them along as a file', async ({ page }, {
  project,
}) => {
  await signInAsStaff(page, staff('surveyor', project.name), '/admin/health/tables');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tables');
  const largest = page.getByRole('region', { name: 'Largest tables' });
  await expect(largest).toContainText(/takes .* of the .* of all tables/);
  await largest.getByText('View as a table').click();
  await expect(largest.getByRole('row').nth(10)).toBeVisible();

  const tables = page.getByRole('region', { name: 'All tables' }).first();
  await expect(tables.getByRole('row').filter({ hasText: 'audit_log' })).toContainText(/\d+ partitions/);
  await expect(tables.getByRole('row').last()).toContainText('Total');
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    page.viewportSize()?.width ?? 0,
  );

  await page.getByLabel('Find a table').fill('contractor saved');
  await expect(tables.getByRole('status')).toHaveText(/No table has this in its name|^\d+ table/);
  await page.getByLabel('Find a table').fill('california_contr');
  await expect(tables.getByRole('row').filter({ hasText: 'audit_log' })).toHaveCount(0);
  await page.getByLabel('Find a table').fill('');
  if (project.name !== 'phone') {
    await tables.getByRole('link', { name: 'Table', exact: true }).click();
    await expect(page).toHaveURL(/order=name/);
    await expect(tables.getByRole('columnheader', { name: 'Table' })).toHaveAttribute(
      'aria-sort',
      'ascending',
    );
  }
  const download = page.waitForEvent('download');
  await tables.getByRole('button', { name: 'Download CSV' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file).toMatch(/^table,partitions,rows_estimated,heap_bytes/);
  expect(file).toMatch(/^audit_log,\d+,/m);
});

test('one table shows its growth with gaps, and its indexes with what speaks against them', async ({ page }, {
  project,
}) => {
  const name = `surveyed_${project.name}`.replaceAll(/\W/g, '_');
  await makeTable(name);
  await signInAsStaff(page, staff('ranger', project.name), `/admin/health/tables?table=${name}`);
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
  const growth = page.getByRole('region', { name: 'Growth in 90 days' });
  await expect(growth).toContainText(/It grew by .* 82 of 90 days weren’t measured/);
  await expect(growth.locator('canvas')).toHaveCount(2);
  await growth.getByText('View as a table').click();
  await expect(growth.getByRole('row', { name: /Not measured/ }).first()).toBeVisible();

  const indexes = page.getByRole('region', { name: 'Indexes' });
  const index = (ending: string) => indexes.getByRole('article', { name: `${name}${ending}`, exact: true });
  await expect(index('_pkey')).toContainText('Primary key.');
  await expect(index('_broken')).toContainText('Invalid');
  await expect(index('_words_again')).toContainText(`It is the same as ${name}_words`);
  await expect(index('_words_again')).toContainText(`drop index concurrently ${name}_words_again;`);
  await expect(index('_words_again')).toContainText('Lock: ShareUpdateExclusive');
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    page.viewportSize()?.width ?? 0,
  );
  await page.getByRole('link', { name: 'Show all tables' }).click();
  await expect(page.getByRole('heading', { name: 'Largest tables' })).toBeVisible();
  await page.goto('/admin/health/tables?table=no_such_table');
  await expect(page.getByText('The database has no table of this name.')).toBeVisible();
  await expect(growth).toHaveCount(0);
});

// The browser tells of each request that fails.
test.describe('failures', () => {
  test.use({ allowedConsole: /Failed to load resource/ });

  test('each panel of a table fails alone', async ({ page }, { project }) => {
    await signInAsStaff(page, staff('warden', project.name), '/admin/health/tables?table=users');
    await expect(page.getByRole('region', { name: 'Indexes' }).getByRole('article').first()).toBeVisible();
    await withoutAnswers(page);
    await page.route(/trpc\/.*servers\.listTableDays/, (route) => route.abort());
    await page.goto('/admin/health/tables?table=users');
    const growth = page.getByRole('region', { name: 'Growth in 90 days' });
    await expect(growth.getByRole('alert')).toContainText('Couldn’t load the growth');
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});
