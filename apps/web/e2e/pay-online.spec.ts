import type { Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { enter, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

const standIn = process.env.STRIPE_STAND_IN ?? '';
/** The page of the stand-in is another server’s, as Stripe’s is. */
const onStripe = (page: Page) => expect(page).toHaveURL(new RegExp(`^${standIn}/pay/`));

/** Gets an invoice and goes on to the page on which it is paid. */
async function beginToPay(page: Page, email: string): Promise<void> {
  await enter(page, email, '/membership/pay');
  await page.getByRole('region', { name: 'New invoice' }).getByRole('button', { name: 'Pay online' }).click();
  await onStripe(page);
}
const payButton = (page: Page) => page.getByRole('button', { name: /^Pay \$500 online for invoice/ });

test('a member pays with a second card after going back, a double click and a declined one', async ({
  page,
}, { project }) => {
  await beginToPay(page, staff('cardholder', project.name));
  const first = page.url();
  await page.getByRole('link', { name: 'Cancel and go back' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pay your dues');
  expect(await accessibilityProblems(page)).toEqual([]);
  await payButton(page).dblclick();
  await onStripe(page);
  expect(page.url()).toBe(first);
  await page.goBack();
  await payButton(page).click();
  await onStripe(page);
  expect(page.url()).toBe(first);
  await page.getByLabel('Card number').fill('4000 0000 0000 0002');
  await page.getByRole('button', { name: 'Pay $500.00' }).click();
  await expect(page.getByRole('alert')).toHaveText('Your card was declined.');
  await page.getByLabel('Card number').fill('4242 4242 4242 4242');
  await page.getByRole('button', { name: 'Pay $500.00' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your payment');
  await expect(page.getByRole('status').filter({ hasText: 'We received $500. Thank you.' })).toContainText(
    'Your membership runs through',
  );
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('main').getByRole('link', { name: 'Your membership' }).click();
  await expect(page.getByRole('list', { name: 'Documents' }).getByRole('listitem')).toHaveCount(2);
});

test('a bank debit is under way until the bank sends the money, and staff see it', async ({ page, browser }, {
  project,
}) => {
  await beginToPay(page, staff('debited', project.name));
  const session = page.url().split('/').at(-1);
  await page.getByRole('button', { name: 'Pay by bank account' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your bank is sending the money' })).toBeVisible();
  await page.goto('/membership/pay');
  await expect(page.getByText('Please don’t pay again.')).toBeVisible();
  await expect(payButton(page)).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);

  const office = await (await browser.newContext({ baseURL: new URL(page.url()).origin })).newPage();
  await signInAsStaff(office, staff('accountant', project.name), '/admin/dues/online');
  const underWay = office.getByRole('list', { name: 'Under way' }).getByRole('listitem');
  const row = underWay.filter({ hasText: `debited Of ${project.name}` });
  await expect(row).toContainText('On its way from the bank');
  expect(await accessibilityProblems(office)).toEqual([]);
  await row.getByRole('link').click();
  await expect(office.getByText('An online payment is under way')).toBeVisible();

  await fetch(`${standIn}/control/bank/${session}/succeeded`, { method: 'POST' });
  await expect
    .poll(async () => {
      await page.goto('/membership');
      return page.getByRole('list', { name: 'Documents' }).getByRole('listitem').count();
    })
    .toBe(2);
  await office.reload();
  const paid = office.getByRole('list', { name: 'Payments' }).getByRole('listitem');
  await paid.getByRole('button', { name: /^Refund…/ }).click();
  const refunding = office.getByRole('dialog', { name: 'Refund the payment' });
  await refunding.getByLabel('Amount').fill('200');
  await refunding.getByLabel('Reason').fill('Paid twice');
  expect(await accessibilityProblems(office)).toEqual([]);
  await refunding.getByRole('button', { name: 'Refund', exact: true }).click();
  await expect(refunding).toBeHidden();
  await expect(paid).toContainText('Refunded: $200');
});
