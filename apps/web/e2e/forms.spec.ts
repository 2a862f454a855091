import { password, staff } from './fixture-people.ts';
import { accountButton, enter } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The browser logs every refused request, and these specs provoke some.
test.use({ allowedConsole: /Failed to load resource/ });

test.beforeEach(({ page }, { project }) =>
  page.emulateMedia({ colorScheme: project.name === 'phone' ? 'dark' : 'light', reducedMotion: 'reduce' }),
);

test('a server error stays until its field changes, even if Enter sent the form', async ({ page }, {
  project,
}) => {
  await page.clock.install();
  await page.goto('/join');
  await page.getByLabel('Company').fill('Lantern Builders');
  await page.getByLabel('First name').fill('Tess');
  await page.getByLabel('Last name').fill('Ortiz');
  await page.getByLabel('Email address').fill(`common.${project.name}@example.org`);
  const field = page.getByLabel('License number');
  await field.fill('99999999');
  await field.press('Enter');
  const summary = page.getByRole('alert');
  await expect(summary).toContainText('License number is not in the license board’s file');
  await expect(summary).toBeFocused();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  const [wrong, right] = await Promise.all([
    field.evaluate((input) => getComputedStyle(input).borderTopColor),
    page.getByLabel('Company').evaluate((input) => getComputedStyle(input).borderTopColor),
  ]);
  expect(wrong).not.toBe(right);
  expect(await accessibilityProblems(page)).toEqual([]);
  // The message survives time and moving through the fields.
  await field.focus();
  await page.getByLabel('City').focus();
  await page.clock.fastForward(5_000);
  await expect(summary).toContainText('License number is not in the license board’s file');
  await summary.getByRole('button', { name: /^License number/ }).click();
  await expect(field).toBeFocused();
  await field.fill('');
  await expect(summary).toHaveCount(0);
  await expect(page).toHaveTitle('Apply for membership · NAMC NorCal');
});

test('the first click on the button counts even while an error disappears', async ({ page }, { project }) => {
  await page.goto('/sign-in');
  const button = page.getByRole('button', { name: 'Sign in' });
  await button.click();
  await expect(page.getByRole('alert')).toContainText('Password is required');
  await page.getByLabel('Email address').fill(`nobody.${project.name}@example.org`);
  await page.getByLabel('Password').pressSequentially('a');
  const { x, y, width, height } = (await button.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const sent = page.waitForResponse(/signIn\.begin/);
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.up();
  await sent;
  await expect(page.getByRole('alert')).toContainText('is not right');
});

test('a form that is being sent is not sent twice', async ({ page }) => {
  let sent = 0;
  let answer = () => {};
  const isAnswered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/trpc/signIn.requestPasswordReset', async (route) => {
    sent += 1;
    await isAnswered;
    await route.continue();
  });
  await page.goto('/forgot');
  const field = page.getByLabel('Email address');
  await field.fill('impatient@example.org');
  for (let presses = 0; presses < 3; presses += 1) await field.press('Enter');
  await expect(page.getByRole('button', { name: 'Sending…' })).toBeVisible();
  answer();
  await expect(page.getByRole('status')).toContainText('Check your inbox');
  expect(sent).toBe(1);
});

test('a double click on a button sends its act once', async ({ page }, { project }) => {
  let sent = 0;
  page.on('request', (request) => {
    if (request.url().includes('signIn.signOut')) sent += 1;
  });
  await enter(page, staff('typist', project.name), '/settings');
  await accountButton(page, 'typist').click();
  // Both clicks come before the page can draw the button again.
  await page.getByRole('button', { name: 'Sign out', exact: true }).evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expect(page).toHaveURL('/');
  expect(sent).toBe(1);
});

test('a dialog focuses its field, keeps the focus inside, and returns it', async ({ page }, { project }) => {
  await enter(page, staff('typist', project.name), '/settings');
  const opener = page.getByRole('button', { name: 'Close my account…' });
  await opener.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Close your account?' });
  const field = dialog.getByLabel('Password');
  await expect(field).toBeFocused();
  for (let presses = 0; presses < 8; presses += 1) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await field.fill('not my password');
  await field.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('Password is wrong');
  await dialog.getByRole('button', { name: 'Cancel' }).focus();
  await expect(dialog.getByRole('alert')).toContainText('Password is wrong');
  expect(await accessibilityProblems(page)).toEqual([]);
  // A stray click beside the dialog keeps what was typed.
  await page.mouse.click(4, 4);
  await expect(field).toHaveValue('not my password');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
  // A dialog that is closed and reopened at once is open and empty.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await opener.press('Enter');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(opener).toBeFocused();
});

test('the form is empty and without errors after a password change', async ({ page }, { project }) => {
  await enter(page, staff('renewer', project.name), '/settings');
  const section = page.getByRole('region', { name: 'Password' });
  await section.getByLabel('Current password').fill(password);
  await section.getByLabel('New password').fill(password);
  await section.getByLabel('New password').press('Enter');
  await expect(page.getByText('Your password has been changed.')).toBeVisible();
  await expect(section.getByLabel('Current password')).toHaveValue('');
  await section.getByLabel('New password').pressSequentially('s');
  await expect(section.getByText('must have at least')).toHaveCount(0);
});
