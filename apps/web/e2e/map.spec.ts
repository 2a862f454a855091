import { shown } from './fixture-contractors.ts';
import { expect, listedNames, results, test } from './portal-test.ts';

const markers = '.leaflet-marker-icon[role="button"]';

test('a row highlights its point, and a point its row', async ({ page }) => {
  await page.goto('/contractors?q=harbor+light');
  const marker = page.getByRole('button', {
    name: `${shown.harborLight}, NAMC member, approximate location`,
  });
  await expect(marker).toBeVisible();
  await results(page).getByRole('listitem').first().hover();
  await expect(page.locator('.portal-map .mark-pointed')).toHaveCount(1);
  await page.getByRole('heading', { level: 1 }).hover();
  await expect(page.locator('.portal-map .mark-pointed')).toHaveCount(0);
  await marker.hover();
  await expect(results(page).locator('[data-lit]')).toContainText(shown.harborLight);
});

test('a cluster leads to its contractors and a license, and Back restores the map', async ({ page }) => {
  await page.goto('/contractors?q=granite');
  const cluster = page.getByRole('button', { name: /^120 contractors.*zoom in$/ });
  await cluster.click();
  await expect(page).toHaveURL(/at=38\.\d+%2C-121\.\d+%2C/);
  await expect(async () => {
    if ((await page.locator(markers).count()) === 1) await page.locator(markers).click();
    await expect(page.locator(markers).nth(1)).toBeVisible({ timeout: 2000 });
  }).toPass();
  const address = page.url();

  await page.goto('/contractors?q=harbor+light');
  await page.getByRole('button', { name: new RegExp(`^${shown.harborLight}`) }).click();
  const card = page.getByRole('dialog', { name: 'Contractor on the map' });
  await expect(card).toBeFocused();
  await card.getByRole('link', { name: shown.harborLight }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown.harborLight);
  await page.goBack();
  await expect(listedNames(page)).toHaveText([shown.harborLight]);

  await page.goto(address);
  await expect(page.getByRole('button', { name: 'Search this area' })).toBeVisible();
});

test('the area in view can be searched after the map moves', async ({ page }) => {
  await page.goto('/contractors?trades=C-10&near=94607&miles=5');
  await expect(listedNames(page).first()).toBeVisible();
  const map = page.locator('.portal-map');
  await expect(map).toBeVisible();
  await expect(page.getByRole('button', { name: 'Search this area' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await page.getByRole('button', { name: 'Search this area' }).click();
  await expect(page).toHaveURL(/near=37\.\d+%2C-122\.\d+/);
  await expect(
    page.getByRole('button', { name: /Remove filter: Within \d+ miles of the selected map area/ }),
  ).toBeVisible();
  await expect(listedNames(page).filter({ hasText: 'Pelican Electric Company' })).toBeVisible();
});

test('without a search, a county on the map starts one', async ({ page }) => {
  await page.goto('/contractors?at=38.4,-121.4,8');
  await page.getByRole('button', { name: /^120 contractors in Sacramento County/ }).click();
  await expect(page).toHaveURL(/counties=Sacramento/);
  await expect(listedNames(page)).toHaveCount(50);
});

test('contractors that share a point can be listed', async ({ page }) => {
  await page.goto('/contractors?q=electric&at=37.8044%2C-122.2711%2C13');
  await page.getByRole('button', { name: /^2 contractors.*show them$/ }).click();
  const card = page.getByRole('dialog', { name: '2 contractors here' });
  await card.getByRole('button', { name: 'List them' }).click();
  await expect(page).toHaveURL(/near=37\.8044%2C-122\.2711&miles=1/);
  await expect(card).toBeHidden();
  await expect(listedNames(page)).toHaveCount(2);
  await expect(listedNames(page).filter({ hasText: shown.harborLight })).toBeVisible();
});
