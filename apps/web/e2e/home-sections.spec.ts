import { staff } from './fixture-people.ts';
import { isNarrow, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test, toasts } from './portal-test.ts';

test('a visitor sees what the association is and how to join on the first screen', async ({ page }) => {
  await page.goto('/');
  const join = page.getByRole('main').getByRole('link', { name: 'Join NAMC' });
  await expect(join).toBeInViewport({ ratio: 1 });
  await expect(page.getByText('Build more. Build together.')).toBeInViewport();
  await expect(page.getByRole('list').filter({ hasText: 'licenses you can check' })).toBeVisible();
  // The map of the members is a picture, and a table that leads to the firms.
  const places = page.getByRole('region', { name: 'Where our members are' });
  await places.scrollIntoViewIfNeeded();
  await expect(page.getByRole('img', { name: /^Map of California: \d+ count/ })).toBeVisible();
  const first = places.getByRole('link').first();
  const county = (await first.textContent()) ?? '';
  await first.click();
  await expect(page).toHaveURL(
    (url) => url.search.includes('member=true') && url.search.includes('counties'),
  );
  await expect(page.getByRole('button', { name: new RegExp(county) }).first()).toBeVisible();
  // The association's own firms are the first filter.
  if (isNarrow(page)) await page.getByRole('button', { name: /^Filters/ }).click();
  const members = page.getByRole('button', { name: 'Members', exact: true });
  await expect(members).toHaveAttribute('aria-pressed', 'true');
  await members.click();
  await expect(page).not.toHaveURL(/member=/);
  await page.goto('/');
  await join.click();
  await expect(page).toHaveURL(/\/join$/);
});

test('staff write the home page without a developer, with a picture, and visitors see it at once', async ({
  page,
  browser,
  baseURL,
}, { project: { name } }) => {
  // Nothing else waits for people who only write.
  await signInAsStaff(page, staff('publisher', name), '/admin');
  await page.getByRole('link', { name: 'Edit the home page' }).click();
  const sections = page.getByRole('list', { name: 'Sections' }).getByRole('listitem');
  await page.getByRole('button', { name: 'Add a section…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Kind')).toBeFocused();
  await dialog.getByRole('button', { name: 'Add the section' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Enter a title');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByLabel('Title').fill(`Mixer of ${name}`);
  await dialog.getByLabel('Text').fill('Meet us on the roof.');
  await dialog.getByRole('button', { name: 'Add the section' }).click();
  await expect(toasts(page)).toContainText('Section added');
  const row = sections.filter({ hasText: `Mixer of ${name}` });

  await row.getByRole('button', { name: 'Picture of' }).click();
  // A red pixel.
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
  await dialog
    .getByLabel('Picture')
    .setInputFiles({ name: 'roof.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
  await dialog.getByLabel('Description').fill('A crew on a roof');
  await dialog.getByRole('button', { name: 'Save the picture' }).click();
  await expect(row.getByRole('img', { name: 'A crew on a roof' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  const visitor = await (await browser.newContext(baseURL ? { baseURL } : {})).newPage();
  await visitor.goto('/');
  const shown = visitor.getByRole('heading', { name: `Mixer of ${name}` });
  await expect(shown).toBeVisible();
  const picture = visitor.getByRole('img', { name: 'A crew on a roof' }).first();
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1);

  await row.getByRole('button', { name: `Hide Mixer of ${name}` }).click();
  await expect(row).toContainText('Hidden');
  await visitor.reload();
  await expect(visitor.getByRole('link', { name: 'Start your application' })).toBeVisible();
  await expect(shown).toHaveCount(0);
  await visitor.context().close();

  // Staff go on seeing the picture of what is hidden.
  await page.reload();
  const hidden = row.getByRole('img', { name: 'A crew on a roof' });
  await hidden.scrollIntoViewIfNeeded();
  await expect.poll(() => hidden.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1);

  // A message stays as long as the pointer is on it.
  await page.mouse.move(0, 0);
  // An act that loses something begins with the way back.
  await row.getByRole('button', { name: `Remove Mixer of ${name}` }).click();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Remove the section' }).click();
  await expect(row).toHaveCount(0);
});
