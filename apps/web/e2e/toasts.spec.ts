import { password, staff } from './fixture-people.ts';
import { bell, enter } from './people.ts';
import { accessibilityProblems, expect, test, toasts } from './portal-test.ts';

// The browser logs every refused request, and these specs provoke some.
test.use({ allowedConsole: /Failed to load resource/ });

test.beforeEach(({ page }, { project }) =>
  page.emulateMedia({ colorScheme: project.name === 'phone' ? 'dark' : 'light', reducedMotion: 'reduce' }),
);

test('Undo makes notifications unread again', async ({ page }, { project }) => {
  await page.clock.install();
  await enter(page, staff('hasty', project.name), '/notifications');
  const unread = page.getByRole('link', { name: /^Unread: / });
  await expect(unread).toHaveCount(3);
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(toasts(page)).toContainText('All notifications marked as read.');
  expect(await accessibilityProblems(page)).toEqual([]);
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toBeFocused();
  // F8 moves the focus to the toast, which then waits.
  await page.keyboard.press('F8');
  const undo = toasts(page).getByRole('button', { name: 'Undo' });
  await expect(undo).toBeFocused();
  await page.clock.fastForward(60_000);
  await expect(toasts(page)).toHaveCount(1);
  const noted = page.waitForResponse(/notifications\.markUnread/);
  await undo.press('Enter');
  await noted;
  await expect(toasts(page)).toHaveCount(0);
  await expect(heading).toBeFocused();
  await expect(unread).toHaveCount(3);
  await page.reload();
  await expect(unread).toHaveCount(3);

  // A toast leaves by itself, but stays while the pointer is over it.
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await toasts(page).hover();
  await page.clock.fastForward(60_000);
  await expect(toasts(page)).toHaveCount(1);
  await page.mouse.move(5, 5);
  await page.clock.fastForward(13_000);
  await expect(toasts(page)).toHaveCount(0);
});

test('a double click on “Mark all as read” marks once and shows one toast, which Undo removes', async ({
  page,
}, { project }) => {
  await enter(page, staff('clicker', project.name), '/notifications');
  const unread = page.getByRole('link', { name: /^Unread: / });
  await expect(unread).toHaveCount(2);
  let marked = 0;
  page.on('request', (request) => {
    if (request.url().includes('notifications.markAllRead')) marked += 1;
  });
  // Both clicks come before the page can draw the button again.
  await page.getByRole('button', { name: 'Mark all as read' }).evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  await expect(toasts(page)).toHaveText([/All notifications marked as read/]);
  await expect(unread).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  const restored = page.waitForResponse(/notifications\.markUnread/);
  await toasts(page).getByRole('button', { name: 'Undo' }).click();
  await restored;
  await expect(unread).toHaveCount(2);
  await expect(toasts(page)).toHaveCount(0);
  expect(marked).toBe(1);
});

test('a newer toast about the same act replaces the older one', async ({ page }, { project }) => {
  await enter(page, staff('repeater', project.name), '/notifications');
  const all = page.getByRole('button', { name: 'Mark all as read' });
  await all.click();
  await expect(toasts(page)).toHaveText([/All notifications marked as read/]);
  // Undo fails, so the page says that instead.
  await page.route('**/trpc/notifications.markUnread', (route) => route.abort());
  await toasts(page).getByRole('button', { name: 'Undo' }).click();
  await expect(toasts(page)).toHaveText([/Couldn’t undo that/]);
  await page.unroute('**/trpc/notifications.markUnread');
  const moved = await page.request.post('/trpc/accounts.changeEmail', {
    data: { currentPassword: password, email: `repeating.${project.name}@example.org` },
    headers: { Origin: new URL(page.url()).origin },
  });
  expect(moved.status(), await moved.text()).toBe(200);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await all.click();
  await expect(toasts(page)).toHaveText([/All notifications marked as read/]);
});

test('a failure stays until it is closed, and at most three toasts show', async ({ page }, { project }) => {
  await page.clock.install();
  await enter(page, staff('unlucky', project.name), '/notifications');
  await page.route('**/trpc/notifications.markRead', (route) => route.abort());
  for (let round = 0; round < 4; round += 1) {
    await page.getByRole('link', { name: 'Unread: Only one' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account settings');
    await expect(toasts(page)).toHaveCount(Math.min(round + 1, 3));
    await bell(page).click();
  }
  await page.clock.fastForward(600_000);
  await expect(toasts(page)).toHaveText(Array(3).fill(/is still unread/));
  expect(await accessibilityProblems(page)).toEqual([]);
  for (const left of [2, 1, 0]) {
    await page.keyboard.press('F8');
    await page.keyboard.press('Enter');
    await expect(toasts(page)).toHaveCount(left);
  }
});
