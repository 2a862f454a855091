import { readFile } from 'node:fs/promises';
import { staff } from './fixture-people.ts';
import { signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test, toasts } from './portal-test.ts';

test('staff see how many members there are, in a table that fits, and take the list as a file', async ({
  page,
}, { project: { name } }) => {
  await signInAsStaff(page, staff('counter', name), '/admin/members');
  const table = page.getByRole('table', { name: 'Members' });
  const names = table.getByRole('rowheader').getByRole('link');
  await expect(names.first()).toBeVisible();
  const status = page.getByRole('navigation', { name: 'Status' });
  await expect(status.getByRole('link', { name: /^Lapsed [1-9]/ })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  // A long address is cut, and never in its middle or beside its column.
  await expect(table.getByTitle(/@/).first()).toHaveCSS('text-overflow', 'ellipsis');
  await expect(page.getByRole('link', { name: 'Invite to join by email' })).toHaveAttribute(
    'href',
    /^mailto:\?subject=.*join/,
  );
  const size = page.viewportSize();
  if (name !== 'phone' && size) {
    for (const width of [1280, 1024, 800]) {
      await page.setViewportSize({ ...size, width });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width}`).toBe(width);
    }
    await page.setViewportSize(size);
  }

  await page.goto(`/admin/members?q=${encodeURIComponent(staff('untouched', name))}`);
  await expect(table).toContainText('Regular');
  const started = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  const [header, ...lines] = (await readFile(await (await started).path(), 'utf8')).trim().split('\r\n');
  expect(header).toContain('"First name","Last name","Company","Email"');
  expect(lines).toEqual([expect.stringMatching(/"untouched".*"Member".*"Regular"/)]);
});

test('staff sort the members, and come back to the order that they chose', async ({ page }, {
  project: { name },
}) => {
  await signInAsStaff(page, staff('sorter', name), '/admin/members');
  const table = page.getByRole('table', { name: 'Members' });
  const names = table.getByRole('rowheader').getByRole('link');
  const status = page.getByRole('navigation', { name: 'Status' });
  await status.getByRole('link', { name: /^Member / }).click();
  await page.getByRole('searchbox').fill(name);
  await expect(page).toHaveURL(new RegExp(`q=${name}`));
  // A phone shows cards without headings, so its order is in the address.
  if (name === 'phone') await page.goto(`/admin/members?q=${name}&status=ACTIVE&order=name`);
  else await table.getByRole('link', { name: 'Name' }).click();
  await expect(page).toHaveURL(/order=name/);
  await expect(async () => {
    const shown = await names.allTextContents();
    const sorted = shown.toSorted((a, b) => a.toLowerCase().localeCompare(b.toLowerCase()));
    expect(shown.length).toBeGreaterThan(10);
    expect(shown).toEqual(sorted);
  }).toPass();
  if (name !== 'phone')
    await expect(table.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');

  await names.first().click();
  await page.getByRole('link', { name: 'All members' }).click();
  await expect(page).toHaveURL(new RegExp(`q=${name}.*order=name|order=name.*q=${name}`));
});

test('Today says what waits, how long, and how the association does against last month', async ({ page }, {
  project: { name },
}) => {
  await signInAsStaff(page, staff('careful', name), '/admin');
  const waiting = page.getByRole('region', { name: 'Waiting for you' });
  await expect(waiting).toContainText(/applications? to review/);
  await expect(waiting).toContainText('The oldest arrived');
  await expect(waiting).toContainText(/memberships? ends?/);
  const figures = page.getByRole('region', { name: 'Figures' });
  await expect(figures).toContainText('New members this month');
  await expect(figures).toContainText(/than last month|Same as last month/);
  await page.getByText('View as a table').click();
  await expect(page.getByRole('rowheader')).toHaveCount(12);
  expect(await accessibilityProblems(page)).toEqual([]);
  await waiting.getByRole('link', { name: /memberships? ends?/ }).click();
  await expect(page).toHaveURL(/order=ends/);
  await expect(page.getByRole('table', { name: 'Members' })).toBeVisible();
});

test('a dangerous dialog has the color of danger, focuses its first field, and Cancel gives the focus back', async ({
  page,
}, { project: { name } }) => {
  await signInAsStaff(
    page,
    staff('guardian', name),
    `/admin/members?q=${encodeURIComponent(staff('untouched', name))}`,
  );
  await page.getByRole('link', { name: `untouched Of ${name}` }).click();
  const suspend = page.getByRole('button', { name: 'Suspend…' });
  await suspend.click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  // It says what follows.
  await expect(dialog.getByLabel('Reason')).toHaveAccessibleDescription(/signed out everywhere/);
  const isBad = await dialog.getByRole('button', { name: 'Suspend' }).evaluate((button) => {
    const sample = document.createElement('span');
    sample.style.color = 'var(--bad)';
    button.append(sample);
    return getComputedStyle(button).backgroundColor === getComputedStyle(sample).color;
  });
  expect(isBad).toBe(true);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(suspend).toBeFocused();
});

test('staff write to the members they chose, look at the email first, and the trail has it', async ({
  page,
}, { project: { name } }) => {
  await signInAsStaff(page, staff('mailer', name), `/admin/members?q=addressee+${name}`);
  const send = page.getByRole('button', { name: /^Email / });
  await expect(page.getByRole('checkbox', { name: `Select addressee Of ${name}` })).toBeVisible();
  await send.press('Enter');
  await expect(page.getByText('Choose members first.')).toBeVisible();
  await page.getByRole('checkbox', { name: `Select addressee Of ${name}` }).check();
  await send.click();
  const dialog = page.getByRole('dialog', { name: 'Email 1 person' });
  await expect(dialog.getByLabel('Subject')).toBeFocused();
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Enter a subject');
  await dialog.getByLabel('Subject').fill('The office is closed on Friday');
  await dialog.getByLabel('Message').fill('We are back on Monday.\n\nSee you at the mixer.');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByRole('article', { name: 'Preview' })).toContainText('We are back on Monday.');
  await dialog.getByRole('button', { name: 'Edit' }).click();
  await expect(dialog.getByLabel('Subject')).toHaveValue('The office is closed on Friday');
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await dialog.getByRole('button', { name: 'Send to 1 person' }).click();
  await expect(toasts(page)).toContainText('on its way to 1 person');
  await page.getByRole('link', { name: `addressee Of ${name}` }).click();
  await expect(page.getByRole('region', { name: 'Account history' })).toContainText('Email sent to a member');
  await expect(async () => {
    await page.goto(`/dev/outbox?to=${staff('addressee', name)}`);
    const sent = page.getByRole('article').filter({ hasText: staff('addressee', name) });
    await expect(sent.first()).toContainText('We are back on Monday.', { timeout: 2_000 });
  }).toPass();
});

test('the members and the audit trail return to where somebody was, after a reload and after Back', async ({
  page,
}, { project: { name } }) => {
  await signInAsStaff(page, staff('archivist', name), '/admin/members?order=name');
  const rows = page.locator('[data-rows] > *');
  const scrolled = () => page.evaluate(() => window.scrollY);
  const loadMore = async () => {
    await expect(rows.first()).toBeVisible();
    const before = await rows.count();
    await page.getByRole('button', { name: 'Load more' }).click();
    await expect(rows.nth(before)).toBeVisible();
    return before;
  };
  const first = await loadMore();
  const member = rows.nth(first + 5).getByRole('link');
  const words = (await member.textContent()) ?? '';
  const link = page.getByRole('link', { name: words, exact: true });
  await link.scrollIntoViewIfNeeded();
  await expect(link).toBeInViewport();
  await page.reload();
  await expect(link).toBeInViewport();
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words);
  await page.goBack();
  await expect(link).toBeInViewport();

  await page.goto('/admin/audit?kind=changes');
  const entries = await loadMore();
  await rows.nth(entries + 5).scrollIntoViewIfNeeded();
  await expect.poll(scrolled).toBeGreaterThan(1000);
  const before = await scrolled();
  await page.reload();
  await expect(rows.nth(entries + 5)).toBeVisible();
  await expect.poll(scrolled).toBe(before);
});
