import { staff } from './fixture-people.ts';
import { signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The browser logs every refused request, and this spec provokes some.
test.use({ allowedConsole: /Failed to load resource|ERR_INTERNET_DISCONNECTED/ });

test('staff import a list of bids: row by row first, with corrected columns, then drafts, and the same list again adds none', async ({
  page,
  context,
}, { project }) => {
  const { name } = project;
  const file = {
    name: `bids-${name}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(
      [
        'Bid No;Job;Scope;Trade;City;Engineer’s estimate;Due Date',
        `${name}-1;Roof of the ${name} library;Tear-off.;C-39;Oakland;"$1,200,000.00";12/15/2098 2:00 PM`,
        `${name}-2;Paving;=1+1;A;Hayward;$1.2M;12/15/2098`,
        `${name}-3;Lights of ${name};Poles.;C-10;;;12/16/2098`,
        `${name}-3;Lights again;;;;;`,
      ].join('\r\n'),
    ),
  };
  await signInAsStaff(page, staff('bidlister', name), '/admin/projects/import');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import projects');
  expect(await accessibilityProblems(page)).toEqual([]);
  const template = await page.request.get('/api/project-imports/template.csv');
  expect(await template.text()).toContain('"Solicitation number","Agency","Title"');
  await page.getByLabel('List of bids').setInputFiles({ ...file, buffer: Buffer.from('%PDF') });
  await expect(page.getByText('The file is a PDF.')).toBeVisible();
  await context.setOffline(true);
  await page.getByLabel('List of bids').setInputFiles(file);
  await expect(page.getByText('Couldn’t check the file')).toBeVisible();
  await context.setOffline(false);
  await page.getByLabel('List of bids').setInputFiles(file);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(file.name);
  await expect(page.getByText('Every row was rejected.')).toBeVisible();
  await page.getByLabel('Job', { exact: true }).selectOption('Title');
  await page.getByLabel('Agency of rows that name none').fill(`City of ${name}`);
  await page.getByLabel('Time of day of deadlines without one').fill('later');
  await page.getByLabel('Time of day of deadlines without one').press('Enter');
  await expect(page.getByRole('alert')).toContainText('must be a time of day, such as 2:00 PM');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByLabel('Time of day of deadlines without one').fill('2 PM');
  await page.getByRole('button', { name: 'Check the file again' }).click();
  const rows = page.getByRole('list', { name: 'Rows' }).getByRole('listitem');
  await expect(rows).toHaveText([
    /Line 2New.*library/,
    /Line 3Rejected.*Estimate must be written out in digits, such as \$1,200,000\./,
    /Line 4New.*Lights.*Bids due Dec 16, 2098, 2:00 PM\./,
    /Line 5Rejected.*Solicitation number stands in line 4 already\./,
  ]);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Rejected' }).click();
  await expect(rows).toHaveCount(2);
  const address = await page
    .getByRole('link', { name: 'Download the rows that were refused' })
    .getAttribute('href');
  const refused = await (await page.request.get(address ?? '')).text();
  expect(refused).toContain(`"Paving","'=1+1"`);
  expect(refused).toContain('"must be written out in digits, such as $1,200,000"');
  await page.getByRole('button', { name: 'Import…' }).click();
  const asking = page.getByRole('dialog', { name: 'Import 2 projects?' });
  await expect(asking).toContainText('which nobody but staff sees');
  await asking.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('2 projects were added')).toBeVisible({ timeout: 30_000 });
  await expect(rows.first()).toContainText('Added');
  await page.getByRole('link', { name: `Lights of ${name}` }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Lights of ${name}`);
  await page.goBack();
  await expect(page.getByText('2 projects were added')).toBeVisible();
  await page.getByRole('link', { name: 'All files' }).click();
  const same = Buffer.from(file.buffer.toString().replace('Tear-off.', 'Tear-off and more.'));
  await page.getByLabel('List of bids').setInputFiles({ ...file, buffer: same });
  await page.getByLabel('Job', { exact: true }).selectOption('Title');
  await page.getByLabel('Agency of rows that name none').fill(`City of ${name}`);
  await page.getByLabel('Time of day of deadlines without one').fill('2 PM');
  await page.getByRole('button', { name: 'Check the file again' }).click();
  await expect(rows.first()).toContainText('Changes Description.');
  await expect(rows.nth(2)).toContainText('Unchanged');
  await page.getByLabel('Update 1 draft of which the file says something else').check();
  await page.getByRole('button', { name: 'Import…' }).click();
  await page
    .getByRole('dialog', { name: 'Update 1 draft?' })
    .getByRole('button', { name: 'Import', exact: true })
    .click();
  await expect(page.getByText('1 draft updated')).toBeVisible({ timeout: 30_000 });
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('two people with one list: the second one sees that it is imported already', async ({ page, context }, {
  project,
}) => {
  const file = {
    name: 'twice.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`Bid No,Agency,Title\n${project.name}-twice,City of Example,Bridge\n`),
  };
  await signInAsStaff(page, staff('bidpair', project.name), '/admin/projects/import');
  await page.getByLabel('List of bids').setInputFiles(file);
  await expect(page.getByText('The file can be imported')).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByText('The file can be imported')).toBeVisible();
  for (const one of [page, other]) {
    await one.getByRole('button', { name: 'Import…' }).click();
    await one.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    if (one === page) await expect(page.getByText('1 project was added')).toBeVisible({ timeout: 30_000 });
  }
  await expect(other.getByText('This file was imported already.')).toBeVisible();
});
