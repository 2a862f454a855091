import { dayWords } from '@namc/inputs/day-words';
import { staff } from './fixture-people.ts';
import { enter, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The browser logs every refused request, and this spec provokes one.
test.use({ allowedConsole: /Failed to load resource/ });

const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date());
const inDays = (days: number) =>
  new Date(Date.parse(`${today()}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const days = (from: string, until: string) => (Date.parse(until) - Date.parse(from)) / 86_400_000;

/** The price of an upgrade from Regular to Corporate for the days through the last one. */
function priceOf(left: number): string {
  const next = inDays(left + 1);
  const ofYear = days(`${Number(next.slice(0, 4)) - 1}${next.slice(4)}`, next);
  const cents = Math.round((200_000 * (left + 1)) / ofYear);
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(cents / 100);
}

test('a member upgrades in the middle of a term, and has the tier when the check is recorded', async ({
  page,
}, { project }) => {
  await enter(page, staff('termsupgrader', project.name), '/membership');
  const corporate = page
    .getByRole('region', { name: 'Upgrade' })
    .getByRole('listitem')
    .filter({ hasText: 'Corporate' });
  await expect(corporate).toContainText(
    `${priceOf(100)} for 101 days, ${dayWords(today())} through ${dayWords(inDays(100))}.`,
  );
  expect(await accessibilityProblems(page)).toEqual([]);
  await corporate.getByRole('button', { name: 'Upgrade to Corporate…' }).click();
  const asking = page.getByRole('dialog', { name: 'Upgrade to Corporate?' });
  await expect(asking).toContainText(`We make you an invoice for ${priceOf(100)}`);
  await expect(asking).toContainText(`101 days, ${dayWords(today())} through ${dayWords(inDays(100))}`);
  await expect(asking.getByRole('button', { name: 'Cancel' })).toBeFocused();
  expect(await accessibilityProblems(page)).toEqual([]);
  await asking.getByRole('button', { name: 'Make the invoice' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pay your dues');
  const invoice = page.getByRole('region', { name: /^Invoice \d{4}-\d{4}$/ });
  await expect(invoice).toContainText('Upgrade to Corporate, 101 days');
  await expect(invoice).toContainText(priceOf(100));
  await expect(invoice).toContainText('stays in its tier until we receive the payment');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.goto('/membership');
  const terms = page.getByRole('list', { name: 'Terms' }).getByRole('listitem');
  await expect(terms).toHaveText([`Regular now${dayWords(inDays(-300))} to ${dayWords(inDays(100))}`]);
  // There is one upgrade at a time: the one that waits stands alone.
  const waiting = page.getByRole('region', { name: 'Upgrade' });
  await expect(waiting).toContainText(`Your upgrade waits for its payment: invoice`);
  await expect(waiting).toContainText(`${priceOf(100)} left to pay`);
  await expect(page.getByRole('list', { name: 'Higher tiers' })).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await waiting.getByRole('link', { name: /^Pay invoice/ }).click();
  await expect(invoice).toContainText(priceOf(100));

  await page.context().clearCookies();
  await signInAsStaff(
    page,
    staff('termspromoter', project.name),
    `/admin/members?q=${encodeURIComponent(staff('termsupgrader', project.name))}`,
  );
  await page.getByRole('link', { name: `termsupgrader Of ${project.name}` }).click();
  await page.getByRole('list', { name: 'Invoices' }).getByRole('link').click();
  await page.getByRole('button', { name: 'Record a payment…' }).click();
  const recording = page.getByRole('dialog', { name: 'Record a payment' });
  await expect(recording).toContainText('the membership is upgraded at once');
  await recording.getByLabel('Number').fill('1043');
  await recording.getByRole('button', { name: 'Record the payment' }).click();
  await expect(recording).toBeHidden();
  await page.getByRole('link', { name: `termsupgrader Of ${project.name}` }).click();
  const listed = page.getByRole('region', { name: 'Memberships' }).getByRole('list', { name: 'Terms' });
  await expect(listed.getByRole('listitem')).toHaveText([
    `Corporate now${dayWords(today())} to ${dayWords(inDays(100))}`,
    `Regular over${dayWords(inDays(-300))} to ${dayWords(inDays(-1))}`,
  ]);

  // The money goes back, and takes the upgrade along.
  await page.getByRole('list', { name: 'Invoices' }).getByRole('link').click();
  await page.getByRole('button', { name: /^Refund/ }).click();
  const refunding = page.getByRole('dialog', { name: 'Refund the payment' });
  await refunding.getByLabel('Amount').fill('1');
  await refunding.getByLabel('Reason').fill('By decision of the board');
  const box = refunding.getByRole('checkbox', { name: /^And take the upgrade back/ });
  await expect(box).not.toBeChecked();
  await box.check();
  await refunding.getByRole('button', { name: 'Record the refund' }).click();
  await expect(refunding.getByRole('alert')).toContainText(
    'An upgrade is taken back when all of its money goes back',
  );
  expect(await accessibilityProblems(page)).toEqual([]);
  await refunding.getByLabel('Amount').fill(priceOf(100).replace('$', ''));
  await refunding.getByRole('button', { name: 'Record the refund' }).click();
  await expect(refunding).toBeHidden();
  await expect(page.getByText(/^Taken back with a refund on /)).toBeVisible();
  await page.getByRole('link', { name: `termsupgrader Of ${project.name}` }).click();
  await expect(listed.getByRole('listitem').filter({ hasText: 'Regular now' })).toContainText(
    `${dayWords(inDays(-300))} to ${dayWords(inDays(100))}`,
  );
});

test('staff pause a membership: the member sees it, and no day is lost', async ({ page }, { project }) => {
  await signInAsStaff(
    page,
    staff('termsrester', project.name),
    `/admin/members?q=${encodeURIComponent(staff('termspauser', project.name))}`,
  );
  await page.getByRole('link', { name: `termspauser Of ${project.name}` }).click();
  await page.getByRole('button', { name: 'Pause the membership…' }).click();
  const pausing = page.getByRole('dialog', { name: /^Pause the membership of termspauser/ });
  await pausing.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(pausing.getByRole('alert')).toContainText('Enter a reason');
  await pausing.getByLabel('First day of the pause').fill(today());
  await pausing.getByLabel('Last day of the pause').fill(inDays(29));
  await pausing.getByLabel('Reason').fill('A long illness');
  expect(await accessibilityProblems(page)).toEqual([]);
  await pausing.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(pausing).toBeHidden();
  const pauses = page.getByRole('list', { name: 'Pauses' }).getByRole('listitem');
  await expect(pauses).toContainText(`Paused ${dayWords(today())} to ${dayWords(inDays(29))}`);
  await expect(page.getByRole('list', { name: 'Terms' })).toContainText(dayWords(inDays(130)));
  await page.getByRole('button', { name: 'End the pause…' }).click();
  const ending = page.getByRole('dialog', { name: /^End the pause of termspauser/ });
  await expect(ending).toContainText(`30 days of the pause, through ${dayWords(inDays(29))}, are taken off`);
  await expect(ending).toContainText(`it runs through ${dayWords(inDays(100))}.`);
  expect(await accessibilityProblems(page)).toEqual([]);
  await ending.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Issue an invoice for an upgrade…' }).click();
  const upgrading = page.getByRole('dialog', { name: /^Upgrade of termspauser/ });
  await expect(upgrading).toContainText('It can be upgraded after the pause');
  await expect(upgrading.getByRole('combobox')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.context().clearCookies();
  await enter(page, staff('termspauser', project.name), '/membership');
  const standing = page.getByRole('region', { name: 'Standing' });
  await expect(standing.getByText('Paused', { exact: true })).toBeVisible();
  await expect(standing).toContainText(`paused through ${dayWords(inDays(29))}`);
  await expect(page.getByRole('region', { name: 'What comes next' }).getByRole('listitem')).toContainText([
    dayWords(inDays(29)),
    dayWords(inDays(40)),
    dayWords(inDays(130)),
    dayWords(inDays(160)),
  ]);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('grace, lapse and reinstatement: each says what holds, and the missed days count when staff say so', async ({
  page,
}, { project }) => {
  await enter(page, staff('termslatecomer', project.name), '/membership');
  const standing = page.getByRole('region', { name: 'Standing' });
  await expect(standing.getByText('Ended, can still be renewed')).toBeVisible();
  await expect(standing).toContainText(`through ${dayWords(inDays(1))}`);
  await expect(page.getByRole('region', { name: 'Upgrade' })).toHaveCount(0);
  await page.context().clearCookies();
  await enter(page, staff('termscomeback', project.name), '/membership');
  await expect(standing.getByText('Lapsed', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Upgrade' })).toHaveCount(0);
  await page.context().clearCookies();
  await signInAsStaff(
    page,
    staff('termsreinstater', project.name),
    `/admin/members?q=${encodeURIComponent(staff('termscomeback', project.name))}`,
  );
  await page.getByRole('link', { name: `termscomeback Of ${project.name}` }).click();
  await page.getByRole('button', { name: 'Renew the membership…' }).click();
  const renewing = page.getByRole('dialog', { name: /^Renew the membership of termscomeback/ });
  await expect(renewing).toContainText(`The new term: ${dayWords(today())} through`);
  await renewing.getByLabel('Missed days').selectOption({ index: 1 });
  await expect(renewing).toContainText(`The new term: ${dayWords(inDays(-44))} through`);
  await renewing.getByLabel('What it stands on').selectOption('Complimentary, without dues');
  await renewing.getByLabel('Reason').fill('Back after a fire, by decision of the board');
  expect(await accessibilityProblems(page)).toEqual([]);
  await renewing.getByRole('button', { name: 'Renew', exact: true }).click();
  await expect(renewing).toBeHidden();
  await expect(page.getByRole('list', { name: 'Terms' }).getByRole('listitem').first()).toContainText(
    `Regular now${dayWords(inDays(-44))} to`,
  );
  await page.context().clearCookies();
  await enter(page, staff('termscomeback', project.name), '/membership');
  await expect(standing.getByText('Active', { exact: true })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
});
