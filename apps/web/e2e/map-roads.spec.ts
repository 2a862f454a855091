import { accessibilityProblems, expect, test } from './portal-test.ts';

const lines = '.portal-map .road';
const signs = '.portal-map .place-sign > span';

test('roads and their signs load with the first close view, once', async ({ page }) => {
  const loaded: string[] = [];
  page.on('request', (request) => {
    if (/\/labels-[^/]*\.js$/.test(new URL(request.url()).pathname)) loaded.push(request.url());
  });
  await page.goto('/contractors?at=37.5,-120.5,6');
  const zoomIn = page.getByRole('button', { name: 'Zoom in' });
  await expect(zoomIn).toBeVisible();
  await expect(page.locator('.portal-map .county').first()).toBeAttached();
  await expect(page.locator(lines)).toHaveCount(0);
  expect(loaded).toEqual([]);

  await zoomIn.click();
  await expect(page.locator(signs).filter({ hasText: /^I-5$/ }).first()).toBeVisible();
  await expect(page.locator('.portal-map .road-interstate').first()).toBeVisible();
  await expect(page.locator('.portal-map .road-state').first()).toBeHidden();
  expect(loaded).toHaveLength(1);

  await zoomIn.click();
  await expect(
    page
      .locator(signs)
      .filter({ hasText: /^CA-99$/ })
      .first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await expect(page.locator('.portal-map .road-state').first()).toBeHidden();
  expect(loaded).toHaveLength(1);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a view as close as a town shows no road beside its true course', async ({ page }) => {
  await page.goto('/contractors?at=38.58,-121.49,11');
  await expect(page.locator('.portal-map .place-name-city > span').first()).toBeVisible();
  await expect(page.locator(lines)).toHaveCount(0);
  await expect(page.locator(signs)).toHaveCount(0);
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await expect(page.locator(lines).first()).toBeAttached();
});

test('forced colors keep a member, a cluster and the row’s point apart from a contractor', async ({
  page,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto('/contractors?q=granite');
  const legend = page.getByRole('list', { name: 'Legend' });
  await expect(legend).toBeVisible();
  const filling = (look: string) =>
    legend.locator(`${look} > span`).evaluate((mark) => `${getComputedStyle(mark).backgroundColor}`);
  const contractor = await filling('.mark-contractor:not(.mark-member)');
  const member = await filling('.mark-member');
  const pointed = await filling('.mark-pointed');
  expect(member).not.toBe(contractor);
  expect(pointed).not.toBe(contractor);
  expect(pointed).not.toBe(member);
  expect(await filling('.mark-cluster')).not.toBe(contractor);
});
