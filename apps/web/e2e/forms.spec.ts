import type { Locator, Page } from '@playwright/test';
import { password, staff } from './fixture-people.ts';
import { accountButton, enter, openSetting, setUpTwoFactor, signIn } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The browser logs every refused request, and these specs provoke some.
test.use({ allowedConsole: /Failed to load resource/ });

test.beforeEach(({ page }, { project }) =>
  page.emulateMedia({ colorScheme: project.name === 'phone' ? 'dark' : 'light', reducedMotion: 'reduce' }),
);

test('a server error stays until its field changes, even if Enter sent the form', async ({ page }) => {
  await page.clock.install();
  await page.goto('/join');
  await page.getByLabel('Company').fill('Lantern Builders');
  const field = page.getByLabel('License number');
  await field.fill('99999999');
  await field.press('Enter');
  const summary = page.getByRole('alert');
  await expect(summary).toContainText('License number isn’t in the license board’s file');
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
  await page.getByLabel('Company').focus();
  await page.clock.fastForward(5_000);
  await expect(summary).toContainText('License number isn’t in the license board’s file');
  await summary.getByRole('button', { name: /^License number/ }).click();
  await expect(field).toBeFocused();
  await field.fill('');
  await expect(summary).toHaveCount(0);
  await expect(page).toHaveTitle('Join NAMC NorCal · NAMC NorCal');
});

test('the first click on the button counts even while an error disappears', async ({ page }, { project }) => {
  await page.goto('/sign-in');
  const button = page.getByRole('button', { name: 'Sign in' });
  await button.click();
  await expect(page.getByRole('alert')).toContainText('Enter your password');
  await page.getByLabel('Email address').fill(`nobody.${project.name}@example.org`);
  await page.getByLabel('Password').pressSequentially('a');
  const { x, y, width, height } = (await button.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const sent = page.waitForResponse(/signIn\.begin/);
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.up();
  await sent;
  await expect(page.getByRole('alert')).toContainText('That email and password don’t match.');
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
  const opener = page.getByRole('button', { name: 'Change your password' });
  let section = await openSetting(page, 'Change your password');
  await expect(section.getByLabel('Current password')).toBeFocused();
  await section.getByLabel('Current password').fill(password);
  await section.getByLabel('New password').fill(password);
  await section.getByLabel('New password').press('Enter');
  await expect(page.getByText('Your password has been changed.')).toBeVisible();
  await expect(section).toHaveCount(0);
  await expect(opener).toBeFocused();
  section = await openSetting(page, 'Change your password');
  await expect(section.getByLabel('Current password')).toHaveValue('');
  await section.getByLabel('New password').pressSequentially('s');
  await expect(section.getByText('must have at least')).toHaveCount(0);
});

/** Sends a form by Enter in the field, or by a press of its button. */
const sendings = {
  Enter: (field: Locator, _button: Locator) => field.press('Enter'),
  'the mouse': (_field: Locator, button: Locator) => button.click(),
};

/** The server's message is there, stays, and goes when the field that it is about changes. */
async function expectMessageStays(page: Page, field: Locator, words: RegExp, other: string): Promise<void> {
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(words);
  await page.clock.fastForward(5_000);
  await field.focus();
  await field.blur();
  await page.clock.fastForward(5_000);
  await expect(alert).toContainText(words);
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill(other);
  await expect(field).toHaveAttribute('aria-invalid', 'false');
}

for (const [how, send] of Object.entries(sendings)) {
  test(`every form of the settings keeps the server’s message when it was sent with ${how}`, async ({
    page,
  }, { project }) => {
    await page.clock.install();
    await enter(page, staff('typist', project.name), '/settings');
    for (const { subject, field, other, button } of [
      {
        subject: 'Change your password',
        field: 'Current password',
        other: ['New password', 'a longer password 42'],
        button: 'Change my password',
      },
      {
        subject: 'Change your email address',
        field: 'Password',
        other: ['New email address', `typing.${project.name}@example.org`],
        button: 'Change my email',
      },
      { subject: 'Set up two-step sign-in', field: 'Password', other: undefined, button: 'Continue' },
    ]) {
      const region = await openSetting(page, subject);
      if (other) await region.getByLabel(other[0] ?? '', { exact: true }).fill(other[1] ?? '');
      const input = region.getByLabel(field, { exact: true });
      await input.fill('not my password');
      await send(input, region.getByRole('button', { name: button }));
      await expectMessageStays(page, input, /is wrong/, 'something else 42');
      await page.reload();
    }
  });

  test(`a wrong code at sign-in stays reported when it was sent with ${how}`, async ({
    page,
    browser,
    baseURL,
  }, { project }) => {
    await enter(page, staff(how === 'Enter' ? 'keyed' : 'moused', project.name), '/settings');
    await setUpTwoFactor(page);
    const elsewhere = await browser.newContext({ baseURL: baseURL ?? '' });
    const fresh = await elsewhere.newPage();
    await fresh.clock.install();
    await fresh.goto('/sign-in');
    await signIn(fresh, staff(how === 'Enter' ? 'keyed' : 'moused', project.name));
    const code = fresh.getByLabel('Code');
    await code.fill('000000');
    await send(code, fresh.getByRole('button', { name: 'Continue' }));
    await expectMessageStays(fresh, code, /didn’t work/, '111111');
    await elsewhere.close();
  });
}

test('an invalid field of every kind has a border of its own color', async ({ page }) => {
  await page.goto('/join');
  await page.getByLabel('Company').fill('Lantern Builders');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('radio', { name: /^Regular/ }).press('Enter');
  await page.getByLabel('Tell us about yourself').fill('long '.repeat(2_000));
  await page.getByRole('button', { name: 'Continue' }).click();
  const bad = await page.evaluate(() => {
    const probe = document.createElement('i');
    probe.style.color = 'var(--bad)';
    document.body.append(probe);
    return getComputedStyle(probe).color;
  });
  const valid = page.getByLabel('City');
  await expect(valid).not.toHaveCSS('border-top-color', bad);
  for (const label of [/^First name/, /^Tell us about yourself/, /^Email address/]) {
    const field = page.getByLabel(label);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    for (const side of ['top', 'right', 'bottom', 'left'])
      await expect(field).toHaveCSS(`border-${side}-color`, bad);
  }
  await page.goto('/contractors?near=Atlantis');
  const place = page.getByRole('combobox', { name: /^Near/ });
  await expect(place).toHaveAttribute('aria-invalid', 'true');
  await expect(place).toHaveCSS('border-top-color', bad);
});
