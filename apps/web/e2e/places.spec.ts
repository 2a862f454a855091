import { builderCount, electriciansNearOakland } from './fixture-contractors.ts';
import {
  accessibilityProblems,
  closeFilters,
  expect,
  listedNames,
  openFilters,
  test,
  wordsField,
} from './portal-test.ts';

test.describe('the place of a search', () => {
  test('is suggested while a person types, and chosen with the keyboard', async ({ page }) => {
    await page.goto('/contractors');
    const near = page.getByRole('combobox', { name: 'Near' });
    await expect(near).toHaveAttribute('aria-expanded', 'false');
    await near.pressSequentially('st hel');
    const option = page.getByRole('option', { name: 'Saint Helena, CA' });
    await expect(option).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: '1 place found' })).toBeAttached();
    expect(await accessibilityProblems(page)).toEqual([]);
    await near.press('ArrowDown');
    await expect(option).toHaveAttribute('aria-selected', 'true');
    await expect(near).toHaveAttribute('aria-activedescendant', (await option.getAttribute('id')) ?? '');
    await near.press('Enter');
    await expect(page).toHaveURL(/near=Saint\+Helena%2C\+CA/);
    await expect(near).toHaveAttribute('aria-expanded', 'false');
    await expect(
      page.getByRole('button', { name: 'Remove filter: Within 20 miles of Saint Helena, CA' }),
    ).toBeVisible();
    await near.fill('oakl');
    await expect(page.getByRole('option', { name: 'Oakland, CA', exact: true })).toBeVisible();
    await near.press('Escape');
    await expect(page.getByRole('listbox', { name: 'Places' })).toBeHidden();
    await expect(near).toHaveValue('oakl');
  });

  test('may be a county', async ({ page }) => {
    await page.goto('/contractors?q=granite&near=Sacramento+County');
    await expect(page.getByRole('button', { name: 'Remove filter: In Sacramento County' })).toBeVisible();
    await expect(page.getByText(`${builderCount} contractors`, { exact: true })).toBeVisible();
  });

  test('that nobody knows finds nobody, and the nearest names are offered', async ({ page }) => {
    await page.goto('/contractors?near=Oaklnad&trades=C-10');
    await expect(page.getByRole('heading', { name: 'No contractors match:' })).toBeVisible();
    await page.getByRole('button', { name: 'Oakland, CA', exact: true }).click();
    await expect(page).toHaveURL(/near=Oakland%2C\+CA/);
    await expect(page.getByRole('combobox', { name: 'Near' })).toBeFocused();
    await expect(listedNames(page).first()).toBeVisible();
  });

  test('among the words is offered by the nearest names too, and one of them takes its place', async ({
    page,
  }) => {
    await page.goto('/contractors?q=electricians+near+Oaklnad');
    await expect(page.getByRole('heading', { name: 'No contractors match:' })).toBeVisible();
    const field = wordsField(page);
    await expect(field).toHaveAccessibleDescription(/^We couldn’t find “Oaklnad\.”/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Oakland, CA', exact: true }).click();
    await expect(page).toHaveURL(/\?q=electricians\+near\+Oakland%2C\+CA$/);
    await expect(field).toHaveValue('electricians near Oakland, CA');
    await expect(field).toBeFocused();
    await expect(listedNames(page)).toHaveText(electriciansNearOakland);
    await expect(page.getByText('We couldn’t find')).toHaveCount(0);
    await page.goBack();
    await expect(field).toHaveValue('electricians near Oaklnad');
    await expect(page.getByRole('button', { name: 'Oakland, CA', exact: true })).toBeVisible();
  });
});

test.describe('“Use my location”', () => {
  test('searches around the person, whose position leaves the browser rounded', async ({ page, context }) => {
    await context.grantPermissions(['geolocation']);
    await context.setGeolocation({ latitude: 37.804363, longitude: -122.271111 });
    const sent: string[] = [];
    page.on('request', (request) => sent.push(decodeURIComponent(request.url())));
    await page.goto('/contractors');
    await page.getByRole('button', { name: 'Use my location' }).click();
    await expect(page).toHaveURL(/near=37\.80%2C\+-122\.27/);
    await expect(listedNames(page).first()).toBeVisible();
    expect(sent.filter((url) => url.includes('37.804') || url.includes('122.271'))).toEqual([]);
  });

  test('says what to do when the browser does not tell', async ({ page }) => {
    await page.goto('/contractors');
    await page.getByRole('button', { name: 'Use my location' }).click();
    await expect(page.getByText(/doesn’t share your location with this site/)).toBeVisible();
    await expect(page).toHaveURL(/\/contractors$/);
  });
});

test('the numbers beside a filter are what choosing it gives', async ({ page }) => {
  await page.goto('/contractors?q=granite&trades=C-36');
  await expect(page.getByRole('heading', { name: 'No contractors match:' })).toBeVisible();
  await openFilters(page, 'Trade');
  const builders = page.getByRole('checkbox', { name: new RegExp(`^B .* ${builderCount}$`) });
  await expect(builders).toBeVisible();
  await builders.check();
  await closeFilters(page);
  await expect(page.getByText(`${builderCount} contractors`, { exact: true })).toBeVisible();
});
