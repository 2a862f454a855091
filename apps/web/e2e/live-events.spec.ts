import type { Page } from '@playwright/test';
import { password, staff } from './fixture-people.ts';
import { bell, enter, openElsewhere, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The browser logs every refused request, and these specs provoke some.
test.use({ allowedConsole: /Failed to load resource/ });

const isStream = (url: string) => url.includes('/trpc/liveEvents.watch');
const announcer = (page: Page) => page.locator('[data-announcer]');

/** Waits until a page hears of news. The stream begins when the page stands. */
const hears = (page: Page) => page.waitForResponse((answer) => isStream(answer.url()));

/**
 * Something happens to the account elsewhere, of which a notification tells. The browser sends it: the runner's own requests
 * fail on a connection that the portal has closed for being idle.
 */
async function causeNotification(page: Page, email: string): Promise<void> {
  const answer = await page.evaluate(
    async ({ email, currentPassword }) => {
      const { status } = await fetch('/trpc/accounts.changeEmail', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ currentPassword, email }),
      });
      return status;
    },
    { email, currentPassword: password },
  );
  expect(answer).toBe(200);
}

test('the bell shows a notification without a reload, and one that is read elsewhere is gone', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  const email = staff('listener', project.name);
  const stream = hears(page);
  await enter(page, email, '/settings');
  await stream;
  await expect(bell(page)).toHaveAccessibleName('Notifications');
  await causeNotification(page, `listening.${project.name}@example.org`);
  await expect(bell(page)).toHaveAccessibleName('Notifications 1 unread');
  await expect(announcer(page)).toHaveText('1 unread notification');
  expect(await accessibilityProblems(page)).toEqual([]);

  const other = await openElsewhere(browser, baseURL);
  await enter(other, email, '/notifications');
  await other.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(bell(page)).toHaveAccessibleName('Notifications');
  await expect(announcer(page)).toHaveText('No unread notifications');
  // The page also hears that the person signed in there.
  await expect(page.getByRole('region', { name: 'Signed-in devices' }).getByRole('listitem')).toHaveCount(2);
  await other.context().close();
});

test('a page is covered as soon as its session is ended on another device', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  const email = staff('overheard', project.name);
  const stream = hears(page);
  await enter(page, email, '/contractors');
  await stream;
  const other = await openElsewhere(browser, baseURL);
  await enter(other, email, '/settings');
  await other
    .getByRole('button', { name: /^Sign out Chrome/ })
    .first()
    .click();
  await expect(page.getByRole('dialog', { name: 'You were signed out' })).toBeVisible();
  await other.context().close();
});

test('the tabs of a browser share one stream, and another tab goes on when that one closes', async ({
  page,
  context,
}, { project }) => {
  const asked: string[] = [];
  context.on('request', (request) => isStream(request.url()) && asked.push(request.url()));
  const stream = hears(page);
  await enter(page, staff('sharer', project.name), '/home');
  await stream;
  const second = await context.newPage();
  // It asks once for what it may have missed, and leaves the stream to the first.
  const caughtUp = second.waitForResponse(/notifications\.countUnread/);
  await second.goto('/settings');
  await caughtUp;
  expect(asked.length).toBe(1);
  await causeNotification(page, `sharing.${project.name}@example.org`);
  for (const one of [page, second]) await expect(bell(one)).toHaveAccessibleName('Notifications 1 unread');
  const goesOn = hears(second);
  await page.close();
  await goesOn;
  // From the last message on, so that nothing is missed in between.
  expect(decodeURIComponent(asked[1] ?? '')).toContain('lastEventId');
  await causeNotification(second, `sharing.again.${project.name}@example.org`);
  await expect(bell(second)).toHaveAccessibleName('Notifications 2 unread');
});

test('staff see background work go on without asking again and again', async ({ page }, { project }) => {
  const stream = hears(page);
  await signInAsStaff(page, staff('overseer', project.name), '/admin/jobs?state=done');
  await stream;
  await expect(page.getByRole('heading', { level: 2, name: 'Queues' })).toBeVisible();
  const asked = page.waitForRequest(/jobs\.list/);
  // A letter is a job.
  await causeNotification(page, `overseeing.${project.name}@example.org`);
  await asked;
});
