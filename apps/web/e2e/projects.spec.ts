import { staff } from './fixture-people.ts';
import { enter, openElsewhere, openSetting } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The line is cut on purpose, and a draft is answered with 404 to others.
test.use({ allowedConsole: /Failed to load resource|ERR_INTERNET_DISCONNECTED/ });

test('a prime posts a project from nothing over a lost line, and a member finds it, until it is canceled', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  const title = `Lighthouse stairs ${project.name}`;
  await enter(page, staff('prime', project.name), '/projects/new');
  await expect(page.getByText('You haven’t posted a project yet.')).toBeVisible();
  await page.getByLabel('Title').fill(title);
  await page.getByRole('button', { name: 'Begin a draft' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  const form = page.getByRole('form', { name: 'The project' });
  const line = form.getByRole('status').filter({ hasText: /saved/i });
  await form
    .getByLabel('Description')
    .fill('Replace 120 steps.\n\n# Access\n- By boat only\n- <b>Tide</b> decides');
  await expect(line).toContainText(/^Saved \d/);

  // The line is lost, and what is typed meanwhile is saved when it is back.
  await page.context().setOffline(true);
  await form.getByLabel('On behalf of').fill('Example Harbor District');
  await expect(line).toContainText('can’t be reached');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.context().setOffline(false);
  await expect(line).toContainText(/^Saved \d/);
  await page.reload();
  await expect(form.getByLabel('On behalf of')).toHaveValue('Example Harbor District');

  // A field that is not right keeps the others from nothing.
  await form.getByLabel('Budget from, in dollars').fill('-5');
  await form.getByLabel('Street').fill('1 Pier Example');
  await expect(line).toHaveText('A field needs your attention. The rest is saved.');
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(form.getByLabel('Street')).toHaveValue('1 Pier Example');
  await expect(form.getByLabel('Budget from, in dollars')).toHaveValue('');

  // A second page saves, and the first one is told instead of saving over it.
  const second = await page.context().newPage();
  await second.goto(page.url());
  await second.getByLabel('ZIP code').fill('94601');
  await expect(second.getByText(/^Saved \d/)).toBeVisible();
  await second.close();
  await form.getByLabel('Contact').fill('Somebody Else');
  await expect(page.getByText('This project was changed elsewhere')).toBeVisible();
  await form.getByRole('button', { name: 'Load the newest version' }).click();
  await expect(form.getByLabel('ZIP code')).toHaveValue('94601');
  await expect(form.getByLabel('Contact')).toHaveValue('');

  // Publishing says what is lacking.
  await form.getByRole('button', { name: 'Publish and open for bids' }).click();
  await expect(form.getByRole('alert')).toContainText('add a trade or a skill, a deadline');
  await form.getByLabel('Find a trade or a skill').fill('steel');
  await form.getByLabel('C-51 Structural Steel').check();
  // A ZIP code that doesn’t fit the city is said, and saved.
  await form.getByLabel('City').fill('Fresno');
  await expect(form.getByRole('note')).toContainText('94601 is in Oakland, CA');
  await form.getByLabel('City').fill('');
  await expect(form.getByRole('note')).toHaveCount(0);
  // Of the hours of a clock change, one is none and the other one is two.
  await form.getByLabel('Deadline for bids').fill('2099-03-08T02:30');
  await expect(form.getByRole('note')).toContainText('skip 2:30 AM');
  await expect(line).toHaveText('A field needs your attention. The rest is saved.');
  await expect(form.getByText('Deadline for bids must be another time')).toBeVisible();
  await form.getByLabel('Deadline for bids').fill('2098-11-02T01:30');
  await expect(form.getByRole('note')).toContainText('1:30 AM PDT and 1:30 AM PST');
  expect(await accessibilityProblems(page)).toEqual([]);
  await form.getByLabel('Deadline for bids').fill('2099-12-08T15:00');
  await form.getByLabel('Contact').fill('Ana Example');
  await form.getByLabel('Public works').check();
  await form.getByRole('button', { name: 'Add a goal' }).click();
  await form.getByLabel('Certification of goal 1').selectOption('DVBE');
  await form.getByLabel('Percent of goal 1').fill('3');
  await expect(line).toContainText(/^Saved \d/);
  expect(await accessibilityProblems(page)).toEqual([]);
  const address = page.url().replace(/\/edit$/, '');
  const member = await openElsewhere(browser, baseURL);
  await enter(member, staff('worksearcher', project.name), address);
  await expect(member.getByRole('heading', { level: 1 })).toHaveText('Project not found');
  await form.getByRole('button', { name: 'Publish and open for bids' }).click();
  await expect(page).toHaveURL(address);
  await expect(page.getByText('Open for bids')).toBeVisible();

  // A member finds it by its filters, and reads all that it says, as text.
  await member.goto('/projects');
  const search = member.getByRole('search');
  await search.getByLabel('Title, description or city').fill('lighthouse');
  await search.getByText('More filters').click();
  await search.getByLabel('Trade or skill').selectOption('C-51');
  await search.getByLabel('County').selectOption('Alameda');
  await search.getByRole('button', { name: 'Search' }).click();
  const found = member.getByRole('list', { name: 'Projects found' });
  await expect(found.getByRole('link', { name: title })).toBeVisible();
  await expect(found).toContainText('Tue, Dec 8, 2099, 3:00 PM PST');
  expect(new URL(member.url()).searchParams.get('work')).toBe('C-51');
  expect(await accessibilityProblems(member)).toEqual([]);
  await found.getByRole('link', { name: title }).click();
  await expect(member.getByRole('heading', { level: 1 })).toHaveText(title);
  const main = member.getByRole('main');
  await expect(main).toContainText('Ana Example');
  const answer = main.getByRole('region', { name: 'Can you bid?' });
  await expect(answer).toContainText(
    'The project asks for C-51 Structural Steel. Your firm has none of these.',
  );
  await expect(answer).toContainText('The goal is 3% DVBE.');
  await expect(main).toContainText('Example Harbor District');
  await expect(main).toContainText('Disabled Veteran Business Enterprise (DVBE): 3%');
  await expect(main.getByRole('listitem').filter({ hasText: '<b>Tide</b> decides' })).toBeVisible();
  await expect(main).toContainText('days left');
  expect(await accessibilityProblems(member)).toEqual([]);
  await member.goBack();
  await expect(found.getByRole('link', { name: title })).toBeVisible();

  // A visitor reads the work, and not the contact.
  const visitor = await openElsewhere(browser, baseURL);
  await visitor.goto(address);
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(visitor.getByRole('main')).toContainText('Replace 120 steps.');
  await expect(visitor.getByRole('main')).not.toContainText('Ana Example');

  // The poster extends the deadline, and cancels.
  await page.getByRole('link', { name: 'Manage' }).click();
  const extend = await openSetting(page, 'Extend the deadline');
  await extend.getByLabel('New deadline').fill('2099-12-15T15:00');
  await extend.getByRole('button', { name: 'Extend', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Bidding' })).toContainText('Tue, Dec 15, 2099');
  const cancel = await openSetting(page, 'Cancel the project');
  await cancel.getByRole('button', { name: 'Cancel the project' }).click();
  await expect(cancel.getByRole('alert')).toContainText('Enter a reason');
  await cancel.getByLabel('Reason').fill('The lighthouse was sold');
  await cancel.getByRole('button', { name: 'Cancel the project' }).click();
  await expect(page.getByText('Canceled', { exact: true })).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByRole('main')).toContainText('The lighthouse was sold');
  await member.goto('/projects?q=lighthouse');
  await expect(member.getByText('No projects match')).toBeVisible();
});
