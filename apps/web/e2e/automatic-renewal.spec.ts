import { connect } from '@namc/db/testing/direct-client';
import type { Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { enter } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

const standIn = process.env.STRIPE_STAND_IN ?? '';
const inSpec = (page: Page) => page.getByRole('region', { name: 'Automatic renewal' });

/** Gets an invoice, asks for automatic renewal and pays by card. */
async function saveCard(page: Page, email: string, card = '4242 4242 4242 4242'): Promise<void> {
  await enter(page, email, '/membership/pay');
  const form = page.getByRole('region', { name: 'New invoice' });
  const box = form.getByRole('checkbox', { name: 'Save this card and renew my membership automatically' });
  await expect(box).not.toBeChecked();
  await box.check();
  expect(await accessibilityProblems(page)).toEqual([]);
  await form.getByRole('button', { name: 'Pay online' }).click();
  await expect(page).toHaveURL(new RegExp(`^${standIn}/pay/`));
  await expect(page.getByText('The card is saved for your next renewals.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pay by bank account' })).toHaveCount(0);
  await page.getByLabel('Card number').fill(card);
  await page.getByRole('button', { name: 'Pay $500.00' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'We received $500. Thank you.' })).toBeVisible();
  await page.goto('/membership');
}

test('a member saves a card, sees it, sees it at Stripe, and turns automatic renewal off with one click', async ({
  page,
}, { project }) => {
  await saveCard(page, staff('card-saver', project.name));
  await expect(inSpec(page)).toContainText('Visa ending in 4242');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Cards and receipts at Stripe' }).click();
  await expect(page).toHaveURL(new RegExp(`^${standIn}/customer/`));
  await expect(page.getByText('visa ending in 4242')).toBeVisible();
  await page.getByRole('link', { name: 'Go back' }).click();
  await page.getByRole('button', { name: 'Turn off automatic renewal' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Automatic renewal is off' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.reload();
  await expect(inSpec(page)).toContainText('Off. To turn it on');
});

test('the link of the notice turns it off without a sign-in, and a charge that was declined says what to do', async ({
  page,
  browser,
}, { project }) => {
  const email = staff('auto-renewer', project.name);
  await saveCard(page, email, '4000 0000 0000 0341');
  const token = `renewal-${project.name}-`.padEnd(43, 'x');
  const owner = connect(process.env.PORTAL_OWNER_URL ?? '', { max: 1, applicationName: 'portal e2e' });
  try {
    // The job has charged the card, and the bank has declined it. The time of the notice can’t be waited for here.
    await owner`
      insert into renewal_charges (renewal_id, user_id, membership_id, tier_code, amount_cents, charge_on, status, tries, problem)
      select r.id, r.user_id, m.id, m.tier_code, 50000, current_date + 3, 'RETRY', 1, 'card_declined'
      from automatic_renewals r join users u on u.id = r.user_id join memberships m on m.user_id = u.id
      where u.email = ${email} order by m.ends_on desc limit 1`;
    await owner`
      insert into account_links (token_hash, user_id, purpose, email, expires_at)
      select encode(sha256(${token}::text::bytea), 'hex'), id, 'STOP_RENEWAL', email, now() + interval '1 day'
      from users where email = ${email}`;
  } finally {
    await owner.end();
  }
  for (const address of ['/membership', '/membership/pay']) {
    await page.goto(address);
    const problem = inSpec(page).getByRole('status');
    await expect(problem).toContainText('We couldn’t charge your card');
    await expect(problem).toContainText('Your bank declined the card. Your bank can tell you why.');
    await expect(problem).toContainText('We’ll try once more on');
    expect(await accessibilityProblems(page)).toEqual([]);
  }
  const stranger = await (await browser.newContext({ baseURL: new URL(page.url()).origin })).newPage();
  await stranger.goto(`/stop-renewal#${token}`);
  await stranger.getByRole('button', { name: 'Turn off automatic renewal' }).click();
  await expect(stranger.getByRole('status')).toContainText('Automatic renewal is off');
  expect(await accessibilityProblems(stranger)).toEqual([]);
  await page.goto('/membership');
  await expect(inSpec(page)).toContainText('Off. To turn it on');
});
