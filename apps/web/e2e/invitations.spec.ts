import type { Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { enter, openElsewhere, openSetting } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// A request is broken off on purpose.
test.use({ allowedConsole: /Failed to load resource/ });

async function post(page: Page, procedure: string, input: object): Promise<unknown> {
  const answer = await page.request.post(`/trpc/${procedure}`, { data: input });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()).result.data;
}

/** A project for electricians that takes bids, with three firms on its outreach list, and the address of the list. */
async function reachOut(page: Page, title: string): Promise<string> {
  const answer = await page.request.get('/trpc/companies.listOwn');
  const companyId = (await answer.json()).result.data[0].id;
  const projectId = String(await post(page, 'projects.create', { title }));
  const facts = { description: 'All of it.', category: 'COMMERCIAL', skills: ['C-10'], zipCode: '94601' };
  const when = { timeZone: 'America/Los_Angeles', deadline: '2099-12-08T15:00' };
  await post(page, 'projects.save', { projectId, version: 1, title, companyId, ...facts, ...when });
  await post(page, 'projects.publish', { projectId, status: 'BIDDING_OPEN' });
  const licenseNumbers = ['710001', '710002', '710003'];
  await post(page, 'outreach.add', { projectId, licenseNumbers, criteria: { trades: ['C-10'] } });
  return `/projects/${projectId}/outreach`;
}

/** The address of a link in the newest email to an address. */
async function linkTo(page: Page, email: string, label: string): Promise<string> {
  let found: string | null = null;
  await expect(async () => {
    await page.goto(`/dev/outbox?to=${encodeURIComponent(email)}`);
    const message = page.getByRole('article').filter({ hasText: email }).first();
    found = await message.getByRole('link', { name: label }).first().getAttribute('href', { timeout: 1_000 });
    expect(found).toBeTruthy();
  }).toPass();
  return found ?? '';
}

test('a prime invites firms by email, one of them applies by its link, and another wants no more', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  test.setTimeout(120_000);
  const title = `Pier lighting ${project.name}`;
  const [meridian, pelican] = ['meridian', 'pelican'].map(
    (name) => `${name}.${project.name}@example.org`,
  ) as [string, string];
  await enter(page, staff('inviter', project.name));
  const address = await reachOut(page, title);
  await page.goto(address);
  const list = page.getByRole('list', { name: 'Firms on the list' });
  const rowOf = (name: string) => list.getByRole('listitem').filter({ hasText: name });
  const meridianRow = rowOf('Meridian Electric').first();
  const pelicanRow = rowOf('Pelican Electric Company').first();

  // No address, no invitation. A wrong address is told at its field, and Enter saves a good one.
  await expect(page.getByRole('button', { name: /^Invite/ })).toHaveCount(0);
  const form = await openSetting(page, 'Add an email address of Meridian Electric');
  await form.getByLabel('Email address').fill('meridian@');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('alert')).toBeVisible();
  await form.getByLabel('Email address').fill(meridian);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(form).toBeHidden();
  await expect(meridianRow).toContainText(`Email: ${meridian}`);
  const other = await openSetting(page, 'Add an email address of Pelican Electric Company');
  await other.getByLabel('Email address').fill(pelican);
  await page.keyboard.press('Enter');
  await expect(other).toBeHidden();

  // The letter is shown before it leaves.
  const dialog = await openSetting(page, 'Invite 2 firms by email');
  const letter = dialog.getByRole('region', { name: 'The email' });
  await expect(letter).toContainText(title);
  await expect(letter).toContainText('C-10 Electrical');
  await expect(letter).toContainText('December 8, 2099 at 3:00 PM Pacific time');
  await expect(letter).toContainText('Stop all invitations to this address');
  expect(await accessibilityProblems(page)).toEqual([]);
  // A lost line loses nothing: the dialog says so, and the button works again.
  const send = dialog.getByRole('button', { name: 'Send 2 invitations' });
  await page.route('**/trpc/outreach.invite**', (route) => route.abort());
  await send.click();
  await expect(dialog.getByText('Couldn’t send it')).toBeVisible();
  await page.unroute('**/trpc/outreach.invite**');
  // Somebody has the same dialog open in another tab.
  const second = await page.context().newPage();
  await second.goto(address);
  const late = await openSetting(second, 'Invite 2 firms by email');
  await expect(late.getByRole('region', { name: 'The email' })).toContainText(title);
  await send.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('2 invitations sent and logged.')).toBeVisible();
  await late.getByRole('button', { name: 'Send 2 invitations' }).click();
  await expect(
    second.getByText('No invitation was sent. 2 firms: the address was invited before.'),
  ).toBeVisible();
  await second.close();
  await expect(meridianRow).toContainText(`Invitation sent to ${meridian}`);
  await expect(page.getByRole('link', { name: 'Not contacted (1)' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Invite by email/ })).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);

  // The firm opens its link: the license is filled in, and the token leaves the address bar.
  const firm = await openElsewhere(browser, baseURL);
  await firm.goto(await linkTo(firm, meridian, 'Claim the license and apply'));
  await expect(firm.getByText('This link is for Meridian Electric')).toBeVisible();
  await expect(firm).toHaveURL(/\/join$/);
  await expect(firm.getByLabel(/license number/i)).toHaveValue('710001');
  expect(await accessibilityProblems(firm)).toEqual([]);
  expect(await firm.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.reload();
  await expect(meridianRow).toContainText(`${meridian} opened the personal link on`);
  await firm.reload();
  await expect(firm.getByText('This link is for Meridian Electric')).toBeVisible();

  // It applies as everybody does.
  await firm.getByRole('button', { name: 'Continue' }).click();
  await expect(firm.getByRole('heading', { level: 1 })).toContainText('Join NAMC NorCal');
  await firm.getByRole('button', { name: 'Continue' }).click();
  await firm.getByLabel('First name').fill('Ada');
  await firm.getByLabel('Last name').fill('Example');
  await firm.getByLabel('Email address').fill(meridian);
  await firm.getByRole('button', { name: 'Continue' }).click();
  await firm.getByRole('button', { name: 'Send my application' }).click();
  await expect(firm.getByRole('heading', { level: 1 })).toHaveText('Check your inbox');
  await page.reload();
  await expect(meridianRow).toContainText(`${meridian} applied for membership on`);

  // The other one ends all invitations, without signing in.
  const reader = await openElsewhere(browser, baseURL);
  await reader.goto(await linkTo(reader, pelican, 'Stop all invitations to this address'));
  await reader.getByRole('button', { name: 'Stop these emails' }).click();
  await expect(reader.getByText('gets no more invitations to bid')).toBeVisible();
  await reader.getByRole('button', { name: 'Allow invitations again' }).click();
  await reader.getByRole('button', { name: 'Stop these emails' }).click();
  await expect(reader.getByText('gets no more invitations to bid')).toBeVisible();
  await page.reload();
  await expect(pelicanRow).toContainText('Wants no invitations');
});

test('a link that is not good leads to the form anyway', async ({ page }) => {
  await page.goto(`/join#${'x'.repeat(43)}`);
  await expect(page.getByText('This link is no longer good')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a link that was cut says so, and another link in the same tab takes its place', async ({ page }) => {
  await page.goto('/join#abc');
  await expect(page.getByText('This link is not complete')).toBeVisible();
  await expect(page).toHaveURL(/\/join$/);
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  // The address alone changes, and the page is not loaded again.
  await page.evaluate(() => window.location.assign(`#${'x'.repeat(43)}`));
  await expect(page.getByText('This link is no longer good')).toBeVisible();
  await expect(page.getByText('This link is not complete')).toHaveCount(0);
  await expect(page).toHaveURL(/\/join$/);
});
