import { readFile } from 'node:fs/promises';
import { connect } from '@namc/db/testing/direct-client';
import type { Locator, Page } from '@playwright/test';
import { password, staff } from './fixture-people.ts';
import { codeOf, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The browser logs every refused request, and these specs provoke some.
test.use({ allowedConsole: /Failed to load resource/ });

async function asOwner(act: (owner: ReturnType<typeof connect>) => Promise<unknown>): Promise<void> {
  const owner = connect(process.env.PORTAL_OWNER_URL ?? '', { max: 1, applicationName: 'portal e2e' });
  await act(owner).finally(() => owner.end());
}

/** Thirteen hours pass for the codes that a person gave. The authenticator's last code can be used again. */
const ageCode = (email: string) =>
  asOwner(async (owner) => {
    await owner`
      update sessions set two_factor_at = now() - interval '13 hours'
      where user_id = (select id from users where email_key = ${email})`;
    await owner`
      update two_factor_secrets set last_used_step = null
      where user_id = (select id from users where email_key = ${email})`;
  });

/** Copies, downloads and prints the recovery codes. */
async function takeAway(page: Page, section: Locator, codes: string[]): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await section.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('Recovery codes copied.')).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    section.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('namc-norcal-recovery-codes.txt');
  const texts = [
    await page.evaluate(() => navigator.clipboard.readText()),
    await readFile(await file.path(), 'utf8'),
  ];
  for (const text of texts) for (const code of codes) expect(text).toContain(code);
  // Chromium has no window for printing here.
  await page.evaluate(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', '');
  });
  await section.getByRole('button', { name: 'Print' }).click();
  await expect(page.locator('html[data-printed]')).toHaveCount(1);
}

/** Puts the recovery codes away, which takes the word that they are kept. */
async function keepCodes(section: Locator): Promise<void> {
  await expect(section.getByRole('button', { name: 'Done' })).toBeDisabled();
  await section.getByLabel('I’ve saved these codes').check();
  await section.getByRole('button', { name: 'Done' }).click();
}

test('a page that is open asks for a code over itself, and keeps and sends what was typed', async ({ page }, {
  project,
}) => {
  const email = staff('nightowl', project.name);
  const secret = await signInAsStaff(page, email, '/admin/roles');
  await page.getByRole('button', { name: 'Change Support' }).click();
  const change = page.getByRole('dialog').filter({ hasText: 'Support' });
  await change.getByLabel('Reason').fill('They answer questions at night.');
  await ageCode(email);
  // Redis and the page remember who is signed in for a minute at most. This portal has no Redis.
  await change.getByRole('button', { name: 'Save' }).click();
  const ask = page.getByRole('dialog').filter({ hasText: 'Enter a code again' });
  await expect(ask.getByLabel('Code')).toBeFocused();
  expect(await accessibilityProblems(page)).toEqual([]);
  await ask.getByLabel('Code').fill('000000');
  await ask.getByRole('button', { name: 'Continue' }).click();
  await expect(ask.getByRole('alert')).toContainText('didn’t work');
  await ask.getByLabel('Code').fill(codeOf(secret, 'now'));
  await ask.getByRole('button', { name: 'Continue' }).click();
  // The act that waited is done.
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.goto('/admin/audit');
  await expect(page.getByRole('list', { name: 'Entries' })).toContainText('They answer questions at night.');
});

test('somebody who would rather not give a code keeps the page, and can try again', async ({ page }, {
  project,
}) => {
  const email = staff('returner', project.name);
  await signInAsStaff(page, email, '/admin/roles');
  await page.getByRole('button', { name: 'Change Support' }).click();
  const change = page.getByRole('dialog').filter({ hasText: 'Support' });
  await change.getByLabel('Reason').fill('Kept.');
  await ageCode(email);
  await change.getByRole('button', { name: 'Save' }).click();
  const ask = page.getByRole('dialog').filter({ hasText: 'Enter a code again' });
  await ask.getByRole('button', { name: 'Close' }).click();
  await expect(change.getByRole('alert')).toContainText('every 12 hours');
  await expect(change.getByLabel('Reason')).toHaveValue('Kept.');
  await change.getByRole('button', { name: 'Save' }).click();
  await expect(ask.getByLabel('Code')).toBeVisible();
});

test('a page that is opened with an old code asks on the page and goes on there', async ({ page }, {
  project,
}) => {
  const email = staff('latecomer', project.name);
  const secret = await signInAsStaff(page, email, '/admin');
  await ageCode(email);
  await page.goto('/admin/jobs');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Enter a code again');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByLabel('Code').fill(codeOf(secret, 'now'));
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Background jobs');
  await expect(page).toHaveURL(/\/admin\/jobs/);
});

test('a person replaces the authenticator, makes new recovery codes and turns the second step off, each with a code', async ({
  page,
}, { project }) => {
  const email = staff('changer', project.name);
  let secret = await signInAsStaff(page, email, '/settings');
  const section = page.getByRole('region', { name: 'Two-step sign-in' });
  await expect(section).toContainText('You have 10 recovery codes left');
  const act = async (button: string, confirm: string) => {
    await asOwner(
      (owner) => owner`
        update two_factor_secrets set last_used_step = null
        where user_id = (select id from users where email_key = ${email})`,
    );
    await section.getByRole('button', { name: button }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Password').fill(password);
    await dialog.getByLabel('Code').fill(codeOf(secret, 'now'));
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: confirm }).click();
    await expect(dialog).toHaveCount(0);
  };
  await act('Use another authenticator app…', 'Continue');
  await expect(section.getByText('Scan this with the new authenticator app')).toBeFocused();
  secret = (await section.getByRole('code').textContent()) ?? '';
  await section.getByLabel('Code').fill(codeOf(secret, 'now'));
  await section.getByRole('button', { name: 'Use this app' }).click();
  const codes = section.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  await expect(codes.first()).toHaveText(/^([A-Z2-7]{5}-){3}[A-Z2-7]{5}$/);
  expect(await accessibilityProblems(page)).toEqual([]);
  await takeAway(page, section, await codes.allTextContents());
  // They are not shown again, so a page that shows them asks first.
  await page.getByRole('link', { name: 'NAMC NorCal' }).click();
  const leaving = page.getByRole('dialog', { name: 'Leave this page?' });
  await expect(leaving).toContainText('you haven’t saved them yet');
  await leaving.getByRole('button', { name: 'Stay' }).click();
  await expect(codes).toHaveCount(10);
  await keepCodes(section);
  await act('Make new recovery codes…', 'Make new codes');
  const [typed = ''] = await codes.allTextContents();
  await keepCodes(section);
  // A recovery code works in place of a code, as it was noted.
  await section.getByRole('button', { name: 'Turn off two-step sign-in…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password').fill(password);
  await dialog.getByLabel('Code').fill(typed);
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await expect(section).toContainText('Off. Turn it on');
});
