import type { Page } from '@playwright/test';
import { shown } from './fixture-contractors.ts';
import { manyNotifications, news, password, staff } from './fixture-people.ts';
import { accountButton, bell, enter, isNarrow } from './people.ts';
import {
  accessibilityProblems,
  expect,
  failUntilRetry,
  listedNames,
  pressRetry,
  test,
  wordsField,
} from './portal-test.ts';

// The browser logs every refused request, and these specs provoke some.
test.use({ allowedConsole: /Failed to load resource/ });

const announcer = (page: Page) => page.locator('[data-announcer]');
const list = (page: Page) => page.getByRole('list', { name: 'Notifications', exact: true });
const unreadRows = (page: Page) => list(page).getByRole('link', { name: /^Unread: / });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** Each project uses one theme, so that both themes are checked. */
test.beforeEach(async ({ page }, { project }) => {
  await page.emulateMedia({
    colorScheme: project.name === 'phone' ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
});

test('signing in leads to the home page, which shows what needs attention', async ({ page }, { project }) => {
  await enter(page, staff('newsreader', project.name));
  await expect(heading(page)).toHaveText(/^Hello, /);
  await expect(page).toHaveTitle('Home · NAMC NorCal');
  const membership = page.getByRole('region', { name: 'Membership' });
  await expect(membership).toContainText('Your membership ends in 30 days');
  await expect(membership).toContainText(/Regular, through \w+ \d+, \d{4}/);
  const fresh = page.getByRole('region', { name: 'New notifications' });
  await expect(fresh.getByRole('link', { name: /^Unread: / })).toHaveText([
    'Unread: A question about your application',
    'Unread: Your password was changed',
    'Unread: Welcome to NAMC NorCal',
  ]);
  await expect(bell(page)).toHaveAccessibleName('Notifications 3 unread');
  // Notifications from before the page loaded are not announced as new.
  await expect(announcer(page)).toHaveText('');
  expect(await accessibilityProblems(page)).toEqual([]);

  const announcements = page.getByRole('region', { name: 'Announcements' });
  const title = announcements.getByRole('heading', { name: `Unread: ${news.title}` });
  await expect(title).toBeVisible();
  await announcements.getByRole('button', { name: `Show all of ${news.title}` }).click();
  await expect(announcements).toContainText('It ends here.');
  const noted = page.waitForResponse(/announcements\.markRead/);
  await announcements.getByRole('button', { name: `Mark as read: ${news.title}` }).click();
  await expect(announcements.getByRole('heading', { name: news.title, exact: true })).toBeFocused();
  await expect(announcer(page)).toHaveText('Marked as read');
  await noted;
  await page.reload();
  await expect(announcements.getByRole('heading', { name: news.title, exact: true })).toBeVisible();

  await expect(bell(page)).toHaveAccessibleName('Notifications 3 unread');
  // Following a notification marks it as read in the list and in the count.
  await fresh.getByRole('link', { name: 'Unread: A question about your application' }).click();
  await expect(heading(page)).toHaveText('Account settings');
  await expect(bell(page)).toHaveAccessibleName('Notifications 2 unread');
  await expect(announcer(page)).toHaveText('2 unread notifications');
  await bell(page).click();
  await expect(heading(page)).toHaveText('Notifications');
  await expect(unreadRows(page)).toHaveCount(2);
  await expect(list(page).getByRole('link')).toHaveCount(3);
  expect(await accessibilityProblems(page)).toEqual([]);
  const allNoted = page.waitForResponse(/notifications\.markAllRead/);
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(unreadRows(page)).toHaveCount(0);
  await expect(heading(page)).toBeFocused();
  await allNoted;
  await expect(announcer(page)).toHaveText('No unread notifications');
  await expect(bell(page)).toHaveAccessibleName('Notifications');
  await page.reload();
  await expect(list(page).getByRole('link')).toHaveCount(3);
  await expect(unreadRows(page)).toHaveCount(0);

  await expect(bell(page)).toBeVisible();
  // Something happens in another session.
  const elsewhere = await page.request.post('/trpc/accounts.changeEmail', {
    data: { currentPassword: password, email: `moving.${project.name}@example.org` },
    headers: { Origin: new URL(page.url()).origin },
  });
  expect(elsewhere.status(), await elsewhere.text()).toBe(200);
  await expect(bell(page)).toHaveAccessibleName('Notifications 1 unread');
  await expect(announcer(page)).toHaveText('1 unread notification');
  await expect(unreadRows(page)).toHaveText(['Unread: Your email address is about to change']);
});

test('lists show a placeholder while they load', async ({ page }, { project }) => {
  await enter(page, staff('lapsed', project.name), '/contractors?q=quartz');
  await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
  await page.route('**/trpc/*notifications.list*', () => undefined);
  await page.getByRole('link', { name: 'NAMC NorCal' }).click();
  // The first part of the page waits, and the others wait behind it.
  await expect(page.getByRole('region', { name: 'Membership' })).toHaveAttribute('aria-busy', 'true');
  expect(await accessibilityProblems(page)).toEqual([]);
  await bell(page).click();
  await expect(page.getByRole('main').getByRole('status')).toHaveText('Loading…');
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('notifications are unread again if saving fails, and Retry loads a failed list', async ({ page }, {
  project,
}) => {
  await enter(page, staff('doubter', project.name), '/notifications');
  await expect(unreadRows(page)).toHaveCount(2);
  await page.route('**/trpc/notifications.mark*', (route) => route.abort());
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(page.getByRole('alert')).toContainText('Couldn’t mark them as read');
  await expect(unreadRows(page)).toHaveCount(2);
  expect(await accessibilityProblems(page)).toEqual([]);
  await unreadRows(page).first().click();
  await expect(heading(page)).toHaveText('Account settings');
  await expect(bell(page)).toHaveAccessibleName('Notifications 2 unread');

  await failUntilRetry(page, '**/trpc/*notifications.list*');
  await page.getByRole('link', { name: 'NAMC NorCal' }).click();
  const fresh = page.getByRole('region', { name: 'New notifications' });
  await expect(fresh.getByRole('alert')).toContainText('Couldn’t load your notifications');
  expect(await accessibilityProblems(page)).toEqual([]);
  await pressRetry(fresh);
  await expect(fresh.getByRole('link', { name: /^Unread: / })).toHaveCount(2);
});

test('“Load more” focuses the first new notification and announces the number', async ({ page }, {
  project,
}) => {
  await enter(page, staff('collector', project.name), '/notifications');
  await expect(list(page).getByRole('link')).toHaveCount(25);
  const more = page.getByRole('button', { name: 'Load more' });
  await failUntilRetry(page, '**/trpc/*notifications.list*');
  await more.click();
  const panel = page.getByRole('alert');
  await expect(panel).toContainText('Couldn’t load more');
  await expect(list(page).getByRole('link')).toHaveCount(25);
  await pressRetry(panel);
  await expect(list(page).getByRole('link', { name: `Number ${manyNotifications - 25}` })).toBeFocused();
  await expect(announcer(page)).toHaveText('Showing 50');
  await more.click();
  await expect(list(page).getByRole('link')).toHaveCount(manyNotifications);
  await expect(announcer(page)).toHaveText(`Showing ${manyNotifications}`);
  await expect(more).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);

  // A reload returns to the same rows.
  const last = list(page).getByRole('link').last();
  await last.scrollIntoViewIfNeeded();
  await page.reload();
  await expect(list(page).getByRole('link')).toHaveCount(manyNotifications);
  await expect(last).toBeInViewport();

  // The sticky bars never cover the focused row.
  for (const row of [30, 10, 1]) {
    await list(page)
      .getByRole('link', { name: `Unread: Number ${row}`, exact: true })
      .focus();
    expect(await isCovered(page)).toBe(false);
  }
  // A notification can lead to a search.
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/contractors\?q=quartz$/);
  await expect(listedNames(page)).toHaveText([shown.quartzCanyon]);
});

test('news that comes while more rows load takes none of them away', async ({ page }, { project }) => {
  await enter(page, staff('gatherer', project.name), '/notifications');
  await expect(list(page).getByRole('link')).toHaveCount(25);
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.route(
    ({ href }) => /notifications\.list.*cursor/.test(href),
    async (route) => {
      await held;
      await route.continue();
    },
    { times: 1 },
  );
  const asked = page.waitForRequest(/notifications\.list.*cursor/);
  await page.getByRole('button', { name: 'Load more' }).click();
  await asked;
  const elsewhere = await page.request.post('/trpc/accounts.changeEmail', {
    data: { currentPassword: password, email: `gathering.${project.name}@example.org` },
    headers: { Origin: new URL(page.url()).origin },
  });
  expect(elsewhere.status(), await elsewhere.text()).toBe(200);
  await expect(unreadRows(page).first()).toHaveText('Unread: Your email address is about to change');
  await expect(bell(page)).toHaveAccessibleName('Notifications 31 unread');
  goOn();
  await expect(list(page).getByRole('link')).toHaveCount(31);
  await expect(list(page).getByRole('link').nth(25)).toBeFocused();
  await expect(page.getByRole('button', { name: 'Load more' })).toHaveCount(0);
});

/** True if something covers the middle of the focused element. */
const isCovered = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement as HTMLElement;
    const { left, top, width, height } = focused.getBoundingClientRect();
    const above = document.elementFromPoint(left + width / 2, top + height / 2);
    return !(above && (focused.contains(above) || above.contains(focused)));
  });

test('an idle member sees two suggestions, and an empty list explains itself', async ({ page }, {
  project,
}) => {
  await enter(page, staff('quiet', project.name));
  await page.getByRole('button', { name: `Mark as read: ${news.title}` }).click();
  const suggestions = page.getByRole('region', { name: 'Suggestions' });
  await expect(suggestions.getByRole('link')).toHaveText([
    'Find contractors near you',
    'Set up two-step sign-in',
  ]);
  await expect(page.getByRole('region', { name: 'Membership' })).toContainText('Regular, through');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('link', { name: 'All notifications' }).click();
  await expect(page.getByText('No notifications yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Mark all as read' })).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('an applicant sees the application’s status, and a lapsed member sees a warning', async ({ page }, {
  project,
}) => {
  await enter(page, staff('applicant', project.name));
  const application = page.getByRole('region', { name: 'Your application' });
  await expect(application).toContainText('Under review');
  await expect(page.getByRole('region', { name: 'Membership' })).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await application.getByRole('link', { name: 'See your application' }).click();
  await expect(heading(page)).toHaveText('Your application');

  await accountButton(page, 'applicant').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await enter(page, staff('lapsed', project.name));
  await expect(page.getByRole('region', { name: 'Membership' })).toContainText('Your membership has lapsed');
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('public pages show the member’s navigation, which works by keyboard', async ({ page }, { project }) => {
  await enter(page, staff('lapsed', project.name), '/contractors');
  await expect(wordsField(page)).toBeVisible();
  const portal = page.getByRole('navigation', { name: 'Portal' });
  await expect(portal.getByRole('link', { name: 'Contractors' })).toHaveAttribute('aria-current', 'page');
  const wanted = isNarrow(page)
    ? ['NAMC NorCal', 'Search', 'Notifications']
    : [
        'NAMC NorCal',
        'Search',
        'Home',
        'Projects',
        'Contractors',
        'Directory',
        'Saved',
        'Company',
        'Notifications',
        'Help',
        'lapsed',
      ];
  await page.goto('/about-the-data');
  await expect(bell(page)).toBeVisible();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const passed: string[] = [];
  for (let presses = 0; presses <= wanted.length; presses += 1) {
    await page.keyboard.press('Tab');
    passed.push(
      await page.evaluate(() => {
        const { ariaLabel, textContent } = document.activeElement as HTMLElement;
        return ariaLabel ?? textContent ?? '';
      }),
    );
  }
  expect(passed).toEqual(['Skip to content', ...wanted]);
  const menu = accountButton(page, 'lapsed');
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Account settings' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Account settings' }).press('Enter');
  await expect(heading(page)).toHaveText('Account settings');
  await expect(heading(page)).toBeFocused();
  await page.getByRole('link', { name: 'NAMC NorCal' }).click();
  await expect(heading(page)).toHaveText(/^Hello, /);
});

test('a visitor does not load the member’s navigation', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/contractors');
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  // A file of icons is named after every page that shows them.
  expect(asked.filter((path) => path.includes('member-shell') && !path.includes('icons'))).toEqual([]);
});
