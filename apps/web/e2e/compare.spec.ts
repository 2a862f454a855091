import type { Page } from '@playwright/test';
import {
  harborLight,
  licenseOfMember,
  pastDue,
  quartzCanyon,
  shown,
  tuleFog,
  willowCreek,
} from './fixture-contractors.ts';
import { staff } from './fixture-people.ts';
import { enter, isNarrow } from './people.ts';
import { accessibilityProblems, expect, test, toasts } from './portal-test.ts';

// A license that nobody knows is refused, and the browser logs that.
test.use({ allowedConsole: /Failed to load resource/ });

test.beforeEach(({ page }, { project }) =>
  page.emulateMedia({ colorScheme: project.name === 'phone' ? 'dark' : 'light', reducedMotion: 'reduce' }),
);

const compared = (...licenses: { licenseNumber: string }[]) =>
  `/contractors/compare?licenses=${licenses.map(({ licenseNumber }) => licenseNumber).join(',')}`;
const heads = (page: Page) => page.getByRole('columnheader');
const row = (page: Page, term: string) => page.getByRole('row').filter({ hasText: new RegExp(`^${term}`) });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test('licensees stand side by side, and rows that differ say so', async ({ page }) => {
  await page.goto(compared(harborLight, quartzCanyon, willowCreek));
  await expect(heads(page)).toHaveText([
    'License',
    new RegExp(shown.harborLight),
    new RegExp(shown.quartzCanyon),
    new RegExp(shown.willowCreek),
  ]);
  const standing = row(page, 'Standing');
  await expect(standing.getByRole('rowheader')).toContainText('Differs');
  await expect(standing.getByRole('cell').nth(0)).toContainText('In good standing');
  await expect(standing.getByRole('cell').nth(1)).toContainText('May bid and contract: no');
  await expect(row(page, 'Trades').getByRole('cell').nth(1)).toContainText('C-39 Roofing');
  await expect(row(page, 'License since').getByRole('rowheader')).not.toContainText('Differs');

  // On a phone the table alone scrolls aside, and says what each row is.
  const region = page.getByRole('region', { name: 'Comparison' });
  await region.focus();
  await expect(region).toBeFocused();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    page.viewportSize()?.width ?? 0,
  );
  if (isNarrow(page)) {
    const place = () => standing.getByRole('rowheader').evaluate((head) => head.getBoundingClientRect().left);
    const before = await place();
    await region.evaluate((part) => part.scrollTo(150, 0));
    expect(await region.evaluate((part) => part.scrollLeft)).toBe(150);
    expect(await place()).toBeCloseTo(before, 0);
  }
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  await expect(page.getByText(/^Printed .* from /)).toBeVisible();
  await expect(page.getByLabel('License number')).toBeHidden();
});

test('the address carries the comparison: licenses come and go, and Back and a reload keep it', async ({
  page,
}) => {
  await page.goto('/contractors/compare');
  await expect(heading(page)).toHaveText('Compare contractors');
  const number = page.getByLabel('License number');
  const add = page.getByRole('button', { name: 'Add to the comparison' });
  const problem = page.getByRole('alert');
  for (const [typed, words] of [
    ['', 'Enter a license number'],
    ['12 x', 'License number must be up to 8 digits and nothing else'],
    ['99999999', 'We couldn’t find license 99999999'],
  ] as const) {
    await number.fill(typed);
    await add.click();
    await expect(problem).toContainText(words);
    await expect(problem).toBeFocused();
  }
  await number.fill(harborLight.licenseNumber);
  await number.press('Enter');
  await expect(heads(page)).toHaveCount(2);
  await expect(number).toHaveValue('');
  await number.fill(harborLight.licenseNumber);
  await number.press('Enter');
  await expect(problem).toContainText(`License ${harborLight.licenseNumber} is in the comparison already`);
  await number.fill(quartzCanyon.licenseNumber);
  await number.press('Enter');
  await expect(heads(page)).toHaveCount(3);
  await page.getByRole('button', { name: `Remove ${shown.harborLight}` }).click();
  await expect(heads(page)).toHaveText(['License', new RegExp(shown.quartzCanyon)]);
  await expect(heading(page)).toBeFocused();
  await page.goBack();
  await expect(heads(page)).toHaveCount(3);
  await page.reload();
  await expect(heads(page)).toHaveCount(3);

  // Four fit. A link with more says so, and the next one comes when a place is free.
  await page.goto(compared(harborLight, quartzCanyon, tuleFog, { licenseNumber: '99999999' }, pastDue));
  await expect(page.getByRole('status').first()).toContainText('The fifth contractor isn’t shown.');
  await expect(heads(page)).toHaveCount(5);
  await expect(page.getByText('We couldn’t find license 99999999.')).toBeVisible();
  await expect(number).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Remove License 99999999' }).click();
  await expect(heads(page).last()).toContainText(shown.pastDue);
  await expect(page.getByText('Four is the most that fits.')).toBeVisible();

  // Two presses take two away, however soon one follows the other.
  await page.getByRole('button', { name: /^Remove / }).evaluateAll((buttons) => {
    for (const button of buttons.slice(0, 2)) (button as HTMLButtonElement).click();
  });
  await expect(heads(page)).toHaveCount(3);
});

test('a license’s page begins a comparison, another comes by its name, and each leads back', async ({
  page,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`/contractors/${harborLight.licenseNumber}`);
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await expect(heads(page)).toHaveCount(2);
  await page.getByLabel('Company name on the license').fill('granite bend builders 000');
  await page.getByRole('button', { name: /^Compare: Granite Bend Builders 000/ }).click();
  await expect(heads(page)).toHaveCount(3);
  await page.evaluate(() => Object.assign(navigator, { canShare: undefined }));
  await page.getByRole('button', { name: 'Share this comparison' }).click();
  await expect(toasts(page)).toContainText('Link copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  await heads(page).getByRole('link', { name: licenseOfMember.name }).click();
  await expect(heading(page)).toHaveText(licenseOfMember.name);
  await page.getByRole('link', { name: 'Back to the comparison' }).click();
  await expect(heads(page)).toHaveCount(3);
});

test('a member compares followed licenses: all if they fit, else the chosen ones', async ({ page }, {
  project,
}) => {
  await enter(page, staff('comparer', project.name), '/saved');
  const follow = async (...licenses: { licenseNumber: string }[]) => {
    for (const { licenseNumber } of licenses)
      expect((await page.request.post('/trpc/follows.follow', { data: { licenseNumber } })).ok()).toBe(true);
    await page.reload();
  };
  await follow(harborLight, quartzCanyon);
  await page.getByRole('link', { name: 'Compare these licenses' }).click();
  await expect(heads(page)).toHaveCount(3);

  await page.goto('/saved');
  await follow(tuleFog, pastDue, willowCreek);
  await expect(page.getByText('Choose two to four licenses to compare them.')).toBeVisible();
  const names = [shown.harborLight, shown.quartzCanyon, shown.tuleFog, shown.pastDue];
  for (const name of names) await page.getByRole('checkbox', { name: `Compare ${name}` }).check();
  const fifth = page.getByRole('checkbox', { name: `Compare ${shown.willowCreek}` });
  await fifth.click();
  await expect(fifth).not.toBeChecked();
  await expect(page.getByText('A comparison holds four licenses.')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('link', { name: 'Compare the 4 chosen' }).click();
  await expect(heads(page)).toHaveCount(5);
  await expect(page.getByRole('table')).toContainText(shown.pastDue);
});
