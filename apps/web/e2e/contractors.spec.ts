import { readFile } from 'node:fs/promises';
import {
  builderCount,
  electriciansNearOakland,
  harborLight,
  pastDue,
  quartzCanyon,
  shown,
  tuleFog,
  vanished,
  willowCreek,
} from './fixture-contractors.ts';
import {
  closeFilters,
  editSearch,
  expect,
  failUntilRetry,
  listedNames,
  openFilters,
  pressRetry,
  results,
  test,
  withoutAnswers,
  wordsField,
} from './portal-test.ts';

test.describe('search', () => {
  test('a visitor finds a firm by its name from the home page and reads its license', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('searchbox', { name: 'Find a contractor' }).fill('harbor light');
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(page).toHaveURL(/\/contractors\?q=harbor\+light$/);
    await expect(listedNames(page).first()).toHaveText(shown.harborLight);
    await listedNames(page).first().getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown.harborLight);
    await expect(page).toHaveTitle(`${shown.harborLight} · NAMC NorCal`);
  });

  test('results and the address follow the typed text', async ({ page }) => {
    await page.goto('/contractors');
    await wordsField(page).pressSequentially('quartz');
    await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
    await expect(page).toHaveURL(/\?q=quartz$/);
  });

  test('what a person types while a slow phone opens their search stays', async ({ page }) => {
    await page.goto('/contractors');
    // Nothing is painted, and no timer of that length ends, until the phone has time.
    await page.evaluate(() => {
      const waiting: (() => void)[] = [];
      const { requestAnimationFrame, setTimeout } = window;
      window.requestAnimationFrame = (run) => waiting.push(() => requestAnimationFrame(run));
      window.setTimeout = ((run: () => void, ms?: number) =>
        ms === 100 ? waiting.push(run) : setTimeout(run, ms)) as typeof window.setTimeout;
      Object.assign(window, {
        isOpening: () => waiting.length > 0,
        goOn: () => {
          Object.assign(window, { requestAnimationFrame, setTimeout });
          for (const run of waiting) run();
        },
      });
    });
    await wordsField(page).pressSequentially('har');
    await page.waitForFunction('isOpening()');
    await wordsField(page).pressSequentially('bor light');
    await page.evaluate('goOn()');
    await expect(listedNames(page)).toHaveText([shown.harborLight]);
    await expect(wordsField(page)).toHaveValue('harbor light');
    await expect(page).toHaveURL('/contractors?q=harbor+light');
    await page.goBack();
    await expect(wordsField(page)).toHaveValue('');
    await page.goForward();
    await expect(wordsField(page)).toHaveValue('harbor light');
  });

  test('Back leads to the search before the typing, however late Enter comes', async ({ page }) => {
    await page.goto('/contractors?q=quartz');
    await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
    await editSearch(page);
    for (const typed of ['harbor', 'harbor light']) {
      await wordsField(page).fill(typed);
      await expect(page).toHaveURL(`/contractors?q=${typed.replace(' ', '+')}`);
    }
    await expect(listedNames(page)).toHaveText([shown.harborLight]);
    await wordsField(page).press('Enter');
    await page.goBack();
    await expect(page).toHaveURL('/contractors?q=quartz');
    await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
  });

  test('the first digits find a license number', async ({ page }) => {
    await page.goto('/contractors?q=70000');
    await expect(listedNames(page).filter({ hasText: shown.tuleFog })).toBeVisible();
    await expect(listedNames(page).filter({ hasText: shown.vanished })).toHaveCount(0);
  });

  test('a misspelled word is corrected, and the page says so', async ({ page }) => {
    await page.goto('/contractors?q=quarz');
    await expect(page.getByText('Showing results for quartz. Nothing matches “quarz”.')).toBeVisible();
    await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
  });

  test('a late response does not replace a newer one', async ({ page }) => {
    let held: (() => void) | undefined;
    await page.route(/\/trpc\/.*contractors\.search.*granite/, async (route) => {
      await new Promise<void>((resolve) => {
        held = resolve;
      });
      await route.continue().catch(() => undefined);
    });
    await page.goto('/contractors');
    await wordsField(page).fill('granite');
    await expect.poll(() => held).toBeDefined();
    await wordsField(page).fill('quartz');
    await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
    held?.();
    await expect(page).toHaveURL(/\?q=quartz$/);
    await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
  });

  test('without a search, the counties are the starting point', async ({ page }) => {
    await page.goto('/contractors');
    await page
      .getByRole('row', { name: /^Sacramento/ })
      .getByRole('link')
      .click();
    await expect(page).toHaveURL(/\?counties=Sacramento$/);
    await expect(page.getByText(`${builderCount} contractors`, { exact: true })).toBeVisible();
  });
});

test.describe('filters', () => {
  test('trade and distance list electricians within ten miles, nearest first', async ({ page }) => {
    await page.goto('/contractors');
    await openFilters(page, 'Trade');
    await page.getByRole('searchbox', { name: 'Find a trade' }).fill('elect');
    await page.getByRole('checkbox', { name: /^C-10 Electrical/ }).check();
    await closeFilters(page);
    await editSearch(page);
    await page.getByLabel('Within').selectOption('10');
    await page.getByRole('combobox', { name: 'Near' }).fill('Oakland');
    await page.getByRole('combobox', { name: 'Near' }).press('Enter');
    await expect(listedNames(page)).toHaveText(electriciansNearOakland);
    await expect(results(page).getByRole('listitem').first()).toContainText(/about \d+ mi away/);
    await expect(page.getByRole('button', { name: 'Remove filter: C-10 Electrical' })).toBeVisible();
    await expect(
      page.getByRole('button', { name: 'Remove filter: Within 10 miles of Oakland, CA' }),
    ).toBeVisible();
  });

  test('one trade more than a search takes is refused in words, and the others stay', async ({ page }) => {
    const chosen = Array.from({ length: 20 }, (_, at) => `trades=D-${at + 1}`).join('&');
    await page.goto(`/contractors?${chosen}`);
    await openFilters(page, 'Trade');
    await page.getByRole('checkbox', { name: /^C-10 Electrical/ }).click();
    await expect(
      page.getByText('A search can use up to 20 trades. Take one away to add “C-10 Electrical”.'),
    ).toBeVisible();
    await expect(page.getByRole('checkbox', { name: /^C-10 Electrical/ })).not.toBeChecked();
    expect(new URL(page.url()).searchParams.getAll('trades')).toHaveLength(20);
  });

  test('a shared link opens the same search, and its chips remove the filters', async ({ page }) => {
    await page.goto('/contractors?trades=C-10&near=94607&miles=10');
    await expect(listedNames(page)).toHaveText(electriciansNearOakland);
    await page.getByRole('button', { name: /Remove filter: Within 10 miles/ }).click();
    await expect(listedNames(page).filter({ hasText: 'Orange Grove Electric' })).toBeVisible();
    await expect(page).toHaveURL(/\?trades=C-10&miles=10$/);
    await page.goBack();
    await expect(listedNames(page)).toHaveText(electriciansNearOakland);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect(page).toHaveURL(/\/contractors$/);
    await expect(page.getByRole('table', { name: 'Contractors by county' })).toBeVisible();
  });

  test('the day of a standing is typed with the keyboard', async ({ page }) => {
    await page.goto('/contractors?q=tule&standing=pending');
    await openFilters(page, 'Standing');
    const day = page.getByLabel('As of (leave blank for today)');
    await day.focus();
    await page.keyboard.type('12312026', { delay: 50 });
    await expect(day).toHaveValue('2026-12-31');
    await expect(page).toHaveURL(/&on=2026-12-31$/);
  });

  test('standing is shown as of the chosen day', async ({ page }) => {
    await page.goto('/contractors?q=tule&standing=pending');
    await expect(listedNames(page)).toHaveText([shown.tuleFog]);
    await expect(results(page).getByText('Clear, with a warning', { exact: true })).toBeVisible();
    await page.goto('/contractors?q=tule&standing=pending&on=2099-12-10');
    await expect(page.getByRole('heading', { name: 'No contractors match:' })).toBeVisible();
    await page.goto('/contractors?q=tule&standing=not-good&on=2099-12-10');
    await expect(results(page).getByText('May be suspended', { exact: true })).toBeVisible();
  });

  test('a wrong value in the address becomes its default', async ({ page }) => {
    await page.goto(
      '/contractors?q=quartz&miles=9999&sort=sideways&member=maybe&counties=Atlantis&trades=%00',
    );
    await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
    await expect(
      page.getByText('We couldn’t read a trade, a county, the membership, and the distance of this link'),
    ).toBeVisible();
  });

  test('a place that is only begun is offered, and not called unknown', async ({ page }) => {
    await page.goto('/contractors');
    const words = page.getByRole('combobox', { name: 'Trade, name, place or license number' });
    await words.pressSequentially('electrician in oak');
    await expect(page.getByRole('heading', { name: 'Choose a place, or type on.' })).toBeVisible();
    await expect(page.getByText('We couldn’t find')).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^Save/ })).toHaveCount(0);
    // The same places stand below the field for a person who closes the list.
    await expect(page.getByRole('option', { name: 'Oakland, CA' })).toBeVisible();
    await words.press('Escape');
    await page.getByRole('button', { name: 'Oakland, CA' }).click();
    await expect(words).toHaveValue('electrician in Oakland, CA');
    await expect(listedNames(page)).not.toHaveCount(0);
    await expect(page.getByRole('heading', { level: 2, name: /contractors?$/ })).toBeVisible();
  });

  test('of two places one is searched, and the other offered', async ({ page }) => {
    await page.goto('/contractors?q=electricians+in+oakland+or+berkeley');
    await page.getByRole('button', { name: 'Search in Berkeley, CA' }).click();
    await expect(page).toHaveURL(/q=electricians&near=Berkeley/);
    await editSearch(page);
    await expect(page.getByRole('combobox', { name: 'Near' })).toHaveValue('Berkeley, CA');
  });

  test('a link says what of it is left out, until the search changes', async ({ page }) => {
    const trades = Array.from({ length: 24 }, (_, at) => `trades=D-${at + 1}`).join('&');
    await page.goto(`/contractors?${trades}&on=2025-01-01`);
    const notice = page.getByText('We left out the trades after the first 20.');
    await expect(notice).toBeVisible();
    await expect(page.getByRole('heading', { name: 'No contractors match:' })).toBeVisible();
    await page.getByRole('button', { name: 'Standing as of January 1, 2025' }).click();
    await expect(page).not.toHaveURL(/on=/);
    await expect(notice).toHaveCount(0);
  });

  test('a trade in the filter is found by its code and by the words for it', async ({ page }) => {
    await page.goto('/contractors?q=quartz');
    await openFilters(page, 'Trade');
    for (const typed of ['c10', 'electricista', 'electrician']) {
      await page.getByLabel('Find a trade').fill(typed);
      await expect(page.getByRole('checkbox', { name: /^C-10 Electrical/ })).toBeVisible();
      await expect(page.getByRole('checkbox', { name: /^C-36/ })).toHaveCount(0);
    }
  });

  test('an unknown location is reported at its field', async ({ page }) => {
    await page.goto('/contractors?near=Atlantis&trades=C-39');
    await expect(page.getByRole('combobox', { name: 'Near' })).toHaveAccessibleDescription(
      /We couldn’t find “Atlantis.”/,
    );
  });
});

test.describe('long lists', () => {
  test('“Load more” adds rows, and Back restores them and the scroll position', async ({ page }) => {
    await page.goto('/contractors?q=granite&sort=name');
    await expect(page.getByText(`Showing 50 of ${builderCount} contractors`)).toBeVisible();
    await page.getByRole('button', { name: 'Load 50 more' }).click();
    await expect(page.getByText(`Showing 100 of ${builderCount} contractors`)).toBeVisible();
    const firstNew = page.getByRole('link', { name: 'Granite Bend Builders 050' });
    await expect(firstNew).toBeFocused();
    await expect(page.locator('[data-announcer]')).toHaveText(`Showing 100 of ${builderCount}`);

    const far = page.getByRole('link', { name: 'Granite Bend Builders 080' });
    await far.scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => window.scrollY);
    expect(before).toBeGreaterThan(1000);
    await far.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Granite Bend Builders 080');
    await page.goBack();
    await expect(far).toBeInViewport();
    await expect(page.getByText(`Showing 100 of ${builderCount} contractors`)).toBeAttached();
  });

  test('a reload returns to the same rows, and so does Back from a page that was reloaded', async ({
    page,
  }) => {
    await page.goto('/contractors?q=granite&sort=name');
    await page.getByRole('button', { name: 'Load 50 more' }).click();
    await expect(listedNames(page)).toHaveCount(100);
    const far = page.getByRole('link', { name: 'Granite Bend Builders 080' });
    await far.scrollIntoViewIfNeeded();
    await expect(far).toBeInViewport();
    await page.reload();
    await expect(listedNames(page)).toHaveCount(100);
    await expect(far).toBeInViewport();

    await far.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Granite Bend Builders 080');
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Granite Bend Builders 080');
    await page.goBack();
    await expect(listedNames(page)).toHaveCount(100);
    await expect(far).toBeInViewport();

    // Another search begins at its first page.
    await page.goto('/contractors?q=granite&sort=name&trades=B');
    await expect(listedNames(page)).toHaveCount(50);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
  });
});

test('a very common search says how many contractors were counted and ranked', async ({ page }) => {
  await page.goto('/contractors?q=cedar+mill');
  await expect(page.getByText('1,000+ contractors', { exact: true })).toBeVisible();
  await expect(page.getByText('Showing 50 of 1,000+ contractors')).toBeVisible();
  await expect(page.getByText(/the 300 most prominent contractors are ranked first/)).toBeVisible();
});

test.describe('download', () => {
  test('the file contains the contractors of the search', async ({ page }) => {
    await page.goto('/contractors?q=electric&sort=name&trades=C-10');
    await expect(listedNames(page).first()).toBeVisible();
    const shown = await listedNames(page).allTextContents();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^Download/ }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    const [header, ...rows] = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
    for (const column of ['License number', 'Phone', 'Trades', 'Standing'])
      expect(header).toContain(`"${column}"`);
    for (const row of rows) expect(row).toContain('Electrical');
    expect(rows).toHaveLength(shown.length);
    for (const [at, name] of shown.entries()) expect(rows[at]).toContain(name);
  });
});

test('the way back from a license keeps the filters, and the window’s title names the search', async ({
  page,
}) => {
  await page.goto('/contractors?q=quartz&counties=Alameda&counties=Sacramento');
  await expect(page).toHaveTitle(/^Contractors: “quartz”, .*Sacramento.* · NAMC NorCal$/);
  await results(page).getByRole('link', { name: shown.quartzCanyon }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown.quartzCanyon);
  await page.getByRole('link', { name: /^Back to “quartz”, / }).click();
  await expect(page).toHaveURL('/contractors?q=quartz&counties=Alameda&counties=Sacramento');
  await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
});

test('while a license loads, its page has the name that the list knew', async ({ page }) => {
  const release = Promise.withResolvers<void>();
  await page.route(/contractors\.getLicense/, async (route) => {
    await release.promise;
    await route.fallback();
  });
  await page.goto('/contractors?q=harbor+light');
  await listedNames(page).first().getByRole('link').click();
  await expect(page).toHaveURL(`/contractors/${harborLight.licenseNumber}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown.harborLight);
  await expect(page.getByRole('region', { name: 'Standing' })).toHaveCount(0);
  release.resolve();
  await expect(page.getByRole('region', { name: 'Standing' })).toBeVisible();
});

test.describe('license page', () => {
  for (const [contractor, name, words] of [
    [harborLight, shown.harborLight, 'In good standing as of February 12, 2026'],
    [quartzCanyon, shown.quartzCanyon, 'Suspended: proof of workers’ compensation coverage is missing'],
    [quartzCanyon, shown.quartzCanyon, /The firm may not bid, contract or work on this license/],
    [
      tuleFog,
      shown.tuleFog,
      /^The contractor bond will be canceled on December 9, 2099\. The license would then be suspended/,
    ],
    [willowCreek, shown.willowCreek, 'The board has a suspension for workers’ compensation pending.'],
    [willowCreek, shown.willowCreek, /C-8 needs coverage with or without employees/],
    [
      pastDue,
      shown.pastDue,
      'Expired more than five years ago: the license was valid through April 30, 2020',
    ],
    [vanished, shown.vanished, 'No longer in the board’s file since October 1, 2025'],
  ] as const) {
    test(`${name} states its standing in plain words: ${words}`, async ({ page }) => {
      await page.goto(`/contractors/${contractor.licenseNumber}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
      await expect(page.getByRole('region', { name: 'Standing' }).getByText(words)).toBeVisible();
    });
  }

  test('the page lists the facts, and its nearby contractors lead to a search', async ({ page }) => {
    await page.goto(`/contractors/${harborLight.licenseNumber}`);
    await expect(page.getByText(`doing business as ${shown.harborLightTrade}`)).toBeVisible();
    await expect(page.getByText('NAMC member', { exact: true }).first()).toBeVisible();
    await expect(page.getByText('Electrical', { exact: true })).toBeVisible();
    await expect(page.getByRole('definition').filter({ hasText: /^March 31, 2031$/ })).toBeVisible();
    await expect(page.getByText('From the license board’s file of February 12, 2026.')).toBeVisible();
    const neighbors = page.getByRole('list', { name: 'Nearby contractors' });
    await expect(neighbors.getByRole('link').first()).toHaveText('Meridian Electric');
    await page.getByRole('link', { name: 'All contractors near here with the same trade' }).click();
    await expect(page).toHaveURL(/near=.*trades=C-10&trades=B.*standing=good/);
    await expect(listedNames(page).filter({ hasText: 'Pelican Electric Company' })).toBeVisible();
  });

  test('the standing is told for another day, which the address keeps', async ({ page }) => {
    await page.goto(`/contractors/${tuleFog.licenseNumber}`);
    const standing = page.getByRole('region', { name: 'Standing' });
    await standing.getByText('Check another day').click();
    await standing.getByLabel('Day').fill('2099-12-10');
    await standing.getByRole('button', { name: 'Show the standing' }).click();
    await expect(page).toHaveURL(/\?on=2099-12-10$/);
    await expect(standing.getByText(/would have been suspended since December 9, 2099/)).toBeVisible();
    await expect(standing.getByText(/Not known/)).toBeVisible();
    await standing.getByRole('link', { name: 'Show today’s' }).click();
    await expect(standing.getByText(/^Clear as of February 12, 2026/)).toBeVisible();
  });

  test('an old file is a warning on the page and above the list', async ({ page }) => {
    const warning = /The board’s file is of February 12, 2026, [\d,]+ days ago\. Do not rely on it/;
    await page.goto(`/contractors/${harborLight.licenseNumber}`);
    await expect(page.getByRole('region', { name: 'Standing' }).getByText(warning)).toBeVisible();
    await page.goto('/contractors?q=quartz');
    await expect(page.getByText(warning)).toBeVisible();
  });

  test.describe('unknown', () => {
    test.use({ allowedConsole: /404/ });

    test('an unknown license leads back to the search', async ({ page }) => {
      await page.goto('/contractors/99999999');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('License not found');
      await expect(page.getByRole('link', { name: /^look up 99999999/ })).toHaveAttribute(
        'href',
        /cslb\.ca\.gov.*LicNum=99999999$/,
      );
      await page.getByRole('link', { name: 'Find another contractor' }).click();
      await expect(page).toHaveURL(/\/contractors$/);
    });
  });
});

test.describe('failures', () => {
  // The page may notice the missing chunk a moment before it reloads.
  test.use({ allowedConsole: /Failed to (load resource|fetch dynamically imported module)/ });

  test('a failed list says why, and Retry loads it', async ({ page }) => {
    await withoutAnswers(page);
    await failUntilRetry(page, '**/trpc/**');
    await page.goto('/contractors?q=quartz');
    const panel = page.getByRole('region', { name: 'Results' }).getByRole('alert');
    await expect(panel).toContainText('Couldn’t load the contractors');
    await expect(panel).toContainText('The portal didn’t respond.');
    await pressRetry(panel);
    await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
    await expect(page.getByText('1 contractor', { exact: true })).toBeVisible();
  });

  test('a chunk missing after a deploy reloads the page once', async ({ page }) => {
    await page.goto('/about-the-data');
    let asked = 0;
    await page.route('**/assets/page-*.js', (route) => {
      asked += 1;
      return asked === 1 ? route.abort() : route.continue();
    });
    await page.getByRole('navigation').getByRole('link', { name: 'Contractors' }).click();
    await expect(page.getByRole('table', { name: 'Contractors by county' })).toBeVisible();
  });
});
