import { staff } from './fixture-people.ts';
import { accountButton, enter, isNarrow, openElsewhere, openSetting, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The page of a firm that nobody finds is answered with 404.
test.use({ allowedConsole: /Failed to load resource/ });

test('a firm decides who finds it and who sees its phone, and the directory follows', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  const firm = `Lantern Works ${project.name}`;
  await enter(page, staff('lanterns', project.name), '/company');
  const about = await openSetting(page, 'Change what your company says about itself');
  await about.getByLabel('Company name').fill(firm);
  await about.getByLabel('Story').fill('We keep lanterns burning.');
  await about.getByLabel('Phone').fill('510-555-0177');
  await about.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'About' })).toContainText(firm);
  const place = await openSetting(page, 'Change your place and service area');
  await place.getByLabel('ZIP code').fill('94601');
  await place.getByLabel('City').fill('Oakland');
  await place.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'Place and service area' })).toContainText('94601');

  // The owner looks through the eyes of others.
  const asVisitor = await openSetting(page, 'View as a visitor');
  await expect(asVisitor).toContainText(firm);
  await expect(asVisitor).toContainText('Oakland');
  await expect(asVisitor).not.toContainText('0177');
  await expect(asVisitor).not.toContainText('lanterns burning');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  const asMember = await openSetting(page, 'View as a member');
  await expect(asMember).toContainText('(510) 555-0177');
  await expect(asMember).toContainText('We keep lanterns burning.');
  await page.keyboard.press('Escape');

  // A visitor comes by the footer, and searches.
  const visitor = await openElsewhere(browser, baseURL);
  await visitor.goto('/');
  await visitor.getByRole('link', { name: 'Directory of member firms' }).click();
  const search = visitor.getByRole('search');
  await search.getByLabel('Name, trade or words').fill(firm);
  await search.getByRole('button', { name: 'Search' }).click();
  const found = visitor.getByRole('list', { name: 'Member firms' });
  await expect(found.getByRole('listitem').first()).toContainText(firm);
  await expect(visitor.getByRole('heading', { name: '1 firm', exact: true })).toBeVisible();
  // The button that was pressed keeps the focus.
  await expect(search.getByRole('button', { name: 'Search' })).toBeFocused();
  expect(new URL(visitor.url()).searchParams.get('q')).toBe(firm);
  await search.getByText('More filters').click();
  await search.getByLabel('County').selectOption('Fresno');
  await search.getByRole('button', { name: 'Search' }).click();
  await expect(visitor.getByText('No firms match')).toBeVisible();
  expect(await accessibilityProblems(visitor)).toEqual([]);
  await visitor.goBack();
  await expect(found.getByRole('listitem').first()).toContainText(firm);
  await found.getByRole('link', { name: firm }).click();
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(firm);
  await expect(visitor.getByRole('region', { name: 'Contact' })).toContainText('Oakland');
  await expect(visitor.getByRole('main')).not.toContainText('0177');
  expect(await accessibilityProblems(visitor)).toEqual([]);
  const address = visitor.url();

  // The map shows it at its ZIP code, and works by the keyboard.
  await visitor.goto(`/directory?q=${encodeURIComponent(firm)}`);
  if (isNarrow(visitor)) await visitor.getByRole('button', { name: 'Map', exact: true }).click();
  const map = visitor.getByRole('region', { name: 'Map' });
  const marker = map.getByRole('button', { name: `${firm}, approximate location` });
  await marker.press('Enter');
  const card = map.getByRole('dialog', { name: 'Firm on the map' });
  await expect(card.getByRole('link', { name: firm })).toBeVisible();
  await expect(card).toContainText('the center of a ZIP code');
  expect(await accessibilityProblems(visitor)).toEqual([]);
  await visitor.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(marker).toBeFocused();
  if (isNarrow(visitor)) expect(new URL(visitor.url()).searchParams.get('view')).toBe('map');

  // A member sees more.
  const member = await openElsewhere(browser, baseURL);
  await enter(member, staff('enquirer', project.name));
  if (isNarrow(member)) {
    await accountButton(member, 'enquirer').click();
    await member.getByRole('dialog').getByRole('link', { name: 'Directory' }).click();
  } else await member.getByRole('link', { name: 'Directory', exact: true }).click();
  await member.getByRole('search').getByLabel('Near').fill('Oakland');
  await member.getByRole('search').getByLabel('Name, trade or words').fill('lanterns burning');
  await member.getByRole('search').getByRole('button', { name: 'Search' }).click();
  const firms = member.getByRole('list', { name: 'Member firms' });
  await expect(firms).toContainText(firm);
  // The way back keeps the filters.
  await firms.getByRole('link', { name: firm }).click();
  await expect(member.getByRole('heading', { level: 1 })).toHaveText(firm);
  await member.getByRole('article').getByRole('link', { name: 'Directory' }).click();
  await expect(member.getByRole('search').getByLabel('Near')).toHaveValue('Oakland');
  await expect(firms).toContainText(firm);
  await member.goto(address);
  await expect(member.getByRole('region', { name: 'Contact' })).toContainText('(510) 555-0177');
  await member.context().close();

  // Opting out ends it for visitors at once.
  const share = await openSetting(page, 'Change who sees what');
  await share.getByLabel('In the directory').selectOption('MEMBERS');
  expect(await accessibilityProblems(page)).toEqual([]);
  await share.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'Who sees what' })).toContainText('Only members find us');
  const hidden = await visitor.goto(address);
  expect(hidden?.status()).toBe(404);
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('Firm not found');
  const asked = await visitor.request.get(
    `/trpc/directory.search?input=${encodeURIComponent(JSON.stringify({ q: firm }))}`,
  );
  expect((await asked.json()).result.data.rows).toEqual([]);
});

test('staff download the directory, and nobody else does', async ({ page, browser, baseURL }, {
  project,
}) => {
  await signInAsStaff(page, staff('exporter', project.name), '/directory');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download these firms as CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^directory-\d{4}-\d{2}-\d{2}\.csv$/);
  const visitor = await openElsewhere(browser, baseURL);
  expect((await visitor.request.get('/api/directory.csv')).status()).toBe(401);
});

test('a member finds firms by words for their own needs, and a team for a job', async ({ page }, {
  project,
}) => {
  await enter(page, staff('enquirer', project.name), '/directory');
  // A place that nobody knows offers the nearest names.
  const search = page.getByRole('search');
  await search.getByLabel('Near').fill('Oaklnad');
  await search.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('button', { name: 'Oakland, CA' }).click();
  await expect(search.getByLabel('Near')).toHaveValue('Oakland, CA');
  await search.getByText('More filters').click();
  await search.getByLabel('Skill of its people').selectOption('bim');
  // The filter says why it cannot be used yet.
  await expect(search.getByLabel('In my service area')).toBeDisabled();
  await expect(search.getByText('Your firm names no service area yet.')).toBeVisible();
  await search.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByText('No firms match')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('skill')).toBe('bim');

  await page.getByRole('link', { name: 'Find a team for a job' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Find a team');
  await page.getByRole('button', { name: 'Find teams' }).click();
  await expect(page.getByText('Choose at least one class or skill.')).toBeVisible();
  await page.getByRole('checkbox', { name: /^B General Building/ }).check();
  await page.getByRole('checkbox', { name: 'Building information modeling' }).check();
  await page.getByLabel('Where the job is').fill('Oakland');
  await page.getByLabel('Within').selectOption('200');
  await page.getByRole('button', { name: 'Find teams' }).click();
  // Nobody has the skill, and a builder the class.
  await expect(page.getByText('Nobody brings all of it')).toBeVisible();
  const teams = page.getByRole('list', { name: 'Teams, the smallest and nearest first' });
  await expect(teams).toContainText('One firm alone');
  await expect(teams).toContainText('License in good standing');
  await expect(teams).toContainText('B General Building');
  expect(new URL(page.url()).searchParams.getAll('trades')).toEqual(['B']);
  // An address that asks for more says what is left out.
  await page.goto('/directory/team-up?trades=B&trades=ZZZ&near=Oakland&miles=200');
  await expect(page.getByText('No class or skill is called “ZZZ”.')).toBeVisible();
  await expect(teams).toContainText('B General Building');
  expect(await accessibilityProblems(page)).toEqual([]);
});
