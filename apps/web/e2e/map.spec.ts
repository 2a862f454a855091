import type { Page } from '@playwright/test';
import { masonCount, shown } from './fixture-contractors.ts';
import { staff } from './fixture-people.ts';
import { enter } from './people.ts';
import { accessibilityProblems, expect, listedNames, results, test, wordsField } from './portal-test.ts';

const markers = '.leaflet-marker-icon[role="button"]';
const oakland = 'at=37.8044%2C-122.2711%2C13';
const atOnePoint = /^2 contractors.*show them$/;
const areaChip = (page: Page) => page.getByRole('button', { name: 'Remove filter: In the map’s area' });
const searchArea = (page: Page) => page.getByRole('button', { name: 'Search this area' });
const scale = (page: Page) => page.locator('.leaflet-control-scale-line');

test.describe('markers and rows', () => {
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

  test('a point of several firms highlights the row of each', async ({ page }) => {
    await page.goto(`/contractors?q=electric&${oakland}`);
    await page.getByRole('button', { name: atOnePoint }).focus();
    await expect(results(page).locator('[data-lit]')).toHaveCount(2);
    await expect(results(page).locator('[data-lit]').filter({ hasText: 'Meridian Electric' })).toBeVisible();
  });

  test('a cluster leads to its contractors and a license, and Back restores the map', async ({ page }) => {
    await page.goto('/contractors?q=granite&at=38.6%2C-121.4%2C7');
    const cluster = page.getByRole('button', { name: /^120 contractors.*zoom in$/ });
    await cluster.click();
    await expect(page).toHaveURL(/at=38\.\d+%2C-121\.\d+%2C1\d/);
    await expect(page.locator(markers).nth(1)).toBeVisible();
    const address = page.url();

    await page.goto('/contractors?q=harbor+light');
    await page.getByRole('button', { name: new RegExp(`^${shown.harborLight}`) }).click();
    const card = page.getByRole('dialog', { name: 'Contractor on the map' });
    await expect(card).toBeFocused();
    await card.getByRole('link', { name: shown.harborLight, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown.harborLight);
    await page.goBack();
    await expect(listedNames(page)).toHaveText([shown.harborLight]);

    await page.goto(address);
    await expect(searchArea(page)).toBeVisible();
  });

  test('without a search, a county on the map starts one', async ({ page }) => {
    await page.goto('/contractors?at=38.4,-121.4,8');
    await page.getByRole('button', { name: /^120 contractors in Sacramento County/ }).click();
    await expect(page).toHaveURL(/counties=Sacramento/);
    await expect(listedNames(page)).toHaveCount(50);
  });
});

test.describe('the wheel', () => {
  test('over the map moves the page on, and zooms with Ctrl or ⌘ and once the map is in use', async ({
    page,
  }) => {
    await page.goto('/contractors?q=granite&sort=name');
    await expect(page.locator(markers).first()).toBeVisible();
    const map = page.locator('.portal-map');
    const before = await scale(page).textContent();
    const box = await map.boundingBox();
    if (!box) throw new Error('The map has no box.');
    // The map sticks to the top while the page scrolls, and this point stays over it.
    const onMap = [box.x + box.width / 4, box.y + 60] as const;
    await page.mouse.move(...onMap);
    for (const turns of [1, 2, 3]) {
      await page.mouse.wheel(0, 400);
      await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(turns * 300);
    }
    await expect(scale(page)).toHaveText(before ?? '');
    await expect(page).not.toHaveURL(/at=/);

    const isOnMap = ([x, y]: readonly [number, number]) =>
      document.elementFromPoint(x, y)?.closest('.portal-map') !== null;
    expect(await page.evaluate(isOnMap, onMap)).toBe(true);
    const rest = await page.evaluate(() => window.scrollY);
    for (const [key, turn] of [
      ['Control', -300],
      ['Meta', 300],
    ] as const) {
      const now = await scale(page).textContent();
      await page.keyboard.down(key);
      await page.mouse.wheel(0, turn);
      await page.keyboard.up(key);
      await expect(scale(page)).not.toHaveText(now ?? '');
      await page.mouse.move(20, 400);
      await page.mouse.move(...onMap);
    }
    expect(await page.evaluate(() => window.scrollY)).toBe(rest);

    // A pointer that leaves the map gives the wheel back to the page.
    await page.mouse.move(20, 400);
    await page.mouse.move(...onMap);
    await page.mouse.wheel(0, 400);
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(rest);
  });
});

test.describe('the card', () => {
  test('says what a person needs to decide, by keyboard', async ({ page }) => {
    await page.goto('/contractors?q=harbor+light&near=Berkeley');
    const marker = page.getByRole('button', { name: new RegExp(`^${shown.harborLight}`) });
    await marker.focus();
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog', { name: 'Contractor on the map' });
    await expect(card).toBeFocused();
    await expect(card).toContainText('Approximate location: the center of a ZIP code.');
    await expect(card).toContainText('In good standing');
    await expect(card).toContainText('C-10 Electrical');
    await expect(card).toContainText(/about \d mi away/);
    await expect(card).toContainText('NAMC member');
    await expect(card.getByRole('link', { name: 'Call (510) 555-0100' })).toHaveAttribute(
      'href',
      'tel:+15105550100',
    );
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(card).toBeHidden();
    await expect(marker).toBeFocused();
    await page.keyboard.press(' ');
    await card.getByRole('link', { name: `Open record of ${shown.harborLight}` }).press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown.harborLight);
  });

  test('lists firms that share a ZIP code a few at a time, and the list shows the same', async ({ page }) => {
    await page.goto('/contractors?trades=C-29&sort=name');
    const marker = page.getByRole('button', { name: `${masonCount} contractors: show them` });
    await marker.focus();
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog', { name: `${masonCount} contractors here` });
    const names = card.getByRole('heading', { level: 3 });
    await expect(names).toHaveText(['Tidewater Masonry 1', 'Tidewater Masonry 2', 'Tidewater Masonry 3']);
    const next = card.getByRole('button', { name: 'Next contractors' });
    await next.press('Enter');
    await expect(card).toContainText('4–6 of 7');
    await next.press('Enter');
    await expect(names).toHaveText(['Tidewater Masonry 7']);
    await expect(card).toContainText('7–7 of 7');
    await expect(next).toBeFocused();
    await expect(next).toHaveAttribute('aria-disabled', 'true');
    await card.getByRole('button', { name: 'Previous contractors' }).click();
    await expect(card).toContainText('4–6 of 7');
    expect(await accessibilityProblems(page)).toEqual([]);
    await card.getByRole('link', { name: 'Open record of Tidewater Masonry 5' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tidewater Masonry 5');
    await page.goBack();
    await expect(card).toContainText('4–6 of 7');
    await expect(names).toHaveText(['Tidewater Masonry 4', 'Tidewater Masonry 5', 'Tidewater Masonry 6']);
    await page.reload();
    await expect(card).toContainText('4–6 of 7');
    await card.getByRole('button', { name: 'List them' }).click();
    await expect(card).toBeHidden();
    await expect(areaChip(page)).toBeVisible();
    await expect(listedNames(page)).toHaveCount(masonCount);
  });

  test('follows a license as the list does', async ({ page }, { project }) => {
    await enter(page, staff('follower', project.name), `/contractors?q=electric&${oakland}`);
    await page.getByRole('button', { name: atOnePoint }).click();
    const card = page.getByRole('dialog', { name: '2 contractors here' });
    const follow = card.getByRole('button', { name: 'Follow Meridian Electric' });
    await follow.click();
    await expect(follow).toHaveAttribute('aria-pressed', 'true');
    await expect(results(page).getByRole('button', { name: 'Follow Meridian Electric' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await follow.click();
    await expect(follow).toHaveAttribute('aria-pressed', 'false');
  });
});

test.describe('search this area', () => {
  test('finds what the map shows, in the list, a second tab and the file', async ({ page, context }) => {
    await page.goto('/contractors?trades=C-10&near=94607&miles=5');
    // The map first goes to the results, and then draws their markers.
    await expect(page.locator(markers).first()).toBeVisible();
    await expect(searchArea(page)).toHaveCount(0);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await expect(page).toHaveURL(/at=/);
    const before = page.url();
    await searchArea(page).click();
    await expect(page).toHaveURL(/bounds=-12\d[.\d]*%2C3\d[.\d]*%2C-12\d[.\d]*%2C3\d[.\d]*/);
    expect(page.url()).not.toMatch(/near=/);
    await expect(areaChip(page)).toBeVisible();
    await expect(searchArea(page)).toHaveCount(0);
    await expect(listedNames(page).filter({ hasText: 'Pelican Electric Company' })).toBeVisible();
    const names = await listedNames(page).allTextContents();
    expect(names).not.toContain('Orange Grove Electric');

    const tab = await context.newPage();
    await tab.goto(page.url());
    await expect(listedNames(tab)).toHaveText(names);
    await expect(areaChip(tab)).toBeVisible();
    await tab.close();

    const href = await page.getByRole('link', { name: /^Download/ }).getAttribute('href');
    const [, ...rows] = (await (await page.request.get(href ?? '')).text()).trim().split(/\r?\n/);
    expect(rows).toHaveLength(names.length);
    for (const [at, name] of names.entries()) expect(rows[at]).toContain(name);

    await page.goBack();
    await expect(page).toHaveURL(before);
    await expect(areaChip(page)).toHaveCount(0);
    await page.goForward();
    await expect(listedNames(page)).toHaveText(names);
    await areaChip(page).click();
    await expect(listedNames(page).filter({ hasText: 'Orange Grove Electric' })).toBeVisible();
    await expect(page).not.toHaveURL(/bounds=|at=/);
  });

  test('is offered for a view that a person chose after the map changed its size on its way', async ({
    page,
  }) => {
    await page.goto('/contractors?trades=C-10&near=94607&miles=5');
    // The first way of a map has no animation, and its markers come after it.
    await expect(page.locator(markers).first()).toBeVisible();
    await page.evaluate(() => {
      const map = document.querySelector<HTMLElement>('.portal-map');
      if (!map) return;
      new MutationObserver((_, observer) => {
        if (!map.querySelector('.leaflet-zoom-anim, .leaflet-pan-anim')) return;
        observer.disconnect();
        map.style.height = '80%';
        map.dataset.resized = 'on the way';
      }).observe(map, { subtree: true, attributeFilter: ['class'] });
    });
    const near = page.getByRole('combobox', { name: 'Near' });
    await near.fill('90012');
    await near.press('Enter');
    await expect(page.locator('.portal-map[data-resized]')).toBeVisible();
    await expect(page.locator('.leaflet-zoom-anim, .leaflet-pan-anim')).toHaveCount(0);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await expect(page).toHaveURL(/at=/);
    await expect(searchArea(page)).toBeVisible();
  });

  test('takes the place of a place in the words, and another place takes its own', async ({ page }) => {
    await page.goto('/contractors?q=electrician+oakland&at=34.05%2C-118.24%2C10');
    await expect(listedNames(page).first()).toBeVisible();
    await searchArea(page).click();
    await expect(wordsField(page)).toHaveValue('electrician');
    await expect(listedNames(page)).toHaveText(['Orange Grove Electric']);
    const near = page.getByRole('combobox', { name: 'Near' });
    await near.fill('94607');
    await near.press('Enter');
    await expect(areaChip(page)).toHaveCount(0);
    await expect(listedNames(page).filter({ hasText: shown.harborLight })).toBeVisible();
  });

  test('gives way to a place that a person types among the words', async ({ page }) => {
    await page.goto('/contractors?q=electrician&bounds=-118.6,33.7,-117.9,34.3');
    await expect(areaChip(page)).toBeVisible();
    await wordsField(page).fill('electrician oakland');
    await expect(listedNames(page).filter({ hasText: shown.harborLight })).toBeVisible();
    await expect(areaChip(page)).toHaveCount(0);
    await expect(page).toHaveURL(/\?q=electrician\+oakland$/);
  });

  test('an address that names no rectangle opens the page without one', async ({ page }) => {
    await page.goto('/contractors?q=harbor+light&bounds=somewhere');
    await expect(listedNames(page)).toHaveText([shown.harborLight]);
    await expect(areaChip(page)).toHaveCount(0);
  });
});

test.describe('the view', () => {
  test('fits the results of each search, and stays where it is without any', async ({ page }) => {
    await page.goto('/contractors?q=tule+fog');
    await expect(page.getByRole('button', { name: new RegExp(`^${shown.tuleFog}`) })).toBeVisible();
    await expect(scale(page)).toHaveText(/^[1-5] mi$/);
    await wordsField(page).fill('harbor light');
    await expect(page.getByRole('button', { name: new RegExp(`^${shown.harborLight}`) })).toBeVisible();
    await wordsField(page).fill('zzyqx');
    await expect(page.getByRole('heading', { name: 'No contractors match:' })).toBeVisible();
    await expect(scale(page)).toHaveText(/^[1-5] mi$/);
    await expect(page).not.toHaveURL(/at=/);
    await wordsField(page).fill('electric');
    await expect(scale(page)).toHaveText(/^(50|100) mi$/);
  });

  test('has a scale in miles and parts of a mile, however close', async ({ page }) => {
    await page.goto(`/contractors?q=electric&at=37.8044%2C-122.2711%2C13`);
    await expect(scale(page)).toHaveText('½ mi');
  });

  test('stays where a person moved it while only the order changes', async ({ page }) => {
    await page.goto(`/contractors?q=electric&${oakland}`);
    await expect(page.getByRole('button', { name: atOnePoint })).toBeVisible();
    await page.getByRole('combobox', { name: 'Sort' }).selectOption('By name, A to Z');
    await expect(page).toHaveURL(/sort=name/);
    await expect(page).toHaveURL(/at=37\.8044/);
  });

  test('names cities once it is close, and no name lies on another or on a marker', async ({ page }) => {
    const loaded: string[] = [];
    page.on('request', (request) => /\/labels-/.test(request.url()) && loaded.push(request.url()));
    await page.goto('/contractors?q=granite&at=37%2C-120%2C6');
    await expect(page.locator(markers).first()).toBeVisible();
    await expect(page.locator('.area-name').filter({ hasText: 'Nevada' })).toBeVisible();
    await expect(page.locator('.place-name')).toHaveCount(0);
    expect(loaded).toEqual([]);
    for (const [at, name] of [
      ['38.58%2C-121.49%2C8', 'Sacramento'],
      ['38.58%2C-121.49%2C10', 'Elk Grove'],
      ['38.58%2C-121.49%2C12', 'West Sacramento'],
    ] as const) {
      await page.goto(`/contractors?q=granite&at=${at}`);
      await expect(page.locator(markers).first()).toBeVisible();
      await expect(page.locator('.place-name-city > span').getByText(name, { exact: true })).toBeVisible();
      const overlaps = await page.locator(`.place-name > span, ${markers}`).evaluateAll((elements) => {
        const boxes = elements.map((element) => ({
          text: element.textContent,
          isName: element.matches('.place-name > span'),
          box: element.getBoundingClientRect(),
        }));
        return boxes.flatMap((one, at) =>
          boxes
            .slice(at + 1)
            .filter(
              (other) =>
                (one.isName || other.isName) &&
                one.box.left < other.box.right &&
                other.box.left < one.box.right &&
                one.box.top < other.box.bottom &&
                other.box.top < one.box.bottom,
            )
            .map((other) => `${one.text} ${other.text}`),
        );
      });
      expect(overlaps).toEqual([]);
    }
    expect(loaded.length).toBeGreaterThan(0);
  });
});

test('a person leaves the page while the map still zooms', async ({ page }) => {
  // The first look at the page may ask for less motion.
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.goto('/contractors?q=harbor+light');
  await expect(page.locator(markers).first()).toBeVisible();
  await page.getByRole('button', { name: 'Zoom in' }).press('Enter');
  await expect(page.locator('.leaflet-zoom-anim')).toHaveCount(1);
  await page.getByRole('link', { name: 'NAMC NorCal' }).first().press('Enter');
  await expect(page.locator('.portal-map')).toHaveCount(0);
  // Leaflet ends a zoom after a quarter of a second.
  await page.waitForTimeout(400);
});
