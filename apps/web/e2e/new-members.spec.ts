import { staff } from './fixture-people.ts';
import { openSetting, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The browser logs every refused request, and this spec provokes some.
test.use({ allowedConsole: /Failed to load resource/ });

test('staff add a member by hand, who has no password and gets the link when staff send it', async ({
  page,
}, { project }) => {
  const email = `by-hand.${project.name}@example.org`;
  await signInAsStaff(page, staff('enroller', project.name), '/admin/members');
  await page.getByRole('link', { name: 'Add a member' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add a member');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Add the member' }).click();
  await expect(page.getByRole('alert')).toContainText('Enter your email');
  await page.getByLabel('Email', { exact: true }).fill(staff('enroller', project.name));
  await page.getByLabel('First name').fill('Nora');
  await page.getByLabel('Last name').fill(`By Hand ${project.name}`);
  await page.getByLabel('Company').fill(`By Hand Electric ${project.name}`);
  await page.getByLabel('Tier').selectOption({ label: 'Regular, $500 a year' });
  await page.getByLabel('Dues', { exact: true }).selectOption('Honorary, without dues');
  await page.getByRole('button', { name: 'Add the member' }).click();
  await expect(page.getByRole('alert')).toContainText('must name the reason');
  await page.getByLabel('Note').fill('Founded the chapter.');
  await page.getByRole('button', { name: 'Add the member' }).click();
  await expect(page.getByRole('alert')).toContainText('belongs to a member already');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByRole('button', { name: 'Add the member' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Members');
  await page.goto(`/admin/members?q=${encodeURIComponent(email)}`);
  await page.getByRole('link', { name: `Nora By Hand ${project.name}` }).click();
  await expect(page.getByText('(not confirmed)')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Memberships' }).getByRole('listitem')).toHaveCount(1);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Email a link to choose a password' }).click();
  await expect(page.getByText(`We’re emailing a link to ${email}.`)).toBeVisible();
});

test('staff import members: row by row first, then the new ones, and the same file again adds nobody', async ({
  page,
}, { project }) => {
  const { name } = project;
  const file = {
    name: `members-${name}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(
      [
        'E-mail;Full name;Membership level;Joined;Paid through',
        `one.${name}@example.org;Ana Reyes;Regular;1/1/2026;12/31/2030`,
        `two.${name}@example.org;José Peña;Associate;1/1/2026;12/31/2030`,
        `${staff('enlister', name)};Somebody Else;Regular;1/1/2026;12/31/2030`,
        `three.${name}@example.org;Cal Gold;Gold;1/1/2026;12/31/2030`,
      ].join('\r\n'),
    ),
  };
  await signInAsStaff(page, staff('enlister', name), '/admin/members');
  await page.getByRole('link', { name: 'Import members' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import members');
  expect(await accessibilityProblems(page)).toEqual([]);
  const template = await page.request.get('/api/member-imports/template.csv');
  expect(await template.text()).toContain('"Email","First name","Last name"');
  await page.getByLabel('File of members').setInputFiles({ ...file, buffer: Buffer.from('Email,Name\n') });
  await expect(page.getByText('It lacks “Tier”, “Last day”.')).toBeVisible();
  await page.getByLabel('File of members').setInputFiles(file);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(file.name);
  await expect(page.getByText('The file can be imported')).toBeVisible();
  await expect(page.getByText('separated by semicolons')).toBeVisible();
  const rows = page.getByRole('list', { name: 'Rows' }).getByRole('listitem');
  await expect(rows).toHaveText([
    /Line 2New.*Ana Reyes/,
    /Line 3New.*José Peña/,
    /Line 4Member already/,
    /Line 5Rejected/,
  ]);
  await expect(rows.last()).toContainText('Tier is not a membership tier.');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Rejected' }).click();
  await expect(rows).toHaveCount(1);
  const address = await page.getByRole('link', { name: 'Download the rejected rows' }).getAttribute('href');
  const rejects = await (await page.request.get(address ?? '')).text();
  expect(rejects).toContain('"Cal Gold","Gold"');
  expect(rejects).toContain('"is not a membership tier"');
  await page.getByRole('button', { name: 'Import…' }).click();
  const asking = page.getByRole('dialog', { name: 'Import 2 members?' });
  await expect(asking).toContainText('Nobody gets an email.');
  await asking.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('2 members were added')).toBeVisible({ timeout: 30_000 });
  await page.goto('/admin/members/import');
  await page.getByLabel('File of members').setInputFiles(file);
  await expect(page.getByText('The file has no new member')).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import members');
  await page.goto(`/admin/members?q=${encodeURIComponent(`two.${name}@example.org`)}`);
  await expect(page.getByRole('link', { name: 'José Peña' })).toBeVisible();
});

test('staff make a tier with benefits, and the page for joining shows it until they close it', async ({
  page,
}, { project }) => {
  const title = `Patron ${project.name}`;
  await signInAsStaff(page, staff('tierer', project.name), '/admin/memberships');
  const making = await openSetting(page, 'Add a tier');
  await making.getByLabel('Name').fill(title);
  await making.getByLabel('Who it’s for, and what it brings').fill('Firms that pay for events.');
  await making.getByLabel('Benefits').fill('Two tickets for each event\nA page of thanks');
  await making.getByLabel('Dues', { exact: true }).fill('1,000');
  await making.getByLabel('Months').fill('61');
  await making.getByRole('button', { name: 'Save' }).click();
  await expect(making.getByRole('alert')).toContainText('Months must be a number from 1 to 60');
  await making.getByLabel('Months').fill('6');
  await making.getByLabel('It covers everyone in the member’s company').check();
  expect(await accessibilityProblems(page)).toEqual([]);
  await making.getByRole('button', { name: 'Save' }).click();
  await expect(making).toBeHidden();
  const tier = page.getByRole('list', { name: 'Tiers' }).locator('> li').filter({ hasText: title });
  await expect(tier).toContainText('A page of thanks');
  await expect(tier).toContainText('$1,000 for 6 months');
  await expect(tier).toContainText('Covers the company');
  const closing = await openSetting(page, `Change ${title}`);
  await closing.getByLabel('People can apply for it on the page for joining').uncheck();
  await closing.getByRole('button', { name: 'Save' }).click();
  await expect(closing).toBeHidden();
  await expect(tier).toContainText('By staff alone');
});
