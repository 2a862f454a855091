import type { Page } from '@playwright/test';
import { harborLight } from './fixture-contractors.ts';
import { staff } from './fixture-people.ts';
import { accountButton, enter, isNarrow, openSetting, signInAsStaff } from './people.ts';
import { expect, test, untilQuiet, withoutAnswers } from './portal-test.ts';

/** The most that a page may move by itself while it loads, as the layout shift score counts it. */
const mostShift = 0.05;

const orders = ['as sent', 'reversed'] as const;

/**
 * Sums up how far the page moves by itself. With the order reversed, the page carries none of its first answers, and gets
 * the parts of an answer one by one, each in a frame of its own: the order in which they arrive is up to the server.
 */
async function watchShifts(page: Page, order: (typeof orders)[number]): Promise<void> {
  if (order === 'reversed') await withoutAnswers(page);
  await page.addInitScript((order) => {
    const watched = window as unknown as { shift: number; moved: string[] };
    watched.shift = 0;
    watched.moved = [];
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries()) {
        const { value, hadRecentInput, sources } = entry as PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
          sources: { node?: Element; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
        };
        if (hadRecentInput) continue;
        watched.shift += value;
        for (const { node, previousRect, currentRect } of sources)
          watched.moved.push(
            `${value.toFixed(3)} ${node?.nodeName}.${node?.className} ${node?.textContent?.slice(0, 40)} from ${JSON.stringify(previousRect)} to ${JSON.stringify(currentRect)}`,
          );
      }
    }).observe({ type: 'layout-shift', buffered: true });

    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const realFetch = window.fetch.bind(window);
    window.fetch = async (input, init) => {
      const answer = await realFetch(input, init);
      if (!answer.headers.get('content-type')?.includes('json') || !answer.ok) return answer;
      const [first = '', ...rest] = (await answer.text()).split(/(?<=\n)/);
      if (order === 'reversed') rest.reverse();
      const parts = [first, ...rest];
      const body = new ReadableStream({
        async pull(controller) {
          await frame();
          await frame();
          const part = parts.shift();
          if (part === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(part));
        },
      });
      return new Response(body, { status: answer.status, headers: answer.headers });
    };
  }, order);
}

async function expectStill(page: Page): Promise<void> {
  const { shift, moved } = await page.evaluate(() => {
    const { shift, moved } = window as unknown as { shift: number; moved: string[] };
    return { shift, moved };
  });
  expect(shift, [page.url(), ...moved].join('\n')).toBeLessThanOrEqual(mostShift);
}

for (const order of orders) {
  for (const role of ['jumper', 'settled']) {
    test(`the home page of “${role}” does not jump while its parts arrive, ${order}`, async ({ page }, {
      project,
    }) => {
      await enter(page, staff(role, project.name), '/settings');
      await watchShifts(page, order);
      await page.goto('/home');
      await expect(page.getByRole('region', { name: 'Announcements' })).toHaveAttribute('aria-busy', 'false');
      await expect(page.getByText('You’re all caught up.').or(page.getByText('Third to come'))).toBeVisible();
      await expectStill(page);
    });
  }
}

for (const order of orders) {
  test(`no public page jumps while its parts arrive, ${order}`, async ({ page }) => {
    await watchShifts(page, order);
    const pages = [
      '/',
      '/contractors',
      '/contractors?near=Sacramento&trades=B&miles=50',
      `/contractors/${harborLight.licenseNumber}`,
      '/join',
      '/sign-in',
      '/about-the-data',
    ];
    for (const address of pages) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await untilQuiet(page);
      await expectStill(page);
    }
  });

  test(`no page of a member jumps while its parts arrive, ${order}`, async ({ page }, { project }) => {
    await enter(page, staff('jumper', project.name), '/settings');
    await watchShifts(page, order);
    for (const address of [
      '/settings',
      '/notifications',
      '/saved',
      '/application',
      '/contractors?q=granite',
    ]) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await untilQuiet(page);
      await expectStill(page);
    }
  });
}

test('the way to the staff pages is in the rail, and under More on a phone; others have none', async ({
  page,
}, { project }) => {
  await enter(page, staff('overseer', project.name), '/settings');
  const way = page.getByRole('link', { name: 'Staff pages' });
  if (isNarrow(page)) {
    // The bell is in the top bar, and once is enough.
    await expect(page.locator('[data-bottom-bar]').getByRole('link')).toHaveText([
      'Home',
      'Projects',
      'Contractors',
      'Saved',
    ]);
    await accountButton(page, 'overseer').click();
  }
  await expect(way).toBeInViewport({ ratio: 1 });
  await way.click();
  await expect(page).toHaveURL('/admin');
  await expect(page.getByRole('link', { name: /^Notifications/ })).toBeInViewport({ ratio: 1 });
});

test('on a phone the row of staff pages shows the current one, and the way back is always in view', async ({
  page,
}, { project }) => {
  await signInAsStaff(page, staff('mapper', project.name), '/admin/settings');
  const current = page.getByRole('navigation', { name: 'Staff' }).locator('[aria-current=page]');
  for (const [address, name] of [
    ['/admin/settings', 'Portal settings'],
    ['/admin/audit', 'Audit trail'],
    ['/admin', 'Today'],
  ] as const) {
    await page.goto(address);
    await expect(current).toHaveText(name);
    await expect(current).toBeInViewport({ ratio: 0.95 });
    await expect(page.getByRole('link', { name: 'Back to the portal' })).toBeInViewport({ ratio: 0.95 });
  }
  // The account menu is at the bottom of the rail, and opens above.
  await page
    .getByRole('button', { name: isNarrow(page) ? 'Your account' : `mapper Of ${project.name}` })
    .click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeInViewport({ ratio: 1 });
});

test('a long name stays inside its button', async ({ page }, { project }) => {
  await enter(page, staff('wolfeschlegelsteinhausenbergerdorff', project.name), '/settings');
  const name = page.getByRole('button', { name: 'wolfeschlegelsteinhausenbergerdorff', exact: true });
  if (isNarrow(page)) await accountButton(page, 'wolfeschlegelsteinhausenbergerdorff').click();
  else {
    const rail = await page.getByRole('banner').boundingBox();
    const box = await name.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan((rail?.x ?? 0) + (rail?.width ?? 0));
    await name.click();
  }
  const menu = page.getByRole('dialog');
  await expect(menu.getByRole('button', { name: 'Sign out' })).toBeInViewport({ ratio: 1 });
  expect(await menu.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  // The initials stand for a photo.
  await expect(menu.getByText(/^W\p{L}$/u)).toBeVisible();
});

test('nothing covers the account menu', async ({ page }, { project }) => {
  await enter(page, staff('jumper', project.name));
  await expect(page.getByText('Third to come')).toBeVisible();
  await accountButton(page, 'jumper').click();
  const menu = page.getByRole('dialog', { name: isNarrow(page) ? 'More' : 'jumper' });
  await expect(menu.getByRole('button', { name: 'Sign out' })).toBeVisible();
  const covered = await menu.evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const points = [0.02, 0.25, 0.5, 0.75, 0.98].flatMap((x) =>
      [0.02, 0.25, 0.5, 0.75, 0.98].map(
        (y) => [left + x * (right - left), top + y * (bottom - top)] as const,
      ),
    );
    return points.filter(([x, y]) => !element.contains(document.elementFromPoint(x, y)));
  });
  expect(covered).toEqual([]);
});

test('a page whose scroll bar takes no room stays where it is behind a dialog', async ({ page }, {
  project,
}) => {
  await enter(page, staff('settled', project.name), '/settings');
  await expect(page.getByRole('button', { name: 'Change your password' })).toBeVisible();
  const width = () => page.evaluate(() => document.body.getBoundingClientRect().width);
  const before = await width();
  await openSetting(page, 'Change your password');
  await expect(page.locator('html')).toHaveAttribute('data-locked');
  expect(await width()).toBe(before);
});
