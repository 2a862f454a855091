import { accessibilityProblems, expect, test } from './portal-test.ts';

const lines = '.portal-map .road';
const signs = '.portal-map .place-sign';

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

test('no sign covers a name, a marker or another sign', async ({ page }) => {
  await page.goto('/contractors?q=granite&at=38.3,-121.6,9');
  await expect(
    page
      .locator(signs)
      .filter({ hasText: /^I-80$/ })
      .first(),
  ).toBeVisible();
  const boxes = await page
    .locator('.portal-map :is(.place-name > span, .leaflet-marker-icon[role="button"])')
    .evaluateAll((elements) =>
      elements.map((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return { text: element.textContent, left, top, right, bottom };
      }),
    );
  expect(boxes.length).toBeGreaterThan(10);
  const overlaps = boxes.flatMap((one, at) =>
    boxes
      .slice(at + 1)
      .filter(
        (other) =>
          one.left < other.right &&
          other.left < one.right &&
          one.top < other.bottom &&
          other.top < one.bottom,
      )
      .map((other) => `${one.text} and ${other.text}`),
  );
  expect(overlaps).toEqual([]);
});

test('a view as close as a town shows no road beside its true course', async ({ page }) => {
  await page.goto('/contractors?at=38.58,-121.49,11');
  await expect(page.locator('.portal-map .place-name-city').first()).toBeVisible();
  await expect(page.locator(lines)).toHaveCount(0);
  await expect(page.locator(signs)).toHaveCount(0);
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await expect(page.locator(lines).first()).toBeAttached();
});
