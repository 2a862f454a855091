import type { Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { enter, openElsewhere, openSetting, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';
import { post, postProject } from './posting.ts';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

// A member who opens the staff's address is answered with 403.
test.use({ allowedConsole: /Failed to load resource/ });

const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

test('staff find a project of a member, extend it, answer, send an addendum and cancel it', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  test.setTimeout(120_000);
  const title = `Granary doors ${project.name}`;
  const poster = await openElsewhere(browser, baseURL);
  await enter(poster, staff('agencyposter', project.name));
  const projectId = await postProject(poster, title);
  const asker = await openElsewhere(browser, baseURL);
  await enter(asker, staff('questionreader', project.name));
  await post(asker, 'questions.ask', { projectId, question: 'How wide?' });

  await signInAsStaff(page, staff('projectkeeper', project.name), '/admin/projects');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Projects');
  await page.getByRole('searchbox').fill(`granary doors ${project.name}`);
  const list = page.getByRole('list', { name: 'Projects' });
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await expect(list).toContainText('Open for bids');
  await expect(list).toContainText('0 bids');
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await fits(page)).toBe(true);
  await page.getByRole('link', { name: 'Canceled' }).click();
  await expect(page.getByText('No projects match.')).toBeVisible();
  await page.goBack();
  await list.getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page.getByText('The bids are sealed')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Outreach' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await fits(page)).toBe(true);

  const extension = await openSetting(page, 'Extend the deadline');
  await extension.getByLabel('New deadline').fill('2099-12-07T15:00');
  await extension.getByRole('button', { name: 'Extend' }).click();
  await expect(extension.getByRole('alert')).toContainText('only moves to a later time');
  await extension.getByLabel('New deadline').fill('2099-12-09T15:00');
  await page.keyboard.press('Enter');
  await expect(extension).toBeHidden();
  await expect(page.getByText('Dec 9, 2099').first()).toBeVisible();

  const answer = page.getByRole('dialog', { name: 'Answer the question' });
  await page.getByRole('button', { name: 'Answer the question' }).click();
  await answer.getByLabel('Answer').fill('Nine feet.');
  await answer.getByRole('button', { name: 'Publish the answer' }).click();
  await expect(answer).toBeHidden();
  const addendum = await openSetting(page, 'Send an addendum');
  await addendum.getByLabel('Title').fill('Blue doors');
  await addendum.getByLabel('Text').fill('All of them.');
  await addendum.getByRole('button', { name: 'Send the addendum' }).click();
  await expect(page.getByRole('heading', { name: 'Addendum 1: Blue doors' })).toBeVisible();

  // A second page that was open before says so: the answer cannot be given twice.
  const cancellation = await openSetting(page, 'Cancel the project');
  await cancellation.getByLabel('Reason').fill('The agency asked for it');
  await cancellation.getByRole('button', { name: 'Cancel the project' }).click();
  await expect(page.getByText('Canceled because')).toBeVisible();
  await poster.goto(`/projects/${projectId}`);
  await expect(poster.getByText('The agency asked for it').first()).toBeVisible();
  await expect(poster.getByText('Nine feet.')).toBeVisible();

  // The poster has no right to the staff's pages.
  await poster.goto(`/admin/projects/${projectId}`);
  await expect(poster.getByRole('heading', { level: 1 })).toHaveText('Staff only');
});

test('staff post for an agency, and staff who read bids alone change nothing', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  test.setTimeout(120_000);
  const title = `City granary ${project.name}`;
  await signInAsStaff(page, staff('agencykeeper', project.name), '/admin/projects');
  const begun = await openSetting(page, 'Post for an agency');
  await begun.getByLabel('Title').fill(title);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await page.getByLabel('Description').fill('A new floor.');
  await page.getByLabel('On behalf of').fill('City of Example');
  await expect(page.getByRole('status').filter({ hasText: /^Saved \d/ })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await fits(page)).toBe(true);

  const reader = await openElsewhere(browser, baseURL);
  await signInAsStaff(reader, staff('bidreader', project.name), '/admin/projects');
  await reader.getByRole('searchbox').fill(`city granary ${project.name}`);
  await reader.getByRole('link', { name: title }).click();
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(reader.getByText('Draft', { exact: true })).toBeVisible();
  await expect(reader.getByText('City of Example')).toBeVisible();
  await expect(reader.getByRole('button', { name: 'Cancel the project' })).toBeHidden();
});

test('staff give one firm more time: the firm sees its own end, and the poster sees that there is one', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  test.setTimeout(120_000);
  const title = `Granary ladder ${project.name}`;
  const poster = await openElsewhere(browser, baseURL);
  await enter(poster, staff('agencyposter', project.name));
  const projectId = await postProject(poster, title);
  const late = await openElsewhere(browser, baseURL);
  await enter(late, staff('questionreader', project.name), `/projects/${projectId}/bid`);
  await expect(late.getByText('Dec 8, 2099')).toBeVisible();

  await signInAsStaff(page, staff('exceptor', project.name), `/admin/projects/${projectId}`);
  const form = await openSetting(page, 'Grant more time to one firm');
  await form.getByLabel('Until').fill('2099-12-10T15:00');
  await form.getByLabel('Reason').fill('The portal was down for them');
  await form.getByRole('button', { name: 'Grant more time' }).click();
  await expect(form.getByText('Choose a firm from the list.')).toBeVisible();
  await form.getByRole('combobox', { name: 'Firm' }).fill('Specs');
  await page.getByRole('option').first().click();
  expect(await accessibilityProblems(page)).toEqual([]);
  await form.getByRole('button', { name: 'Grant more time' }).click();
  await expect(form).toBeHidden();
  const list = page.getByRole('list', { name: 'Exceptions' });
  await expect(list).toContainText('Specs may submit until Thu, Dec 10, 2099');
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await fits(page)).toBe(true);

  await poster.goto(`/projects/${projectId}/bids`);
  const seen = poster.getByRole('list', { name: 'Exceptions' });
  await expect(seen).toContainText('One firm may submit until Thu, Dec 10, 2099');
  await expect(seen).not.toContainText('Specs');

  const answer = await late.request.get('/trpc/companies.listOwn');
  const companyId = (await answer.json()).result.data[0].id;
  const reason = 'The portal was down for them';
  await post(page, 'bids.forStaff.grantException', {
    projectId,
    companyId,
    until: '2099-12-11T15:00',
    reason,
  });
  await late.reload();
  await expect(late.getByText('Specs has more time')).toBeVisible();
  await expect(late.getByText('Dec 11, 2099')).toBeVisible();
  expect(await accessibilityProblems(late)).toEqual([]);
});

test('staff shortlist, ask and award for a poster, a second tab is told, and the poster hears of each act', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  test.setTimeout(120_000);
  const title = `Ferry house of ${project.name}`;
  await signInAsStaff(page, staff('awarder', project.name), '/admin/projects');
  await page.getByRole('searchbox').fill(title);
  await page.getByRole('link', { name: title }).click();
  const region = (firm: string) => page.getByRole('region', { name: `Bid of ${firm}` });
  await expect(page.getByText('Award one of them, and say why.')).toBeVisible();
  await expect(page.getByText('by the portal’s job for deadlines')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await fits(page)).toBe(true);
  const second = await page.context().newPage();
  await second.goto(page.url());
  await expect(second.getByRole('button', { name: 'Award the project to Pumps 1' })).toBeVisible();

  await region('Pumps 3').getByRole('button', { name: 'Shortlist Pumps 3' }).click();
  await expect(region('Pumps 3').getByRole('button', { name: 'Take off the short list' })).toBeVisible();
  await region('Pumps 2').getByRole('button', { name: 'Ask Pumps 2 a question' }).click();
  const asking = page.getByRole('dialog', { name: 'Ask Pumps 2 a question' });
  await asking.getByLabel('Question').fill('Is the boat included?');
  await asking.getByLabel('Answer by').fill(inDays(30));
  await asking.getByRole('button', { name: 'Send the question' }).click();
  await expect(region('Pumps 2').getByRole('region', { name: 'Questions to Pumps 2' })).toContainText(
    'Is the boat included?',
  );
  await region('Pumps 2').getByRole('button', { name: 'Award the project to Pumps 2' }).click();
  const awarding = page.getByRole('dialog', { name: 'Award the project to Pumps 2' });
  await awarding.getByLabel('Reason').fill('Closer to the water');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(region('Pumps 2')).toContainText('Awarded because: Closer to the water');
  await expect(region('Pumps 1').getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Bidding log' }).last()).toContainText('Not awarded');
  expect(await fits(page)).toBe(true);

  // The other tab still shows the buttons. The portal says what is so.
  await second.getByRole('button', { name: 'Award the project to Pumps 1' }).click();
  const late = second.getByRole('dialog', { name: 'Award the project to Pumps 1' });
  await late.getByLabel('Reason').fill('Too late');
  await second.keyboard.press('Enter');
  await expect(late.getByRole('alert')).toContainText('already awarded to another bid');

  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Projects');
  await page.goForward();
  await expect(region('Pumps 2')).toContainText('Closer to the water');

  const poster = await openElsewhere(browser, baseURL);
  await enter(poster, staff('ferryposter', project.name), '/notifications');
  const main = poster.getByRole('main');
  for (const words of [
    'NAMC staff put Pumps 3 on the short list.',
    'NAMC staff asked Pumps 2 about its bid.',
    'NAMC staff awarded the project to Pumps 2: Closer to the water',
  ])
    await expect(main).toContainText(words);
});
