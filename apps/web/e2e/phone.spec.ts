import type { Page } from '@playwright/test';
import { harborLight, shown } from './fixture-contractors.ts';
import { staff } from './fixture-people.ts';
import { open, pageStates } from './page-states.ts';
import { enter } from './people.ts';
import {
  accessibilityProblems,
  editSearch,
  expect,
  listedNames,
  pressTwice,
  test,
  untilQuiet,
  wordsField,
} from './portal-test.ts';

test('the list and the map take turns, and the address remembers the choice', async ({ page }) => {
  await page.goto('/contractors?q=harbor+light');
  await expect(listedNames(page)).toHaveText([shown.harborLight]);
  await expect(page.locator('.portal-map')).toHaveCount(0);
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await expect(page).toHaveURL(/view=map/);
  await page.getByRole('button', { name: new RegExp(`^${shown.harborLight}`) }).click();
  await page.getByRole('dialog').getByRole('link', { name: shown.harborLight, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown.harborLight);
  await page.goBack();
  await expect(page.locator('.portal-map')).toBeVisible();
  await page.getByRole('button', { name: 'List', exact: true }).click();
  await expect(listedNames(page)).toHaveText([shown.harborLight]);
});

test('Back closes the card on the map and keeps the search, and Back from a license opens the card again', async ({
  page,
}) => {
  await page.goto('/contractors?q=harbor+light&view=map');
  const marker = page.getByRole('button', { name: new RegExp(`^${shown.harborLight}`) });
  const card = page.getByRole('dialog', { name: 'Contractor on the map' });
  await marker.click();
  await expect(card).toBeFocused();
  const address = page.url();
  await card.getByRole('link', { name: shown.harborLight, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown.harborLight);
  await page.goBack();
  await expect(card).toBeVisible();

  await page.goBack();
  await expect(card).toBeHidden();
  await expect(marker).toBeVisible();
  await expect(page).toHaveURL(address);
  await editSearch(page);
  await expect(wordsField(page)).toHaveValue('harbor light');
});

test('the map says what the list says: how many, how the words were read, and that nobody matches', async ({
  page,
}) => {
  await page.goto('/contractors?q=electricians+oakland&view=map');
  await expect(page.getByText(/^\d+ contractors$/).filter({ visible: true })).toBeVisible();
  const read = page.getByRole('region', { name: 'How we read your words' });
  await expect(read.getByRole('listitem').last()).toHaveText('“oakland” within 20 miles of Oakland, CA');

  await page.goto('/contractors?q=plumber+in+atlantis&view=map');
  await expect(page.getByText('No contractors match.', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Remove filter: “plumber in atlantis”' }).tap();
  await expect(page).toHaveURL(/\/contractors\?view=map$/);
});

test('the form folds once a search was made, so that results begin on the first screen, and opens to edit it', async ({
  page,
}) => {
  const edit = page.getByRole('button', { name: 'Edit search' });
  await page.goto('/contractors');
  await expect(wordsField(page)).toBeVisible();
  await expect(edit).toHaveCount(0);
  await wordsField(page).fill('harbor electrician oakland');
  await expect(listedNames(page)).toHaveText([shown.harborLight]);
  // It stays while somebody types, and folds when the search is sent.
  await expect(wordsField(page)).toBeFocused();
  await wordsField(page).press('Enter');
  await expect(wordsField(page)).toHaveCount(0);
  await expect(edit).toBeFocused();
  await expect(edit).toHaveAttribute('aria-expanded', 'false');
  await expect(listedNames(page).first()).toBeInViewport({ ratio: 1 });
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.reload();
  await expect(listedNames(page).first()).toBeInViewport({ ratio: 1 });
  await editSearch(page);
  await expect(wordsField(page)).toHaveValue('harbor electrician oakland');
  expect(await accessibilityProblems(page)).toEqual([]);
  await edit.click();
  await expect(wordsField(page)).toHaveCount(0);

  // A place that nobody knows is said at its field.
  await page.goto('/contractors?near=Atlantis&trades=C-39');
  await expect(page.getByRole('combobox', { name: 'Near' })).toHaveAccessibleDescription(/We couldn’t find/);
});

test('a double tap on “Edit search” opens the form, and a later tap folds it', async ({ page }) => {
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

test('a long word of a search makes no page wider than the screen', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(`/contractors?q=plumber+in+${'xyz'.repeat(30)}`);
  await expect(page.getByRole('button', { name: /^Remove filter: “plumber in/ })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test('the card of the map has buttons for a finger, and paper shows the list', async ({ page }) => {
  await page.goto('/contractors?q=harbor+light&view=map');
  await page.getByRole('button', { name: new RegExp(`^${shown.harborLight}`) }).tap();
  const card = page.getByRole('dialog', { name: 'Contractor on the map' });
  const call = card.getByRole('link', { name: 'Call (510) 555-0100' });
  await expect(call).toHaveAttribute('href', 'tel:+15105550100');
  for (const part of [
    call,
    card.getByRole('link', { name: /^Open record/ }),
    card.getByRole('button', { name: 'Close' }),
  ]) {
    expect((await part.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  expect(await accessibilityProblems(page)).toEqual([]);
  await card.getByRole('button', { name: 'Close' }).tap();
  await expect(card).toBeHidden();
  await expect(listedNames(page)).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(listedNames(page)).toHaveText([shown.harborLight]);
  await expect(listedNames(page)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Map' })).toBeHidden();
});

test('on the map of a phone the visible area is searched, and the list has the same firms', async ({
  page,
}) => {
  await page.goto('/contractors?q=electric&view=map&at=37.83%2C-122.27%2C11');
  await page.getByRole('button', { name: 'Search this area' }).tap();
  await expect(page.getByRole('button', { name: 'Remove filter: In the map’s area' })).toBeVisible();
  await page.getByRole('button', { name: 'List', exact: true }).tap();
  await expect(listedNames(page)).toHaveCount(3);
  await expect(listedNames(page).filter({ hasText: 'Orange Grove Electric' })).toHaveCount(0);
});

test('controls are large enough for a finger', async ({ page }) => {
  await page.goto('/contractors?q=granite&trades=B');
  await expect(listedNames(page)).toHaveCount(50);
  const small = await page
    .locator('button:visible, input:visible, select:visible')
    .evaluateAll((elements) =>
      elements
        .filter((element) => element.getBoundingClientRect().height < 44)
        .map((element) => element.outerHTML),
    );
  expect(small).toEqual([]);
});

test('a signed-in person reaches the search from the top bar', async ({ page }, { project }) => {
  await enter(page, staff('collector', project.name));
  await page.getByRole('banner').getByRole('link', { name: 'Search' }).click();
  const palette = page.getByRole('dialog', { name: 'Go to' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  // It covers the phone.
  expect(await palette.boundingBox()).toMatchObject({ x: 0, y: 0, width: page.viewportSize()?.width });
  await palette.getByRole('button', { name: 'Close' }).click();
  await expect(palette).toHaveCount(0);
});

test.describe('on the narrowest screen', () => {
  test.use({ allowedConsole: /Failed to load resource/, viewport: { width: 320, height: 640 } });

  for (const state of pageStates) {
    test(`${state.name}: nothing scrolls sideways`, async ({ page }) => {
      await open(page, state);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    });
  }

  test('member pages: nothing scrolls sideways, and the bottom bar cuts off no label', async ({ page }, {
    project,
  }) => {
    await enter(page, staff('collector', project.name));
    for (const path of ['/home', '/notifications', '/settings', '/contractors?q=granite']) {
      await page.goto(path);
      await expect(page.getByRole('navigation', { name: 'Portal' })).toBeVisible();
      await expect(page.getByText('Loading…')).toHaveCount(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(320);
      const cut = await page
        .getByRole('navigation', { name: 'Portal' })
        .locator('a, button')
        .evaluateAll((items) => items.filter((item) => item.scrollWidth > item.clientWidth).length);
      expect(cut, path).toBe(0);
    }
  });
});

/** Letters twice as large, as in the settings of a phone. */
const withLargeLetters = (page: Page) =>
  page.addInitScript(() =>
    document.addEventListener('DOMContentLoaded', () => {
      document.documentElement.style.fontSize = '200%';
    }),
  );

/** The width by which the page scrolls sideways. A pixel is a rounded fraction. */
const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

test('with letters twice as large no page scrolls sideways', async ({ page }, { project }) => {
  await withLargeLetters(page);
  const open = async (addresses: string[]) => {
    for (const address of addresses) {
      await page.goto(address);
      await untilQuiet(page);
      expect.soft(await overflowOf(page), address).toBeLessThanOrEqual(1);
    }
  };
  await open([
    '/',
    '/contractors',
    '/contractors?q=electric',
    '/join',
    '/sign-in',
    '/directory',
    '/about-the-data',
  ]);
  await open([`/contractors/${harborLight.licenseNumber}`]);
  await enter(page, staff('jumper', project.name));
  await open(['/home', '/settings', '/saved', '/company', '/membership', '/notifications']);
});
