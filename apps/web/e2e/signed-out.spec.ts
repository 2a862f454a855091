import type { Page } from '@playwright/test';
import { password, staff } from './fixture-people.ts';
import { accountButton, bell, enter, signIn, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The browser logs every refused request, and these specs provoke some.
test.use({ allowedConsole: /Failed to load resource/ });

test.beforeEach(({ page }, { project }) =>
  page.emulateMedia({ colorScheme: project.name === 'phone' ? 'dark' : 'light', reducedMotion: 'reduce' }),
);

const signedOut = (page: Page) => page.getByRole('status').filter({ hasText: 'You were signed out' });

/** Signs out in a second tab of the same browser, and leaves that tab open. */
async function signOutInAnotherTab(page: Page, firstName: string): Promise<Page> {
  const other = await page.context().newPage();
  await other.goto('/home');
  await accountButton(other, firstName).click();
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(other.getByRole('link', { name: 'Sign in' })).toBeVisible();
  // A person who signs out on purpose needs no notice.
  await expect(signedOut(other)).toHaveCount(0);
  return other;
}

test('a form keeps what was typed when the session ends in another tab, and can be sent after signing in there', async ({
  page,
}, { project }) => {
  await enter(page, staff('tabber', project.name), '/settings');
  const section = page.getByRole('region', { name: 'Email address' });
  const wanted = `tabbing.${project.name}@example.org`;
  await section.getByLabel('New email address').fill(wanted);
  await section.getByLabel('Password').fill(password);
  const other = await signOutInAnotherTab(page, 'tabber');

  await section.getByRole('button', { name: 'Change my email' }).click();
  const summary = section.getByRole('alert');
  await expect(summary).toContainText('You were signed out');
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link', { name: 'Sign in again' })).toHaveAttribute(
    'href',
    '/sign-in?next=%2Fsettings',
  );
  await expect(signedOut(page)).toBeVisible();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expect(accountButton(page, 'tabber')).toHaveCount(0);
  await expect(section.getByLabel('New email address')).toHaveValue(wanted);
  expect(await accessibilityProblems(page)).toEqual([]);

  await other.goto('/sign-in');
  await signIn(other, staff('tabber', project.name));
  await expect(other).toHaveURL(/\/home$/);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await expect(signedOut(page)).toHaveCount(0);
  await expect(accountButton(page, 'tabber')).toBeVisible();
  await expect(section.getByLabel('New email address')).toHaveValue(wanted);
  await section.getByRole('button', { name: 'Change my email' }).click();
  await expect(section.getByRole('status')).toContainText('Check the inbox of your new address');
});

test('a page that the ended session cannot load leads to sign-in and back', async ({ page }, { project }) => {
  await enter(page, staff('hopper', project.name), '/settings');
  await signOutInAnotherTab(page, 'hopper');
  await bell(page).click();
  const panel = page.getByRole('alert').filter({ hasText: 'Couldn’t load your notifications' });
  await expect(panel).toContainText('You were signed out.');
  await expect(panel.getByRole('button', { name: 'Retry' })).toHaveCount(0);
  await expect(signedOut(page)).toBeVisible();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expect(accountButton(page, 'hopper')).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await panel.getByRole('link', { name: 'Sign in again' }).click();
  await expect(page).toHaveURL('/sign-in?next=%2Fnotifications');
  await signIn(page, staff('hopper', project.name));
  await expect(page).toHaveURL('/notifications');
  await expect(bell(page)).toBeVisible();
  await expect(signedOut(page)).toHaveCount(0);
});

test('a dialog on a staff page keeps what was typed', async ({ page }, { project }) => {
  await signInAsStaff(page, staff('leaver', project.name), '/admin/roles');
  await page.getByRole('button', { name: 'Change Support' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('They answer questions about events now.');
  const ended = await page.request.post('/trpc/signIn.signOut', {
    headers: { 'Content-Type': 'application/json', Origin: new URL(page.url()).origin },
  });
  expect(ended.status(), await ended.text()).toBe(200);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('You were signed out');
  await expect(page.getByText('Your session ended')).toBeAttached();
  await expect(dialog.getByLabel('Reason')).toHaveValue('They answer questions about events now.');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('link', { name: 'Sign in again' }).click();
  await expect(page).toHaveURL('/sign-in?next=%2Fadmin%2Froles');
});

test('a background refresh that is refused shows who is signed in now', async ({ page }, { project }) => {
  await page.clock.install();
  await enter(page, staff('idler', project.name), '/contractors');
  await signOutInAnotherTab(page, 'idler');
  await expect(async () => {
    await page.clock.fastForward(61_000);
    await expect(signedOut(page)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
});
