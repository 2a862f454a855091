import type { Locator } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { enter, isNarrow } from './people.ts';
import { expect, listedNames, test, wordsField } from './portal-test.ts';

/** Two presses one right after the other, at one place, whatever is there at the second one. */
async function pressTwice(button: Locator, hasTouch: boolean): Promise<void> {
  const page = button.page();
  const box = await button.boundingBox();
  if (!box) throw new Error('The button is not on the screen.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (!hasTouch) return page.mouse.dblclick(x, y);
  await page.touchscreen.tap(x, y);
  await page.touchscreen.tap(x, y);
}

test('a double tap on “Edit search” opens the form, and a later tap folds it', async ({ page, hasTouch }) => {
  test.skip(!hasTouch, 'A wide screen shows the form always.');
  await page.goto('/contractors?q=harbor+light');
  await expect(listedNames(page)).toHaveCount(1);
  const edit = page.getByRole('button', { name: 'Edit search' });
  await pressTwice(edit, true);
  await expect(wordsField(page)).toBeFocused();
  await expect(edit).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Shift');
  await edit.tap();
  await expect(wordsField(page)).toHaveCount(0);
});

test('a double click opens filters, an account menu and details, and changes nothing in them', async ({
  page,
  hasTouch,
}, { project }) => {
  await enter(page, staff('keeper', project.name), '/contractors?q=harbor+light');
  await expect(listedNames(page)).toHaveCount(1);
  const address = page.url();
  await pressTwice(page.getByRole('button', { name: hasTouch ? /^Filters/ : /^Trade/ }), hasTouch);
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Find a trade' })).toBeVisible();
  expect(page.url()).toBe(address);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await pressTwice(
    page.getByRole('button', { name: isNarrow(page) ? /^More/ : `keeper Of ${project.name}` }),
    hasTouch,
  );
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Sign out' })).toHaveCount(0);

  await listedNames(page).getByRole('link').click();
  const day = page.getByText('On another day');
  await day.scrollIntoViewIfNeeded();
  await pressTwice(day, hasTouch);
  await expect(page.getByRole('button', { name: 'Show the standing' })).toBeVisible();
});
