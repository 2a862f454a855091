import { open, pageStates } from './page-states.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

test.use({ allowedConsole: /Failed to load resource/ });

for (const state of pageStates) {
  test(`${state.name}: axe finds no problem`, async ({ page }, { project }) => {
    // Each width gets one of the themes, because a theme's effects do not depend on the width.
    const colorScheme = project.name === 'phone' ? 'dark' : 'light';
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page, state);
    expect(await accessibilityProblems(page)).toEqual([]);
    // A sheet hides the page behind it from screen readers.
    await expect(page.getByRole('heading', { level: 1, includeHidden: true })).toHaveCount(1);
    await expect(page).toHaveTitle(/.+ · NAMC NorCal$/);
  });
}

test('every page has a banner, a main part and a footer', async ({ page }) => {
  for (const state of pageStates.filter(({ failing }) => !failing)) {
    await open(page, state);
    for (const landmark of ['banner', 'navigation', 'main', 'contentinfo'] as const) {
      await expect(page.getByRole(landmark, { includeHidden: true }).first()).toBeAttached();
    }
  }
});
