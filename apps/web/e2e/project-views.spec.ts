import type { Page } from '@playwright/test';
import { asOwner } from './as-owner.ts';
import { staff } from './fixture-people.ts';
import { enter, isNarrow } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The line is cut on purpose.
test.use({ allowedConsole: /Failed to load resource|ERR_INTERNET_DISCONNECTED/ });

const view = (page: Page, name: string) =>
  page.getByRole('group', { name: 'View' }).getByRole('button', { name });
const calendar = (page: Page) => page.getByRole('region', { name: 'Calendar' });
/** A link of the calendar: in the grid, or in the list of days on a phone. */
const dated = (page: Page, title: string) => calendar(page).getByRole('link', { name: title });

test('a link with too many words finds by its first ones and says so, and “Nearest” stands in no box without a place', async ({
  page,
}) => {
  const q = `orrery ${'dome '.repeat(50)}`.trim();
  for (const list of ['projects', 'directory', 'search']) {
    await page.goto(`/${list}?q=${encodeURIComponent(q)}`);
    const status = page.getByText('We left out the words after the first 200 characters.');
    await expect(status).toBeVisible();
    await expect(page.locator('[data-search-field]')).toHaveValue(/^orrery dome .{150,193}$/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.reload();
    await expect(status).toBeVisible();
    await page.locator('[data-search-field]').fill('orrery');
    await page.locator('[data-search-field]').press('Enter');
    await expect(page).toHaveURL(/q=orrery$/);
    await expect(status).toHaveCount(0);
    if (list === 'search') continue;
    await page.goBack();
    await expect(status).toBeVisible();
  }
  await page.goto('/projects?order=nearest');
  const order = page.getByLabel('Order');
  await expect(order).toHaveValue('deadline');
  await expect(order.getByRole('option')).toHaveText(['First deadline', 'Newest']);
  await page.goto('/projects?order=nearest&near=Napa');
  await expect(order).toHaveValue('nearest');
});

test('the calendar has each date on its day with its zone, month by month, and Back and the address keep it', async ({
  page,
}) => {
  await page.goto('/projects?q=orrery');
  await view(page, 'Calendar').click();
  await expect(page).toHaveURL(/view=calendar/);
  await expect(calendar(page)).toContainText('No dates in');
  expect(await accessibilityProblems(page)).toEqual([]);
  await calendar(page).getByRole('link', { name: 'On to November 2098' }).press('Enter');
  await expect(page).toHaveURL(/month=2098-11/);
  await expect(calendar(page).getByRole('heading', { name: 'November 2098' })).toBeVisible();
  await expect(dated(page, 'Orrery dome')).toHaveCount(1);
  await expect(calendar(page)).toContainText('11:00 AM MST');
  const next = calendar(page).getByRole('link', { name: 'Next month' });
  await next.press('Enter');
  await expect(calendar(page).getByRole('heading', { name: 'December 2098' })).toBeVisible();
  // The link keeps the focus, so that Enter goes on.
  await expect(next).toBeFocused();
  await expect(dated(page, 'Orrery dome')).toHaveCount(2);
  await expect(calendar(page)).toContainText('4:00 PM MST');
  await expect(calendar(page)).toContainText('3:00 PM PST');
  expect(await accessibilityProblems(page)).toEqual([]);
  if (isNarrow(page)) await expect(calendar(page).getByRole('table')).toBeHidden();
  else await expect(calendar(page).getByRole('columnheader').first()).toHaveText('Sun');

  // A second tab opens the same month, and a project leads back to it.
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await expect(calendar(tab).getByRole('heading', { name: 'December 2098' })).toBeVisible();
  await tab.close();
  await dated(page, 'Orrery floor').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Orrery floor');
  await page.goBack();
  await expect(dated(page, 'Orrery floor')).toHaveCount(1);
  await page.goBack();
  await expect(calendar(page).getByRole('heading', { name: 'November 2098' })).toBeVisible();

  // A lost line keeps what is shown, and says so.
  await page.context().setOffline(true);
  await next.click();
  await expect(calendar(page)).toBeVisible();
  await page.context().setOffline(false);
  await expect(dated(page, 'Orrery floor')).toHaveCount(1);
  await calendar(page).getByRole('link', { name: 'Today', exact: true }).click();
  await expect(page).not.toHaveURL(/month=/);
});

test('a calendar program gets the dates of a search, and of one project', async ({ page }) => {
  await page.goto('/projects?q=orrery&view=calendar&month=2098-12');
  const begun = page.waitForEvent('download');
  await calendar(page)
    .getByRole('link', { name: /for a calendar program/ })
    .click();
  expect((await begun).suggestedFilename()).toMatch(/^projects-.*\.ics$/);
  await dated(page, 'Orrery dome').first().click();
  const one = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Add the dates to your calendar' }).click();
  expect((await one).suggestedFilename()).toBe('project-dates.ics');
});

test('the map has the projects of the list beside it, and says which have no place', async ({ page }) => {
  await page.goto('/projects?q=orrery');
  await view(page, 'Map').click();
  const point = page.getByRole('button', { name: 'Orrery dome, approximate location' });
  await expect(point).toBeVisible();
  await expect(page.getByRole('list', { name: 'Projects found' }).getByRole('listitem')).toHaveCount(3);
  await expect(page.getByRole('region', { name: 'Map' })).toContainText(
    '1 of 3 projects is only in the list: it says no place',
  );
  expect(await accessibilityProblems(page)).toEqual([]);
  await point.press('Enter');
  const card = page.getByRole('dialog', { name: 'Project on the map' });
  await expect(card).toBeFocused();
  await expect(card.getByRole('link', { name: 'Orrery dome' })).toBeVisible();
  await card.getByRole('link', { name: 'Orrery dome' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Orrery dome');
  await page.goBack();
  await expect(card).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(page).toHaveURL(/view=map/);
});

test('a member chooses when to hear of projects for their firm, and the choice is the account’s', async ({
  page,
}, { project }) => {
  await enter(page, staff('worksearcher', project.name), '/saved');
  const choice = (on: Page) => on.getByLabel('Email me about projects for my firm');
  await expect(choice(page)).toHaveValue('DAILY');
  expect(await accessibilityProblems(page)).toEqual([]);
  await choice(page).selectOption('WEEKLY');
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  const tab = await page.context().newPage();
  await tab.goto('/saved');
  await expect(choice(tab)).toHaveValue('WEEKLY');
  await tab.close();
  // Over a lost line the choice goes back to what the portal has.
  await page.context().setOffline(true);
  await choice(page).selectOption('OFF');
  await expect(page.getByText('Couldn’t save that: your choice is as it was.')).toBeVisible();
  await page.context().setOffline(false);
  await expect(choice(page)).toHaveValue('WEEKLY');
});

test('the map stays beside a list that has more pages', async ({ page }, { project: { name } }) => {
  const word = `Xylophone${name}`;
  await asOwner(
    (sql) => sql`
      insert into projects (owner_id, title, description, category, status, deadline_at, coordinates)
      select (select id from users where email = ${staff('finder', name)}), ${word} || ' ' || n, '', 'COMMERCIAL', 'PUBLISHED',
        '2097-01-01', ST_SetSRID(ST_MakePoint(-122.27 + n * 0.001, 37.8), 4326)
      from generate_series(1, 60) n`,
  );
  await page.goto(`/projects?view=map&q=${word}`);
  const more = page.getByRole('button', { name: 'Load more' });
  await expect(more).toBeVisible();
  const map = page.getByRole('region', { name: 'Map' });
  await expect(page.getByRole('heading', { name: '60 projects' })).toBeVisible();
  const [box, button, list] = await Promise.all([
    map.boundingBox(),
    more.boundingBox(),
    page.getByRole('list', { name: 'Projects found' }).boundingBox(),
  ]);
  if (!box || !button || !list) throw new Error('A part of the page is missing.');
  expect(button.y).toBeGreaterThan(list.y + list.height - 1);
  if (isNarrow(page)) {
    expect(list.y).toBeGreaterThan(box.y + box.height - 1);
  } else {
    expect(box.x).toBeGreaterThan(list.x + list.width - 1);
    expect(box.x).toBeGreaterThan(button.x + button.width - 1);
    expect(box.y).toBeLessThan(list.y + 50);
  }
});
