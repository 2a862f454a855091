import { staff } from './fixture-people.ts';
import { enter, openElsewhere, openSetting, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test, toasts } from './portal-test.ts';

test('a declined person reads why, applies again with another answer, and staff see the earlier decision', async ({
  page,
  browser,
  baseURL,
}, { project: { name } }) => {
  await page.emulateMedia({ colorScheme: name === 'phone' ? 'dark' : 'light' });
  const reason = 'Your firm’s license was not found.';
  await enter(page, staff('persistent', name), '/application');
  await expect(page.getByText('Under review', { exact: true })).toBeVisible();
  const again = page.getByRole('button', { name: 'Apply again' });
  await expect(again).toHaveCount(0);

  const other = await openElsewhere(browser, baseURL);
  await signInAsStaff(other, staff('rethinker', name), '/admin/applications');
  await other.getByRole('link', { name: `persistent Of ${name}`, exact: true }).click();
  await other.getByRole('button', { name: 'Decline…' }).click();
  await other.getByRole('dialog').getByLabel('Reason').fill(reason);
  await other.getByRole('dialog').getByRole('button', { name: 'Decline', exact: true }).click();
  await expect(
    other.getByRole('status').filter({ hasText: `by rethinker Of ${name}: ${reason}` }),
  ).toContainText('Declined');

  // The open page has followed. A decided application keeps its answers as they are.
  await expect(page.getByText(`Reason: ${reason}`)).toBeVisible();
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(progress.getByRole('listitem').last()).toContainText('Ended: Not approved');
  const change = page.getByRole('button', { name: 'Change your membership' });
  await expect(change).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await again.click();
  await expect(toasts(page)).toContainText('Your application is back under review.');
  await expect(again).toHaveCount(0);
  await expect(page.getByText('Under review', { exact: true })).toBeVisible();
  await expect(page.getByText(reason)).toHaveCount(0);
  await expect(progress.locator('[aria-current=step]')).toContainText('Staff review');
  expect(await accessibilityProblems(page)).toEqual([]);
  const changing = await openSetting(page, 'Change your membership');
  await changing.getByRole('radio', { name: /^Associate/ }).check();
  await changing.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'Your membership' })).toContainText('Associate, $750 a year');

  await other.reload();
  await expect(other.getByRole('status').filter({ hasText: reason })).toContainText(
    'Declined before, and sent again',
  );
  await expect(other.getByText('Associate', { exact: true })).toBeVisible();
  expect(await accessibilityProblems(other)).toEqual([]);
  await other.getByRole('button', { name: 'Approve…' }).click();
  await other.getByRole('dialog').getByLabel('Reason').fill('The license is there now.');
  await other.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(page.getByText('You’re a member.')).toBeVisible();
  await expect(again).toHaveCount(0);
  await other.context().close();
});
