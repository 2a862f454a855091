import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { openElsewhere, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test, toasts } from './portal-test.ts';

// A late decision is refused, and the browser logs that.
test.use({ allowedConsole: /Failed to load resource/ });

test.beforeEach(({ page }, { project }) =>
  page.emulateMedia({ colorScheme: project.name === 'phone' ? 'dark' : 'light' }),
);

const applicant = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const entries = (page: Page) => page.getByRole('list', { name: 'Entries' }).getByRole('listitem');
/** A day in California, as `YYYY-MM-DD`. The acts of the fixture may be from before midnight. */
const day = (daysAgo: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(
    Date.now() - daysAgo * 86_400_000,
  );
const [yesterday, today] = [() => day(1), () => day(0)];

test('two reviewers see each other on an application, and the first decision counts', async ({
  page,
  browser,
  baseURL,
}, { project: { name } }) => {
  const other = await openElsewhere(browser, baseURL);
  await Promise.all([
    signInAsStaff(page, staff('reviewer', name), '/admin/applications'),
    signInAsStaff(other, staff('colleague', name), '/admin'),
  ]);
  await applicant(page, `Openly Of ${name}`).click();
  const license = page.getByRole('region', { name: 'What the license board says' });
  await expect(license).toContainText('In good standing as of February 12, 2026');
  await expect(license).toContainText('C-10 Electrical');
  await expect(license.getByRole('list', { name: 'Differences' }).getByRole('listitem')).toHaveText([
    'The company is “Lantern Builders” here and “Harbor Light Electric Inc.” on the license.',
    /^The city is “Fresno” here/,
  ]);
  await expect(license.getByRole('list', { name: 'Also claimed by' })).toContainText(
    `Rival Of ${name}, applicant`,
  );
  await expect(page.getByText('this application open')).toHaveCount(0);

  await other.goto('/admin/applications');
  const row = other.getByRole('list', { name: 'Applications' }).getByRole('listitem');
  await expect(row.filter({ hasText: `Openly Of ${name}` })).toContainText(
    `reviewer Of ${name} has had this application open since`,
  );
  expect(await accessibilityProblems(other)).toEqual([]);
  await applicant(other, `Openly Of ${name}`).click();
  await expect(other.getByRole('status').first()).toContainText(
    `reviewer Of ${name} has had this application open since`,
  );
  expect(await accessibilityProblems(other)).toEqual([]);
  await page.reload();
  await expect(page.getByRole('status').first()).toContainText(
    `colleague Of ${name} has had this application open since`,
  );

  // The colleague already has the dialog open when the reviewer decides.
  await other.getByRole('button', { name: 'Approve…' }).click();
  const late = other.getByRole('dialog', { name: `Approve Openly Of ${name}’s application?` });
  await late.getByLabel('Reason').fill('Well known here.');
  expect(await accessibilityProblems(other)).toEqual([]);

  await page.getByRole('button', { name: 'Decline…' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Decline', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('Enter a reason');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByLabel('Reason').fill('The license is another firm’s.');
  await dialog.getByRole('button', { name: 'Decline', exact: true }).press('Enter');
  await expect(page.getByRole('status').first()).toContainText(
    `by reviewer Of ${name}: The license is another firm’s.`,
  );

  await late.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(late.getByRole('alert')).toContainText(
    `The application of Openly Of ${name} is already declined.`,
  );
  await expect(late.getByLabel('Reason')).toHaveValue('Well known here.');
  // The page beneath has followed.
  await late.getByRole('button', { name: 'Cancel' }).click();
  await expect(other.getByText(`by reviewer Of ${name}: The license is another firm’s.`)).toBeVisible();
  await expect(other.getByRole('button', { name: 'Approve…' })).toHaveCount(0);
  await other.context().close();

  // The keyboard leads on to the next application.
  await expect(page.getByRole('link', { name: /^Next: / })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(`Openly Of ${name}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('several applications are declined with one reason after their number is typed', async ({ page }, {
  project: { name },
}) => {
  await signInAsStaff(page, staff('decliner', name), '/admin/applications');
  // The button does nothing until an application is selected.
  await page.getByRole('button', { name: 'Decline selected…' }).press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  for (const one of ['Unfit', 'Unready'])
    await page.getByRole('checkbox', { name: `${one} Of ${name}` }).check();
  await page.getByRole('button', { name: 'Approve 2…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading')).toHaveText('Approve 2 applications?');
  await expect(dialog).toContainText(`Unfit Of ${name} and Unready Of ${name}.`);
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Decline 2…' }).click();
  await dialog.getByLabel('Reason').fill('Out of our region.');
  await dialog.getByLabel('Number').fill('3');
  await dialog.getByRole('button', { name: 'Decline 2 applications' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Number must be 2');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByLabel('Number').fill('2');
  await dialog.getByRole('button', { name: 'Decline 2 applications' }).click();
  await expect(toasts(page)).toContainText('2 applications declined. We’ll email each applicant.');
  await expect(applicant(page, `Unfit Of ${name}`)).toHaveCount(0);
  await expect(applicant(page, `Undecided Of ${name}`)).toBeVisible();
  await page.getByRole('link', { name: 'Declined' }).click();
  await applicant(page, `Unready Of ${name}`).click();
  await expect(page.getByRole('status').first()).toContainText('Out of our region.');
  await page.getByRole('link', { name: 'Account history' }).click();
  const happened = page.getByRole('region', { name: 'Account history' });
  await happened.getByRole('link', { name: 'Email' }).click();
  await expect(entries(page)).toContainText(['Email: ']);
  await expect(page).toHaveURL(/kind=mail/);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('the audit trail filters by person and days, and its download matches the page', async ({ page }, {
  project: { name },
}) => {
  await signInAsStaff(page, staff('auditor', name), '/admin/audit');
  // A phone folds the filters away.
  if (name === 'phone') await page.getByText('Filters', { exact: true }).click();
  const who = page.getByRole('combobox', { name: 'Done by' });
  await who.fill(`registrar ${name}`);
  await expect(page.getByRole('listbox', { name: 'Done by' }).getByRole('option')).toHaveCount(1);
  expect(await accessibilityProblems(page)).toEqual([]);
  await who.press('ArrowDown');
  await who.press('Enter');
  const chips = page.getByRole('list', { name: 'Filters in use' });
  await expect(chips).toContainText(`By registrar Of ${name}`);
  await expect(entries(page)).toHaveCount(3);
  await expect(entries(page).last()).toContainText(
    `registrar Of ${name} suspended subject Of ${name}’s account`,
  );

  await page.getByLabel('From', { exact: true }).fill('2026-02-02');
  await page.getByLabel('To', { exact: true }).fill('2026-02-01');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('alert')).toHaveText('The last day is before the first day.');
  await page.getByLabel('From', { exact: true }).fill(yesterday());
  await page.getByLabel('To', { exact: true }).fill(today());
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(chips.getByRole('listitem')).toHaveCount(4);
  await expect(entries(page)).toHaveCount(3);
  expect(await accessibilityProblems(page)).toEqual([]);
  const address = page.url();

  const started = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  const text = await readFile(await (await started).path(), 'utf8');
  const [header, ...lines] = text.trim().split('\r\n');
  expect(header).toContain('"What happened","Reason","Action","By","By email","About","About email"');
  const [by, about] = [`registrar Of ${name}`, `subject Of ${name}`];
  const sentence = (words: string) => `"${words.charAt(0).toUpperCase()}${words.slice(1)}"`;
  expect(lines.map((line) => line.split(',')[1])).toEqual([
    sentence(`${by} assigned a role to ${about}`),
    sentence(`${by} reinstated ${about}’s account`),
    sentence(`${by} suspended ${about}’s account`),
  ]);
  for (const line of lines) expect(line).toContain(`"${by}"`);
  // A typed formula must not run in the reader's spreadsheet.
  expect(text).toContain(`,"'=1+1",`);

  await page
    .getByRole('combobox', { name: 'Action', exact: true })
    .selectOption({ label: 'Account suspended' });
  await expect(entries(page)).toHaveCount(1);
  await page.getByText('Details', { exact: true }).click();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('link', { name: 'See changes' }).click();
  await expect(chips).toContainText(`Request specs-${name}`);
  await page.getByText('Details', { exact: true }).first().click();
  const change = page.getByRole('table').getByRole('row', { name: /^status/ });
  await expect(change).toContainText('ACTIVE');
  await expect(change).toContainText('SUSPENDED');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('link', { name: 'History of this record' }).first().click();
  await expect(chips).toContainText('Accounts');
  await expect(entries(page).last()).toContainText(`the portal: test added subject Of ${name}’s account`);
  await page.getByRole('link', { name: 'Clear all' }).click();
  await expect(chips).toHaveCount(0);

  // The address alone restores the view and drops invalid filters.
  await page.goto(`${address}&tableName=&to=2020-02-31&at=never`);
  await expect(chips).toContainText(`By registrar Of ${name}`);
});

test('an operator sees the queues, the finished jobs, and the changes to an account', async ({ page }, {
  project: { name },
}) => {
  await signInAsStaff(page, staff('operator', name), '/admin/jobs');
  const queues = page.getByRole('region', { name: 'Queues' });
  await expect(queues.getByRole('listitem').filter({ hasText: 'Room for new records' })).toContainText(
    'Every day at 3:20 AM Pacific time',
  );
  await expect(page.getByText('No failed jobs.')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('link', { name: /^Done/ }).click();
  await expect(page).toHaveURL(/state=done/);
  // The worker takes a moment to reach the email about the second step.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('list', { name: 'Jobs' })).toContainText(
      `“Two-step sign-in is on” to ${staff('operator', name)}`,
      { timeout: 2_000 },
    );
  }).toPass();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.goto('/admin/jobs?state=nonsense');
  await expect(page.getByText('No failed jobs.')).toBeVisible();

  await page.goto(`/admin/members?q=subject ${name}`);
  await applicant(page, `subject Of ${name}`).click();
  const happened = page.getByRole('region', { name: 'Account history' });
  await happened.getByRole('link', { name: 'Changes' }).click();
  await expect(entries(page).first()).toContainText('by');
  await expect(happened).toContainText(`Changed: status by registrar Of ${name}`);
  await expect(happened).toContainText('Role added');
  await expect(happened).not.toContainText('Email:');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.reload();
  await expect(happened).toContainText('Role added');
});

test('every permission of a role is in reach, and none is hidden in a box that scrolls', async ({ page }, {
  project: { name },
}) => {
  await signInAsStaff(page, staff('custodian', name), '/admin/roles');
  await page
    .getByRole('button', { name: /^Change/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox').nth(12)).toBeVisible();
  const scrolls = await dialog
    .getByRole('group')
    .evaluateAll(
      (groups) =>
        groups
          .flatMap((group) => [group, ...group.querySelectorAll('*')])
          .filter(
            (part) =>
              part.scrollHeight > part.clientHeight + 1 && getComputedStyle(part).overflowY !== 'visible',
          ).length,
    );
  await expect(dialog.getByRole('group', { name: 'Members' })).toBeVisible();
  expect(scrolls).toBe(0);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('leaving an application ends the word that it is open', async ({ page, browser, baseURL }, {
  project: { name },
}) => {
  const other = await openElsewhere(browser, baseURL);
  await Promise.all([
    signInAsStaff(page, staff('peeker', name), '/admin/applications'),
    signInAsStaff(other, staff('onlooker', name), '/admin'),
  ]);
  const begun = page.waitForResponse(/applications\.beginReview/);
  await applicant(page, `Rival Of ${name}`).click();
  await begun;
  const row = other
    .getByRole('list', { name: 'Applications' })
    .getByRole('listitem')
    .filter({ hasText: `Rival Of ${name}` });
  await other.goto('/admin/applications');
  await expect(row).toContainText(`peeker Of ${name} has had this application open since`);
  const left = page.waitForResponse(/applications\.endReview/);
  await page.getByRole('link', { name: 'All applications' }).click();
  await left;
  await other.reload();
  await expect(row).toBeVisible();
  await expect(row).not.toContainText('has had this application open');

  // The dialog repeats what the page warns of, and the list says why nothing happens without a choice.
  await page.getByRole('button', { name: 'Approve selected…' }).press('Enter');
  await expect(page.getByText('Choose applications first.')).toBeVisible();
  await page.getByRole('checkbox', { name: `Rival Of ${name}` }).check();
  await page.getByRole('button', { name: 'Approve 1…' }).click();
  const warnings = page.getByRole('list', { name: 'Check before you approve' });
  await expect(warnings).toContainText(`Rival Of ${name}: The company is “Lantern Builders” here and`);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await applicant(page, `Rival Of ${name}`).click();
  await page.getByRole('button', { name: 'Approve…' }).click();
  await expect(warnings.getByRole('listitem')).toHaveText([
    'The company is “Lantern Builders” here and “Harbor Light Electric Inc.” on the license.',
    /^The city is “Fresno” here/,
  ]);
  await other.context().close();
});
