import { staff } from './fixture-people.ts';
import { accountButton, enter } from './people.ts';
import { expect, listedNames, pressTwice, test } from './portal-test.ts';

test('a double click opens filters, an account menu and details, and changes nothing in them', async ({
  page,
  hasTouch,
}, { project }) => {
  await enter(page, staff('keeper', project.name), '/contractors?q=harbor+light');
  await expect(listedNames(page)).toHaveCount(1);
  const address = page.url();
  await pressTwice(page.getByRole('button', { name: hasTouch ? /^Filters/ : /^Trade/ }), hasTouch);
  await expect(page.getByRole('dialog').getByLabel('Find a trade')).toBeVisible();
  expect(page.url()).toBe(address);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await pressTwice(accountButton(page, 'keeper'), hasTouch);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Sign out' })).toHaveCount(0);

  await listedNames(page).getByRole('link').click();
  const day = page.getByText('Check another day');
  await day.scrollIntoViewIfNeeded();
  await pressTwice(day, hasTouch);
  await expect(page.getByRole('button', { name: 'Show the standing' })).toBeVisible();
});
