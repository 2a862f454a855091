import type { Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test, wordsField } from './portal-test.ts';

/** Every field that offers options while a person types: one component, held to the same keys. */
const fields = [
  {
    name: 'for words',
    open: (page: Page) => page.goto('/contractors'),
    field: wordsField,
    list: 'Trades',
    typed: 'pool',
    said: / trades? found\. Use the arrow keys to choose\.$/,
    mustChoose: false,
  },
  {
    name: 'for a place',
    open: (page: Page) => page.goto('/contractors'),
    field: (page: Page) => page.getByRole('combobox', { name: 'Near' }),
    list: 'Places',
    typed: 'oak',
    said: / places? found\. Use the arrow keys to choose\.$/,
    mustChoose: false,
  },
  {
    name: 'for a person',
    open: async (page: Page, project: string) => {
      await signInAsStaff(page, staff('examiner', project), '/admin/audit');
      if (project === 'phone') await page.getByText('Filters', { exact: true }).click();
    },
    field: (page: Page) => page.getByRole('combobox', { name: 'Done by' }),
    list: 'Done by',
    typed: 'of',
    said: / accounts? found\. Use the arrow keys to choose\.$/,
    mustChoose: true,
  },
] as const;

for (const { name, open, field: fieldOf, list: listName, typed, said, mustChoose } of fields) {
  test(`the field ${name} follows the keys of a combobox, and tells a screen reader`, async ({ page }, {
    project,
  }) => {
    await open(page, project.name);
    const field = fieldOf(page);
    const list = page.getByRole('listbox', { name: listName });
    const options = list.getByRole('option');
    await expect(field).toHaveAttribute('aria-expanded', 'false');
    await expect(field).toHaveAttribute('aria-autocomplete', 'list');
    await field.focus();
    await field.pressSequentially(typed);
    await expect(options.nth(1)).toBeVisible();
    await expect(field).toHaveAttribute('aria-expanded', 'true');
    await expect(list).toHaveAttribute('id', (await field.getAttribute('aria-controls')) ?? '');
    await expect(page.getByRole('status').filter({ hasText: said })).toHaveText(
      new RegExp(`^${await options.count()} `),
    );
    await expect(list.getByRole('option', { selected: true })).toHaveCount(0);
    expect(await accessibilityProblems(page)).toEqual([]);

    const isMarked = async (position: 'first' | 'last') => {
      const option = options[position]();
      await expect(option).toHaveAttribute('aria-selected', 'true');
      await expect(field).toHaveAttribute('aria-activedescendant', (await option.getAttribute('id')) ?? '');
      await expect(option).toBeInViewport();
      await expect(list.getByRole('option', { selected: true })).toHaveCount(1);
    };
    await field.press('ArrowDown');
    await isMarked('first');
    await field.press('ArrowUp');
    await isMarked('last');
    await field.press('ArrowDown');
    await isMarked('first');
    await expect(field).toBeFocused();
    await expect(field).toHaveValue(typed);

    // Escape closes the list and keeps the text, and the arrow keys open it again.
    await field.press('Escape');
    await expect(list).toBeHidden();
    await expect(field).toHaveValue(typed);
    await expect(field).not.toHaveAttribute('aria-activedescendant');
    await field.press('ArrowUp');
    await isMarked('last');
    await field.press('Alt+ArrowUp');
    await expect(list).toBeHidden();
    await field.press('Alt+ArrowDown');
    await expect(list).toBeVisible();
    await expect(list.getByRole('option', { selected: true })).toHaveCount(0);

    // A press that ends elsewhere chooses nothing, and the field keeps the focus.
    await expect(options.first()).toBeInViewport({ ratio: 1 });
    const box = await options.first().boundingBox();
    if (!box) throw new Error('The option has no box.');
    await page.mouse.move(box.x + 20, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 20, 1);
    await page.mouse.up();
    await expect(list).toBeVisible();
    await expect(field).toHaveValue(typed);

    // The field that only finds an option does not keep other text.
    await field.press('Tab');
    await expect(list).toBeHidden();
    await expect(field).toHaveValue(mustChoose ? '' : typed);
  });
}

test('the field for a person takes the only one found with Enter, and says when nobody is found', async ({
  page,
}, { project }) => {
  await signInAsStaff(page, staff('inspector', project.name), '/admin/audit');
  if (project.name === 'phone') await page.getByText('Filters', { exact: true }).click();
  const field = page.getByRole('combobox', { name: 'Done by' });
  await field.fill('nobody at all');
  await expect(page.getByText('No account has this name or email.')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await field.press('Escape');
  await expect(field).toHaveValue('');
  await field.fill(`registrar ${project.name}`);
  await expect(page.getByRole('listbox', { name: 'Done by' }).getByRole('option')).toHaveCount(1);
  await field.press('Enter');
  await expect(page.getByRole('list', { name: 'Filters in use' })).toContainText(
    `By registrar Of ${project.name}`,
  );
});
