import type { Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { enter, openElsewhere, openSetting } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

async function call<T>(page: Page, procedure: string, input: Record<string, unknown>): Promise<T> {
  const answer = await page.request.post(`/trpc/${procedure}`, { data: input });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()).result.data;
}

/** A project of the signed-in person's that is open for bids, and its address. The poster's company is named by the draft. */
async function postProject(page: Page, title: string): Promise<string> {
  const projectId = await call<string>(page, 'projects.create', { title });
  const got = await page.request.get(
    `/trpc/projects.get?input=${encodeURIComponent(JSON.stringify({ projectId }))}`,
  );
  const { version, companyId } = (await got.json()).result.data;
  await call(page, 'projects.save', {
    projectId,
    version,
    companyId,
    title,
    description: 'Dredge the channel.',
    category: 'COMMERCIAL',
    skills: ['A'],
    zipCode: '94601',
    timeZone: 'America/Los_Angeles',
    deadline: '2099-12-08T15:00',
  });
  await call(page, 'projects.publish', { projectId, status: 'BIDDING_OPEN' });
  return `/projects/${projectId}`;
}

test('a member follows a project, asks without a name, reads the answer and acknowledges an addendum', async ({
  page: poster,
  browser,
  baseURL,
}, { project }) => {
  const title = `Canal dredging ${project.name}`;
  await enter(poster, staff('questionposter', project.name));
  const address = await postProject(poster, title);

  // One member follows it from the list, and finds it by that.
  const reader = await openElsewhere(browser, baseURL);
  await enter(reader, staff('questionreader', project.name), '/projects?q=dredging');
  const list = reader.getByRole('list', { name: 'Projects found' });
  const toggle = list.getByRole('button', { name: `Follow ${title}` });
  // The button answers before the portal does, and a page that is left takes its request along.
  const saved = reader.waitForResponse(/projectFollows\.follow/);
  await toggle.click();
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  await saved;
  await reader.goto('/projects?isFollowed=true');
  await expect(list.getByRole('link', { name: title })).toBeVisible();
  expect(await accessibilityProblems(reader)).toEqual([]);

  // Another one asks.
  const asker = await openElsewhere(browser, baseURL);
  await enter(asker, staff('questionasker', project.name), address);
  const questions = (page: Page) => page.getByRole('region', { name: 'Questions and answers' });
  const ask = await openSetting(asker, 'Ask a question');
  await ask.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(ask.getByRole('alert')).toContainText('Enter a question');
  // A long text that is pasted stays whole, and stays while the form is closed.
  const long = `Is the north side deep? ${'x'.repeat(2_000)}`;
  await ask.getByLabel('Question').fill(long);
  await expect(ask).toContainText('24 characters too many');
  await ask.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(ask.getByRole('alert')).toContainText('Question must have at most 2000 characters');
  await ask.getByRole('button', { name: 'Cancel' }).click();
  await openSetting(asker, 'Ask a question');
  await expect(ask.getByLabel('Question')).toHaveValue(long);
  await ask.getByLabel('Question').fill('Acme Dredging asks: how deep is the channel?');
  await ask.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(questions(asker)).toContainText('Not answered yet');
  await expect(asker.getByRole('button', { name: 'Following this project' })).toBeVisible();
  await reader.goto(address);
  await expect(questions(reader)).toContainText('No questions yet.');

  // The poster takes the name out, answers, and sends an addendum.
  await poster.goto(`${address}/edit`);
  await expect(questions(poster)).toContainText('Acme Dredging asks');
  await expect(questions(poster)).not.toContainText('questionasker');
  const answer = await openSetting(poster, 'Answer the question');
  await answer.getByLabel('Question').fill('How deep is the channel?');
  await answer.getByLabel('Answer', { exact: true }).fill('Twelve feet.');
  await answer.getByRole('button', { name: 'Publish the answer' }).click();
  await expect(questions(poster)).toContainText('Twelve feet.');
  const send = await openSetting(poster, 'Send an addendum');
  await send.getByLabel('Title').fill('Depth at the gate');
  await send.getByLabel('Text').fill('Fourteen feet at the gate.');
  await send.getByLabel('New deadline').fill('2099-12-15T15:00');
  expect(await accessibilityProblems(poster)).toEqual([]);
  await send.getByRole('button', { name: 'Send the addendum' }).click();
  const sent = poster.getByRole('region', { name: 'Addenda' });
  await expect(sent).toContainText('Addendum 1: Depth at the gate');
  await expect(sent).toContainText('0 firms acknowledged it');
  await expect(poster.getByRole('region', { name: 'Bidding' })).toContainText('Tue, Dec 15, 2099');

  // All who may read the plans read the answer, without the name.
  await reader.reload();
  await expect(questions(reader)).toContainText('How deep is the channel?');
  await expect(questions(reader)).toContainText('Twelve feet.');
  await expect(questions(reader)).not.toContainText('Acme');
  const addenda = reader.getByRole('region', { name: 'Addenda' });
  await expect(addenda).toContainText('1 addendum to acknowledge');
  await expect(addenda).toContainText('Bids are now due Tue, Dec 15, 2099');
  expect(await accessibilityProblems(reader)).toEqual([]);
  await addenda.getByRole('button', { name: 'I have read it' }).click();
  await expect(addenda).toContainText('Acknowledged for your firm');
  await poster.reload();
  await expect(sent).toContainText('1 firm acknowledged it');
  await reader.goto('/notifications');
  await expect(reader.getByRole('main')).toContainText(`Addendum 1 to “${title}”: Depth at the gate`);
});

test('a member saves a search for projects, finds it under Saved, and removes it', async ({ page }, {
  project,
}) => {
  await enter(page, staff('questionreader', project.name), '/projects?q=weathervane&isQualified=true');
  await expect(page.getByText('No projects match')).toBeVisible();
  await page.getByRole('button', { name: 'Save this search' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this search' });
  await expect(dialog.getByLabel('Name')).toHaveValue('weathervane, I qualify');
  await expect(dialog.getByLabel('Email me about new projects')).toHaveValue('DAILY');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.goto('/saved');
  const saved = page.getByRole('list', { name: 'Saved searches for projects' });
  await expect(saved.getByLabel('Email me about new results of weathervane, I qualify')).toHaveValue('DAILY');
  expect(await accessibilityProblems(page)).toEqual([]);
  await saved.getByRole('link', { name: 'weathervane, I qualify' }).click();
  await expect(page).toHaveURL(/\/projects\?.*q=weathervane/);
  await page.goBack();
  await saved.getByRole('button', { name: 'Remove weathervane, I qualify' }).click();
  await expect(page.getByText('No searches for projects yet.')).toBeVisible();
});
