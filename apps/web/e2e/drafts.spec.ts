import type { Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test, toasts } from './portal-test.ts';

const dialog = (page: Page) => page.getByRole('dialog');

/** Types into a dialog, closes it with Escape and opens it again. */
async function typeAndLeave(page: Page, opener: string, label: string, words: string): Promise<void> {
  const button = page.getByRole('button', { name: opener, exact: true }).first();
  await button.click();
  await dialog(page).getByLabel(label).fill(words);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByLabel(label)).toHaveValue(words);
}

test('words typed into a dialog outlive it, belong to one application, and go when they are sent', async ({
  page,
}, { project: { name } }) => {
  await signInAsStaff(page, staff('writer', name), '/admin/applications');
  const open = async (applicant: string) => {
    await page.getByRole('link', { name: `${applicant} Of ${name}`, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${applicant} Of ${name}`);
  };
  const toList = () =>
    page
      .getByRole('navigation', { name: 'Applications' })
      .getByRole('link', { name: /applications/i })
      .first()
      .click();
  await open('Asked');
  const question = 'Is license 1099999 yours, or the firm’s?\nWe see another name on it.';
  await typeAndLeave(page, 'Ask a question…', 'Question', question);
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await typeAndLeave(page, 'Decline…', 'Reason', 'The license has been revoked.');
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Approve…' }).click();
  await expect(dialog(page).getByLabel('Reason')).toHaveValue('');
  await page.keyboard.press('Escape');

  await toList();
  await open('Rival');
  await page.getByRole('button', { name: 'Ask a question…' }).click();
  await expect(dialog(page).getByLabel('Question')).toHaveValue('');
  await page.keyboard.press('Escape');
  await toList();
  await open('Asked');
  await page.getByRole('button', { name: 'Ask a question…' }).click();
  await expect(dialog(page).getByLabel('Question')).toHaveValue(question);
  await dialog(page).getByRole('button', { name: 'Send the question' }).click();
  await expect(toasts(page)).toHaveText('Your question was sent.');
  await page.getByRole('button', { name: 'Ask a question…' }).click();
  await expect(dialog(page).getByLabel('Question')).toHaveValue('');
});

test('the reasons that staff give on a member’s page and for a role outlive their dialogs', async ({ page }, {
  project: { name },
}) => {
  await signInAsStaff(page, staff('author', name), '/admin/members');
  await page.getByRole('searchbox').first().fill(`bystander of ${name}`);
  await page
    .getByRole('link', { name: `bystander Of ${name}` })
    .first()
    .click();
  await typeAndLeave(page, 'Suspend…', 'Reason', 'Dues have not been paid since 2025.');
  await page.keyboard.press('Escape');
  await typeAndLeave(page, 'Assign a role…', 'Reason', 'Helps with events.');
  // A select that is wrong is marked as other fields are. No choice of the list is wrong, so this one is added.
  const role = dialog(page).getByLabel('Role');
  await role.evaluate((select: HTMLSelectElement) => {
    select.add(new Option('Nothing', ''));
    select.value = '';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await dialog(page).getByRole('button', { name: 'Assign the role' }).click();
  await expect(role).toHaveAttribute('aria-invalid', 'true');
  const [wrong, right] = await Promise.all(
    [role, dialog(page).getByLabel('Reason')].map((field) =>
      field.evaluate((control) => getComputedStyle(control).borderTopColor),
    ),
  );
  expect(wrong).not.toBe(right);
  await role.selectOption({ label: 'Auditor' });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Assign a role…' }).click();
  await expect(dialog(page).getByLabel('Role').locator('option:checked')).toHaveText('Auditor');
  await page.keyboard.press('Escape');
  await page.goto('/admin/roles');
  await typeAndLeave(page, 'Change Auditor', 'Reason', 'Reads the reports as well.');
});
