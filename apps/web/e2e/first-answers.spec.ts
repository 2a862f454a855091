import type { Page } from '@playwright/test';
import { harborLight, quartzCanyon, shown } from './fixture-contractors.ts';
import { staff } from './fixture-people.ts';
import { enter, openElsewhere, signIn, signInAsStaff } from './people.ts';
import { expect, listedNames, test, untilQuiet, withoutAnswers } from './portal-test.ts';

const ofMap = ['contractors.map', 'contractors.findExtent', 'directory.map', 'directory.findExtent'];

/**
 * The procedures that each page asks for from now on. The map comes later, and asks about the area that it shows. What a page
 * asks after its stream has begun is news.
 */
function watchCalls(page: Page): string[] {
  const calls: string[] = [];
  let hasStream = false;
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.isNavigationRequest()) hasStream = false;
    if (pathname === '/trpc/liveEvents.watch') hasStream = true;
    if (hasStream || !pathname.startsWith('/trpc/')) return;
    calls.push(
      ...pathname
        .slice('/trpc/'.length)
        .split(',')
        .filter((name) => !ofMap.includes(name)),
    );
  });
  return calls;
}

async function expectNoCalls(page: Page, paths: string[]): Promise<void> {
  const calls = watchCalls(page);
  for (const path of paths) {
    // The page before may still ask something while it is left.
    await page.goto('about:blank');
    calls.length = 0;
    const answer = await page.goto(path);
    await untilQuiet(page);
    const heading = page.getByRole('heading', { level: 1 });
    await expect(heading).toBeVisible();
    const html = (await answer?.text()) ?? '';
    // A greeting goes on with the name, which no build knows.
    const framed = /<p data-title [^>]*>([^<]*)</.exec(html)?.[1];
    if (framed !== undefined && framed !== 'Hello') await expect(heading).toHaveText(framed);
    // The painted page says the same as the page, and has no part that the page has not.
    const painted = await page.evaluate((text) => {
      const headings = new DOMParser()
        .parseFromString(text, 'text/html')
        .querySelectorAll('[data-painted] :is(h1, h2, h3)');
      return [...headings].map(({ textContent }) => textContent ?? '');
    }, html);
    expect(painted[0], path).toBe(await heading.textContent());
    const shown = await page.getByRole('heading').allTextContents();
    expect(shown, path).toEqual(expect.arrayContaining(painted));
    expect(calls, path).toEqual([]);
  }
}

test('a visitor’s page begins with its answers', async ({ page }) => {
  await expectNoCalls(page, [
    '/',
    '/contractors',
    '/directory',
    '/directory?q=specs&county=Alameda',
    '/search?q=harbor',
    '/contractors?q=harbor&sort=name',
    '/contractors?near=Oakland&miles=5&trades=C-10&trades=B&standing=good&member=true',
    `/contractors/${harborLight.licenseNumber}`,
    `/contractors/${harborLight.licenseNumber}?on=2026-03-01`,
    `/contractors/compare?licenses=${harborLight.licenseNumber},${quartzCanyon.licenseNumber}`,
    '/join',
    '/sign-in',
  ]);
});

test('a member’s page begins with its answers', async ({ page }, { project }) => {
  await enter(page, staff('opener', project.name));
  await expectNoCalls(page, [
    '/home',
    '/notifications',
    '/saved',
    '/application',
    '/contractors?near=Oakland',
    '/directory?near=Oakland&miles=25',
    '/directory/team-up?trades=B&near=Oakland',
    `/contractors/${harborLight.licenseNumber}`,
  ]);
});

test('a staff page begins with its answers', async ({ page }, { project }) => {
  await signInAsStaff(page, staff('starter', project.name), '/admin');
  await expectNoCalls(page, [
    '/admin',
    '/admin/applications',
    '/admin/members',
    '/admin/audit',
    '/admin/roles',
    '/admin/home-sections',
  ]);
});

test('each reader of many at once gets a page of their own', async ({ page, browser, baseURL }, {
  project,
}) => {
  await enter(page, staff('opener', project.name));
  const other = await openElsewhere(browser, baseURL);
  await enter(other, staff('reader', project.name));
  const visitor = await openElsewhere(browser, baseURL);
  const open = async ({ request }: Page) =>
    (await request.get('/home', { headers: { accept: 'text/html' } })).text();
  const names = ['opener', 'reader'].map((name) => new RegExp(`Hello, <!-- -->${name}<.*first-answers`, 's'));
  const pages = await Promise.all(
    Array.from({ length: 8 }, () => [open(page), open(other), open(visitor)]).flat(),
  );
  for (const [at, html] of pages.entries()) {
    expect(names.map((name) => name.test(html))).toEqual([at % 3 === 0, at % 3 === 1]);
  }
});

test('before its scripts have come a painted page can be read, scrolled and left by its links', async ({
  page,
}) => {
  let scripts = Promise.withResolvers<void>();
  await page.route('**/assets/*.js', async (route) => {
    await scripts.promise;
    await route.fallback();
  });
  const license = `/contractors/${harborLight.licenseNumber}`;
  await page.goto(license, { waitUntil: 'commit' });
  const painted = page.locator('[data-painted]');
  await expect(painted.getByText(shown.harborLight).first()).toBeVisible();
  // The frame that was painted first has made room.
  await expect(page.locator('[data-frame]')).toBeHidden();
  // Buttons and fields wait.
  await expect(painted.locator(':is(button, input, select, textarea):not([inert])')).toHaveCount(0);
  await expect(painted.locator('button[inert]').first()).toBeAttached();
  await page.evaluate(() => window.scrollTo(0, 200));
  scripts.resolve();
  await expect(painted).toHaveCount(0);
  await expect(page.getByText(shown.harborLight).first()).toBeVisible();
  expect(await page.evaluate(() => window.scrollY)).toBe(200);

  scripts = Promise.withResolvers();
  await page.goto(license, { waitUntil: 'commit' });
  await painted.getByRole('link', { name: 'Where the data comes from' }).click();
  await expect(page).toHaveURL(/\/about-the-data$/);
  await expect(painted.getByRole('heading', { level: 1 })).toBeVisible();
  // After a while the page says what it waits for.
  const late = page.getByText('Buttons work once the page has loaded.');
  await expect(late).toBeHidden();
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) animation.finish();
  });
  await expect(late).toBeVisible();
  scripts.resolve();
  await expect(late).toHaveCount(0);
});

test('a page whose address has a part that no server sees is not painted', async ({ page }) => {
  for (const path of ['/cancel-change', '/confirm', '/reset', '/stop-emails', '/stop-renewal', '/verify']) {
    const answer = await page.request.get(path, { headers: { accept: 'text/html' } });
    expect(await answer.text(), path).not.toContain('data-painted');
  }
});

test('a page without answers asks for them', async ({ page }) => {
  await withoutAnswers(page);
  const calls = watchCalls(page);
  await page.goto('/contractors?q=harbor');
  await expect(listedNames(page)).toHaveText([shown.harborLight]);
  expect(calls).toContain('contractors.search');
});

test('the answer that nobody is signed in does not outlive a sign-in', async ({ page }, { project }) => {
  await page.goto('/sign-in?next=/saved');
  await signIn(page, staff('opener', project.name));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Saved');
});
