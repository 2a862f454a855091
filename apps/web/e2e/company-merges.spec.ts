import type { Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { enter, openElsewhere, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test, toasts } from './portal-test.ts';

// The browser logs every refused request, and this spec provokes some.
test.use({ allowedConsole: /Failed to load resource/ });

/** Gives the company of the person on this page a name, and returns its id. */
async function rename(page: Page, name: string): Promise<string> {
  const answer = await page.request.get('/trpc/companies.listOwn');
  const [{ id: companyId }] = (await answer.json()).result.data;
  const data = { companyId, name, languages: [] };
  expect((await page.request.post('/trpc/companies.describe', { data })).ok()).toBe(true);
  return companyId;
}

test('staff merge a company that was registered twice, and its address leads to the one that stays', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  await enter(page, staff('survivorowner', project.name));
  const [stays, goes] = [`Twinridge Builders of ${project.name}`, `Twinridge of ${project.name}`];
  const survivorId = await rename(page, stays);
  const other = await openElsewhere(browser, baseURL);
  await enter(other, staff('duplicateowner', project.name));
  const duplicateId = await rename(other, goes);

  const office = await openElsewhere(browser, baseURL);
  await signInAsStaff(
    office,
    staff('mergingstaff', project.name),
    `/admin/members?q=${encodeURIComponent(staff('survivorowner', project.name))}`,
  );
  await office.getByRole('link', { name: `survivorowner Of ${project.name}` }).click();
  await office.getByRole('link', { name: `Merge a duplicate into ${stays}` }).click();
  await expect(office.getByRole('heading', { level: 1 })).toHaveText('Merge companies');
  const field = office.getByLabel('Name or license number of the company that goes');
  await expect(field).toHaveValue('Twinridge');
  await field.fill(goes);
  await expect(office.getByRole('status').filter({ hasText: '1 company.' })).toBeVisible();
  expect(await accessibilityProblems(office)).toEqual([]);
  await office.getByRole('link', { name: goes, exact: true }).click();

  const table = office.getByRole('region', { name: 'The two companies side by side' });
  const merged = table.getByRole('row', { name: /^People/ });
  await expect(merged.getByRole('cell')).toHaveText([
    `survivorowner Of ${project.name}: Owner`,
    `duplicateowner Of ${project.name}: Owner`,
    `survivorowner Of ${project.name}: Owner duplicateowner Of ${project.name}: Owner`,
  ]);
  // All of it can be read without moving the page or the table sideways.
  const overflow = await table.evaluate((one) => one.scrollWidth - one.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await office.getByLabel('Reason').fill('One firm, registered twice.');
  const typed = office.getByLabel(`Type ${goes} to confirm`);
  await typed.fill(stays);
  await office.getByRole('button', { name: 'Merge the companies' }).click();
  await expect(office.getByRole('alert')).toContainText(`Type ${goes} to confirm`);
  expect(await accessibilityProblems(office)).toEqual([]);
  await typed.fill(goes);
  await office.getByRole('button', { name: 'Merge the companies' }).click();
  await expect(toasts(office)).toContainText(`${goes} is part of ${stays} now.`);
  await office.goBack();
  await expect(office.getByText('The company that should go isn’t here anymore.')).toBeVisible();
  await office.goto(`/admin/companies/${survivorId}/merge?duplicate=${survivorId}`);
  await expect(office.getByText('A company can’t be merged into itself.')).toBeVisible();
  await office.context().close();

  await other.goto(`/directory/${duplicateId}`);
  await expect(other).toHaveURL(new RegExp(`/directory/${survivorId}$`));
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(stays);
  await other.goto(`/company?company=${duplicateId}`);
  await expect(other.getByRole('region', { name: 'About' })).toContainText(stays);
  await expect(other.getByRole('list', { name: 'People of the company' }).getByRole('listitem')).toHaveCount(
    2,
  );
  await other.context().close();
});

test('a person shows on the page of the firm, for members, and takes the name off again', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  await enter(page, staff('shownperson', project.name), '/company');
  const answer = await page.request.get('/trpc/companies.listOwn');
  const [{ id }] = (await answer.json()).result.data;
  const people = page.getByRole('list', { name: 'People of the company' });
  await people.getByRole('button', { name: 'Show me in the directory' }).click();
  await expect(people).toContainText('Members see you in the directory.');
  // It comes a moment later, and fades in.
  await expect(toasts(page)).toContainText('Members see your name and photo there.');
  expect(await accessibilityProblems(page)).toEqual([]);

  const other = await openElsewhere(browser, baseURL);
  await enter(other, staff('shownreader', project.name), `/directory/${id}`);
  const seen = other.getByRole('region', { name: 'People' });
  await expect(seen.getByRole('listitem')).toContainText([`shownperson Of ${project.name}`]);
  expect(await accessibilityProblems(other)).toEqual([]);
  await people.getByRole('button', { name: 'Take me off the directory' }).click();
  await expect(people.getByRole('button', { name: 'Show me in the directory' })).toBeVisible();
  await other.reload();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Specs');
  await expect(seen).toHaveCount(0);
  await other.context().close();
});
