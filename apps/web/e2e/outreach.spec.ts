import type { Page } from '@playwright/test';
import { shown } from './fixture-contractors.ts';
import { staff } from './fixture-people.ts';
import { enter, openElsewhere, openSetting } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The list of somebody else's project is answered with 404.
test.use({ allowedConsole: /Failed to load resource/ });

async function post(page: Page, procedure: string, input: object): Promise<unknown> {
  const answer = await page.request.post(`/trpc/${procedure}`, { data: input });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()).result.data;
}

/** A draft for electricians in Oakland, and its address. */
async function draftProject(page: Page, title: string): Promise<string> {
  const answer = await page.request.get('/trpc/companies.listOwn');
  const companyId = (await answer.json()).result.data[0].id;
  const projectId = String(await post(page, 'projects.create', { title }));
  const facts = { description: 'All of it.', category: 'COMMERCIAL', skills: ['C-10'], zipCode: '94601' };
  const when = { timeZone: 'America/Los_Angeles', deadline: '2099-12-08T15:00' };
  await post(page, 'projects.save', { projectId, version: 1, title, companyId, ...facts, ...when });
  return `/projects/${projectId}`;
}

test('a prime finds firms near the project, adds them, logs contacts and corrects one, and nobody else sees it', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  test.setTimeout(90_000);
  const title = `Lighthouse wiring ${project.name}`;
  await enter(page, staff('outreacher', project.name));
  const address = await draftProject(page, title);
  await page.goto(address);
  await page.getByRole('link', { name: 'Outreach', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Outreach for “${title}”`);
  await expect(page.getByText('No firms on the list yet')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  // The search begins with the project's trades and place, and leaves members out.
  await page.getByRole('main').getByRole('link', { name: 'Find firms' }).last().click();
  const found = page.getByRole('list', { name: 'Firms found' });
  await expect(found.getByRole('link', { name: 'Meridian Electric' })).toBeVisible();
  await expect(found.getByRole('link', { name: 'Pelican Electric Company' })).toBeVisible();
  await expect(found.getByRole('link', { name: shown.harborLight })).toBeHidden();
  await expect(found.getByRole('link', { name: 'Orange Grove Electric' })).toBeHidden();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByLabel('NAMC membership').selectOption('');
  await expect(found.getByRole('link', { name: shown.harborLight })).toBeVisible();
  // The address holds the search: for Enter, Back, a reload and a second tab.
  const words = page.getByLabel('Name, words or license number');
  await words.fill('pelican');
  await words.press('Enter');
  await expect(page).toHaveURL(/part=find&q=pelican&member=any/);
  await expect(found.getByLabel(/^Choose /)).toHaveCount(1);
  await expect(found.getByLabel('Choose Pelican Electric Company')).toBeVisible();
  await page.reload();
  await expect(found.getByLabel(/^Choose /)).toHaveCount(1);
  await expect(words).toHaveValue('pelican');
  const second = await page.context().newPage();
  await second.goto(page.url());
  await expect(second.getByLabel('Name, words or license number')).toHaveValue('pelican');
  await expect(second.getByLabel('NAMC membership')).toHaveValue('');
  await second.close();
  await page.goBack();
  await expect(words).toHaveValue('');
  await expect(found.getByRole('link', { name: shown.harborLight })).toBeVisible();
  await expect(page.getByLabel('NAMC membership')).toHaveValue('');
  // Another view and back again keeps it, too.
  await page.getByRole('link', { name: 'All firms (0)' }).click();
  await page.getByRole('link', { name: 'Find firms', exact: true }).first().click();
  await expect(page.getByLabel('NAMC membership')).toHaveValue('');
  // By keyboard, too.
  await found.getByLabel('Choose Meridian Electric').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Add the 1 chosen' }).click();
  await expect(found.getByText('On the list')).toHaveCount(1);
  await page.getByRole('button', { name: 'Add all 2 shown' }).click();
  await expect(found.getByText('On the list')).toHaveCount(3);

  await page.getByRole('link', { name: 'All firms (3)' }).click();
  const list = page.getByRole('list', { name: 'Firms on the list' });
  await expect(list.getByRole('heading')).toHaveCount(3);
  const form = await openSetting(page, 'Log a contact with Pelican Electric Company');
  await form.getByLabel('When').fill('2099-01-05T09:00');
  await form.getByRole('button', { name: 'Log the contact' }).click();
  await expect(form.getByRole('alert')).toContainText('a time that has passed');
  await form.getByLabel('When').fill('2026-01-05T09:00');
  await form.getByLabel('Answer').selectOption('QUOTED');
  await form.getByLabel('Reason for rejecting the quote').fill('Over the budget.');
  await form.getByLabel('Notes').fill('Spoke with the office.');
  await form.getByLabel('Follow up on').fill('2026-01-06');
  expect(await accessibilityProblems(page)).toEqual([]);
  await form.getByRole('button', { name: 'Log the contact' }).click();
  await expect(form).toBeHidden();
  const first = list.getByRole('listitem').first();
  await expect(first).toContainText('Follow-up due');
  await expect(first).toContainText('Pelican Electric Company');
  await expect(first).toContainText('Sent a quote');
  await expect(first).toContainText('Over the budget.');
  await expect(page.getByRole('link', { name: 'Follow-ups due (1)' })).toBeVisible();

  await list.getByRole('button', { name: /^Correct the contact of .* with Pelican/ }).click();
  const correction = page.getByRole('dialog');
  await correction.getByLabel('Answer').selectOption('INTERESTED');
  await correction.getByLabel('Follow up on').fill('');
  await correction.getByRole('button', { name: 'Save the correction' }).click();
  await expect(page.getByRole('link', { name: 'Follow-ups due (0)' })).toBeVisible();
  await page.getByText('Corrected entries (1)').click();
  await expect(list).toContainText('Over the budget.');
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.getByRole('link', { name: 'Not contacted (2)' }).click();
  await page.getByRole('button', { name: 'Remove Meridian Electric from the list' }).click();
  await expect(page.getByRole('link', { name: 'Not contacted (1)' })).toBeVisible();

  // The papers and the record are PDFs.
  for (const paper of ['Phone sheet (PDF)', 'Mailing labels (PDF)', 'Labels with the join address (PDF)']) {
    const href = await page.getByRole('link', { name: paper, exact: true }).getAttribute('href');
    const answer = await page.request.get(href ?? '');
    expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');
  }
  await page.getByRole('link', { name: 'Records', exact: true }).click();
  await page.getByRole('button', { name: 'Make a record now' }).click();
  const record = page.getByRole('list', { name: 'Records', exact: true }).getByRole('link');
  await expect(record).toHaveCount(1);
  expect(await accessibilityProblems(page)).toEqual([]);
  const recordAddress = (await record.getAttribute('href')) ?? '';
  const made = await page.request.get(recordAddress);
  expect((await made.body()).subarray(0, 5).toString()).toBe('%PDF-');

  // A narrow screen has no room to spare.
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);

  const other = await openElsewhere(browser, baseURL);
  await enter(other, staff('questionreader', project.name), `${address}/outreach`);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Project not found');
  expect((await other.request.get(recordAddress)).status()).toBe(404);
});
