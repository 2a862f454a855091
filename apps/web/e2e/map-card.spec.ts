import { shown } from './fixture-contractors.ts';
import { expect, test } from './portal-test.ts';

test('a card that was closed leaves nothing for Back, and one stays while the map moves', async ({
  page,
}) => {
  await page.goto('/about-the-data');
  await page.goto('/contractors?q=harbor+light');
  const marker = page.getByRole('button', { name: new RegExp(`^${shown.harborLight}`) });
  const card = page.getByRole('dialog', { name: 'Contractor on the map' });
  await marker.focus();
  await page.keyboard.press('Enter');
  await expect(card).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(marker).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL(/\/about-the-data$/);

  await page.goForward();
  await marker.click();
  await expect(card).toBeVisible();
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await expect(page).toHaveURL(/at=/);
  const moved = page.url();
  await expect(card).toBeVisible();
  await card.getByRole('button', { name: 'Close' }).click();
  await expect(card).toBeHidden();
  await expect(page).toHaveURL(moved);
});

test('two taps on Close close the card alone, also after Forward opened it again', async ({ page }) => {
  await page.goto('/about-the-data');
  await page.goto('/contractors?q=harbor+light');
  const search = page.url();
  await page.getByRole('button', { name: new RegExp(`^${shown.harborLight}`) }).click();
  const card = page.getByRole('dialog', { name: 'Contractor on the map' });
  await card.getByRole('button', { name: 'Close' }).dblclick();
  await expect(card).toBeHidden();
  await expect(page).toHaveURL(search);
  await page.goForward();
  await expect(card).toBeVisible();
  await card.getByRole('button', { name: 'Close' }).dblclick();
  await expect(card).toBeHidden();
  await expect(page).toHaveURL(search);
});
