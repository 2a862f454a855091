import { dayWords } from '@namc/inputs/day-words';
import { staff } from './fixture-people.ts';
import { enter, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date());
const inDays = (days: number) =>
  new Date(Date.parse(`${today()}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

test('a member sees what years bring and cost, gets an invoice once, and downloads it', async ({ page }, {
  project,
}) => {
  await enter(page, staff('debtor', project.name), '/membership');
  await page.getByRole('link', { name: 'Pay your dues' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pay your dues');
  const asking = page.getByRole('region', { name: 'New invoice' });
  await asking.getByLabel('For how long').selectOption('2 years, $1,000');
  await expect(asking).toContainText('Regular: $1,000, due in 30 days.');
  await expect(asking).toContainText(`the new term would run from ${dayWords(inDays(30))} through`);
  expect(await accessibilityProblems(page)).toEqual([]);
  await expect(page.getByRole('main')).toContainText('It’s time to renew.');
  await expect(page.getByRole('region', { name: 'How paying works' })).toContainText('It’s due in 30 days.');
  const second = await page.context().newPage();
  await second.goto('/membership/pay');
  const again = second.getByRole('button', { name: 'Get an invoice' });
  await expect(again).toBeVisible();
  await asking.getByRole('button', { name: 'Get an invoice' }).dblclick();
  const invoice = page.getByRole('region', { name: /^Invoice \d{4}-\d{4}$/ });
  await expect(invoice).toContainText('Regular membership, 2 years');
  await expect(invoice).toContainText(dayWords(inDays(30)));
  await expect(asking).toHaveCount(0);
  const heading = (await invoice.getByRole('heading', { level: 2 }).textContent()) ?? '';
  await again.click();
  await expect(second.getByRole('heading', { name: heading })).toBeVisible();
  await second.close();
  expect(await accessibilityProblems(page)).toEqual([]);
  const address =
    (await invoice.getByRole('link', { name: /^Invoice .* as PDF$/ }).getAttribute('href')) ?? '';
  const answer = await page.request.get(address);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');
  await page.goto('/membership');
  await expect(page.getByRole('list', { name: 'Documents' }).getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('region', { name: 'Standing' })).toContainText(
    `You’re a member through ${dayWords(inDays(29))}`,
  );
  // Without a session, the address alone opens nothing.
  await page.context().clearCookies();
  expect((await page.request.get(address)).status()).toBe(401);
});

test('somebody without an invoice sees what is due, and why: an applicant, and a member with a long term', async ({
  page,
}, { project }) => {
  await enter(page, staff('applicant', project.name), '/membership/pay');
  const due = page.getByRole('region', { name: 'Nothing to pay yet' });
  await expect(due).toContainText('Regular');
  await expect(due).toContainText('$500 a year');
  await expect(due).toContainText('Your membership begins on the day we approve it, without a payment.');
  await expect(page.getByRole('button', { name: 'Get an invoice' })).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await due.getByRole('link', { name: 'See your application' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your application');
  await page.goBack();
  await expect(due).toBeVisible();
  await page.context().clearCookies();
  await enter(page, staff('settled', project.name), '/membership/pay');
  await expect(page.getByRole('main')).toContainText('You owe nothing today. You’re a member through');
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('staff issue an invoice, record a check, and take it back when it bounces', async ({ page }, {
  project,
}) => {
  await signInAsStaff(
    page,
    staff('cashier', project.name),
    `/admin/members?q=${encodeURIComponent(staff('payer', project.name))}`,
  );
  await page.getByRole('link', { name: `payer Of ${project.name}` }).click();
  await page.getByRole('button', { name: 'Issue an invoice for dues…' }).click();
  const issuing = page.getByRole('dialog', { name: /^Invoice for the dues of payer/ });
  await issuing.getByLabel('Tier').selectOption({ label: 'Regular, $500 a year' });
  expect(await accessibilityProblems(page)).toEqual([]);
  await issuing.getByRole('button', { name: 'Issue the invoice' }).click();
  await expect(issuing).toBeHidden();
  const listed = page.getByRole('list', { name: 'Invoices' }).getByRole('link');
  const number = (await listed.textContent()) ?? '';

  await page.goto('/admin/dues');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dues');
  await page.getByRole('searchbox', { name: 'Invoice number, name or company' }).fill(number.slice(5));
  const rows = page.getByRole('list', { name: 'Invoices' }).getByRole('listitem');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(`payer Of ${project.name}`);
  expect(await accessibilityProblems(page)).toEqual([]);
  await rows.getByRole('link', { name: number }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Invoice ${number}`);

  await page.getByRole('button', { name: 'Record a payment…' }).click();
  const recording = page.getByRole('dialog', { name: 'Record a payment' });
  await expect(recording.getByLabel('Amount')).toHaveValue('500');
  await recording.getByLabel('Number').fill('1042');
  // A digit too many is asked about.
  await recording.getByLabel('Amount').fill('5000');
  await recording.getByLabel('Amount').press('Enter');
  await expect(recording.getByRole('alert')).toContainText('is $4,500 more than what’s left');
  await expect(recording.getByLabel('Keep $4,500 as a credit of the member')).not.toBeChecked();
  await recording.getByLabel('Amount').fill('500');
  expect(await accessibilityProblems(page)).toEqual([]);
  await recording.getByRole('button', { name: 'Record the payment' }).click();
  await expect(recording).toBeHidden();
  const payments = page.getByRole('list', { name: 'Payments' }).getByRole('listitem');
  await expect(payments).toContainText('$500 · Check 1042');
  await expect(page.getByText('Paid', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('list', { name: 'Documents' }).getByRole('listitem')).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Record a payment…' })).toHaveCount(0);

  const invoicesFile = await (await page.request.get(`/api/invoices.csv?state=ALL&q=${number}`)).text();
  expect(invoicesFile).toMatch(
    new RegExp(`"${number}","payer Of ${project.name}",.*,"PAID","500.00","500.00","0"`),
  );
  expect(await (await page.request.get('/api/payments.csv')).text()).toContain(
    `"${number}","Check","1042","500.00"`,
  );

  await payments.getByRole('button', { name: /^Bounced or wrong…/ }).click();
  const voiding = page.getByRole('dialog', { name: 'Void the payment' });
  await voiding.getByRole('button', { name: 'Void the payment' }).click();
  await expect(voiding.getByRole('alert')).toContainText('Enter a reason');
  await voiding.getByLabel('Reason').fill('Returned by the bank');
  await voiding.getByLabel('Fee').fill('25');
  await voiding.getByRole('button', { name: 'Void the payment' }).click();
  await expect(voiding).toBeHidden();
  await expect(payments).toContainText('Returned by the bank');
  await expect(page.getByRole('button', { name: 'Record a payment…' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('link', { name: `payer Of ${project.name}` }).click();
  await expect(page.getByRole('list', { name: 'Invoices' }).getByRole('listitem')).toHaveCount(2);
});
