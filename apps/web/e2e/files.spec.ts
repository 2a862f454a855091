import { writeFileSync } from 'node:fs';
import { staff } from './fixture-people.ts';
import { enter, openElsewhere, openSetting } from './people.ts';
import { accessibilityProblems, expect, test, toasts } from './portal-test.ts';

// The browser logs every refused request, and this spec provokes some.
test.use({ allowedConsole: /Failed to load resource/ });

const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
/** A picture in more than two parts: what follows its end is no part of it. */
const large = Buffer.concat([Buffer.from(onePixel, 'base64'), Buffer.alloc(2_500_000)]);
const picture = (buffer: Buffer, name = 'Peña №3.png') => ({ name, mimeType: 'image/png', buffer });

test('a member adds a photo over a line that is cut, and nobody else opens it', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  await enter(page, staff('photographer', project.name), '/settings');
  const profile = page.getByRole('region', { name: 'Profile' });
  const photo = profile.getByRole('img', { name: 'You, as on your profile' });
  const dialog = await openSetting(page, 'Add your photo');
  await expect(dialog).toContainText('up to 10 MB');
  expect(await accessibilityProblems(page)).toEqual([]);
  const file = dialog.getByLabel('Choose a photo');

  // One that is too large is not even begun.
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await file.setInputFiles(picture(Buffer.alloc(10_100_000), 'huge.png'));
  await expect(dialog.getByRole('alert')).toContainText('huge.png has 10 MB. A photo can have up to 10 MB.');
  expect(asked.filter((url) => /begin|uploads/.test(url))).toEqual([]);
  await file.setInputFiles(picture(Buffer.from('<svg/>'), 'drawing.png'));
  await expect(dialog.getByRole('alert')).toContainText('Choose a file in the format JPEG, PNG or WebP.');

  const offsets: string[] = [];
  let isCut = false;
  await page.route('**/api/uploads/**', async (route) => {
    const offset = await route.request().headerValue('upload-offset');
    if (offset === '1000000' && !isCut) {
      isCut = true;
      return route.abort('connectionreset');
    }
    if (offset) offsets.push(offset);
    return route.continue();
  });
  await file.setInputFiles(picture(large));
  await expect(toasts(page)).toContainText('Photo saved.');
  expect([isCut, offsets]).toEqual([true, ['0', '1000000', '2000000']]);
  await expect(dialog).toHaveCount(0);
  await expect
    .poll(() => photo.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);

  const address = (await photo.getAttribute('src')) ?? '';
  const other = await openElsewhere(browser, baseURL);
  expect((await other.request.get(address)).status()).toBe(401);
  await enter(other, staff('secretary', project.name));
  expect((await other.request.get(address)).status()).toBe(404);
  await other.context().close();

  await (await openSetting(page, 'Change your photo'))
    .getByRole('button', { name: 'Remove the photo' })
    .click();
  await expect(toasts(page).filter({ hasText: 'Photo removed.' })).toBeVisible();
  await expect(photo).toHaveCount(0);
});

test('an upload that a reload cut goes on where it was, for the same person alone', async ({
  page,
}, info) => {
  const { project } = info;
  // A file on the disk keeps its time, by which the browser knows it again.
  const path = info.outputPath('long.png');
  writeFileSync(path, large);
  await enter(page, staff('uploader', project.name), '/settings');
  const offsets: string[] = [];
  let act: 'cut' | 'pass' | 'refuse' = 'cut';
  await page.route('**/api/uploads/**', async (route) => {
    const offset = await route.request().headerValue('upload-offset');
    // The line stays cut at the second part, and the page is left while it tries again.
    if (offset === '1000000' && act === 'cut') return route.abort('connectionreset');
    if (offset && act === 'refuse')
      return route.fulfill({ status: 412, json: { error: 'This upload has ended. Upload the file again.' } });
    if (offset) offsets.push(offset);
    return route.continue();
  });
  const choose = async () => (await openSetting(page, 'Add your photo')).getByLabel('Choose a photo');
  await (await choose()).setInputFiles(path);
  const dialog = page.getByRole('dialog', { name: 'Add your photo' });
  await expect.poll(() => offsets).toEqual(['0']);
  await expect(dialog.getByRole('status')).toContainText('39%');
  await page.reload();
  act = 'pass';
  const stopped = dialog.getByRole('region', { name: 'Uploads that stopped' });
  await openSetting(page, 'Add your photo');
  await expect(stopped).toContainText('long.png: 39% of 3 MB');
  expect(await accessibilityProblems(page)).toEqual([]);

  // The next person at this computer neither sees it nor goes on with it.
  await page.context().clearCookies();
  await enter(page, staff('sharesdesk', project.name), '/settings');
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('long.png');
  await (await choose()).setInputFiles(path);
  await expect(toasts(page)).toContainText('Photo saved.');
  expect(offsets).toEqual(['0', '0', '1000000', '2000000']);

  await page.context().clearCookies();
  await enter(page, staff('uploader', project.name), '/settings');
  await (await choose()).setInputFiles(path);
  await expect(toasts(page)).toContainText('Photo saved.');
  expect(offsets.slice(4)).toEqual(['1000000', '2000000']);

  // The words of a refusal reach the page.
  act = 'refuse';
  const again = await openSetting(page, 'Change your photo');
  await again.getByLabel('Choose a photo').setInputFiles(picture(large, 'refused.png'));
  await expect(again.getByRole('alert')).toContainText('This upload has ended. Upload the file again.');
});
