import type { Page } from '@playwright/test';
import { licenseOfMember, quartzCanyon } from './fixture-contractors.ts';
import { password, staff } from './fixture-people.ts';
import {
  accountButton,
  bell,
  codeOf,
  enter,
  openElsewhere,
  openSetting,
  setUpTwoFactor,
  signIn,
  signInAsStaff,
} from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The browser logs every refused request, and these specs provoke some.
test.use({ allowedConsole: /Failed to load resource/ });

/** The first link of the newest matching email in the outbox. */
async function linkIn(page: Page, email: string, subject: string): Promise<string> {
  let found: string | null = null;
  // The outbox does not refresh itself, so an email that arrives later is found on the next attempt.
  await expect(async () => {
    await page.goto(`/dev/outbox?to=${encodeURIComponent(email)}`);
    const message = page.getByRole('article').filter({ hasText: email }).filter({ hasText: subject }).first();
    found = await message.getByRole('link').first().getAttribute('href', { timeout: 1_000 });
    expect(found).toMatch(/#[\w-]{43}$/);
  }).toPass();
  return found ?? '';
}

/** Opens a mailed link, and checks that its token leaves the address bar and reaches no server in an address. */
async function openLink(page: Page, link: string): Promise<void> {
  const token = new URL(link).hash.slice(1);
  const told: string[] = [];
  page.on('request', (request) => {
    const { origin, pathname, search } = new URL(request.url());
    told.push(`${origin}${pathname}${search} ${request.headers().referer ?? ''}`);
  });
  const checked = page.waitForResponse(/checkLink/);
  await page.goto(link);
  await checked;
  await expect(page).toHaveURL((url) => url.hash === '');
  expect(told.join(' ')).not.toContain(token);
}

async function followEmail(page: Page, email: string, subject: string): Promise<void> {
  await openLink(page, await linkIn(page, email, subject));
}

test('a visitor applies step by step, confirms the email address, withdraws and applies again', async ({
  page,
}, { project, retry }) => {
  const email = `newcomer.${project.name}.${retry}@example.org`;
  await page.goto('/join');
  // The first attempt leaves the form empty.
  const goOn = () => page.getByRole('button', { name: 'Continue' }).click();
  const step = page.getByRole('heading', { level: 2 }).filter({ hasText: /^Step \d of 4/ });
  await goOn();
  await expect(page.getByRole('alert')).toContainText('There is a problem');
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page).toHaveTitle(/^Error: /);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Enter your company name' }).click();
  await expect(page.getByLabel('Company')).toBeFocused();
  await page.getByLabel('License number').fill(quartzCanyon.licenseNumber);
  await expect(page.getByText('Suspended')).toBeVisible();
  // That number belongs to another firm. The search by name finds the right one.
  await page.getByText('Don’t know your license number?').click();
  await page.getByLabel('Company name on the license').fill('granite bend builders 000');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: /^This is mine: Granite Bend Builders 000/ }).click();
  await expect(page.getByLabel('License number')).toBeFocused();
  await expect(page.getByLabel('License number')).toHaveValue(licenseOfMember.licenseNumber);
  await expect(page.getByText('In good standing')).toBeVisible();
  // The field that the license filled in is wrong no more.
  await expect(page.getByLabel('Company')).toHaveValue(licenseOfMember.name);
  await expect(page.getByLabel('Company')).toHaveAttribute('aria-invalid', 'false');
  // It is a member's, which the first step tells and not the last one.
  await goOn();
  await expect(page.getByRole('alert')).toContainText('License number belongs to another member');
  await page.getByLabel('License number').fill('');
  await goOn();

  // Price and benefits stand beside the tiers.
  await expect(step).toContainText('Your membership');
  await expect(step).toBeFocused();
  await expect(page.getByText('$500 a year')).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'What members get' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('radio', { name: /^Corporate/ }).check();
  await goOn();

  await expect(step).toContainText('About you');
  await page.getByLabel('First name').fill('Nina');
  await page.getByLabel('Last name').fill('Cole');
  await page.getByLabel('Phone').fill('12');
  // A reload stands for a closed tab.
  await page.reload();
  await expect(page.getByLabel('First name')).toHaveValue('Nina');
  await expect(page.getByLabel('City')).not.toHaveValue('');
  await page.getByLabel('Email address').fill(email.toUpperCase());
  await goOn();
  await expect(page.getByRole('alert')).toContainText('Enter a ten-digit US phone number');
  await page.getByLabel('Phone').fill('415.555.0123');
  await goOn();

  // Every answer once more, and a way to change it that comes back here. Back goes through the steps.
  await expect(step).toContainText('Check your answers');
  await expect(page.getByRole('region', { name: 'About you' })).toContainText('(415) 555-0123');
  await expect(page.getByRole('region', { name: 'Your membership' })).toContainText(
    'Corporate, $2,500 a year',
  );
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.goBack();
  await expect(page.getByLabel('Phone')).toHaveValue('415.555.0123');
  await page.goForward();
  await page.getByRole('link', { name: 'Change your membership' }).click();
  await page.getByRole('radio', { name: /^Regular/ }).check();
  await goOn();
  await expect(page.getByRole('region', { name: 'Your membership' })).toContainText('Regular, $500 a year');
  await expect(page.getByRole('region', { name: 'Your company' })).toContainText('None given');
  await page.getByRole('button', { name: 'Send my application' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your inbox');
  await expect(page.getByRole('heading', { level: 1 })).toBeInViewport({ ratio: 1 });

  const outbox = await page.context().newPage();
  const early = await linkIn(outbox, email, 'Confirm your email address');
  await page.getByRole('button', { name: 'Send it again' }).click();
  await expect(page.getByText('We sent it again.')).toBeVisible();
  let first = early;
  await expect(async () => {
    first = await linkIn(outbox, email, 'Confirm your email address');
    expect(first).not.toBe(early);
  }).toPass();
  await outbox.close();
  await openLink(page, early);
  await expect(page.getByRole('status')).toContainText('There’s a newer link');
  await openLink(page, first);
  await expect(page.getByText(email)).toBeVisible();
  // The page survives a reload, though the address no longer holds the token.
  await page.reload();
  const field = page.getByLabel('Password');
  await field.fill('password123');
  await field.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Password is too common');
  expect(await accessibilityProblems(page)).toEqual([]);
  // The link in a second tab, where somebody goes on while the first tab waits.
  const second = await page.context().newPage();
  await second.goto(first);
  await expect(second.getByLabel('Password')).toBeVisible();
  await field.fill('a password of my own');
  await field.press('Enter');
  await expect(page.getByRole('status')).toContainText('Your email address is confirmed');
  await second.getByLabel('Password').fill('another password of mine');
  await second.getByRole('button', { name: 'Confirm my address' }).click();
  await expect(second.getByRole('status')).toContainText('Your email address is already confirmed');
  await second.close();
  await page.getByRole('link', { name: 'View my application' }).click();
  await expect(page.getByText('Under review')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('status')).toContainText('Your email address is already confirmed');
  await page.goForward();
  await expect(page.getByText('Under review')).toBeVisible();

  // The applicant withdraws, sends the application again, and changes it while it waits.
  const current = page.getByRole('region', { name: 'Progress' }).locator('[aria-current=step]');
  await expect(current).toContainText('Staff review');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Withdraw my application…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw it' }).click();
  await expect(page.getByText('Withdrawn by you')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change your company' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Send it again' }).click();
  await expect(current).toContainText('Staff review');
});

test('staff ask an applicant, decide on no answer that they have not seen, and approve', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  await enter(page, staff('hopeful', project.name), '/application');
  const other = await openElsewhere(browser, baseURL);
  await other.goto('/sign-in?next=/admin/applications');
  await signIn(other, staff('manager', project.name));
  await expect(other.getByText('Staff need two-step sign-in')).toBeVisible();
  await setUpTwoFactor(other);
  await other.goto('/admin/applications');
  await other.getByRole('link', { name: `hopeful Of ${project.name}` }).click();
  await expect(other.getByText('Regular', { exact: true })).toBeVisible();
  // Staff decide nothing unseen: an answer that changed after the dialog opened is refused.
  await other.getByRole('button', { name: 'Decline…' }).click();
  await other.getByRole('dialog').getByLabel('Reason').fill('No license.');
  const changing = await openSetting(page, 'Change your membership');
  await changing.getByRole('radio', { name: /^Associate/ }).check();
  expect(await accessibilityProblems(page)).toEqual([]);
  await changing.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'Your membership' })).toContainText('Associate, $750 a year');
  await other.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
  await expect(other.getByRole('alert')).toContainText('has changed since you opened it');
  await other.keyboard.press('Escape');
  await expect(other.getByText('Associate', { exact: true })).toBeVisible();
  await other.getByRole('button', { name: 'Ask a question…' }).click();
  await other.getByLabel('Question').fill('Do you have a license?');
  await other.getByRole('button', { name: 'Send the question' }).click();
  await expect(other.getByText('Waiting for the applicant', { exact: true })).toBeVisible();

  await page.reload();
  await page.getByLabel('Your answer', { exact: true }).fill('Not yet.');
  await page.getByRole('button', { name: 'Send my answer' }).click();
  await expect(page.getByText('Your answer was sent.')).toBeVisible();
  await expect(page.getByText('Under review')).toBeVisible();
  await other.reload();
  await expect(other.getByText('Not yet.')).toBeVisible();
  await other.getByRole('button', { name: 'Approve…' }).click();
  await other.getByRole('dialog').getByLabel('Reason').fill('Known to the chapter.');
  await other.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(other.getByRole('status')).toContainText('Approved');
  await page.reload();
  await expect(page.getByText('You’re a member.')).toBeVisible();
  await other.context().close();
});

test('a wrong password is reported, and too many attempts are refused for a while', async ({ page }, {
  project,
  retry,
}) => {
  const email = `locked.${project.name}.${retry}@example.org`;
  await page.goto('/sign-in');
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await signIn(page, email, 'wrong');
    await expect(page.getByRole('alert')).toContainText('That email and password don’t match.');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  }
  await signIn(page, email, 'wrong');
  await expect(page.getByRole('alert')).toContainText('Try again in 1 minute');
});

test('a person resets a forgotten password by email and ends a session from another browser', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  const email = staff('member', project.name);
  await page.goto('/sign-in');
  await signIn(page, email);
  await expect(accountButton(page, 'member')).toBeVisible();
  await expect(page).toHaveURL(/\/home$/);
  const other = await openElsewhere(browser, baseURL);
  await other.goto('/sign-in');
  await signIn(other, email);
  // Opening the home page closes the menu.
  await expect(other).toHaveURL(/\/home$/);
  await accountButton(other, 'member').click();
  await other.getByRole('link', { name: 'Account settings' }).click();
  const sessions = other.getByRole('region', { name: 'Signed-in devices' });
  await expect(sessions.getByRole('listitem')).toHaveCount(2);
  expect(await accessibilityProblems(other)).toEqual([]);
  await sessions.getByRole('button', { name: /^Sign out Chrome/ }).click();
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await page.goto('/settings');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');

  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a new password');
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByRole('status')).toContainText('Check your inbox');
  await followEmail(page, email, 'Choose a new password');
  await page.getByLabel('New password').fill('another long password');
  await page.getByRole('button', { name: 'Change my password' }).click();
  await expect(page.getByRole('status')).toContainText('Your password has been changed');
  await page.getByRole('link', { name: 'Sign in' }).last().click();
  await signIn(page, email, 'another long password');
  await expect(accountButton(page, 'member')).toBeVisible();
  await other.context().close();
});

test('an administrator assigns and removes a role while its holder is online', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  await page.goto('/sign-in');
  await signIn(page, staff('administrator', project.name));
  await expect(accountButton(page, 'administrator')).toBeVisible();
  await setUpTwoFactor(page);
  await page.goto('/admin');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Today');
  expect(await accessibilityProblems(page)).toEqual([]);

  const email = staff('promoted', project.name);
  const holder = await openElsewhere(browser, baseURL);
  await holder.goto('/sign-in');
  await signIn(holder, email);
  await expect(accountButton(holder, 'promoted')).toBeVisible();
  await setUpTwoFactor(holder);
  await holder.goto('/admin');
  await expect(holder.getByRole('heading', { level: 1 })).toHaveText('Staff only');
  const token = async () =>
    (await holder.context().cookies()).find(({ name }) => name === 'portal_session')?.value;
  const before = await token();

  await page.goto(`/admin/members?q=${email}`);
  await page.getByRole('link', { name: `promoted Of ${project.name}` }).click();
  await page.getByRole('button', { name: 'Assign a role…' }).click();
  const dialog = page.getByRole('dialog');
  // A role that may do everything is not assigned by a slip of the hand.
  await dialog.getByLabel('Role').selectOption('administrator');
  await dialog.getByLabel('Reason').fill('Year’s end.');
  await dialog.getByRole('button', { name: 'Assign the role' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Type Administrator to confirm');
  await dialog.getByLabel('Reason').fill('');
  await dialog.getByLabel('Role').selectOption('auditor');
  await dialog.getByRole('button', { name: 'Assign the role' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Enter a reason');
  await dialog.getByLabel('Reason').fill('Year’s end.');
  await dialog.getByRole('button', { name: 'Assign the role' }).click();
  await expect(page.getByRole('region', { name: 'Roles' })).toContainText('Auditor');
  expect(await accessibilityProblems(page)).toEqual([]);
  await holder.goto('/admin/audit');
  await expect(holder.getByRole('heading', { level: 1 })).toHaveText('Audit trail');
  await expect(holder.getByRole('list', { name: 'Entries' })).toContainText('Year’s end.');
  // The same session continues under a new token.
  const after = await token();
  expect(after).not.toBe(before);
  await page.getByRole('button', { name: 'Remove Auditor' }).click();
  await dialog.getByLabel('Reason').fill('Done.');
  await dialog.getByRole('button', { name: 'Remove the role' }).click();
  await expect(page.getByRole('region', { name: 'Roles' })).not.toContainText('Auditor');
  await expect(page.getByRole('region', { name: 'Account history' })).toContainText('Role removed');
  // A page that is already open is refused on its next request, with the missing right in words.
  await holder.getByRole('link', { name: 'Data changes' }).click();
  await expect(holder.getByRole('alert')).toContainText('read the audit trail');
  await holder.goto('/admin/audit');
  await expect(holder.getByRole('heading', { level: 1 })).toHaveText('Staff only');
  expect(await token()).not.toBe(after);
  await holder.context().close();
});

test('an administrator opens every staff page', async ({ page }, { project }) => {
  await signInAsStaff(page, staff('steward', project.name), '/admin');
  for (const [path, title] of [
    ['/admin/roles', 'Roles'],
    ['/admin/audit', 'Audit trail'],
    ['/admin/audit?kind=changes', 'Audit trail'],
    ['/admin/jobs', 'Background jobs'],
    ['/admin/health', 'Database health'],
    ['/admin/applications', 'Applications'],
    ['/admin/settings', 'Portal settings'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.getByText('Loading…')).toHaveCount(0);
    expect(await accessibilityProblems(page), path).toEqual([]);
  }
  await page.goto('/admin/audit');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^audit-actions-.*\.csv$/);
});

test('an administrator signs in again with the second factor', async ({ page, browser, baseURL }, {
  project,
}) => {
  await page.goto('/sign-in');
  await signIn(page, staff('principal', project.name));
  await expect(accountButton(page, 'principal')).toBeVisible();
  const secret = await setUpTwoFactor(page);
  // A second browser signs in with the second factor.
  const other = await openElsewhere(browser, baseURL);
  await other.goto('/sign-in?next=//evil.example/');
  await signIn(other, staff('principal', project.name));
  await other.getByLabel('Code').fill('000000');
  await other.getByRole('button', { name: 'Continue' }).click();
  await expect(other.getByRole('alert')).toContainText('didn’t work');
  await other.getByLabel('Code').fill(codeOf(secret, 'next'));
  await other.getByRole('button', { name: 'Continue' }).click();
  await expect(accountButton(other, 'principal')).toBeVisible();
  expect(new URL(other.url()).pathname).toBe('/home');
  await other.context().close();
});

test('a staff page asks a visitor to sign in and refuses a member', async ({ page }, { project }) => {
  await page.goto('/admin/members');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await signIn(page, staff('bystander', project.name));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Staff only');
  // The page has the frame of the member's other pages.
  await expect(bell(page)).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('the settings show facts, and a member changes the profile in place', async ({ page }, { project }) => {
  await enter(page, staff('profiler', project.name), '/settings');
  const profile = page.getByRole('region', { name: 'Profile' });
  await expect(profile).toContainText(`profiler Of ${project.name}`);
  await expect(page.getByRole('textbox')).toHaveCount(0);
  const opener = page.getByRole('button', { name: 'Change your profile' });
  let form = await openSetting(page, 'Change your profile');
  await expect(form.getByLabel('First name')).toBeFocused();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await expect(opener).toBeFocused();
  form = await openSetting(page, 'Change your profile');
  await form.getByLabel('Phone').fill('12');
  await form.getByLabel('Phone').press('Enter');
  await expect(form.getByRole('alert')).toContainText('Enter a ten-digit US phone number');
  await form.getByLabel('Phone').fill('510.555.0177');
  await form.getByLabel('City').fill('Oakland');
  await form.getByLabel('Estimating').check();
  await form.getByLabel('City').press('Enter');
  await expect(form).toHaveCount(0);
  for (const fact of ['(510) 555-0177', 'Oakland', 'Estimating']) await expect(profile).toContainText(fact);
  await page.reload();
  await expect(profile).toContainText('(510) 555-0177');
});

test('a link that is not good says why and offers another way', async ({ page }) => {
  for (const [address, title] of [
    ['confirm', 'This link doesn’t work'],
    ['verify', 'This link doesn’t work'],
    ['cancel-change', 'This link doesn’t work'],
    ['reset', 'This link doesn’t work'],
  ] as const) {
    await page.goto(`/${address}#${'x'.repeat(43)}`);
    await expect(page.getByRole('status')).toContainText(title);
    // In the same tab, as when somebody pastes a part of a link.
    await page.goto(`/${address}#half`);
    await expect(page.getByRole('status')).toContainText('This link isn’t complete');
  }
  await page.goto(`/confirm#${'x'.repeat(43)}`);
  await page.getByLabel('Email address').fill('nobody.at.all@example.org');
  await page.getByRole('button', { name: 'Send a new link' }).click();
  await expect(page.getByText('If this address is waiting to be confirmed')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('the owner cancels a change of address from another device and takes the account back', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  const email = staff('owner', project.name);
  await enter(page, email, '/settings');
  const section = await openSetting(page, 'Change your email address');
  await section.getByLabel('New email address').fill(`elsewhere.${project.name}@example.org`);
  await section.getByLabel('Password').fill(password);
  await section.getByRole('button', { name: 'Change my email' }).click();
  await expect(page.getByText(`Check the inbox of elsewhere.${project.name}@example.org`)).toBeVisible();

  const owner = await openElsewhere(browser, baseURL);
  await followEmail(owner, email, 'Your email address is about to change');
  await owner.getByRole('button', { name: 'Cancel the change' }).click();
  await expect(owner.getByRole('status')).toContainText('The change is canceled');
  expect(await accessibilityProblems(owner)).toEqual([]);
  await owner.getByRole('link', { name: 'Choose a new password' }).click();
  await owner.getByLabel('New password').fill('only I know this one');
  await owner.getByLabel('New password').press('Enter');
  await expect(owner.getByRole('status')).toContainText('Your password has been changed');
  // Nothing of the other device goes on, and the change's own link is void.
  await page.goto('/settings');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await followEmail(page, `elsewhere.${project.name}@example.org`, 'Confirm your new email address');
  await expect(page.getByRole('status')).toContainText('This change was canceled');
  await owner.getByRole('link', { name: 'Sign in' }).last().click();
  await signIn(owner, email, 'only I know this one');
  await expect(owner).toHaveURL(/\/home$/);
  await owner.context().close();
});

test('a new address is taken by its link, and stays signed in where it was asked for', async ({ page }, {
  project,
}) => {
  const email = staff('mover', project.name);
  const next = `moved.${project.name}@example.org`;
  await enter(page, email, '/settings');
  const ask = async () => {
    const section = await openSetting(page, 'Change your email address');
    await section.getByLabel('New email address').fill(next);
    await section.getByLabel('Password').fill(password);
    await section.getByRole('button', { name: 'Change my email' }).click();
  };
  // A reload forgets nothing, and a mistyped address can be taken back.
  const waiting = page.getByText(`Check the inbox of ${next}`);
  await ask();
  await expect(waiting).toBeVisible();
  await page.reload();
  await expect(page.getByText(/^Your address changes .* works until /)).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  const outbox = await page.context().newPage();
  const lastLink = () => linkIn(outbox, next, 'Confirm your new email address');
  const canceled = await lastLink();
  await page.getByRole('button', { name: 'Cancel the change' }).click();
  await expect(waiting).toHaveCount(0);
  await ask();
  // The email arrives a moment after the page says that it was sent.
  await expect.poll(lastLink).not.toBe(canceled);
  const early = await lastLink();
  await page.getByRole('button', { name: 'Send it again' }).click();
  await expect(page.getByText('We sent the link again.')).toBeVisible();
  await expect.poll(lastLink).not.toBe(early);
  await openLink(page, await lastLink());
  await outbox.close();
  await page.getByRole('button', { name: 'Confirm this address' }).click();
  await expect(page.getByRole('status')).toContainText('Your email address has been changed');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('link', { name: 'Account settings' }).last().click();
  await expect(page.getByRole('region', { name: 'Email address' })).toContainText(next);
  await expect(waiting).toHaveCount(0);
  await page.getByRole('button', { name: 'Close my account…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password').fill(password);
  await dialog.getByRole('button', { name: 'Close my account' }).click();
  await expect(page.getByText('Your account is closed.')).toBeVisible();
});
