import { electriciansNearOakland, shown } from './fixture-contractors.ts';
import { accessibilityProblems, editSearch, expect, listedNames, test, wordsField } from './portal-test.ts';

const howRead = { name: 'How we read your words' } as const;

test('a trade and a city in one field find the firms, and the page says how it read them', async ({
  page,
}) => {
  await page.goto('/contractors');
  await wordsField(page).fill('electricians oakland');
  await expect(listedNames(page)).toHaveText(electriciansNearOakland);
  const read = page.getByRole('region', howRead);
  await expect(read.getByRole('listitem')).toHaveText([
    '“electricians” the trade Electrical (C-10), or the word in a name',
    '“oakland” within 20 miles of Oakland, CA',
  ]);
  await expect(page).toHaveURL(/\?q=electricians\+oakland$/);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a person turns the words into a search of names, and back', async ({ page }) => {
  await page.goto('/contractors?q=roofer+berkeley');
  await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
  await page.getByRole('button', { name: 'Search names only' }).click();
  await expect(page).toHaveURL(/\?q=roofer\+berkeley&words=names$/);
  await expect(page.getByText('We’re looking for every word in names and cities only.')).toBeVisible();
  await expect(page.getByRole('region', howRead)).toBeHidden();
  await page.getByRole('button', { name: 'Also find trades and places' }).click();
  await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
});

test('a person turns the words into filters', async ({ page }) => {
  await page.goto('/contractors?q=harbor+electrician+oakland');
  await page.getByRole('button', { name: 'Turn into filters' }).click();
  await expect(page).toHaveURL(/\?q=harbor&trades=C-10&near=Oakland%2C\+CA$/);
  await expect(listedNames(page)).toHaveText([shown.harborLight]);
  await expect(page.getByRole('button', { name: 'Remove filter: C-10 Electrical' })).toBeVisible();
});

test('a wish for a standing in the words is a filter that a person takes away', async ({ page }) => {
  await page.goto('/contractors?q=suspended+roofers');
  await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
  await expect(page.getByRole('region', howRead).getByRole('listitem')).toHaveText([
    '“roofers” the trade Roofing (C-39), or the word in a name',
    '“suspended” only licenses that are not in good standing: suspended, inactive, expired, canceled or revoked',
  ]);
  expect(await accessibilityProblems(page)).toEqual([]);
  const chip = page.getByRole('button', { name: 'Remove filter: Not in good standing' });
  await chip.click();
  await expect(page).toHaveURL(/\?q=roofers$/);
  await editSearch(page);
  await expect(wordsField(page)).toHaveValue('roofers');
  await expect(chip).toHaveCount(0);

  await page.goto('/contractors?q=active+roofers');
  await expect(page.getByRole('button', { name: 'Remove filter: Clear, even with a warning' })).toBeVisible();
  await expect(listedNames(page)).toHaveCount(0);
});

test('the distance in the words is the distance of the search, until a person chooses another', async ({
  page,
}) => {
  await page.goto('/contractors?q=electricians+within+5+miles+of+oakland');
  // The third one is further away.
  await expect(listedNames(page)).toHaveText(electriciansNearOakland.slice(0, 2));
  await editSearch(page);
  const within = page.getByRole('combobox', { name: 'Within' });
  await expect(within).toHaveValue('5');
  await within.selectOption('20 miles');
  await expect(page).toHaveURL(/\?q=electricians\+near\+oakland$/);
  await expect(within).toHaveValue('20');
  await expect(listedNames(page)).toHaveText(electriciansNearOakland);
});

test('a double click on “Turn into filters” opens no license, and the button names the place that it loses', async ({
  page,
}) => {
  await page.goto('/contractors?q=electricians+in+oakland+or+berkeley');
  await expect(listedNames(page)).toHaveText(electriciansNearOakland);
  await page.getByRole('button', { name: 'Turn into filters without “berkeley”' }).dblclick();
  await expect(page).toHaveURL(/\/contractors\?trades=C-10&near=Oakland%2C\+CA$/);
  await expect(page.getByRole('region', howRead)).toHaveCount(0);
  await expect(listedNames(page)).toHaveText(electriciansNearOakland);
  await expect(page).toHaveURL(/\/contractors\?trades=C-10/);
});

test('work that no class is for is said to be, and leads to firms that may do it', async ({ page }) => {
  await page.goto('/contractors?q=mold+remediation+oakland');
  await expect(page.getByRole('region', howRead).getByRole('listitem').first()).toHaveText(
    '“mold remediation” in a name: the license board has no class for this, and California has no license for mold work',
  );
  expect(await accessibilityProblems(page)).toEqual([]);
  await page
    .getByRole('button', { name: 'Search General Building (B) or Residential Remodeling (B-2)' })
    .click();
  await expect(page).toHaveURL(/\?q=oakland&trades=B&trades=B-2$/);
  await expect(listedNames(page)).toHaveText([shown.harborLight]);
});

test('words for a certification are said to name it, and lead to its filter', async ({ page }) => {
  const read = page.getByRole('region', howRead);
  const chip = page.getByRole('button', { name: 'Remove filter: Asbestos certification' });
  await page.goto('/contractors?q=asbestos+oakland');
  await expect(read.getByRole('listitem').first()).toHaveText(
    '“asbestos” the trade Asbestos Abatement (C-22), the asbestos certification (ASB), or the word in a name',
  );
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Only the asbestos certification (ASB)' }).click();
  await expect(page).toHaveURL(/\?q=oakland&certifications=ASB$/);
  await expect(chip).toBeVisible();

  await page.goto('/contractors?q=certificaci%C3%B3n+de+asbesto');
  await expect(read.getByRole('listitem')).toHaveText(
    '“certificación de asbesto” the asbestos certification (ASB), or the word in a name',
  );
  await page.getByRole('button', { name: 'Turn into filters' }).click();
  await expect(page).toHaveURL(/\?certifications=ASB$/);
  await expect(chip).toBeVisible();
});

test('signs alone find nobody, and the page says so', async ({ page }) => {
  for (const signs of ['🏠', '&|!:*', "'", '--']) {
    await page.goto(`/contractors?q=${encodeURIComponent(signs)}`);
    await expect(
      page.getByRole('heading', {
        name: 'We couldn’t find a word, a license number or a place in this search.',
      }),
    ).toBeVisible();
    await expect(listedNames(page)).toHaveCount(0);
  }
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('trades are suggested while typing, and taken by keyboard', async ({ page }) => {
  await page.goto('/contractors');
  const field = wordsField(page);
  await field.focus();
  await field.pressSequentially('harbor elec');
  const option = page.getByRole('option', { name: /^Electrical \(C-10\)/ });
  await expect(option).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await field.press('ArrowDown');
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await field.press('Escape');
  await expect(option).toBeHidden();
  await expect(field).toHaveValue('harbor elec');
  await field.press('ArrowDown');
  await field.press('Enter');
  await expect(page).toHaveURL(/\?q=harbor&trades=C-10$/);
  await expect(field).toHaveValue('harbor');
  await expect(field).toBeFocused();
  await expect(listedNames(page)).toHaveText([shown.harborLight]);
});

test('the places that a place goes on to come before trades, and are taken by keyboard', async ({ page }) => {
  await page.goto('/contractors');
  const field = wordsField(page);
  await field.focus();
  await field.pressSequentially('electrician in san');
  const places = page.getByRole('listbox', { name: 'Places' });
  await expect(places.getByRole('option')).toHaveText([/^San /, /^San /, /^San /]);
  await expect(page.getByText('3 places found. Use the arrow keys to choose.')).toBeAttached();
  expect(await accessibilityProblems(page)).toEqual([]);
  const first = places.getByRole('option').first();
  const name = (await first.textContent()) ?? '';
  await field.press('ArrowDown');
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await field.press('Enter');
  await expect(field).toHaveValue(`electrician in ${name}`);
  await expect(field).toBeFocused();
  await expect(places).toBeHidden();
  await expect(page.getByRole('region', howRead).getByRole('listitem').last()).toContainText(
    `within 20 miles of ${name}`,
  );
});

test('a suggestion is taken with a tap', async ({ page }) => {
  await page.goto('/contractors');
  const field = wordsField(page);
  await field.focus();
  await field.pressSequentially('plom');
  await page.getByRole('option', { name: /^Plumbing \(C-36\)/ }).click();
  await expect(page).toHaveURL(/\?trades=C-36$/);
});
