import { shown } from './fixture-contractors.ts';
import { staff } from './fixture-people.ts';
import { accountButton, enter, isNarrow } from './people.ts';
import { expect, listedNames, test, untilKeysWork, wordsField } from './portal-test.ts';

test('the keyboard alone leads from a search to a license', async ({ page }) => {
  await page.goto('/contractors');
  await expect(wordsField(page)).toBeVisible();
  await untilKeysWork(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('/');
  await expect(wordsField(page)).toBeFocused();
  await page.keyboard.type('quartz');
  await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
  await expect(page.locator('[data-announcer]')).toHaveText('1 contractor found');
  const row = page.getByRole('link', { name: shown.quartzCanyon });
  for (
    let presses = 0;
    presses < 30 && !(await row.evaluate((link) => link === document.activeElement));
    presses += 1
  ) {
    await page.keyboard.press('Tab');
  }
  await expect(row).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown.quartzCanyon);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  // Back goes to where one was.
  await page.goBack();
  await expect(row).toBeFocused();
});

test('a filter opens, changes and closes by keyboard, and the focus returns', async ({ page }) => {
  await page.goto('/contractors?q=electric');
  const button = page.getByRole('button', { name: /^Standing/ });
  await button.focus();
  await page.keyboard.press('Enter');
  const any = page.getByRole('radio', { name: 'Any standing' });
  await expect(any).toBeVisible();
  await expect(any).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/standing=good/);
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
  await expect(any).toBeHidden();
});

test('a link skips the map, and its points open and close by keyboard', async ({ page }) => {
  await page.goto('/contractors?q=harbor+light');
  const marker = page.getByRole('button', { name: new RegExp(`^${shown.harborLight}`) });
  await marker.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Contractor on the map' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(marker).toBeFocused();
  await page.getByRole('link', { name: 'Skip the map' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#after-map')).toBeFocused();
});

test('the single-letter shortcut never fires in a field and can be turned off', async ({ page }) => {
  await page.goto('/contractors');
  await page.getByRole('combobox', { name: 'Near' }).focus();
  await page.keyboard.type('a/b');
  await expect(page.getByRole('combobox', { name: 'Near' })).toHaveValue('a/b');
  await page.goto('/about-the-data');
  await untilKeysWork(page);
  await page.getByRole('checkbox', { name: 'Use single-letter shortcuts' }).uncheck();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('/');
  await expect(page).toHaveURL(/\/about-the-data$/);
  await page.getByRole('checkbox', { name: 'Use single-letter shortcuts' }).check();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog', { name: 'Go to' }).getByRole('combobox')).toBeFocused();
});

test('the focus stays near a filter that was removed', async ({ page }) => {
  await page.goto('/contractors?q=electric&standing=good');
  await untilKeysWork(page);
  const remove = page.getByRole('button', { name: 'Remove filter: In good standing' });
  await remove.focus();
  await page.keyboard.press('Enter');
  await expect(remove).toHaveCount(0);
  await expect(page.locator('main :focus')).toHaveCount(1);
});

test('the account menu begins with its first link, and the first dialog of a page with its field', async ({
  page,
}, { project }) => {
  await enter(page, staff('lister', project.name), '/contractors?q=harbor');
  await untilKeysWork(page);
  if (!isNarrow(page)) {
    await accountButton(page, 'lister').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: 'Your membership' })).toBeFocused();
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: 'Save this search' }).press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
});
