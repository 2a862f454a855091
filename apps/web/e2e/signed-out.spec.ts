import type { Page } from '@playwright/test';
import { password, staff } from './fixture-people.ts';
import { accountButton, bell, codeOf, enter, openSetting, setUpTwoFactor, signIn } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The browser logs every refused request, and these specs provoke some.
test.use({ allowedConsole: /Failed to load resource/ });

test.beforeEach(({ page }, { project }) =>
  page.emulateMedia({ colorScheme: project.name === 'phone' ? 'dark' : 'light', reducedMotion: 'reduce' }),
);

const cover = (page: Page) => page.getByRole('dialog', { name: 'You were signed out' });

/** Ends the session without a word to the browser's tabs, as another device does. */
async function endSession(page: Page): Promise<void> {
  const ended = await page.request.post('/trpc/signIn.signOut', {
    headers: { 'Content-Type': 'application/json', Origin: new URL(page.url()).origin },
  });
  expect(ended.status(), await ended.text()).toBe(200);
}

/** Signs out in a second tab of the same browser, and leaves that tab open. */
async function signOutInAnotherTab(page: Page, firstName: string): Promise<Page> {
  const other = await page.context().newPage();
  await other.goto('/home');
  await accountButton(other, firstName).click();
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(other.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  return other;
}

async function signInOnCover(page: Page, email: string): Promise<void> {
  await cover(page).getByLabel('Email address').fill(email);
  await cover(page).getByLabel('Password').fill(password);
  await cover(page).getByRole('button', { name: 'Sign in' }).click();
}

/** The words on the screen. What is hidden does not count. */
// biome-ignore lint/performance/useDomNodeTextContent: the text of hidden parts must not count.
const wordsOn = (page: Page) => page.evaluate(() => `${document.title} ${document.body.innerText}`);

test('a sign-out in another tab covers the page at once, and the page comes back as it was', async ({
  page,
}, { project }) => {
  const email = staff('tabber', project.name);
  await enter(page, email, '/settings');
  const section = await openSetting(page, 'Change your email address');
  const wanted = `tabbing.${project.name}@example.org`;
  await section.getByLabel('New email address').fill(wanted);
  expect(await wordsOn(page)).toContain(email);

  const other = await signOutInAnotherTab(page, 'tabber');
  // A person who signs out on purpose is not asked to come back.
  await expect(cover(other)).toHaveCount(0);
  await expect(cover(page)).toBeVisible();
  await expect(cover(page).getByLabel('Email address')).toBeFocused();
  expect(await wordsOn(page)).not.toContain(email);
  expect(await wordsOn(page)).not.toContain('Account settings');
  expect(await accessibilityProblems(page)).toEqual([]);
  // Only signing in and leaving end it.
  await page.keyboard.press('Escape');
  await expect(cover(page)).toBeVisible();

  await signInOnCover(page, email);
  await expect(cover(page)).toHaveCount(0);
  await expect(page).toHaveTitle('Account settings · NAMC NorCal');
  await expect(section.getByLabel('New email address')).toHaveValue(wanted);
  await page.keyboard.press('Escape');
  await expect(accountButton(page, 'tabber')).toBeVisible();
  // The other tab has heard of it.
  await expect(accountButton(other, 'tabber')).toBeVisible();
});

test('an act that the ended session refuses waits, and is done after signing in', async ({ page }, {
  project,
}) => {
  const email = staff('leaver', project.name);
  await enter(page, email, '/settings');
  const secret = await setUpTwoFactor(page);
  await page.goto('/admin/roles');
  await page.getByRole('button', { name: 'Change Support' }).click();
  const dialog = page.getByRole('dialog').filter({ hasText: 'Support' });
  await dialog.getByLabel('Reason').fill('They answer questions about events now.');
  await endSession(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(cover(page)).toBeVisible();
  expect(await wordsOn(page)).not.toContain('Support');
  expect(await accessibilityProblems(page)).toEqual([]);
  await signInOnCover(page, email);
  await cover(page).getByLabel('Code').fill(codeOf(secret, 'next'));
  await cover(page).getByRole('button', { name: 'Continue' }).click();
  await expect(cover(page)).toHaveCount(0);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.goto('/admin/audit');
  await expect(page.getByRole('list', { name: 'Entries' })).toContainText(
    'They answer questions about events now.',
  );
});

test('a person who leaves the page leaves nothing on it', async ({ page }, { project }) => {
  await enter(page, staff('hopper', project.name), '/settings');
  await endSession(page);
  await bell(page).click();
  await expect(cover(page)).toBeVisible();
  await cover(page).getByRole('button', { name: 'Leave this page' }).click();
  await expect(cover(page)).toHaveCount(0);
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  expect(await wordsOn(page)).not.toContain(staff('hopper', project.name));
});

test('a public page goes on without the person', async ({ page }, { project }) => {
  const stream = page.waitForResponse(/liveEvents\.watch/);
  await enter(page, staff('idler', project.name), '/contractors?q=quartz');
  await stream;
  await endSession(page);
  await expect(cover(page)).toBeVisible();
  await cover(page).getByRole('button', { name: 'Continue without signing in' }).click();
  await expect(cover(page)).toHaveCount(0);
  await expect(page).toHaveURL('/contractors?q=quartz');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expect(accountButton(page, 'idler')).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('somebody else who signs in sees nothing of the first person', async ({ page }, { project }) => {
  await enter(page, staff('hopper', project.name), '/settings');
  const typed = (await openSetting(page, 'Change your email address')).getByLabel('New email address');
  await typed.fill('secret.plans@example.org');
  await signOutInAnotherTab(page, 'hopper');
  await signInOnCover(page, staff('idler', project.name));
  await expect(page).toHaveURL('/home');
  await expect(accountButton(page, 'idler')).toBeVisible();
  await page.goBack();
  await openSetting(page, 'Change your email address');
  await expect(typed).toHaveValue('');
});

test('a page behind the sign-in says what it is, and Back does not return to the form', async ({ page }, {
  project,
}) => {
  await page.goto('/about-the-data');
  await page.goto('/settings');
  await expect(page.getByText('Sign in to see your account settings.')).toBeVisible();
  await signIn(page, staff('hopper', project.name));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account settings');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Help: about the data');
  // Somebody who is signed in has no use for the form.
  await page.goto('/sign-in?next=/saved');
  await expect(page).toHaveURL('/saved');
  await page.goto('/join');
  await expect(page).toHaveURL('/application');
});
