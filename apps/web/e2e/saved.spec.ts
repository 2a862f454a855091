import type { Page } from '@playwright/test';
import {
  electriciansNearOakland,
  harborLight,
  pastDue,
  quartzCanyon,
  shown,
  tuleFog,
} from './fixture-contractors.ts';
import { goneChange, returnedChange, savedChange, staff } from './fixture-people.ts';
import { bell, enter, signIn } from './people.ts';
import {
  accessibilityProblems,
  editSearch,
  expect,
  failUntilRetry,
  listedNames,
  pressRetry,
  test,
  toasts,
  withoutAnswers,
} from './portal-test.ts';

// The browser logs every refused request, and one spec provokes some.
test.use({ allowedConsole: /Failed to load resource/ });

test.beforeEach(({ page }, { project }) =>
  page.emulateMedia({ colorScheme: project.name === 'phone' ? 'dark' : 'light', reducedMotion: 'reduce' }),
);

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const followed = (page: Page) => page.getByRole('list', { name: 'Followed licenses' }).locator('> li');
const searches = (page: Page) => page.getByRole('list', { name: 'Saved searches' }).locator('> li');
const license = ({ licenseNumber }: { licenseNumber: string }) => `/contractors/${licenseNumber}`;

/** Opens the page from the rail, or from a phone's bottom bar. */
async function openSaved(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Saved', exact: true }).click();
  await expect(heading(page)).toHaveText('Saved');
}

test('a member follows a license, finds it under Saved with a note, and takes it back', async ({ page }, {
  project,
}) => {
  await enter(page, staff('follower', project.name), '/saved');
  await expect(page.getByText('You’re not following any licenses yet.')).toBeVisible();
  await expect(page.getByText('No saved searches yet.')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.goto(license(tuleFog));
  const button = page.getByRole('button', { name: `Follow ${shown.tuleFog}` });
  await button.focus();
  const kept = page.waitForResponse(/follows\.follow/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: `Following ${shown.tuleFog}` })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(toasts(page)).toContainText(`You follow ${shown.tuleFog}.`);
  await kept;
  expect(await accessibilityProblems(page)).toEqual([]);

  await openSaved(page);
  await expect(followed(page)).toHaveCount(1);
  await expect(followed(page)).toContainText('No changes so far.');
  await page.getByRole('button', { name: `Add a note on ${shown.tuleFog}` }).click();
  const dialog = page.getByRole('dialog', { name: `Your note on ${shown.tuleFog}` });
  await dialog.getByLabel('Note').fill('Bids with us on the pump house.');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save note' }).click();
  await expect(followed(page)).toContainText('Your note: Bids with us on the pump house.');

  const ended = page.waitForResponse(/follows\.unfollow/);
  await page.getByRole('button', { name: `Unfollow ${shown.tuleFog}` }).click();
  await expect(page.getByText('You’re not following any licenses yet.')).toBeVisible();
  await expect(heading(page)).toBeFocused();
  await ended;
  const back = page.waitForResponse(/follows\.follow\b/);
  await toasts(page).getByRole('button', { name: 'Undo' }).click();
  await back;
  await page.reload();
  await expect(followed(page)).toContainText('Your note: Bids with us on the pump house.');
});

test('a list follows licenses too, and says when the portal could not', async ({ page }, { project }) => {
  await enter(page, staff('lister', project.name), '/contractors?q=harbor+light');
  await expect(listedNames(page)).toHaveText([shown.harborLight]);
  const toggle = page.getByRole('button', { name: `Follow ${shown.harborLight}`, exact: true });
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  await page.route('**/trpc/follows.follow', (route) => route.abort());
  await toggle.click();
  await expect(toasts(page)).toContainText(`Couldn’t follow ${shown.harborLight}`);
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  await page.unroute('**/trpc/follows.follow');
  const kept = page.waitForResponse(/follows\.follow/);
  await toggle.click();
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  await kept;
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.reload();
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  const ended = page.waitForResponse(/follows\.unfollow/);
  await toggle.click();
  await ended;
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
});

test('a visitor who wants to follow a license signs in, comes back, and is asked once more', async ({
  page,
}, { project }) => {
  await page.goto(license(quartzCanyon));
  await page.getByRole('link', { name: `Sign in to follow ${shown.quartzCanyon}` }).click();
  await signIn(page, staff('wisher', project.name));
  await expect(heading(page)).toHaveText(shown.quartzCanyon);
  const offer = page.getByRole('region', { name: 'Follow this license' });
  await expect(offer).toContainText(`Follow ${shown.quartzCanyon}?`);
  expect(await accessibilityProblems(page)).toEqual([]);
  const kept = page.waitForResponse(/follows\.follow/);
  await offer.getByRole('button', { name: 'Follow it' }).click();
  await kept;
  await expect(offer).toHaveCount(0);
  await expect(page).toHaveURL(license(quartzCanyon));
  await expect(page.getByRole('button', { name: `Following ${shown.quartzCanyon}` })).toBeVisible();
});

test('a visitor who wants to save a search signs in, names it, and finds it under Saved', async ({ page }, {
  project,
}) => {
  await page.goto('/contractors?trades=C-36&counties=Los+Angeles');
  await page.getByRole('link', { name: 'Save this search' }).click();
  await signIn(page, staff('seeker', project.name));
  const dialog = page.getByRole('dialog', { name: 'Save this search' });
  const name = dialog.getByLabel('Name');
  await expect(name).toHaveValue('C-36 Plumbing, Los Angeles County');
  expect(await accessibilityProblems(page)).toEqual([]);
  await name.fill('');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('Enter a name');
  await name.fill('Plumbers down south');
  await dialog.getByLabel('Email me about new results').selectOption('Once a week');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(toasts(page)).toContainText('Saved. Find “Plumbers down south” under Saved.');
  await expect(page).not.toHaveURL(/#save/);

  await openSaved(page);
  await expect(searches(page)).toHaveCount(1);
  await expect(searches(page)).toContainText('C-36 Plumbing · Los Angeles County');
  const when = page.getByLabel('Email me about new results of Plumbers down south');
  await expect(when).toHaveValue('WEEKLY');
  const changed = page.waitForResponse(/savedSearches\.change/);
  await when.selectOption('Never');
  await changed;
  await page.getByRole('button', { name: 'Rename Plumbers down south' }).click();
  const renaming = page.getByRole('dialog', { name: 'Rename this search' });
  await renaming.getByLabel('Name').fill('Plumbers in the south');
  const renamed = page.waitForResponse(/savedSearches\.change/);
  await renaming.getByRole('button', { name: 'Rename' }).click();
  await renamed;
  await page.reload();
  await expect(page.getByLabel('Email me about new results of Plumbers in the south')).toHaveValue('OFF');

  const removed = page.waitForResponse(/savedSearches\.remove/);
  await page.getByRole('button', { name: 'Remove Plumbers in the south' }).click();
  await removed;
  await expect(page.getByText('No saved searches yet.')).toBeVisible();
  const again = page.waitForResponse(/savedSearches\.save/);
  await toasts(page).getByRole('button', { name: 'Undo' }).click();
  await again;
  await page.getByRole('link', { name: 'Plumbers in the south' }).click();
  await expect(page).toHaveURL(/\/contractors\?trades=C-36&counties=Los\+Angeles$/);
  await expect(listedNames(page)).toHaveText([shown.tuleFog]);
});

test('a saved search says what it watches and which words it leaves out', async ({ page }, { project }) => {
  await enter(
    page,
    staff('sayer', project.name),
    '/contractors?q=cheap+suspended+roofers+in+berkeley+or+fresno',
  );
  await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
  await page.getByRole('button', { name: 'Save this search' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this search' });
  await expect(dialog).toContainText('This search doesn’t watch for “fresno” and “cheap”.');
  await expect(dialog.getByLabel('Name')).toHaveValue('suspended roofers in berkeley, Not in good standing');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await openSaved(page);
  await expect(searches(page)).toContainText('It doesn’t watch for “fresno” and “cheap”.');
  await expect(searches(page)).toContainText('Not in good standing');
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a search for all contractors is saved under these words, and watches for all of them', async ({
  page,
}, { project }) => {
  await enter(page, staff('sayer', project.name), '/contractors?q=all+contractors');
  await expect(page.getByRole('region', { name: 'How we read your words' })).toContainText(
    '“all” every firm that matches',
  );
  await page.getByRole('button', { name: 'Save this search' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this search' });
  await expect(dialog.getByLabel('Name')).toHaveValue('all contractors');
  await expect(dialog).not.toContainText('doesn’t watch');
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a member sees what is new and what changed, in words', async ({ page }, { project }) => {
  await enter(page, staff('watcher', project.name), '/saved');
  await expect(searches(page)).toContainText('1 new');
  await expect(searches(page).getByRole('link', { name: shown.pastDue })).toHaveAttribute(
    'href',
    license(pastDue),
  );
  await expect(followed(page)).toContainText(savedChange.words);
  expect(await accessibilityProblems(page)).toEqual([]);
  const seen = page.waitForResponse(/savedSearches\.markSeen/);
  await page.getByRole('button', { name: 'Mark as seen: new results of Painters' }).click();
  await seen;
  await expect(page.getByText('1 new')).toHaveCount(0);

  await followed(page).getByRole('link', { name: shown.harborLight }).click();
  const changes = page.getByRole('region', { name: 'What changed' });
  await expect(changes.getByRole('listitem').first()).toContainText('Expires');
  await expect(changes).toContainText('March 31, 2031');
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a member reads which followed license left the file and which came back, and what is new without them', async ({
  page,
}, { project }) => {
  await enter(page, staff('keeper', project.name), '/saved');
  const firm = (name: string) => followed(page).filter({ hasText: name });
  await expect(firm(shown.vanished)).toContainText('No longer listed');
  await expect(firm(shown.vanished)).toContainText(goneChange.words);
  await expect(firm(shown.quartzCanyon)).toContainText('Suspended');
  await expect(firm(shown.quartzCanyon)).toContainText(returnedChange.words);
  await expect(searches(page)).toHaveCount(1);
  await expect(searches(page)).not.toContainText(/\d new|New since/);
  expect(await accessibilityProblems(page)).toEqual([]);

  await firm(shown.vanished).getByRole('link', { name: shown.vanished }).click();
  await expect(heading(page)).toHaveText(shown.vanished);
  await expect(page.getByRole('region', { name: 'What changed' })).toContainText('In the board’s file');
  await expect(page.getByRole('button', { name: `Following ${shown.vanished}` })).toBeVisible();
  const ended = page.waitForResponse(/follows\.unfollow/);
  await page.getByRole('button', { name: `Following ${shown.vanished}` }).click();
  await ended;
  await openSaved(page);
  await expect(followed(page)).toHaveCount(1);
});

test('a search around the person’s own place is saved, named in words, and found again', async ({
  page,
  context,
}, { project }) => {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ latitude: 37.804363, longitude: -122.271111 });
  await enter(page, staff('dweller', project.name), '/contractors?trades=C-10');
  await editSearch(page);
  await page.getByRole('button', { name: 'Use my location' }).click();
  await expect(page).toHaveURL(/near=37\.80%2C\+-122\.27/);
  await expect(listedNames(page)).toHaveText(electriciansNearOakland);
  await page.getByRole('button', { name: 'Save this search' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this search' });
  const name = 'Within 20 miles of the chosen location, C-10 Electrical';
  await expect(dialog.getByLabel('Name')).toHaveValue(name);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await openSaved(page);
  expect(await accessibilityProblems(page)).toEqual([]);
  // Neither the list nor its name says where the person is.
  await expect(searches(page)).not.toContainText('37.8');
  await searches(page).getByRole('link', { name }).click();
  await expect(listedNames(page)).toHaveText(electriciansNearOakland);
  await expect(
    page.getByRole('button', { name: 'Remove filter: Within 20 miles of the chosen location' }),
  ).toBeVisible();
});

test('two saved areas of the map have names that tell them apart', async ({ page }, { project }) => {
  await enter(
    page,
    staff('dweller', project.name),
    '/contractors?trades=C-10&bounds=-122.4,37.7,-122.1,37.9',
  );
  const dialog = page.getByRole('dialog', { name: 'Save this search' });
  const suggested = async () => {
    await page.getByRole('button', { name: 'Save this search' }).click();
    return dialog.getByLabel('Name');
  };
  await expect(await suggested()).toHaveValue(
    'In the map’s area around Oakland, 16 miles wide, C-10 Electrical',
  );
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.goto('/contractors?trades=C-10&bounds=-119.9,36.6,-119.6,36.9');
  await expect(await suggested()).toHaveValue(
    'In the map’s area around Fresno, 17 miles wide, C-10 Electrical',
  );
});

test('a failed page says so and loads again, and nobody else is offered to follow', async ({ page }, {
  project,
}) => {
  await withoutAnswers(page);
  await failUntilRetry(page, '**/trpc/*follows.list*');
  await enter(page, staff('follower', project.name), '/saved');
  const licenses = page.getByRole('region', { name: 'Licenses' });
  await expect(licenses.getByRole('alert')).toContainText('Couldn’t load the licenses that you follow');
  expect(await accessibilityProblems(page)).toEqual([]);
  await pressRetry(licenses);
  await expect(licenses.getByRole('alert')).toHaveCount(0);
  await expect(bell(page)).toBeVisible();

  await page.goto(license(harborLight));
  await expect(page.getByRole('region', { name: 'What changed' })).toBeVisible();
});

test('an applicant neither follows nor saves', async ({ page }, { project }) => {
  await enter(page, staff('applicant', project.name), '/contractors?q=harbor+light');
  await expect(listedNames(page)).toHaveText([shown.harborLight]);
  await expect(page.getByRole('button', { name: /^(Follow|Save)/ })).toHaveCount(0);
  await page.goto(license(harborLight));
  await expect(heading(page)).toHaveText(shown.harborLight);
  await expect(page.getByRole('region', { name: 'What changed' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Follow/ })).toHaveCount(0);
  await page.goto('/saved');
  await expect(page.getByRole('status').first()).toContainText('We tell active members');
  expect(await accessibilityProblems(page)).toEqual([]);
});
