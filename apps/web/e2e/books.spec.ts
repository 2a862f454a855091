import type { Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The browser logs every refused request, and this spec provokes some.
test.use({ allowedConsole: /Failed to load resource/ });

/** Issues an invoice for something else to the member whose page this is, and opens it. */
async function issue(page: Page, words: string, dollars: string): Promise<void> {
  await page.getByRole('button', { name: 'Issue another invoice…' }).click();
  const issuing = page.getByRole('dialog', { name: /^Another invoice for/ });
  await issuing.getByLabel('What it is for').fill(words);
  await issuing.getByLabel('Amount').fill(dollars);
  await issuing.getByRole('button', { name: 'Issue the invoice' }).click();
  await expect(issuing).toBeHidden();
  const entry = page.getByRole('list', { name: 'Invoices' }).getByRole('listitem').filter({ hasText: words });
  await entry.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Invoice \d{4}-\d{4}$/);
}

test('staff keep a credit, use it, refund, deposit a check, and close the month', async ({ page }, {
  project,
}) => {
  const name = `overpayer Of ${project.name}`;
  const member = `/admin/members?q=${encodeURIComponent(staff('overpayer', project.name))}`;
  await signInAsStaff(page, staff('bookkeeper', project.name), member);
  await page.getByRole('link', { name }).click();
  await issue(page, 'Booth at the dinner', '300');

  // A check of more than the invoice leaves a credit.
  await page.getByRole('button', { name: 'Record a payment…' }).click();
  const recording = page.getByRole('dialog', { name: 'Record a payment' });
  await expect(recording.getByLabel('Paid by').getByRole('option')).toHaveText(['Check', 'Transfer', 'Cash']);
  await recording.getByLabel('Number').fill('2042');
  await recording.getByLabel('Amount').fill('350');
  await recording.getByLabel('Keep $50 as a credit of the member').check();
  await recording.getByRole('button', { name: 'Record the payment' }).click();
  await expect(recording).toBeHidden();
  await expect(page.getByText('Credit of the member')).toBeVisible();

  // The credit pays a part of the next invoice, and no more than there is.
  await page.getByRole('link', { name }).click();
  await issue(page, 'A second booth', '80');
  await page.getByRole('button', { name: 'Record a payment…' }).click();
  await recording.getByLabel('Paid by').selectOption({ label: 'Credit of the member, $50' });
  await recording.getByRole('button', { name: 'Record the payment' }).click();
  await expect(recording.getByRole('alert')).toContainText('must be at most $50');
  await recording.getByLabel('Amount').fill('50');
  expect(await accessibilityProblems(page)).toEqual([]);
  await recording.getByRole('button', { name: 'Record the payment' }).click();
  await expect(recording).toBeHidden();
  await expect(page.getByRole('list', { name: 'Payments' })).toContainText('$50 · Credit');
  await expect(page.getByText('Credit of the member')).toHaveCount(0);

  // A part of the check goes back, with a credit note.
  await page.goBack();
  await page
    .getByRole('list', { name: 'Invoices' })
    .getByRole('listitem')
    .filter({ hasText: 'Booth at the dinner' })
    .getByRole('link')
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Invoice /);
  const number = (await page.getByRole('heading', { level: 1 }).textContent())?.replace('Invoice ', '') ?? '';
  await page.getByRole('button', { name: /^Refund…/ }).click();
  const refunding = page.getByRole('dialog', { name: 'Refund the payment' });
  await refunding.getByLabel('Number').fill('5021');
  await refunding.getByLabel('Amount').fill('400');
  await refunding.getByLabel('Reason').fill('The booth was smaller');
  await refunding.getByRole('button', { name: 'Record the refund' }).click();
  await expect(refunding.getByRole('alert')).toContainText('must be at most $350');
  await refunding.getByLabel('Amount').fill('100');
  expect(await accessibilityProblems(page)).toEqual([]);
  await refunding.getByRole('button', { name: 'Record the refund' }).click();
  await expect(refunding).toBeHidden();
  await expect(page.getByRole('list', { name: 'Refunds' })).toContainText('$100 · Check 5021');
  const note = page.getByRole('list', { name: 'Documents' }).getByRole('link', { name: /^Credit note/ });
  const answer = await page.request.get((await note.getAttribute('href')) ?? '');
  expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');

  // The check goes to the bank.
  await page.goto('/admin/dues');
  await page.getByRole('navigation', { name: 'Books' }).getByRole('link', { name: 'Deposits' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deposits');
  const waiting = page.getByRole('region', { name: 'Not deposited yet' });
  await waiting.getByRole('checkbox', { name: new RegExp(`${name}.*Check 2042`) }).check();
  await expect(waiting).toContainText('1 item chosen, $350');
  expect(await accessibilityProblems(page)).toEqual([]);
  await waiting.getByRole('button', { name: 'Make a deposit' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Open deposit');
  await page.getByRole('button', { name: 'Close the deposit…' }).click();
  const closing = page.getByRole('dialog', { name: 'Close the deposit' });
  await closing.getByLabel('Total of the slip').fill('349');
  await closing.getByRole('button', { name: 'Close the deposit' }).click();
  await expect(closing.getByRole('alert')).toContainText('The total isn’t that of the slip.');
  await closing.getByLabel('Total of the slip').fill('350');
  await closing.getByRole('button', { name: 'Close the deposit' }).click();
  await expect(closing).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Deposit D\d{4}-\d{4}$/);
  await expect(page.getByRole('button', { name: 'Change…' })).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  const slip = (await page.getByRole('link', { name: 'Download CSV' }).getAttribute('href')) ?? '';
  expect(await (await page.request.get(slip)).text()).toContain(
    `"${name}","${number}","Check","2042","350.00"`,
  );

  // The month has all of it.
  await page.goto('/admin/dues/reports');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Month-end, /);
  const months = page.getByLabel('Month');
  await months.selectOption({ index: 0 });
  const owed = page.getByRole('table', { name: 'Receivables', exact: true });
  await expect(owed.getByRole('row', { name: /^Paid with credits/ })).toContainText('-$');
  const cents = async (row: ReturnType<Page['getByRole']>) =>
    Math.round(Number(((await row.getByRole('cell').textContent()) ?? '').replace(/[$,]/g, '')) * 100);
  const rows = await owed.getByRole('row').all();
  const amounts: number[] = [];
  for (const row of rows.slice(1)) amounts.push(await cents(row));
  expect(amounts.slice(0, -1).reduce((all, one) => all + one, 0)).toBe(amounts.at(-1));
  expect(await accessibilityProblems(page)).toEqual([]);
  const journal = await page.request.get(
    (await page.getByRole('link', { name: 'Journal for QuickBooks' }).getAttribute('href')) ?? '',
  );
  const text = await journal.text();
  expect(text).toContain('"JournalNo","JournalDate","AccountName","Debits","Credits","Description","Name"');
  expect(text).toContain('"Other Income"');
  expect(text).toMatch(/"D\d{4}-\d{4}","\d\d\/\d\d\/\d{4}","Checking","350.00","","Deposit\. /);
  const report = await page.request.get(
    (await page.getByRole('link', { name: 'Report as CSV' }).getAttribute('href')) ?? '',
  );
  expect(await report.text()).toContain('"Receivables","Owed when the month ended"');
});

test('staff see what is due, what comes in, and the months; a wrong word in an address shows the open invoices', async ({
  page,
}, { project }) => {
  await signInAsStaff(page, staff('planner', project.name), '/admin/dues/overview');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview of dues');
  const memberships = page.getByRole('region', { name: 'Memberships' });
  await expect(memberships.getByRole('link')).toHaveCount(3);
  await expect(page.getByRole('region', { name: 'Coming in' })).toBeVisible();
  await page.getByText('View as a table').click();
  await expect(page.getByRole('region', { name: 'Members and income by month' })).toContainText('Arrived');
  expect(await accessibilityProblems(page)).toEqual([]);
  await memberships.getByRole('link', { name: /lapsed/ }).click();
  await expect(page).toHaveURL(/\/admin\/members\?status=LAPSED/);
  await page.goto('/admin/dues?state=NOPE');
  await expect(
    page.getByRole('navigation', { name: 'Invoices' }).getByRole('link', { name: /^Open/ }),
  ).toHaveAttribute('aria-current', 'page');
  await expect(page.getByText('Couldn’t load')).toHaveCount(0);
});
