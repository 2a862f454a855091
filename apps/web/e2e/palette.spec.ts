import { harborLight, shown } from './fixture-contractors.ts';
import { staff } from './fixture-people.ts';
import { isNarrow, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, listedNames, test, untilKeysWork } from './portal-test.ts';

test('a few letters and Enter lead to a license, and the keys that do more are listed', async ({ page }) => {
  await page.goto('/about-the-data');
  await untilKeysWork(page);
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Go to' });
  const field = palette.getByRole('combobox');
  await expect(field).toBeFocused();
  await expect(palette.getByRole('option').first()).toHaveText('Home');
  await page.keyboard.type('harbor light');
  await expect(palette.getByRole('option', { name: shown.harborLight })).toBeVisible();
  await expect(palette.getByRole('status')).toHaveText('1 result');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/contractors/${harborLight.licenseNumber}`);
  await expect(palette).toHaveCount(0);

  // The rows of a list answer to j and k, a search to /, and a field keeps its letters.
  await page.goto('/contractors?q=granite');
  await expect(listedNames(page).first()).toBeVisible();
  await untilKeysWork(page);
  const links = page.getByRole('list', { name: 'Contractors' }).getByRole('link');
  await page.keyboard.press('j');
  await expect(links.first()).toBeFocused();
  await page.keyboard.press('j');
  await expect(links.first()).not.toBeFocused();
  await page.keyboard.press('k');
  await expect(links.first()).toBeFocused();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toContainText('Next row of a list');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
});

test('what a person types while the palette is on its way is for the palette, Enter included', async ({
  page,
}) => {
  const { promise: mayCome, resolve: letCome } = Promise.withResolvers<void>();
  await page.route(/\/assets\/palette-[^/]+\.js$/, async (route) => {
    await mayCome;
    await route.continue();
  });
  await page.goto('/about-the-data');
  await untilKeysWork(page);
  const palette = page.getByRole('dialog', { name: 'Go to' });
  await page.keyboard.press('Control+k');
  // `g` and `h` lead to another page outside of the palette.
  await page.keyboard.type('gh');
  letCome();
  await expect(palette.getByRole('combobox')).toHaveValue('gh');
  await expect(page).toHaveURL('/about-the-data');
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
  await page.reload();
  await untilKeysWork(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('contractorz');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('s');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/contractors');
});

test('staff find a member from every page, and the frame has their name, help and the way out', async ({
  page,
}, { project: { name } }) => {
  await signInAsStaff(page, staff('finder', name), '/admin/applications');
  await page.getByRole('button', { name: /^Find/ }).click();
  const palette = page.getByRole('dialog', { name: 'Go to' });
  await palette.getByRole('combobox').fill(`seeker of ${name}`);
  await palette.getByRole('group', { name: 'Members' }).getByRole('option').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`seeker Of ${name}`);
  await page.getByRole('button', { name: /^Find/ }).click();
  await palette.getByRole('combobox').fill('audit');
  await expect(palette.getByRole('option', { name: 'Audit trail' })).toBeVisible();
  await page.keyboard.press('Escape');

  await expect(
    page.getByRole('navigation', { name: 'Staff' }).getByRole('link', { name: 'Help' }),
  ).toHaveAttribute('href', '/about-the-data');
  await page.getByRole('button', { name: isNarrow(page) ? 'Your account' : `finder Of ${name}` }).click();
  const account = page.getByRole('dialog');
  await expect(account).toContainText(`finder Of ${name}`);
  expect(await accessibilityProblems(page)).toEqual([]);
  await account.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
});
