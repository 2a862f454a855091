import { harborLight, shown } from './fixture-contractors.ts';
import { staff } from './fixture-people.ts';
import { enter, isNarrow, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test, untilKeysWork } from './portal-test.ts';

/** The page of the search that the browser has not painted itself. */
const heading = (name: string | RegExp) => ({ name, level: 2 }) as const;

test('a member finds a project, comes back to it and leaves, by the keyboard alone', async ({ page }, {
  project,
}) => {
  await enter(page, staff('pathfinder', project.name), '/about-the-data');
  await untilKeysWork(page);
  const palette = page.getByRole('dialog', { name: 'Go to' });
  const field = palette.getByRole('combobox');
  const chosen = palette.locator('[role=option][aria-selected=true]');
  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await page.keyboard.type(`boathouse of ${project.name}`);
  const projects = palette.getByRole('group', { name: 'Open projects (1)' });
  await expect(projects.getByRole('option')).toHaveText(new RegExp(`Boathouse of ${project.name}`));
  await expect(chosen).toHaveText(new RegExp(`Boathouse of ${project.name}`));
  await expect(palette.getByRole('status')).toHaveText(/result/);
  expect(await accessibilityProblems(page)).toEqual([]);
  // The arrows go round, and Home and End go to the ends. The field keeps the focus.
  await page.keyboard.press('End');
  await expect(chosen).toHaveText('Keyboard shortcuts');
  await page.keyboard.press('ArrowDown');
  await expect(chosen).toHaveText(new RegExp(`Boathouse of ${project.name}`));
  await page.keyboard.press('ArrowUp');
  await expect(chosen).toHaveText('Keyboard shortcuts');
  await page.keyboard.press('Home');
  await expect(field).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Boathouse of ${project.name}`);
  await expect(palette).toHaveCount(0);

  // The thing opened last comes first.
  await page.goto('/about-the-data');
  await untilKeysWork(page);
  await page.keyboard.press('Control+k');
  const recent = palette.getByRole('group', { name: 'Recent' });
  await expect(recent.getByRole('option')).toHaveText([new RegExp(`Boathouse of ${project.name}`)]);
  await expect(palette.getByRole('group', { name: 'Actions' })).toContainText('Post a project');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Boathouse of ${project.name}`);
  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL('/about-the-data');
  await expect(palette).toHaveCount(0);

  // Escape gives the focus back to where it was.
  const opener = page.getByRole('banner').getByRole('link', { name: 'Search' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
});

test('letters that a person types while the palette opens on a slow machine are all in its field', async ({
  page,
}, { project }) => {
  await enter(page, staff('pathfinder', project.name), '/about-the-data');
  const session = await page.context().newCDPSession(page);
  const letters = 'the quick brown fox jumps over the lazy dog';
  for (const [key, delay] of [
    ['Control+k', 0],
    ['/', 15],
  ] as const) {
    await page.reload();
    await untilKeysWork(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
    await page.keyboard.press(key);
    await page.keyboard.type(letters, { delay });
    await expect(page.getByRole('combobox')).toHaveValue(letters);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  }
});

test('an answer that comes late is dropped, and Enter before an answer is for the text that stands there', async ({
  page,
}) => {
  const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>();
  let wasAsked = false;
  await page.route(/search\.searchPortal/, async (route) => {
    const asked = decodeURIComponent(route.request().url());
    if (asked.includes('"text":"quartz"')) {
      wasAsked = true;
      await mayAnswer;
    }
    await route.continue().catch(() => undefined);
  });
  await page.goto('/about-the-data');
  await untilKeysWork(page);
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Go to' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('quartz');
  await expect.poll(() => wasAsked).toBe(true);
  await palette.getByRole('combobox').fill('');
  await page.keyboard.type('harbor light electric');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/contractors/${harborLight.licenseNumber}`);
  letAnswer();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown.harborLight);
});

test.describe('without a line', () => {
  test.use({ allowedConsole: /Failed to load resource|ERR_/ });

  test('the palette says so at once, and searches again when it is asked', async ({ page }) => {
    await page.goto('/about-the-data');
    await untilKeysWork(page);
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Go to' });
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.route(/search\.searchPortal/, (route) => route.abort());
    await page.keyboard.type('harbor light');
    await expect(palette.getByRole('status')).toContainText('The search didn’t answer.');
    // A person who finds nothing can still go to the list.
    await expect(palette.getByRole('option', { name: 'Search all contractors' })).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.unroute(/search\.searchPortal/);
    await palette.getByRole('button', { name: 'Try again' }).click();
    await expect(palette.getByRole('option', { name: shown.harborLight })).toBeVisible();
  });
});

test('each person gets the actions that they may do, and nothing of the last one stays', async ({ page }, {
  project,
}) => {
  const palette = page.getByRole('dialog', { name: 'Go to' });
  await enter(page, staff('dozer', project.name), '/about-the-data');
  await untilKeysWork(page);
  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('option', { name: 'Pay your dues' })).toBeVisible();
  await palette.getByRole('combobox').fill('post a project');
  await expect(palette.getByRole('option', { name: 'Post a project', exact: true })).toHaveCount(0);
  await palette.getByRole('combobox').fill(harborLight.licenseNumber);
  await expect(palette.getByRole('option', { name: shown.harborLight })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown.harborLight);
  const kept = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('recent')).length);
  expect(await kept()).toBe(1);
  await page.getByRole('button', { name: isNarrow(page) ? 'More' : 'dozer', exact: true }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  expect(await kept()).toBe(0);
});

test('staff find people and begin their work from the palette', async ({ page }, { project }) => {
  await signInAsStaff(page, staff('recordfinder', project.name), '/admin');
  await untilKeysWork(page);
  const palette = page.getByRole('dialog', { name: 'Go to' });
  await page.keyboard.press('Control+k');
  await page.keyboard.type(`pathfinder of ${project.name}`);
  await expect(
    palette
      .getByRole('group', { name: /^Members/ })
      .getByRole('option')
      .first(),
  ).toContainText('pathfinder');
  await palette.getByRole('combobox').fill('import contr');
  await expect(palette.getByRole('option', { name: 'Import contractors' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/admin/contractors/import');
});

test('the page of the search works as a link, and before any script', async ({ page, browser, baseURL }) => {
  await page.goto('/search?q=harbor');
  await expect(page.getByRole('heading', heading(/^Contractors/))).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('link', { name: shown.harborLight }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown.harborLight);
  await page.goBack();
  await page.getByRole('searchbox').fill('zzyzxqv');
  await expect(page.getByText('Nothing matches “zzyzxqv”')).toBeVisible();
  await expect(page).toHaveURL('/search?q=zzyzxqv');

  const plain = await browser.newContext({ javaScriptEnabled: false, ...(baseURL && { baseURL }) });
  const bare = await plain.newPage();
  // Without scripts nothing takes the painted page away.
  await bare.goto('/search?q=harbor', { waitUntil: 'commit' });
  await expect(bare.getByRole('link', { name: shown.harborLight })).toBeVisible();
  await bare.getByRole('link', { name: shown.harborLight }).click();
  await expect(bare).toHaveURL(`/contractors/${harborLight.licenseNumber}`);
  await plain.close();
});
